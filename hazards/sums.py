"""The sums of the register: kept per township by a job, added up for whoever looks at many places, held to the rows at night.

What a screen shows is exact at every moment: townships marked since they were counted, or counted for another day, are
counted from their rows.
"""

import logging

from django.db import transaction
from django.db.models import DateField, F, Q, Value
from django.db.models import Sum as Added

from core import clock
from places.areas import Prefix

from . import stats
from .models import CountedTown, Hazard, MonthSum, Sum, Uncounted

logger = logging.getLogger(__name__)
TOWN = 9


def towns_of(place):
    """(codes of the townships below a place whose sums hold now, codes of those to be counted from their rows)."""
    inside = {"township_id__range": place.code_range}
    marked = Uncounted.objects.filter(**inside).annotate(day=Value(None, DateField())).values_list("township_id", "day")
    said = set(CountedTown.objects.filter(**inside).values_list("township_id", "day").union(marked))
    rest = {town for town, day in said if day != clock.today()}
    return {town for town, _ in said} - rest, rest


def rows_in(towns):
    """The registered hazards of townships."""
    inside = Q(pk__in=[])
    for town in towns:
        inside |= Q(village__gte=town, village__lte=town[:TOWN] + "999")
    return Hazard.objects.filter(inside).registered()


def grid(place, width):
    """As stats.grid of all hazards below a place: rows {area, sector, a number for each of stats.COUNTS}."""
    held, rest = towns_of(place)
    return (_added(place, width, rest) if held else []) + (stats.grouped(rows_in(rest), width) if rest else [])


def _added(place, width, rest):
    """The grid of the kept sums, but for some townships."""
    kept = Sum.objects.filter(width=TOWN if width < 12 else 12, area__range=place.code_range)
    for town in rest:
        kept = kept.exclude(area__range=(town, town[:TOWN] + "999"))
    kept = kept.order_by().values_list(Prefix("area", width) if width < 12 else F("area"), "sector")
    names = ("area", "sector", *stats.COUNTS)
    return [dict(zip(names, row, strict=True)) for row in kept.annotate(*map(Added, stats.COUNTS))]


def per_month(place):
    """(numbers found, numbers closed) in each of stats.months() below a place."""
    held, rest = towns_of(place)
    months = MonthSum.objects.filter(township_id__range=place.code_range).exclude(township_id__in=rest)
    kept = {month: pair for month, *pair in months.order_by().values("month").annotate(f=Added("found"), c=Added("closed"))
            .values_list("month", "f", "c")} if held else {}  # fmt: skip
    live = stats.monthly(rows_in(rest)) if rest else ([0] * stats.MONTHS,) * 2
    pairs = [kept.get(first, (0, 0)) for first in stats.months()]
    return [[pair[n] + more for pair, more in zip(pairs, live[n], strict=True)] for n in (0, 1)]


def count_marked():
    """Count anew the townships that are marked or were counted for another day; the number counted."""
    others = CountedTown.objects.exclude(day=clock.today()).values_list("township_id", flat=True)
    towns = sorted({*Uncounted.objects.values_list("township_id", flat=True), *others})
    for town in towns:
        count(town)
    return len(towns)


@transaction.atomic
def count(town):
    """Make the sums of a township from its rows. Marks seen before are taken away first: what is written later adds its own."""
    _hold(town)
    Uncounted.objects.filter(township_id=town).delete()
    sums, months = _counted(town)
    inside = {"area__range": (town, town[:TOWN] + "999")}
    Sum.objects.filter(width=12, **inside).delete()
    Sum.objects.filter(width=TOWN, area=town).delete()
    MonthSum.objects.filter(township_id=town).delete()
    Sum.objects.bulk_create([Sum(width=width, area=area, sector_id=sector, **dict(zip(stats.COUNTS, numbers, strict=True)))
                             for (width, area, sector), numbers in sums.items()])  # fmt: skip
    MonthSum.objects.bulk_create([MonthSum(township_id=town, month=m, found=f, closed=c) for m, (f, c) in months.items()])
    CountedTown.objects.filter(pk=town).update(day=clock.today())


def _hold(town):
    """One at a time counts a township."""
    CountedTown.objects.get_or_create(pk=town, defaults={"day": clock.today().replace(year=2000, month=1, day=1)})
    CountedTown.objects.select_for_update().get(pk=town)


def _counted(town):
    """({(width, area, sector): numbers}, {month: (found, closed)}) of a township from its rows."""
    sums = {}
    for row in stats.grouped(rows_in([town]), 12):
        numbers = [row[name] for name in stats.COUNTS]
        sums[12, row["area"], row["sector"]] = numbers
        whole = sums.setdefault((TOWN, town, row["sector"]), [0] * len(numbers))
        whole[:] = map(sum, zip(whole, numbers, strict=True))
    found, closed = stats.monthly(rows_in([town]))
    return sums, {month: (f, c) for month, f, c in zip(stats.months(), found, closed, strict=True) if f or c}


def _kept(town):
    """The same as it is kept."""
    kept = Sum.objects.filter(Q(width=12, area__range=(town, town[:TOWN] + "999")) | Q(width=TOWN, area=town))
    sums = {(w, area, sector): numbers for w, area, sector, *numbers in
            kept.values_list("width", "area", "sector", *stats.COUNTS)}  # fmt: skip
    months = MonthSum.objects.filter(township_id=town).values_list("month", "found", "closed")
    return sums, {month: (f, c) for month, f, c in months}


def check():
    """Hold the sums of every township to its rows; the codes of those that had gone astray, which are counted anew."""
    count_marked()
    astray = [town for town in CountedTown.objects.order_by("pk").values_list("pk", flat=True) if not _holds(town)]
    for town in astray:
        logger.error("sums of hazards of %s differed from its rows and were counted anew", town)
        count(town)
    return astray


@transaction.atomic
def _holds(town):
    """Whether the sums are what the rows say; what was written meanwhile has left a mark and is no fault."""
    _hold(town)
    return _kept(town) == _counted(town) or Uncounted.objects.filter(township_id=town).exists()
