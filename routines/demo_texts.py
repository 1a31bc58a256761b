"""Words of the demonstration: what is demanded, what was said, what the office has and lacks, the guide."""

DEMANDS = {
    "party": {"name": "党委会研究安全生产", "form": "meeting", "holder": "township", "every": "quarter", "basis": "镇党委议事规则"},
    "government": {"name": "镇长办公会调度安全生产", "form": "meeting", "holder": "township", "every": "month", "basis": "镇政府工作规则"},
    "visit": {"name": "领导下基层查安全", "form": "visit", "holder": "leaders", "every": "month", "basis": "领导干部安全生产责任清单"},
    "grid": {"name": "网格员专项培训", "form": "training", "holder": "township", "every": "year", "times": 2, "basis": "网格化管理办法"},
    "village": {"name": "村安全例会", "form": "meeting", "holder": "villages", "every": "month", "basis": "镇年度安全生产工作要点"},
    "warning": {"name": "企业全员警示教育", "form": "warning", "holder": "enterprises", "every": "year", "basis": "镇警示教育方案"},
    "upper": {"name": "学习上级警示片", "form": "warning", "holder": "enterprises", "every": "once", "due": -160, "issued": -40,
              "basis": "县安委办转发的通知"},
}  # fmt: skip
CONTENT = {
    "party": "听取一个季度的安全生产情况，研究重大隐患挂牌督办和经费保障。",
    "government": "通报上月隐患整改和检查情况，安排本月重点企业检查，议定三件事。",
    "visit": "走访两家企业和一处九小场所，当面交办隐患，问了值班值守情况。",
    "grid": "讲解走访要点、隐患怎么拍照上报、发现险情先做什么，现场练习上报。",
    "village": "逐户通报取暖用电用气隐患，分片包户，安排夜间巡查。",
    "warning": "观看警示片，通报两起同类事故教训，企业负责人作表态发言。",
    "upper": "",
}
PEOPLE = ("邬春生", "郝丽萍", "沙永康", "卞玉兰", "宋小川")
LACKS = {"有装备": "缺气体检测仪和执法记录仪，申请专项经费购置", "有场所": "应急值班室与接访室合用，腾退二楼西侧两间"}
STAFF = "现有人员不足，商组织委员从站所抽调"
FACTS = {
    "有机构": "已挂牌，职责上墙", "有人员": "分片到人，名单已公示", "有经费": "列入本年度财政预算", "有制度": "检查、值班、报告、举报四项制度上墙",
    "有台账": "平台内台账齐全", "有考核": "与年度考核挂钩",
}  # fmt: skip
GUIDE = """一、职责
1.每周把网格内企业、九小场所、出租房走一遍。
2.看通道、看电气、看燃气、看动火，发现问题当场拍照。
二、上报
1.能当场改的督促当场改，改后再拍一张。
2.改不了的当天在平台上报，写清地点和问题。
三、险情
1.先喊人撤离，再打报警电话，最后报镇应急办。
2.不进有限空间施救，不进火场搬东西。"""
GUIDES = (
    (-220, "", GUIDE),
    (
        -60,
        "增加夜间巡查和取暖季要求",
        GUIDE + "\n四、取暖季\n1.入夜后看烟管和报警器，每周至少两次。\n2.独居老人户逐户登记，定人联系。",
    ),
)
