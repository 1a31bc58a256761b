"""The sums of the register: kept per township and county by a job for whoever looks at many places, held to the rows at night.

What a screen shows is exact at every moment: townships marked since they were counted, or counted for another day, are
counted from their rows.
"""

import logging

from django.db import transaction
from django.db.models import Q
from django.db.models import Sum as Added

from core import clock
from places.enums import PREFIX_LENGTH
from places.models import Place

from . import stats
from .models import CountedTown, Hazard, MonthSum, Sum, Uncounted

logger = logging.getLogger(__name__)
COUNTY, TOWN = 6, 9


def uncounted(place):
    """Codes of the townships below a place whose sums do not hold now: to be counted from their rows."""
    inside = {"township_id__range": place.code_range}
    other = CountedTown.objects.filter(**inside).exclude(day=clock.today()).values_list("township_id", flat=True)
    return set(other.union(Uncounted.objects.filter(**inside).values_list("township_id", flat=True)))


def rows_in(towns):
    """The registered hazards of townships."""
    inside = Q(pk__in=[])
    for town in towns:
        inside |= Q(village__gte=town, village__lte=town[:TOWN] + "999")
    return Hazard.objects.filter(inside).registered()


def grid(place, width, rest=None):
    """As stats.grid of all hazards below a place: rows {area, sector, a number for each of stats.COUNTS}.

    An area and trade may be told in several rows.
    """
    rest = uncounted(place) if rest is None else rest
    kept = [] if place.code in rest else _read(place, width, rest)
    return kept + (stats.grouped(rows_in(rest), width) if rest else [])


def _read(place, width, rest):
    """The grid of the kept sums, but for some townships: a county that holds one is told by its other townships."""
    finest = max(width, PREFIX_LENGTH[place.level])
    kept = Q(width=COUNTY if finest <= COUNTY else TOWN if finest < 12 else 12)
    if finest <= COUNTY and rest:
        counties = {county_of(town) for town in rest}
        kept &= ~Q(area__in=counties)
        for county in counties:
            kept |= Q(width=TOWN, area__range=(county, county[:COUNTY] + "999999"))
    rows = Sum.objects.filter(kept, area__range=place.code_range).order_by()
    for town in rest:
        rows = rows.exclude(area__range=(town, town[:TOWN] + "999"))
    names = ("area", "sector", *stats.COUNTS)
    return [dict(zip(names, (area[:width], *row), strict=True)) for area, *row in rows.values_list(*names)]


def county_of(town):
    return town[:COUNTY] + "000000"


def per_month(place, rest=None):
    """(numbers found, numbers closed) in each of stats.months() below a place."""
    rest = uncounted(place) if rest is None else rest
    months = MonthSum.objects.filter(township_id__range=place.code_range).exclude(township_id__in=rest)
    added = months.order_by().values("month").annotate(f=Added("found"), c=Added("closed"))
    kept = {} if place.code in rest else {month: pair for month, *pair in added.values_list("month", "f", "c")}
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
    _add_up(county_of(town))
    CountedTown.objects.filter(pk=town).update(day=clock.today())


def _hold(town):
    """One at a time counts in a county."""
    _hold_county(county_of(town))
    CountedTown.objects.get_or_create(pk=town, defaults={"day": clock.today().replace(year=2000, month=1, day=1)})
    CountedTown.objects.select_for_update().get(pk=town)


def _hold_county(county):
    Place.objects.select_for_update(no_key=True).filter(pk=county).first()


def _add_up(county):
    """Make the sums of a county from those of its townships."""
    Sum.objects.filter(width=COUNTY, area=county).delete()
    Sum.objects.bulk_create([Sum(width=COUNTY, area=county, sector_id=sector, **dict(zip(stats.COUNTS, numbers, strict=True)))
                             for sector, numbers in _added(county).items()])  # fmt: skip


def _added(county):
    """{sector: numbers} of a county from its townships."""
    towns = Sum.objects.filter(width=TOWN, area__range=(county, county[:COUNTY] + "999999")).order_by().values("sector")
    added = towns.annotate(**{f"{name}_": Added(name) for name in stats.COUNTS})
    return {sector: numbers for sector, *numbers in added.values_list("sector", *(f"{name}_" for name in stats.COUNTS))}


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
    """Hold the sums of every township to its rows, then those of every county to its townships; the codes of those that had
    gone astray, which are made anew."""
    count_marked()
    towns = list(CountedTown.objects.order_by("pk").values_list("pk", flat=True))
    astray = [town for town in towns if not _holds(town)]
    for town in astray:
        count(town)
    astray += [county for county in sorted(set(map(county_of, towns))) if not _county_holds(county)]
    for place in astray:
        logger.error("sums of hazards of %s differed from its rows and were counted anew", place)
    return astray


@transaction.atomic
def _county_holds(county):
    """Whether the sums of a county are those of its townships; what differs is made anew."""
    _hold_county(county)
    kept = Sum.objects.filter(width=COUNTY, area=county).values_list("sector", *stats.COUNTS)
    holds = {sector: numbers for sector, *numbers in kept} == _added(county)
    if not holds:
        _add_up(county)
    return holds


@transaction.atomic
def _holds(town):
    """Whether the sums are what the rows say; what was written meanwhile has left a mark and is no fault."""
    _hold(town)
    return _kept(town) == _counted(town) or Uncounted.objects.filter(township_id=town).exists()
