"""Accidents of the demonstration: one reported late, one concealed by decision from above, one whose hour is running."""

from datetime import datetime, time, timedelta
from decimal import Decimal

from django.utils import timezone

from core import clock

from ..enums import Conclusion
from ..models import Lead
from . import links, services


def load(demo, leader, officer):
    rows = Lead.objects.visible_to(leader).filter(village__code__startswith=demo.towns[0].code[:9])
    settled = {row.conclusion: row for row in rows.exclude(conclusion="").select_related("village", "enterprise")}
    if lead := settled.get(Conclusion.ACCIDENT):
        _late(demo, lead, leader, officer)
    if lead := settled.get(Conclusion.CONCEALED):
        _concealed(demo, lead, leader, officer)
    if lead := rows.filter(state="verifying", enterprise__isnull=False).order_by("received_at").last():
        _running(lead, leader)
    _linked(rows, leader)


def _moment(day, hour, minute=0):
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))


def _opened(lead, at, by, learned=15, **facts):
    given = {
        "happened_at": at,
        "learned_at": at + timedelta(minutes=learned),
        "field": "work",
        "loss": Decimal(0),
        "course": "",
    }
    return services.open_accident(lead=lead, by=by, **(given | facts))


def _late(demo, lead, leader, officer):
    """Two hurt, one of them dies eight days later; the head reported after an hour and fifty minutes."""
    day = timezone.localdate(lead.received_at)
    at = _moment(day - timedelta(days=20), 9, 40)
    with clock.at(_moment(day, 15)):
        row = _opened(lead, at, leader, place="四号楼外架", course="作业时未系安全带，从四层坠落，带倒一名递料工。")
        hurt = {"accident": row, "by": leader, "outcome": "serious", "employer": lead.enterprise, "cause": "高处坠落"}
        services.keep_victim(name=lead.person, **hurt)
        services.keep_victim(name="全某", **hurt)
        sent = {"accident": row, "by": leader}
        services.record_report(sender="unit", sent_at=at + timedelta(minutes=125), told="县应急管理局值班室，电话", **sent)
        services.record_report(sender="county", sent_at=at + timedelta(minutes=200), told="市应急管理局，系统报送", **sent)
    with clock.at(_moment(day, 16)):
        one = row.victims.first()
        services.keep_victim(
            accident=row, victim=one, by=leader, name=one.name, outcome="dead", died_at=at + timedelta(days=8, hours=3),
            died_in="县人民医院", certified_by="县人民医院", certificate="死亡证明第 204 号", reason="医院通报抢救无效",
        )  # fmt: skip
        services.find(accident=row, finding="late", basis="通话记录显示单位负责人知道后一小时五十分钟才报告", by=leader)


def _concealed(demo, lead, leader, officer):
    day = timezone.localdate(lead.concluded_at)
    at = _moment(day - timedelta(days=200), 21, 10)
    with clock.at(_moment(day, 15)):
        row = _opened(lead, at, leader, place="皮带机廊道", course="检修时有人送电，被皮带机卷入。")
        services.keep_victim(
            accident=row, by=leader, name=lead.person, outcome="dead", died_at=at + timedelta(hours=1), employer=lead.enterprise,
            died_in="现场", cause="机械伤害",
        )  # fmt: skip
        services.correct(
            accident=row, by=leader, reason="补登赔偿协议金额", happened_at=at, learned_at=row.learned_at, field="work",
            place=row.place, course=row.course, loss=Decimal(1_180_000),
        )  # fmt: skip
        above = {"authority": lead.deciding_authority, "number": lead.deciding_number}
        services.find(
            accident=row, finding="concealed", basis="更换检修票、与家属签保密协议，未向任何部门报告", by=leader, **above
        )


def _running(lead, leader):
    """Just happened: the head's hour has half an hour left when the portal is opened at once."""
    row = _opened(lead, clock.now() - timedelta(minutes=45), leader, place="下料车间", course="行车吊物坠落，正在抢救。")
    services.keep_victim(accident=row, by=leader, name="不详", outcome="serious", employer=lead.enterprise, cause="物体打击")


def _linked(rows, leader):
    """Cases of the same enterprise under the oldest of them, or two of one crew."""
    known = list(rows.filter(former=None).exclude(state="dismissed").order_by("received_at"))
    firms = {}
    for lead in known:
        if lead.enterprise_id and firms.setdefault(lead.enterprise_id, lead) != lead:
            mother = firms[lead.enterprise_id]
            links.link(mother=mother, child=lead, tie="enterprise", reason="两起死亡登记在同一企业", by=leader)
    free = [lead for lead in known if lead.enterprise_id not in firms or firms[lead.enterprise_id] == lead]
    links.link(mother=free[0], child=free[1], tie="crew", reason="两起死者由同一包工头招用", by=leader)
