"""本期缺查: enterprises that let a period of one of their five levels pass without a signed check."""

from datetime import datetime, time, timedelta

from django.db.models import BooleanField, Case, Exists, OuterRef, Q, TextField, Value, When
from django.db.models.functions import Cast
from django.utils import timezone

from core import clock
from enterprises.models import Enterprise, Seat

from . import levels
from .models import CheckLevels, Inspection

NAMES = {kind: f"{name}{often}检查" for kind, name, often in levels.LEVELS}


def last_over(kind):
    """(first, last) of the newest period of a level that is over."""
    today, month, over = clock.today(), clock.today().replace(day=1), []
    for _ in range(4):
        over += [(first, last) for _, first, last in levels.periods(kind, month) if last < today]
        month = (month - timedelta(days=1)).replace(day=1)
    return max(over)


def current(kind):
    """(first, last) of the period that runs today; a week's is found in the month its Sunday lies in."""
    today = clock.today()
    months = today.replace(day=1), levels.bounds(today)[1] + timedelta(days=1)
    found = [(first, last) for month in months for _, first, last in levels.periods(kind, month) if first <= today <= last]
    return found[0]


def holding(kind):
    """Predicate: an enterprise holds this level, as said for it or by its scale (as levels.levels_of)."""
    said = CheckLevels.objects.filter(enterprise=OuterRef("pk"))
    named = said.annotate(text=Cast("kinds", TextField())).filter(text__contains=f'"{kind}"')
    return Q(Exists(named)) | Q(_by_scale(kind), ~Exists(said))


def _by_scale(kind):
    if kind in levels.SMALL:
        return Q(pk__isnull=False)
    return ~Q(scale__in=levels.SMALL_SCALES) if kind in levels.FULL else Q(pk__in=[])


def lacking(kind, first, last):
    """Predicate: holds the level and has no signed check of it between two days."""
    held = Inspection.objects.signed().held_between(first, last).filter(kind=kind, enterprise=OuterRef("pk"))
    return Q(holding(kind), ~Exists(held))


def with_missed(firms):
    """Adds `missed_<kind>` a level, whether its last period went by without a check, and `seated`, has an account.

    A period that had begun before the enterprise was registered is not held against it.
    """
    tests = {f"missed_{kind}": _flag(_known(last_over(kind)[0]) & lacking(kind, *last_over(kind))) for kind in NAMES}
    seats = Seat.objects.current().filter(enterprise=OuterRef("pk"))
    return firms.annotate(**tests, seated=Exists(seats))


def _known(day):
    return Q(created_at__lt=timezone.make_aware(datetime.combine(day, time.max)))


def _flag(test):
    return Case(When(test, then=Value(True)), default=Value(False), output_field=BooleanField())


def short(user):
    """The enterprises in sight that missed a level's last period."""
    firms = Enterprise.objects.visible_to(user).operating()
    return with_missed(firms).filter(of_any()).order_by("village_id", "pk")


def of_any():
    found = Q()
    for kind in NAMES:
        found |= Q(**{f"missed_{kind}": True})
    return found


def missed(row):
    """The names of the levels a row of with_missed missed."""
    return [name for kind, name in NAMES.items() if getattr(row, f"missed_{kind}")]


def month_missed(row):
    """The month (2026-11) in whose calendar the newest period that a row of with_missed missed stands."""
    return f"{max(last_over(kind)[1] for kind in NAMES if getattr(row, f'missed_{kind}')):%Y-%m}"


def spans():
    """[(name, first, last)] of the periods counted."""
    return [(name, *last_over(kind)) for kind, name in NAMES.items()]


def running_out(kinds):
    """{last day: {enterprise: [level names]}} of those with an account that have no check yet in the period that runs."""
    seats = Seat.objects.current().values("enterprise")
    firms, found = Enterprise.objects.operating().filter(pk__in=seats).order_by("pk"), {}
    for kind in kinds:
        first, last = current(kind)
        for firm in firms.filter(lacking(kind, first, last)):
            found.setdefault(last, {}).setdefault(firm, []).append(NAMES[kind])
    return found
