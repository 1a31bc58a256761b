"""Safety money of a year: what each enterprise set aside and spent, what was left before and is left now, who entered nothing."""

from django.db.models import Count, DateField, DecimalField, F, Max, OuterRef, Q, Subquery, Sum, Value
from django.db.models.fields import IntegerField
from django.db.models.functions import Coalesce

from ..enums import Entry
from ..models import Expense

MONEY = DecimalField(max_digits=16, decimal_places=2)
NOTHING = Q(entries=0)
LACKING = Q(entries=0, high_risk=True)
UNSPENT = Q(set_aside__gt=0, spent=0)
OVERSPENT = Q(left__lt=0)
NUMBERS = ("before", "set_aside", "spent", "left")


def booked(year):
    return Expense.objects.kept().filter(booked_on__year=year)


def without_entry(firms, day):
    """Dangerous trades must set money aside and spend it on safety, year by year."""
    return firms.operating().filter(high_risk=True).exclude(pk__in=booked(day.year).values("enterprise"))


def with_sums(firms, year):
    """Adds of a year: `before` what was left of the years before, `set_aside`, `spent`, `left`, `entries`, `last_on`."""
    earlier, now = Expense.objects.kept().filter(booked_on__year__lt=year), booked(year)
    rows = firms.annotate(
        in_before=_sum(earlier, Entry.IN), out_before=_sum(earlier, Entry.OUT), set_aside=_sum(now, Entry.IN),
        spent=_sum(now, Entry.OUT), entries=Coalesce(_of(now, Count("pk"), IntegerField()), 0),
        last_on=_of(now, Max("booked_on"), DateField()),
    )  # fmt: skip
    rows = rows.annotate(before=F("in_before") - F("out_before"))
    return rows.annotate(left=F("before") + F("set_aside") - F("spent"))


def _sum(rows, entry):
    return Coalesce(_of(rows.filter(entry=entry), Sum("amount"), MONEY), Value(0, MONEY))


def _of(rows, found, field):
    counted = rows.filter(enterprise=OuterRef("pk")).order_by().values("enterprise")
    return Subquery(counted.annotate(found=found).values("found"), output_field=field)


def summed(rows):
    """The sums over all enterprises of a list."""
    found = rows.order_by().aggregate(**{f"all_{name}": Coalesce(Sum(name), Value(0, MONEY)) for name in NUMBERS})
    return {name: found[f"all_{name}"] for name in NUMBERS}
