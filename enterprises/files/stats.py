"""Counts of the files for the office: rows, what runs out, who is short, the coverage of insurance."""

from dataclasses import dataclass

from django.db.models import Count, F, Q

from core import clock
from places.models import Place

from ..enums import Standing
from ..models import Enterprise, FireTicket, Insurance
from ..models.hotwork import OPEN
from . import kinds


@dataclass(frozen=True)
class Figures:
    """Numbers of one kind for the rows in sight."""

    kind: object
    total: int
    near: int
    bad: int
    short: int


def figures(user):
    """One Figures per kind: one query each, two where the kind demands something."""
    firms = Enterprise.objects.visible_to(user)
    return [_figures(kind, user, firms) for kind in kinds.kinds()]


def _figures(kind, user, firms):
    rows = kind.model.objects.visible_to(user).kept()
    is_ = kind.model.standing_is
    counts = rows.aggregate(
        total=Count("pk"), near=Count("pk", filter=is_(Standing.NEAR)),
        bad=Count("pk", filter=is_(Standing.OVER) | is_(Standing.BARE)),
    )  # fmt: skip
    short = kind.short_of(firms).count() if kind.lacking else 0
    return Figures(kind, short=short, **counts)


def fires(user):
    """{total, late} of the tickets for work with fire."""
    late = Q(state__in=OPEN, ends_at__lt=clock.now())
    return FireTicket.objects.visible_to(user).kept().aggregate(total=Count("pk"), late=Count("pk", filter=late))


@dataclass(frozen=True)
class Cover:
    """How many enterprises at work of a place are insured; the dangerous trades apart, as they must be."""

    place: str
    firms: int
    insured: int
    risky: int
    risky_insured: int

    @property
    def share(self):
        return self.insured * 100 // self.firms if self.firms else None


def coverage(user):
    """Cover per township for who looks at several, else per village; the sum comes last."""
    today = clock.today()
    policies = Insurance.objects.kept().filter(starts_on__lte=today, expires_on__gte=today)
    insured = Q(pk__in=policies.values("enterprise"))
    rows = Enterprise.objects.visible_to(user).operating().order_by().values("village").annotate(
        firms=Count("pk"), insured=Count("pk", filter=insured), risky=Count("pk", filter=Q(high_risk=True)),
        risky_insured=Count("pk", filter=insured & Q(high_risk=True)), code=F("village"),
    )  # fmt: skip
    towns = {row["code"][:9] for row in rows}
    key = (lambda code: f"{code[:9]}000") if len(towns) > 1 else (lambda code: code)
    return _summed(rows, key)


NUMBERS = ("firms", "insured", "risky", "risky_insured")


def _summed(rows, key):
    found = {}
    for row in rows:
        sums = found.setdefault(key(row["code"]), dict.fromkeys(NUMBERS, 0))
        for name in NUMBERS:
            sums[name] += row[name]
    names = dict(Place.objects.filter(code__in=found).values_list("code", "name"))
    lines = [Cover(names[code], **sums) for code, sums in sorted(found.items())]
    whole = {name: sum(getattr(line, name) for line in lines) for name in NUMBERS}
    return [*lines, Cover("合计", **whole)] if lines else []
