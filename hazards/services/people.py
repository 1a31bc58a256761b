"""Who answers for a hazard, who judges it, and telling them."""

from collections import defaultdict

from django.utils.functional import cached_property

from accounts.enums import Role
from accounts.models import Membership
from core.links import link as address
from enterprises.models import Seat
from reminders.services import tell

from ..rules import deciders, is_entrusted


class People:
    """The users around many hazards: one query for each kind that is asked for, however many rows."""

    def __init__(self, hazards):
        self.rows = list(hazards)
        self.villages = {row.village_id for row in self.rows}
        self.towns = {row.village.township_code for row in self.rows}

    @cached_property
    def heads(self):
        firms, found = {row.enterprise_id for row in self.rows if row.enterprise_id}, defaultdict(list)
        seats = Seat.objects.filter(enterprise__in=firms, membership__ended_at=None, membership__user__is_active=True)
        for seat in seats.select_related("membership__user"):
            found[seat.enterprise_id].append(seat.membership.user)
        return found

    @cached_property
    def cadres(self):
        return grouped("place_id", Membership.objects.of_role(Role.CADRE).filter(place__in=self.villages))

    @cached_property
    def leaders(self):
        return grouped("place_id", Membership.objects.of_role(Role.LEADER).filter(place__in=self.towns))

    @cached_property
    def officers(self):
        return grouped("place_id", Membership.objects.of_role(Role.OFFICER).filter(place__in=self.towns))

    @cached_property
    def of_office(self):
        offices = {row.office_id for row in self.rows if row.office_id}
        return grouped("office_id", Membership.objects.of_role(Role.DEPARTMENT).filter(office__in=offices))

    @cached_property
    def liaisons(self):
        found = defaultdict(list)
        seats = Membership.objects.of_role(Role.LIAISON).filter(villages__in=self.villages).select_related("user")
        for seat in seats.prefetch_related("villages").distinct():
            for village in seat.villages.all():
                found[village.pk].append(seat.user)
        return found

    def rectifiers(self, hazard):
        """The enterprise's heads; the village's cadres for a place without enterprise or a firm without account."""
        heads = self.heads[hazard.enterprise_id] if hazard.enterprise_id else []
        return heads or self.cadres[hazard.village_id]

    def judges(self, hazard):
        """The supervising office's people, else the safety office's."""
        return self.of_office[hazard.office_id] or self.officers[hazard.village.township_code]

    def acceptors(self, hazard):
        """The village's cadres but who mended it, where it was entrusted to them; else those who judge."""
        mended = (hazard.rectified_by_id, hazard.responsible.strip())
        cadres = self.cadres[hazard.village_id] if is_entrusted(hazard) else []
        return [one for one in cadres if one.pk != mended[0] and one.name != mended[1]] or self.judges(hazard)

    def all_judges(self, hazard):
        """The supervising office's people and the safety office's."""
        return list(dict.fromkeys([*self.of_office[hazard.office_id], *self.officers[hazard.village.township_code]]))

    def deciders(self, hazard):
        """Those who decide on a longer limit: as for acceptance, or the leaders or officers for a major one."""
        roles, town = deciders(hazard), hazard.village.township_code
        if Role.LEADER in roles:
            return self.leaders[town]
        return self.judges(hazard) if Role.DEPARTMENT in roles else self.officers[town]

    def ladder(self, hazard):
        """Whom a late one goes up to: liaison, supervising and safety office, leaders."""
        town = hazard.village.township_code
        return [self.liaisons[hazard.village_id], self.all_judges(hazard), self.leaders[town]]


def grouped(key, seats):
    found = defaultdict(list)
    for seat in seats.select_related("user"):
        found[getattr(seat, key)].append(seat.user)
    return found


def link(hazard):
    return address("hazards:detail", hazard.pk)


def tell_rectifiers(hazard, step, title, *, by, body=""):
    _tell(People([hazard]).rectifiers(hazard), hazard, step, title, by, body)


def tell_judges(hazard, step, title, *, by, body=""):
    _tell(People([hazard]).judges(hazard), hazard, step, title, by, body)


def tell_acceptors(hazard, step, title, *, by, body=""):
    _tell(People([hazard]).acceptors(hazard), hazard, step, title, by, body)


def tell_all_judges(hazard, step, title, *, by, body=""):
    """Both who supervise the trade and the safety office: of what a unit files with them."""
    _tell(People([hazard]).all_judges(hazard), hazard, step, title, by, body)


def tell_leaders(hazard, step, title, *, by, body=""):
    _tell(People([hazard]).leaders[hazard.village.township_code], hazard, step, title, by, body)


def tell_deciders(hazard, step, title, *, by, body=""):
    """Those who decide on a longer limit."""
    _tell(People([hazard]).deciders(hazard), hazard, step, title, by, body)


def _tell(people, hazard, step, title, by, body):
    """One message per step and version of the row; nobody is told what they did themselves."""
    others = [person for person in people if by is None or person.pk != by.pk]
    tell(
        people=others,
        title=title,
        body=body,
        key=f"{step}:{hazard.pk}:{hazard.version}",
        link=link(hazard),
        about=hazard,
        by=by,
    )
