"""Tips of the demonstration in every state, with rewards waiting, claimed and refused. Invented people."""

import io
from datetime import datetime, time

from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image, ImageDraw

from core import clock

from ..models import RewardBudget
from . import services

# days ago, kind, text, where, when, named (name, phone) or (), how far it went
TIPS = (
    (1, "hazard", "加工作坊里液化气瓶和灶台放在一起，没有报警器，晚上有人住在里面。", "菜市场东侧第三间", "每天晚上", (), "new"),
    (2, "illegal", "厂里没有电焊证的人在高处焊接，下面堆着泡沫板，没有人看着。", "新建车间二层", "今天上午", ("戚某", "13900000001"), "new"),
    (15, "other", "村口变压器围栏倒了，孩子在旁边玩，反映过没有人修。", "村小学后门", "有两个星期了", (), "late"),
    (6, "hazard", "仓库安全出口用货物堵死，只留一个门。", "物流园 3 号库", "一直这样", (), "hazard"),
    (30, "illegal", "停产整顿的厂子夜里偷偷开工，白天关门。", "工业路尽头", "夜里十点以后", ("宣某", "13900000002"), "direct"),
    (58, "hazard", "矿山排水泵坏了一台没有修，雨天积水到膝盖。", "二号井口", "雨天", (), "extended"),
    (12, "illegal", "货车超载拉砂，路面压坏，司机说都打点好了。", "过境公路桥头", "凌晨", (), "handed"),
    (20, "other", "邻居装修噪声太大，影响休息。", "幸福里小区", "周末", (), "dismissed"),
    (3, "concealed", "听说上个月有人从架子上掉下来没救回来，老板不让说。", "高速连接线工地", "上个月中旬", ("应某", "13900000003"), "named"),
    (8, "concealed", "去年秋天厂里有人触电没了，家属拿了钱不让说，照片是当时的配电房。", "木器厂配电房", "去年秋天", (), "lead"),
    (95, "illegal", "没有许可证在民房里存放烟花爆竹。", "老街 17 号", "腊月里", (), "paid"),
    (70, "hazard", "喷漆房排风扇坏了，一直开着门喷漆，气味很大。", "家具厂后院", "上班时间", ("褚某", "13900000004"), "granted"),
    (50, "illegal", "叉车司机没有证，经常带人上叉。", "建材市场", "下午", (), "proposed"),
    (40, "hazard", "说加油站卸油的时候不停止加油。", "国道加油站", "早上", (), "untrue"),
)  # fmt: skip
ANSWERS = {
    "paid": (80_000, "现场查获后已立案处罚，烟花爆竹全部收缴"),
    "granted": (12_000, "排风设施已停用整改，依法处罚"),
    "proposed": (30_000, "已责令无证人员停止作业，依法处罚"),
}


def load(demo, leader, officer):
    """`officer` decides and answers, `leader` names, extends and approves."""
    town = demo.towns[0]
    for year in {demo.today.year, demo.day(-80).year}:
        RewardBudget.objects.create(
            township=town, year=year, amount=60_000, document=f"{town.paper_code}〔{year}〕6号", created_by=leader
        )
    for number, row in enumerate(TIPS):
        villages = demo.villages[town.code]
        _tell(demo, row, villages[number % len(villages)], number, leader, officer)


def _tell(demo, row, village, number, leader, officer):
    ago, kind, text, where, happened, who, end = row
    named = {"name": who[0], "phone": who[1]} if who else {}
    said = {"kind": kind, "text": text, "where": where, "happened": happened, "unit": "", "named": bool(who)}
    with _at(demo, ago, 20):
        files = [_picture(number)] if end in ("new", "hazard", "lead") else ()
        tip, code = services.send_in(nonce=f"demo-{village.pk}-{number}", place=village, files=files, **said, **named)
    _Story(demo, tip, code, ago, village, leader, officer).tell(end)


def _at(demo, ago, hour):
    moment = timezone.make_aware(datetime.combine(demo.day(-ago), time(hour, 10)))
    return clock.at(min(moment, clock.now()))


class _Story:
    """One tip told through the services, each step at its day."""

    def __init__(self, demo, tip, code, ago, village, leader, officer):
        self.demo, self.tip, self.code, self.ago, self.village = demo, tip, code, ago, village
        self.leader, self.officer = leader, officer

    def after(self, days):
        return _at(self.demo, max(self.ago - days, 0), 9 + days % 8)

    def tell(self, end):
        if end in ("new", "late"):
            return
        if end == "dismissed":
            with self.after(2):
                services.dismiss(tip=self.tip, note="装修噪声由住建部门和物业处理，请拨打 12345", by=self.officer)
            return
        if end == "named":
            with self.after(1):
                services.name_handler(tip=self.tip, user=self.officer, by=self.leader)
            with self.after(2):
                services.open_identity(tip=self.tip, by=self.officer, reason="询问工友的联系办法")
            return
        with self.after(2):
            self._accept(end)
        self._go_on(end)

    def _accept(self, end):
        words = {
            "hazard": {"outlet": "hazard", "text": "仓库安全出口被货物堵塞", "where": "3 号库"},
            "lead": {"outlet": "lead", "text": "举报人称木器厂去年秋天有工人触电死亡，没有上报，家属已私下得到赔偿", "where": "配电房"},
        }.get(end)  # fmt: skip
        by = self.leader if end == "lead" else self.officer
        services.accept(tip=self.tip, by=by, **({"village": self.village} | words if words else {}))

    def _go_on(self, end):
        if end == "direct":
            with self.after(4):
                services.note(tip=self.tip, text="请补充一般几点开工、从哪个门进出", by=self.officer)
            with self.after(6):
                services.add(tip=self.tip, text="十点半左右，从北边小门进，有人放哨")
        elif end == "extended":
            with self.after(40):
                services.extend(tip=self.tip, note="排水系统须由检测机构检验", by=self.leader)
        elif end == "handed":
            with self.after(3):
                services.hand_over(
                    tip=self.tip, handed_to="县交通运输局", note="货车超载由交通运输部门查处", by=self.officer
                )
        elif end == "untrue":
            with self.after(15):
                services.close(
                    tip=self.tip, finding="untrue", note="三次到现场，卸油时均停止加油并设置警戒", by=self.officer
                )
        elif end in ANSWERS:
            self._reward(end, *ANSWERS[end])

    def _reward(self, end, fine, answer):
        with self.after(20):
            services.close(tip=self.tip, finding="true", note=answer, by=self.officer)
        with self.after(25):
            reward = services.propose(
                tip=self.tip,
                by=self.officer,
                basis="fine",
                fine=fine,
                document=f"青应急罚〔{clock.today().year}〕{fine // 1000}号",
            )
        if end in ("paid", "granted"):
            with self.after(28):
                services.approve(reward=reward, by=self.leader)
        if end == "paid":
            with self.after(40):
                services.pay(code=self.code, voucher=f"{clock.today():%Y%m}-017", by=self.officer)


def _picture(number):
    """A room with something in front of the door, as a phone takes it."""
    picture = Image.new("RGB", (640, 480), ("#cfc8bd", "#bcc6c9", "#d6cdb4")[number % 3])
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 340, 640, 480), fill="#8f867a")
    pen.rectangle((250, 120, 380, 340), fill="#5f6f63", outline="#39463d", width=5)
    for box in range(4):
        left = 200 + box * 60
        pen.rectangle((left, 250 + box * 12, left + 90, 350 + box * 12), fill="#b98d57", outline="#6b4d28", width=3)
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=82)
    return ContentFile(out.getvalue(), name="现场.jpg")
