"""Alerts of the demonstration: one pushed yesterday and answered by most, one that waits for its paper.

Called when the papers of the demonstration are numbered, so that its circular takes the next number.
"""

from datetime import datetime, time

from django.utils import timezone

from core import clock
from evidence.demo_hands import scribble
from evidence.models import Attachment
from hazards import demo_photos
from notices import services as papers
from notices import typeset

from . import services
from .enums import Reply
from .models import Alert, Check
from .services import alerts

LIFTING = {
    "where": "邻市某铸造园区", "accident": "lifting", "source": "市安委办事故警示",
    "what": "行车吊运模具时钢丝绳断裂，模具坠落，一条生产线停产。",
    "wrong": "钢丝绳断丝超标仍在使用\n吊运前没有检查，没有指挥人员\n下方通道没有隔离",
    "points": "钢丝绳、吊钩、吊带是否按期检查更换\n吊运时是否有人指挥、下方是否无人\n行车限位、急停是否有效\n操作人员是否持证",
}  # fmt: skip
GAS = {
    "where": "外省某食品加工小镇", "accident": "poison", "source": "公开报道",
    "what": "清理腌制池时一人晕倒，同班人员未做检测下池施救，作业全部停止。",
    "wrong": "有限空间作业没有审批\n没有通风检测\n盲目施救",
    "points": "有限空间是否辨识并挂牌\n作业前是否审批、通风、检测\n是否配备检测仪和救援器材",
}  # fmt: skip
NOTE = "二车间一根吊带边缘磨损，已停用待换"


def load(demo, town, officer, leader):
    """The first is left out, as all papers are, while the faces are not installed."""
    firms = [firm for firm in demo.firms[town.code] if firm.status == "operating" and firm.pk in demo.bosses]
    firms.sort(key=lambda firm: demo.bosses[firm.pk].username != "qiye")  # who is shown has not answered
    alike = [firm for firm in firms if firm.sector_id in ("metals", "special", "building")][:14] or firms[:8]
    with _at(demo.day(0), 8):
        _written(demo, town, officer, GAS, firms[:10], happened=-3, due=6)
    try:
        typeset.faces_or_refuse()
    except typeset.Untypable:
        return
    with _at(demo.day(-1), 9):
        alert = _written(demo, town, officer, LIFTING, alike, happened=-4, due=-1)
        paper = alerts.draft_paper(alert=alert, by=officer)
        papers.review(paper=paper, by=officer)
    with _at(demo.day(-1), 11):
        papers.sign(paper=paper, by=leader)
    with _at(demo.day(-1), 12):
        papers.issue(paper=paper, by=officer, due_on=demo.day(1))
        alerts.push(alert=Alert.objects.get(pk=alert.pk), by=officer)
    _answered(demo, alert)


def _at(day, hour):
    return clock.at(timezone.make_aware(datetime.combine(day, time(hour))))


def _written(demo, town, officer, words, firms, *, happened, due):
    row = Alert(township=town, happened_on=demo.day(happened), due_on=demo.day(due), **words)
    return alerts.keep(alert=row, firms=firms, by=officer)


def _answered(demo, alert):
    """Most answer by the evening, some find something."""
    alert.refresh_from_db()
    for number, check in enumerate(
        Check.objects.filter(version=alert.checklist).select_related("enterprise").order_by("pk")
    ):
        boss = demo.bosses[check.enterprise_id]
        if boss.username != "qiye" and number % 4 != 3:
            with _at(demo.day(-1), 14 + number % 8):
                _answer(check, boss, number % 5 == 1)


def _answer(check, boss, found):
    for order, item in enumerate(check.version.items.all()):
        bad = found and order == 0
        saved = services.reply(
            check=check, item=item, value=Reply.NO if bad else Reply.YES, note=NOTE if bad else "", by=boss
        )
        if bad:
            own = {"taken_at": clock.now(), "uploaded_at": clock.now(), "uploaded_by": boss}
            Attachment.objects.create(
                owner=saved.answer, slot="answer", **(demo_photos.store(800 + saved.answer.pk % 90, False) | own)
            )
    row = Check.objects.select_related("version__checklist", "place", "enterprise", "campaign").get(pk=check.pk)
    services.finish(check=row, name=boss.name, signature=scribble(boss.pk % 6), by=boss, seen=row.row_version)
