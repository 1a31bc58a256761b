"""外包外租 of a year: every enterprise has somebody under contract, or signs that there is nobody, or has not answered."""

from datetime import date

from django.db.models import Count, DateField, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from core import clock

from ..models import Contract, NoContract
from . import urging

SOME = Q(bound__gt=0)
NONE = Q(bound=0, none_on__isnull=False)
SILENT = Q(bound=0, none_on=None)
UNSEEN = Q(unseen__gt=0)
UNFIT = Q(unfit__gt=0)


def bound_in(year):
    """Contracts that ran for a part of the year."""
    rows = Contract.objects.kept().exclude(expires_on__lt=date(year, 1, 1))
    return rows.exclude(starts_on__gt=date(year, 12, 31))


def unseen_on(day):
    """Contracts that run and were not looked into this year."""
    rows = Contract.objects.kept().exclude(expires_on__lt=day)
    return rows.filter(Q(checked_on=None) | Q(checked_on__lt=date(day.year, 1, 1)))


def signed_none(year):
    return NoContract.objects.kept().filter(year=year)


def silent(firms, day):
    answered = Q(pk__in=bound_in(day.year).values("enterprise")) | Q(pk__in=signed_none(day.year).values("enterprise"))
    return firms.operating().exclude(answered)


def unseen(firms, day):
    return firms.operating().filter(pk__in=unseen_on(day).values("enterprise"))


def short(firms, day):
    return silent(firms, day) | unseen(firms, day)


def with_answers(firms, year):
    """Adds of a year: `bound` contracts, `unseen` and `unfit` of them, `none_on` the day “none” was signed."""
    day = min(clock.today(), date(year, 12, 31))
    unfit = bound_in(year).filter(verdict="unfit", handled_on=None)
    signed = signed_none(year).filter(enterprise=OuterRef("pk")).order_by("-pk").values("signed_on")[:1]
    return firms.annotate(
        bound=_number(bound_in(year)), unseen=_number(unseen_on(day)), unfit=_number(unfit),
        none_on=Subquery(signed, output_field=DateField()),
    )  # fmt: skip


def _number(rows):
    counted = rows.filter(enterprise=OuterRef("pk")).order_by().values("enterprise").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def urge(*, firms, by):
    """Ask enterprises that have not answered, or not looked into their contracts; (asked, without account)."""
    return urging.ask(firms=firms.filter(SILENT | UNSEEN), by=by, key="parties", tab="外包", said=_said)


def _said(firm):
    what = "没有排查" if firm.unseen else "没有填报有无"
    return f"催报：外包外租{what}", "有外包外租的逐个登记并排查，没有的签“无”。"
