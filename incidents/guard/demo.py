"""What leaders find in the demonstration: a signed month and one that waits, a grant about to end, exports on their way."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from accounts.enums import Role
from core import clock

from .. import access, services
from ..enums import AccessAction
from ..models import AccessChain, Lead
from . import exporting, reviews


def load(demo, leader, team, others):
    town = demo.towns[0]
    leads = list(Lead.objects.filter(village__code__startswith=town.code[:9]).order_by("-received_at")[:14])
    month = reviews.last_month(demo.today)
    before = reviews.last_month(month)
    _again(demo, town, leader, team)
    _months(leads, leader, team, before, month)
    record = AccessChain.objects.get(pk=town.pk)
    with _at(month.replace(day=6), 10):
        reviews.sign(chain=record, month=before, note="逐人看过，晚间查阅系核查组加班，未见异常", by=leader)
    _grant(demo, leader, others, [lead for lead in leads if lead.state == "verifying"])
    _exports(demo, leader, team, [person for person in demo.people[(town.code, Role.DISCIPLINE)]])


def _at(day, hour):
    return clock.at(timezone.make_aware(datetime.combine(day, time(hour, 10))))


def _months(leads, leader, team, *months):
    """By day, and once by night through many cases."""
    for month in months:
        with _at(month + timedelta(days=7), 10):
            access.log_many(leads=leads[:4], by=leader, action=AccessAction.VIEW, detail="")
            access.log_many(leads=leads[:3], by=team[0], action=AccessAction.WORK, detail="记录谈话")
        with _at(month + timedelta(days=12), 22):
            access.log_many(leads=leads, by=team[1], action=AccessAction.HIT, detail="台账筛选")
            access.log_many(leads=leads[:1], by=team[1], action=AccessAction.OPENED, detail="谈话内容：核对笔录")


def _again(demo, town, leader, team):
    """Whose grant on an old case ran out is named anew, for the case is to be looked at again."""
    old = Lead.objects.filter(village__code__startswith=town.code[:9]).exclude(handlers__until__gte=demo.today)
    with _at(demo.day(-21), 9):
        for lead in old:
            for person in team:
                services.name_handler(lead=lead, user=person, by=leader)


def _grant(demo, leader, others, leads):
    if others and leads:
        with _at(demo.day(-20), 9):
            services.name_handler(lead=leads[0], user=others[0], by=leader, until=demo.day(5))


def _exports(demo, leader, team, discipline):
    """One waits for the leader, one was refused, the leader's own was allowed by discipline."""
    mine = Lead.objects.filter(handlers__user=team[0]).distinct()
    with _at(demo.day(-6), 9):
        wide = exporting.ask(kind="register", rows=mine, reason="村里想了解一下情况", by=team[0])
    with _at(demo.day(-6), 11):
        exporting.decide(export=wide, allow=False, note="村里不在知悉范围，请当面说明", by=leader)
    with _at(demo.day(-1), 9):
        exporting.ask(kind="register", rows=mine.open(), reason="县安委办督导组现场核对台账", by=team[0])
    if discipline:
        with _at(demo.day(-2), 15):
            row = exporting.ask(kind="accesses", rows=AccessChain.objects.get(pk=demo.towns[0].pk).lines.all(),
                                reason="纪委调阅上月查阅记录", by=leader)  # fmt: skip
            if row.created_by != discipline[0]:
                exporting.decide(export=row, allow=True, by=discipline[0])
