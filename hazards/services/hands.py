"""Whose hands a transfer is in: the people of sender and receiver, fetched once for many rows."""

from collections import defaultdict

from django.urls import reverse

from accounts.enums import Role
from accounts.models import Membership, seated
from places.models import Office
from reminders.services import tell

from ..rules_transfer import goes_to_own_discipline
from .people import grouped


class Hands:
    """Three queries however many transfers."""

    def __init__(self, rows):
        towns = {row.township_id for row in rows}
        counties = {town[:6] + "000000" for town in towns}
        offices = {key for row in rows for key in (row.from_office_id, row.to_office_id) if key}
        self.of_office = grouped("office_id", Membership.objects.of_role(Role.DEPARTMENT).filter(office__in=offices))
        staff = Membership.objects.of_role(Role.OFFICER, Role.LEADER, Role.DISCIPLINE, Role.SUPERVISOR)
        staff = staff.filter(place__in=towns | counties)
        self.staff = defaultdict(list)
        for seat in staff.select_related("user").order_by("pk"):
            self.staff[seat.role, seat.place_id].append(seat.user)

    def _of(self, office, town):
        """An office's people; the officers for the safety office, for the township itself and for an office without seats."""
        if office is None or office.is_safety_office:
            return self.officers(town)
        return self.of_office[office.pk] or self.officers(town)

    def officers(self, town):
        return self.staff[Role.OFFICER, town]

    def leaders(self, town):
        return self.staff[Role.LEADER, town]

    def above(self, town):
        return self.staff[Role.SUPERVISOR, town[:6] + "000000"]

    def senders(self, row):
        return self.above(row.township_id) if row.from_above else self._of(row.from_office, row.township_id)

    def receivers(self, row):
        """An outside body has nobody here: the sender asks it and enters the answer. The own 纪委 reads its own."""
        if row.to_office_id:
            return self._of(row.to_office, row.township_id)
        if goes_to_own_discipline(row) and (own := self.staff[Role.DISCIPLINE, row.township_id]):
            return own
        return self.above(row.township_id) if row.to_above else self.senders(row)

    def ladder(self, row):
        return [self.officers(row.township_id), self.leaders(row.township_id)]


def link(row):
    return reverse("hazards:transfer", args=[row.pk])


def tell_hands(row, people, step, title, *, by, body=""):
    """Tell people of a transfer but the one who acted."""
    others = [person for person in people if person.pk != by.pk]
    tell(people=others, title=title, body=body, key=f"{step}:{row.pk}:{row.version}", link=link(row), about=row, by=by)


def people_of_trade(trade):
    """Everybody who may claim: the people of the township's offices, and its officers."""
    offices = Office.objects.filter(township=trade.township_id, is_active=True)
    seats = Membership.objects.of_role(Role.DEPARTMENT).filter(office__in=offices) | Membership.objects.of_role(
        Role.OFFICER
    ).filter(place=trade.township_id)
    return [seat.user for seat in seats.select_related("user").order_by("pk")]


def leaders_of(township_id):
    return seated(township_id, Role.LEADER)
