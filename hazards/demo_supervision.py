"""Listings, the ladder and batches of the demonstration's first township, through the services themselves."""

from datetime import datetime, time

from django.utils import timezone

from accounts.enums import Role
from core import clock

from .enums import Grade
from .models import Hazard
from .rules import BEING_MENDED
from .services import batches, ladder, supervision


def load(demo):
    town = demo.towns[0]
    officers, leaders = demo.people.get((town.code, Role.OFFICER)), demo.people.get((town.code, Role.LEADER))
    if not (officers and leaders):
        return
    officer, leader = officers[0], leaders[0]
    _listings(demo, officer, leader, town)
    late = _late(town)
    _ladder(demo, officer, leader, [row.enterprise for row in late])
    _batches(demo, officer, leader, late)


def _on(demo, days_ago):
    return clock.at(timezone.make_aware(datetime.combine(demo.day(-days_ago), time(15))))


def _listings(demo, officer, leader, town):
    """Three major hazards: one listed and made public, one listed, one waiting for the leader."""
    rows = Hazard.objects.filter(
        grade=Grade.MAJOR, state__in=BEING_MENDED, due_on__isnull=False, village__code__startswith=town.code[:9]
    )
    for number, hazard in enumerate(rows.order_by("pk")[:3]):
        with _on(demo, 2):
            said = {"reason": "整改难度大，影响面广", "asked": "按治理方案限期整改，整改期间落实安全措施。"}
            row = supervision.propose(hazard=hazard, by=officer, supervisor=f"{town.name}人民政府", **said)
            if number < 2:
                row = supervision.decide(listing=row, action="approve", by=leader)
        if number == 0:
            with _on(demo, 1):
                day = clock.today()
                supervision.file_listing(listing=row, by=officer, filed_on=day, filed_with="县应急管理局备案第 7 号")
                supervision.publish_listing(listing=row, by=officer, published_on=day)


def _late(town):
    """The longest late hazards of four enterprises, one each."""
    rows = Hazard.objects.overdue().filter(enterprise__isnull=False, village__code__startswith=town.code[:9])
    found = {}
    for row in rows.select_related("enterprise__village").order_by("due_on", "pk")[:60]:
        found.setdefault(row.enterprise_id, row)
    return list(found.values())[:4]


def _ladder(demo, officer, leader, firms):
    for number, firm in enumerate(firms[:3]):
        with _on(demo, 16 - number):
            case = ladder.start(by=officer, rung="dispatch", note="隐患逾期未整改", enterprise=firm)
        if number == 0:
            with _on(demo, 8):
                ladder.move(case=case, action="to_order", by=officer, note="调度后仍未整改")


def _batches(demo, officer, leader, late):
    for number, (kind, title) in enumerate((("criticise", "隐患整改不力企业通报"), ("talk", "安全生产约谈名单"))):
        rows = late[2 * number : 2 * number + 2]
        if not rows:
            continue
        with _on(demo, 6 - number):
            batch = batches.draft_batch(by=officer, kind=kind, title=title)
            batches.add_hazards(batch=batch, by=officer, hazards=rows)
            steps = (("send", officer), ("approve", leader), ("publish", officer))
            for action, by in steps[: 3 if number == 0 else 1]:
                where = {"published_where": "镇政府公示栏、政务公开网站"} if action == "publish" else {}
                batch = batches.move_batch(batch=batch, action=action, by=by, **where)
