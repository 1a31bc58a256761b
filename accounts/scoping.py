"""Who sees which rows: one SQL predicate per model, started from by every list, lookup, export and count."""

from django.db import models
from django.db.models import Q

from places.areas import in_order

from .enums import TOWNSHIP_ROLES, Role


def sees_whole_place(seat):
    """Whether a seat sees every row of its place, of models that keep the common scope."""
    return seat.role in TOWNSHIP_ROLES or seat.role == Role.SUPERVISOR


def stays_in_place(seat):
    """Whether a seat sees rows of its place only, of models that keep the common scope."""
    return sees_whole_place(seat) or seat.role == Role.DEPARTMENT


class ScopedQuerySet(models.QuerySet):
    """Names the paths that carry scope; "" means the model has none.

    place_path leads to a Place (whose key is its code), sector_path to a Sector, office_path to an Office,
    enterprise_path to an Enterprise ("self" on the Enterprise model).
    """

    place_path = "village"
    sector_path = ""
    office_path = ""
    enterprise_path = ""
    has_area_index = False

    def visible_to(self, user):
        """The rows this user may see in the seat they act in."""
        if not getattr(user, "is_authenticated", False) or user.membership is None:
            return self.none()
        return self.filter(self.scope(user.membership))

    def scope(self, seat):
        if sees_whole_place(seat):
            return self.inside(seat.place)
        chosen = {
            Role.DEPARTMENT: self._of_office,
            Role.LIAISON: self._of_liaison,
            Role.CADRE: self._of_village,
            Role.ENTERPRISE: self._of_enterprise,
        }
        return chosen[seat.role](seat)

    def inside(self, place):
        """Predicate of the subtree of a place, as one range on the code or by its first digits."""
        if self.has_area_index:
            return in_order(self.place_path, place.prefix)
        first, last = place.code_range
        return Q(**{f"{self.place_path}__gte": first, f"{self.place_path}__lte": last})

    def _of_office(self, seat):
        own = Q(pk__in=[])
        if self.office_path:
            own |= Q(**{self.office_path: seat.office_id})
        if self.sector_path:
            own |= Q(**{f"{self.sector_path}__in": seat.office.sectors.values("code")})
        return self.inside(seat.place) & own

    def _of_liaison(self, seat):
        return Q(**{f"{self.place_path}__in": seat.villages.values("code")})

    def _of_village(self, seat):
        return Q(**{self.place_path: seat.place_id})

    def _of_enterprise(self, seat):
        if not self.enterprise_path:
            return Q(pk__in=[])
        prefix = "" if self.enterprise_path == "self" else f"{self.enterprise_path}__"
        return Q(**{f"{prefix}seats__membership": seat.pk})
