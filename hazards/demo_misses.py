"""What the upper level found in the demonstration after clean checks, one traced and printed."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from accounts.enums import Role
from core import clock

from .enums import Source
from .looks import looks_at
from .misses import services as misses
from .models import Miss
from .services import registering
from .trace import services as tracing

# what the county's team found, where, how many days after the clean look
FOUND = (
    ("喷漆间未设可燃气体报警装置，通风机损坏停用", "喷漆间", "major", 9),
    ("有限空间作业没有审批，现场没有监护人", "污水池", "major", 14),
    ("配电柜前堆放成品，应急照明不亮", "成品库", "ordinary", 6),
)


def load(demo):
    town = demo.towns[0]
    officers, leaders = demo.people.get((town.code, Role.OFFICER)), demo.people.get((town.code, Role.LEADER))
    if not (officers and leaders):
        return
    for told, (firm, look) in zip(FOUND, _clean(demo, town), strict=False):
        _find(firm, look, officers[0], *told)
    misses.scan(town.pk)
    rows = list(Miss.objects.filter(village__code__startswith=town.prefix).to_judge().order_by("pk"))
    major = [row for row in rows if row.hazard.grade == "major"]
    if major:
        misses.decide(miss=major[0], action="confirm", by=leaders[0])
        _trace(demo, major[0], leaders[0])
    if len(rows) > 3:
        note = "上级检出的设备在自查之后才进场"
        misses.decide(miss=next(row for row in rows[::-1] if row not in major), action="dismiss", by=leaders[0], note=note)


def _clean(demo, town):
    """(enterprise, look): enterprises with a clean look some weeks ago."""
    for firm in demo.firms[town.code]:
        looks = [look for look in looks_at(firm, demo.day(-60), demo.day(-16)) if look.clean and look.people]
        if looks:
            yield firm, looks[-1]


def _find(firm, look, officer, what, where, grade, days):
    with clock.at(timezone.make_aware(datetime.combine(look.on + timedelta(days=days), time(16)))):
        hazard = registering.register(
            by=officer, village=firm.village, enterprise=firm, description=what, location=where, source=Source.HANDED_DOWN,
            found_on=look.on + timedelta(days=days), found_by="县安委办督查组", key=f"demo-miss:{firm.pk}",
        )  # fmt: skip
    hazard.grade = grade
    hazard.save(update_fields=["grade"])


def _trace(demo, miss, leader):
    if miss.enterprise is None:
        return
    hazard, since = miss.hazard, miss.hazard.found_on - timedelta(days=365)
    reason = "县安委办检出重大隐患，倒查历次检查"
    tracing.print_sheet(firm=miss.enterprise, since=since, day=hazard.found_on, reason=reason, by=leader, hazard=hazard)
