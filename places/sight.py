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
