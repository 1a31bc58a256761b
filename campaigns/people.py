"""Who answers for an assignment, and whom it goes up to when it is late."""

from collections import defaultdict

from django.utils.functional import cached_property

from accounts.enums import Role
from accounts.models import Membership


def key_of(row):
    """The unit of an assignment or target as a dictionary key."""
    if row.enterprise_id:
        return "enterprise", row.enterprise_id
    if row.office_id:
        return "office", row.office_id
    task = getattr(row, "task", None)
    return "liaison" if task and task.regular else "village", row.place_id


class Directory:
    """The people of many units, looked up in a handful of queries whatever their number; those above when asked for."""

    def __init__(self, rows):
        keys = {key_of(row) for row in rows}
        self.people = defaultdict(list)
        self.places = {row.place_id for row in rows}
        self._villages({pk for kind, pk in keys if kind == "village"})
        self._offices({pk for kind, pk in keys if kind == "office"})
        self._enterprises({pk for kind, pk in keys if kind == "enterprise"})

    def _villages(self, codes):
        for seat in seats(Role.CADRE).filter(place__in=codes):
            self.people[("village", seat.place_id)].append(seat.user)

    def _offices(self, ids):
        for seat in seats(Role.DEPARTMENT, Role.OFFICER).filter(office__in=ids):
            self.people[("office", seat.office_id)].append(seat.user)

    def _enterprises(self, ids):
        for seat in seats(Role.ENTERPRISE).filter(seat__enterprise__in=ids).select_related("user", "seat"):
            self.people[("enterprise", seat.seat.enterprise_id)].append(seat.user)

    @cached_property
    def liaisons(self):
        found = defaultdict(list)
        for seat in seats(Role.LIAISON).filter(villages__in=self.places).distinct().prefetch_related("villages"):
            for village in seat.villages.all():
                found[village.code].append(seat.user)
        return found

    @cached_property
    def _above(self):
        found = {Role.OFFICER: defaultdict(list), Role.LEADER: defaultdict(list)}
        for seat in seats(*found).filter(place__in={code[:9] + "000" for code in self.places}):
            found[seat.role][seat.place_id].append(seat.user)
        return found

    @property
    def officers(self):
        return self._above[Role.OFFICER]

    @property
    def leaders(self):
        return self._above[Role.LEADER]

    def of(self, row):
        """The people who act for the row's unit."""
        kind, key = key_of(row)
        return self.liaisons.get(key, []) if kind == "liaison" else self.people.get((kind, key), [])

    def ladder(self, row):
        """Lists of people one step up each: the village's liaisons unless it is theirs, the officers, the leaders."""
        town = row.place_id[:9] + "000"
        liaisons = [] if key_of(row)[0] == "liaison" else self.liaisons.get(row.place_id, [])
        steps = [liaisons, self.officers.get(town, []), self.leaders.get(town, [])]
        return [step for step in steps if step]


def seats(*roles):
    return Membership.objects.of_role(*roles).select_related("user")
