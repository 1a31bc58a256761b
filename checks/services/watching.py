"""Watching over an enterprise that is not trusted: listed with a reason, somebody there each day, lifted with a reason."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from core import clock
from core.errors import Refused, refuse_if
from core.workflow import advance, begin

from .. import watch_rules as rules
from ..enums import WatchState
from ..models import Watch, WatchShift

AHEAD = 31  # days that somebody may be named for in advance


def watch_over(*, enterprise, reason, weekly, by):
    """List a running enterprise in sight; a second standing watch is refused."""
    refuse_if(rules.may_watch(by), "" if reason.strip() else "请写明列入盯守的原因")
    try:
        with transaction.atomic():
            row = Watch.objects.create(
                enterprise=enterprise, place=enterprise.village, reason=reason.strip()[:200], weekly=weekly, created_by=by,
                created_at=clock.now(),
            )  # fmt: skip
            return begin(row, by=by, label="列入盯守", note=row.reason)
    except IntegrityError:
        raise Refused("这家企业已在盯守") from None


def lift(*, watch, note, by):
    return advance(watch, "lift", by=by, note=note)


def shift(*, watch, on, name, by, said=""):
    """Write down who is there on a day, or what they saw."""
    away = (on - clock.today()).days
    refuse_if(
        rules.may_shift(by, watch),
        "" if name.strip() else "请填写盯守人",
        f"最多提前 {AHEAD} 天安排盯守" if away > AHEAD else "",
        "还没到这一天，情况等当天再填" if away > 0 and said.strip() else "",
    )
    try:
        with transaction.atomic():
            row = _standing(watch)
            if planned := row.shifts.filter(on=on, name=name.strip(), said="").first():
                return _reported(planned, said, by)
            return WatchShift.objects.create(
                watch=row, on=on, name=name.strip()[:40], said=said.strip()[:200], by=by, at=clock.now(),
                reported_at=clock.now() if said.strip() else None,
            )  # fmt: skip
    except IntegrityError:
        raise Refused("这个人当天已经登记") from None


def _standing(watch):
    row = Watch.objects.select_for_update(of=("self",)).get(pk=watch.pk)
    refuse_if("" if row.state == WatchState.STANDING else "盯守已经解除，不能再登记")
    return row


def _reported(shift, said, by):
    """Who was put on the roster says what they saw."""
    refuse_if("" if said.strip() else "这个人当天已经登记")
    shift.said, shift.by, shift.reported_at = said.strip()[:200], by, clock.now()
    shift.save(update_fields=["said", "by", "reported_at"])
    return shift


@transaction.atomic
def plan(*, watch, names, first, last, by):
    """Put people on the roster, one a day in turn; a day that has somebody already is left alone. How many days."""
    names = list(dict.fromkeys(name.strip()[:40] for name in names if name.strip()))
    refuse_if(
        rules.may_watch(by, watch),
        "" if names else "请填写盯守人",
        "" if clock.today() <= first <= last else "排班从今天或以后开始，结束不能早于开始",
        f"最多提前 {AHEAD} 天安排盯守" if (last - clock.today()).days > AHEAD else "",
    )
    row = _standing(watch)
    taken = set(row.shifts.filter(on__range=(first, last)).values_list("on", flat=True))
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    rows = [
        WatchShift(watch=row, on=day, name=names[number % len(names)], by=by, at=clock.now())
        for number, day in enumerate(days)
        if day not in taken
    ]
    WatchShift.objects.bulk_create(rows)
    return len(rows)


@dataclass(frozen=True)
class Day:
    """One day of the roster: who is named, and how it stands; `end` is today or the day of lifting, not missed yet."""

    on: date
    shifts: list
    end: date

    @property
    def is_missed(self):
        return self.on < self.end and not any(shift.said for shift in self.shifts)

    @property
    def word(self):
        if any(shift.said for shift in self.shifts):
            return "已登记"
        if self.is_missed:
            return "排了班没有登记" if self.shifts else "没有人盯守"
        return "已排班" if self.shifts else "还没有排班"


def days_of(watch, back=14, ahead=7):
    """[Day] newest first: from the days behind (never before it was listed) to those ahead.

    A lifted one is told back from the day of lifting, which is among the days only when somebody was named for it.
    """
    today = clock.today()
    end = timezone.localdate(watch.lifted_at) if watch.lifted_at else today
    first, last = max(end - timedelta(days=back), watch.began_on), end if watch.lifted_at else end + timedelta(days=ahead)
    held = {}
    for shift in watch.shifts.filter(on__range=(first, last)).select_related("by"):
        held.setdefault(shift.on, []).append(shift)
    if watch.lifted_at and end not in held:
        last = end - timedelta(days=1)
    return [Day(day, held.get(day, []), end) for day in (last - timedelta(days=n) for n in range((last - first).days + 1))]


def all_days(watch):
    """From the day it was listed to today or to its lifting, for the printed table."""
    return days_of(watch, back=(clock.today() - watch.began_on).days, ahead=0)
