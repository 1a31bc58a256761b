"""Checks that are due, for the reminder scan. Titles name list and unit, never what was answered."""

from django.db.models import Count, F
from django.urls import reverse

from campaigns.people import Directory
from campaigns.units import Target
from core import clock
from core.links import link as address
from enterprises.models import Enterprise, Seat
from places.models import Place
from reminders.deadlines import Due

from . import levels, missed
from .enums import Kind
from .models import Check, SpotReturn, Watch
from .services.people import Acting, People, link, link_to_return


def due_checks(first, last):
    """The checks still out whose due day lies between two days."""
    rows = Check.objects.waiting().filter(due_on__range=(first, last)).order_by("pk")
    rows = list(rows.select_related("version__checklist", "place", "office", "enterprise"))
    people = People(rows)
    for row in rows:
        title = f"{row.unit_name} 自查：{row.version.checklist}"
        yield Due(row, row.due_on, people.of(row), title, link(row), people.ladder(row))


def due_principals(first, last):
    """Enterprises whose principal has led too few checks this month; due on its last day."""
    month = clock.today()
    end = levels.bounds(month)[1]
    if not first <= end <= last:
        return
    seated = Seat.objects.current().values("enterprise")
    rows = levels.with_led(Enterprise.objects.operating().filter(pk__in=seated), month)
    rows = list(rows.filter(led__lt=F("wanted")).order_by("pk"))
    people = Directory([Target(row.village_id, enterprise_id=row.pk) for row in rows])
    for row in rows:
        own = people.of(Target(row.village_id, enterprise_id=row.pk))
        title = f"{row.name} 主要负责人本月带队检查 {row.led} 次，应有 {row.wanted} 次"
        link = f"{reverse('checks:inspection_new')}?kind={Kind.PRINCIPAL}"
        yield Due(row, end, own, title, link)


def due_unseated(first, last):
    """Of each village one line to its cadre: enterprises without an account whose principal led too few checks."""
    month = clock.today()
    end = levels.bounds(month)[1]
    if not first <= end <= last:
        return
    seated = Seat.objects.current().values("enterprise")
    rows = levels.with_led(Enterprise.objects.operating().exclude(pk__in=seated), month).filter(led__lt=F("wanted"))
    counts = dict(rows.order_by("village").values_list("village").annotate(n=Count("pk")))
    people = Directory([Target(code) for code in counts])
    for village in Place.objects.filter(pk__in=counts).order_by("pk"):
        title = f"{village} {counts[village.pk]} 家没有账号的企业本月主要负责人带队检查不够"
        link = f"{reverse('checks:missed')}?account=0"
        yield Due(village, end, people.of(Target(village.pk)), title, link)


def due_levels(first, last):
    """Enterprises with an account that have not yet held the 旬 or week check whose period ends between two days."""
    yield from _running_out((Kind.DEPUTY, Kind.WORKSHOP), first, last)


def due_quarters(first, last):
    """The same of the group's check of a quarter."""
    yield from _running_out((Kind.GROUP,), first, last)


def _running_out(kinds, first, last):
    for end, firms in missed.running_out(kinds).items():
        if not first <= end <= last:
            continue
        people = Directory([Target(firm.village_id, enterprise_id=firm.pk) for firm in firms])
        for firm, names in firms.items():
            own = people.of(Target(firm.village_id, enterprise_id=firm.pk))
            title = f"{firm.name} 本期还没有{'、'.join(names)}"
            yield Due(firm, end, own, title, address("checks:calendar", firm.pk))


def due_returns(first, last):
    """The next step of each answer to a sampler; the sampler's own word is its step too."""
    rows = SpotReturn.objects.under_way().filter(due_on__range=(first, last)).order_by("pk")
    rows = list(rows.select_related("place", "enterprise"))
    acting = Acting(rows)
    for row in rows:
        title = f"抽查反馈{row.get_state_display()}：{row.unit}"
        yield Due(row, row.due_on, acting.of(row), title, link_to_return(row), acting.ladder(row))


def due_shifts(first, last):
    """Today's shift at each enterprise under watch that nobody has reported yet."""
    today = clock.today()
    if not first <= today <= last:
        return
    rows = list(Watch.objects.standing().unreported(today).select_related("enterprise", "place").order_by("pk"))
    villages = [Target(row.place_id) for row in rows]
    offices = [Target(row.place_id, office_id=row.enterprise.supervising_office_id) for row in rows]
    people = Directory([*villages, *offices])
    for row, village, office in zip(rows, villages, offices, strict=True):
        own = [*(people.of(office) if office.office_id else []), *people.of(village)]
        title = f"今天的盯守还没有登记情况：{row.enterprise}"
        yield Due(row, today, own, title, reverse("checks:watch", args=[row.pk]), people.ladder(village)[1:])
