"""Who is told about an enterprise: its heads first, then the officers of its township. Two queries for many rows."""

from accounts.enums import Role
from accounts.models import Membership


class Told:
    """heads[firm id] and officers[township code], lists of people without doubles."""

    def __init__(self, firms):
        seats = Membership.objects.of_role(Role.ENTERPRISE).filter(seat__enterprise__in={firm.pk for firm in firms})
        self.heads = _grouped(seats.values_list("seat__enterprise", "user"), seats)
        towns = {firm.village.township_code for firm in firms}
        posts = Membership.objects.of_role(Role.OFFICER).filter(place__in=towns)
        self.officers = _grouped(posts.values_list("place", "user"), posts)

    def of(self, firm):
        """(the people who act, the ladder above them)."""
        officers = self.officers.get(firm.village.township_code, [])
        return self.heads.get(firm.pk) or officers, [officers]


def _grouped(pairs, seats):
    people = {seat.user_id: seat.user for seat in seats.select_related("user")}
    found = {}
    for key, person in pairs:
        row = found.setdefault(key, [])
        if people[person] not in row:
            row.append(people[person])
    return found
