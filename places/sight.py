"""Which places a seat looks at: for options of fields and filters."""

from django.db.models import Q

from .enums import Level
from .models import Place


def townships_of(user, path):
    """Predicate on the path to a township: the seat's own, or those of its subtree for a county or city."""
    place = user.membership.place
    if place.level in (Level.COUNTY, Level.CITY):
        first, last = place.code_range
        return Q(**{f"{path}__gte": first, f"{path}__lte": last})
    return Q(**{path: place.township_code})


def villages_of(user):
    """The active villages under the seat's place; of a liaison or a cadre those of the township."""
    place = user.membership.place
    if place.level == Level.VILLAGE:
        place = Place.objects.get(code=place.township_code)
    return Place.objects.villages().within(place).filter(is_active=True)


def subtree(code, path):
    """Predicate on the path to a place: the place with this code and all below it; a wrong code names none."""
    code = code.strip()
    if not (code.isdecimal() and len(code) == 12):
        return Q(pk__in=[])
    prefix = next((code[:width] for width in (2, 4, 6, 9) if set(code[width:]) == {"0"}), code)
    return Q(**{f"{path}__gte": prefix.ljust(12, "0"), f"{path}__lte": prefix.ljust(12, "9")})
