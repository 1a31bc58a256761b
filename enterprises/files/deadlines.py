"""What runs out in the files and who is short of what is demanded, for the reminder scan."""

from functools import partial

from django.urls import reverse
from django.utils.timezone import localdate

from core import clock
from core.links import link as address
from reminders.deadlines import Due, register

from ..enums import Standing, Status
from ..models import Enterprise, FireTicket
from ..people import Told
from .kinds import kinds

RUNS = (Standing.GOOD, Standing.NEAR, Standing.OVER)
RUNNING = {"enterprise__status": Status.OPERATING, "enterprise__withdrawn_at": None}


def due_rows(kind, first, last):
    """Rows of running enterprises whose last day lies between two days; who has left is nobody's concern."""
    rows = kind.model.objects.kept().filter(expires_on__gte=first, expires_on__lte=last, **RUNNING)
    rows = [row for row in rows.select_related("enterprise__village").order_by("pk") if row.standing in RUNS]
    told = Told({row.enterprise for row in rows})
    for row in rows:
        people, ladder = told.of(row.enterprise)
        link = reverse("enterprises:file", args=[row.enterprise_id, kind.slug, row.pk])
        yield Due(row, row.expires_on, people, f"{row.enterprise.name} {row}{kind.due}", link, ladder)


def due_short(kind, first, last):
    """Enterprises that still lack what must be there by the end of the period that runs; the office has them as a list."""
    day = kind.lacking_by(clock.today())
    if not first <= day <= last:
        return
    firms = list(kind.short_of(Enterprise.objects.all()).select_related("village").order_by("pk"))
    told = Told(firms)
    for firm in firms:
        if heads := told.heads.get(firm.pk):
            link = address("enterprises:detail", firm.pk) + f"?tab={kind.group.label}"
            yield Due(firm, day, heads, f"{firm.name}：{kind.demand}", link)


def due_tickets(first, last):
    """Tickets for work with fire that are still open, by the day their time is over."""
    rows = FireTicket.objects.kept().open().filter(ends_at__date__gte=first, ends_at__date__lte=last)
    rows = list(rows.select_related("enterprise__village").order_by("pk"))
    told = Told({row.enterprise for row in rows})
    for row in rows:
        people, ladder = told.of(row.enterprise)
        link = reverse("enterprises:fire", args=[row.enterprise_id, row.pk])
        yield Due(row, localdate(row.ends_at), people, f"{row.enterprise.name} 动火票 {row.number} 关票", link, ladder)


def register_all():
    for kind in kinds():
        if kind.due:
            register(f"file-{kind.slug}", kind.due, partial(due_rows, kind), before=(30, 7, 0), after=(1, 7))
        if kind.lacking_by:
            register(f"short-{kind.slug}", f"{kind.label}未达标", partial(due_short, kind), before=(30, 7, 0), after=())
    register("fire", "动火票关票", due_tickets, before=(0,), after=(1, 3))
