"""Who receives papers for a unit, and whom an unsigned receipt goes up to."""

from collections import defaultdict

from accounts.enums import Role
from accounts.models import Membership


class Recipients:
    """The people of many receipts' units, looked up in a handful of queries whatever their number."""

    def __init__(self, receipts):
        rows = list(receipts)
        self.of_enterprise, self.of_office, self.of_village = defaultdict(list), defaultdict(list), defaultdict(list)
        self.liaisons, self.officers, self.leaders = defaultdict(list), defaultdict(list), defaultdict(list)
        self._units(rows)
        self._above({row.place_id for row in rows})

    def _units(self, rows):
        firms = {row.enterprise_id for row in rows if row.enterprise_id}
        for seat in seats(Role.ENTERPRISE).filter(seat__enterprise__in=firms).select_related("user", "seat"):
            self.of_enterprise[seat.seat.enterprise_id].append(seat.user)
        offices = {row.office_id for row in rows if row.office_id}
        for seat in seats(Role.DEPARTMENT, Role.OFFICER).filter(office__in=offices):
            self.of_office[seat.office_id].append(seat.user)
        villages = {row.place_id for row in rows if not row.enterprise_id and not row.office_id}
        for seat in seats(Role.CADRE).filter(place__in=villages):
            self.of_village[seat.place_id].append(seat.user)

    def _above(self, codes):
        towns = {code[:9] + "000" for code in codes}
        for seat in seats(Role.OFFICER, Role.LEADER).filter(place__in=towns):
            (self.officers if seat.role == Role.OFFICER else self.leaders)[seat.place_id].append(seat.user)
        for seat in seats(Role.LIAISON).filter(villages__in=codes).distinct().prefetch_related("villages"):
            for village in seat.villages.all():
                self.liaisons[village.code].append(seat.user)

    def of(self, receipt):
        """The people who sign for the receipt's unit."""
        if receipt.enterprise_id:
            return self.of_enterprise.get(receipt.enterprise_id, [])
        if receipt.office_id:
            return self.of_office.get(receipt.office_id, [])
        return self.of_village.get(receipt.place_id, [])

    def ladder(self, receipt):
        """Lists of people one step up each: the village's liaisons, the officers, the leaders."""
        town = receipt.place_id[:9] + "000"
        steps = [self.liaisons.get(receipt.place_id, []), self.officers.get(town, []), self.leaders.get(town, [])]
        return [step for step in steps if step]


def seats(*roles):
    return Membership.objects.of_role(*roles).select_related("user")
