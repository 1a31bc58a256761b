"""How far inspections reach: the enterprises each office supervises, and the leaders who went along, month by month."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Max, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from accounts.enums import Role
from accounts.models import User
from core import clock
from enterprises.models import Enterprise
from places.models import Office
from places.sight import townships_of

from .enums import Kind
from .inspection_rules import OFFICIAL_KINDS
from .models import Inspection, TeamMember


def with_visits(firms, since, until):
    """Adds `visits`, signed inspections by offices between two days, and `last_visit`, the day of the last one."""
    held = Inspection.objects.signed().held_between(since, until).filter(kind__in=OFFICIAL_KINDS, enterprise=OuterRef("pk"))
    grouped = held.order_by().values("enterprise")
    counted = grouped.annotate(n=Count("pk")).values("n")
    last = grouped.annotate(last=Max("held_on")).values("last")
    return firms.annotate(visits=Coalesce(Subquery(counted), 0), last_visit=Subquery(last))


def by_office(user, since, until):
    """[{office, name, all, done, left}] of the running enterprises in sight, those nobody supervises at the end."""
    firms = with_visits(Enterprise.objects.visible_to(user).operating(), since, until)
    rows = firms.order_by().values("supervising_office", "supervising_office__name")
    rows = rows.annotate(all=Count("pk"), done=Count("pk", filter=Q(visits__gt=0)))
    found = [
        {"office": row["supervising_office"], "name": row["supervising_office__name"] or "没有监管站所", "all": row["all"],
         "done": row["done"], "left": row["all"] - row["done"]}
        for row in rows.order_by(F("supervising_office").asc(nulls_last=True))
    ]  # fmt: skip
    return found


def joint(user, year):
    """[(office, signed joint inspections of a year it led or took part in)] of the active offices in sight, fewest first."""
    offices = Office.objects.filter(townships_of(user, "township"), is_active=True).select_related("township")
    if user.has_role(Role.DEPARTMENT):
        offices = offices.filter(pk=user.membership.office_id)
    rows = Inspection.objects.visible_to(user).signed().filter(kind=Kind.JOINT, held_on__year=year)
    counts = Counter()
    for lead, others in _parties(rows).values():
        counts.update({lead, *others})
    return sorted(((office, counts[office.pk]) for office in offices), key=lambda pair: (pair[1], pair[0].pk))


def _parties(rows):
    """{inspection: (the office that led, the offices that took part)}"""
    found = {}
    for key, lead, other in rows.order_by().values_list("pk", "office", "offices"):
        found.setdefault(key, (lead, set()))[1].add(other)
    return found


@dataclass(frozen=True)
class Month:
    """One month of one leader: `tone` is done, missing (over without a visit), open (this month) or ahead."""

    first: date
    count: int
    tone: str


def leaders(user, year):
    """[(leader, [Month of January … December])] of leaders in sight: signed inspections they were on the team of."""
    seat = user.membership
    first, last = seat.place.code_range
    held = {
        "memberships__role": Role.LEADER,
        "memberships__ended_at": None,
        "memberships__place__code__range": (first, last),
    }
    people = list(User.objects.filter(is_active=True, **held).distinct().order_by("name", "pk"))
    rows = TeamMember.objects.filter(user__in=people, inspection__state="signed", inspection__held_on__year=year)
    counted = rows.values_list("user", "inspection__held_on__month").annotate(n=Count("inspection", distinct=True))
    counts = {(who, month): n for who, month, n in counted}
    return [(person, [_month(year, m, counts.get((person.pk, m), 0)) for m in range(1, 13)]) for person in people]


def _month(year, month, count):
    first, now = date(year, month, 1), clock.today().replace(day=1)
    tone = "done" if count else "missing" if first < now else "open" if first == now else "ahead"
    return Month(first, count, tone)
