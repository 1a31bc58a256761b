"""Which enterprises have not answered: by village and by the cadre who stands for it."""

from dataclasses import dataclass, field

from django.db.models import Count, Q

from accounts.enums import Role
from accounts.models import Membership, User
from core import clock

from .enums import CheckState
from .models import WAITING_STATES, Check

COUNTS = ("sent", "waiting", "late", "submitted", "accepted", "paper")


@dataclass
class Line:
    """A village or a liaison cadre: numbers of self-checks; `codes` are the villages."""

    name: str
    codes: list = field(default_factory=list)
    sent: int = 0
    waiting: int = 0
    late: int = 0
    submitted: int = 0
    accepted: int = 0
    paper: int = 0

    def add(self, row):
        for name in COUNTS:
            setattr(self, name, getattr(self, name) + row[name])

    @property
    def heard(self):
        return self.sent - self.waiting


def of_enterprises(user):
    """The self-checks of enterprises in sight that stand."""
    rows = Check.objects.visible_to(user).filter(enterprise__isnull=False, office=None)
    return rows.exclude(state=CheckState.CANCELLED)


def by_village(rows):
    """One dict a village: place_id, place__name and the numbers of COUNTS, those who owe most first."""
    out = Q(state__in=WAITING_STATES)
    counts = {
        "sent": Count("pk"),
        "waiting": Count("pk", filter=out),
        "late": Count("pk", filter=out & Q(due_on__lt=clock.today())),
        "submitted": Count("pk", filter=Q(state=CheckState.SUBMITTED)),
        "accepted": Count("pk", filter=Q(state=CheckState.ACCEPTED)),
        "paper": Count("pk", filter=Q(paper_on__isnull=False) & ~out),
    }
    return rows.order_by().values("place_id", "place__name").annotate(**counts).order_by("-waiting", "place_id")


def liaisons(codes):
    """{village: its liaison cadres}"""
    seats = Membership.objects.of_role(Role.LIAISON).filter(villages__in=codes).distinct()
    found = {}
    for seat in seats.select_related("user").prefetch_related("villages"):
        for village in seat.villages.all():
            found.setdefault(village.pk, []).append(seat.user)
    return found


def by_liaison(villages, found):
    """Lines of the cadres, those who owe most first; villages nobody stands for come last, in a line of their own."""
    lines, nobody = {}, Line("没有包村干部的村")
    for row in villages:
        people: list[User] = found.get(row["place_id"], [])
        for line in [lines.setdefault(person.pk, Line(person.name)) for person in people] or [nobody]:
            line.codes.append(row["place_id"])
            line.add(row)
    ordered = sorted(lines.values(), key=lambda line: -line.waiting)
    return [*ordered, nobody] if nobody.sent else ordered
