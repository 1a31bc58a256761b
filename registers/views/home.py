"""One page for every register and form there is, by what people call them."""

from dataclasses import dataclass

from django.shortcuts import render
from django.urls import reverse

from accounts.enums import Role
from core.errors import refuse_if

from .. import rules

STAFF = (Role.OFFICER, Role.LEADER, Role.DISCIPLINE, Role.SUPERVISOR)


@dataclass(frozen=True)
class Link:
    label: str
    hint: str
    view: str
    query: str = ""
    roles: tuple = rules.READERS
    args: tuple = ()

    @property
    def url(self):
        base = reverse(self.view, args=self.args)
        return f"{base}?{self.query}" if self.query else base


GROUPS = (
    ("报上级的表", (
        Link("隐患排查治理月报", "自动统计，审核后定格，报送后不再变动", "registers:reports", roles=STAFF),
        Link("大检查登记表", "十列登记表，可导出表格、打印", "registers:big_check"),
        Link("整改前后照片", "整改前后对照，每页两组", "registers:big_check", "state=closed"),
        Link("报送件", "报送上级时的文件，原样留存，可再下载", "registers:sendings", roles=STAFF),
        Link("季度通报", "按村、按站所通报重大隐患", "registers:cross", "grade=major", roles=STAFF),
    )),
    ("隐患台账", (
        Link("隐患台账", "全部隐患和办理情况", "hazards:list"),
        Link("重大隐患台账", "五落实、双报告、验收销号，可打印", "hazards:major"),
        Link("条块两本台账", "按村、按站所对照，列出差异", "registers:cross"),
        Link("销号清单", "按月列出验收销号的隐患", "registers:closures"),
        Link("挂牌督办台账", "挂牌、公示、摘牌", "hazards:listings"),
        Link("移送登记", "站所之间和向上移送", "hazards:transfers"),
    )),
    ("检查和执法", (
        Link("自查台账", "派发的自查和填报结果", "checks:list"),
        Link("现场检查台账", "检查记录和签名", "checks:inspections"),
        Link("检查计划", "年度、季度计划和进度", "checks:plans"),
        Link("处罚台账", "立案、处罚、公示", "hazards:penalties"),
    )),
    ("职责和清单", (
        Link("职责清单", "站所和领导的权力、职责、任务，分版公布", "mandates:lists"),
        Link("问题、措施、责任三清单", "按时段填报，做一项销一项", "mandates:sheets"),
        Link("全链条监管", "环节和单位对照，列出缺口", "mandates:chains"),
        Link("履职检视", "对照清单自评、评议、整改", "mandates:reviews"),
    )),
    ("考核和公布", (
        Link("考核扣分", "扣分事由、依据和一票否决", "registers:deductions", roles=(*STAFF, Role.DEPARTMENT)),
        Link("年度考核表", "按村、按站所汇总扣分", "registers:scores", roles=STAFF[:3]),
        Link("典型案例和四个一批", "草拟、批准、分期公布", "hazards:batches", roles=STAFF),
        Link("已公布名单", "公布过的名单和案例", "hazards:batches_public"),
    )),
    ("其他台账", (
        Link("企业台账", "企业名册和档案", "enterprises:list"),
        Link("动火票台账", "动火作业审批和关票", "enterprises:fires"),
        Link("任务台账", "专项行动的任务和完成情况", "campaigns:register"),
        Link("公文登记", "发文和签收", "notices:list"),
        Link("举一反三排查", "外地事故警示和企业回执", "checks:alerts", roles=STAFF),
        Link("会议和培训", "会议、警示教育、培训、下基层", "routines:gatherings"),
        Link("会议和下基层频次表", "谁在哪一期没有开足", "routines:frequency"),
        Link("“八有”自评", "监管机构八项自查和补缺", "routines:reviews", roles=STAFF),
        Link("全员责任制落实", "公示、培训、考核三件", "enterprises:duties"),
        Link("行业责任牌", "各站所行业责任人，制作、挂牌、查看", "enterprises:trade_boards"),
        Link("外包台账", "有外包外租、签“无”、没有填报各有哪些企业", "enterprises:parties"),
    )),
)  # fmt: skip


def home(request):
    refuse_if(rules.may_read(request.user))
    groups = [(name, [link for link in links if request.user.role in link.roles]) for name, links in GROUPS]
    return render(request, "registers/home.html", {"groups": groups})
