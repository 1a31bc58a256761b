"""外包外租 of a year: every enterprise has somebody under contract, or signs that there is nobody, or has not answered."""

from datetime import date

from django.db import transaction
from django.db.models import Count, DateField, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse

from accounts.enums import Role
from core import clock
from core.errors import Refused, refuse_if
from reminders.enums import MessageKind
from reminders.services import addressed, write

from ..models import Contract, NoContract
from ..people import Told

MOST = 2000  # enterprises urged in one go
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


def may_urge(user):
    return "" if user.has_role(Role.OFFICER) else "由应急办催报"


@transaction.atomic
def urge(*, firms, by):
    """Ask the heads of enterprises that have not answered, or not looked into their contracts, once a day; (asked, without account)."""
    refuse_if(may_urge(by))
    firms = list(firms.filter(SILENT | UNSEEN).select_related("village")[:MOST])
    if not firms:
        raise Refused("没有需要催报的企业")
    told = Told(firms)
    rows = [row for firm in firms for row in addressed(**_said(firm, told.heads.get(firm.pk, ()), by))]
    write(rows)
    return len(firms), [firm for firm in firms if firm.pk not in told.heads]


def _said(firm, heads, by):
    what = "没有排查" if firm.unseen else "没有填报有无"
    return {
        "people": heads, "by": by, "about": firm, "kind": MessageKind.URGING, "key": f"parties:{firm.pk}:{clock.today():%Y%m%d}",
        "title": f"催报：外包外租{what}", "body": "有外包外租的逐个登记并排查，没有的签“无”。",
        "link": reverse("enterprises:detail", args=[firm.pk]) + "?tab=外包",
    }  # fmt: skip
