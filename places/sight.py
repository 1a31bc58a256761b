"""Which places a seat looks at: for options of fields and filters."""

import re
from functools import reduce
from operator import or_

from django.db.models import Q

from .areas import in_order
from .enums import Level
from .models import Office, Place

NAMED = 40  # places a part of a name may stand for
CODE = re.compile(r"(?<!\d)\d{12}(?!\d)")


def is_wide(user):
    """Whether the seat looks at several townships."""
    return user.membership is not None and user.membership.place.level in (Level.COUNTY, Level.CITY)


def townships_of(user, path):
    """Predicate on the path to a township: the seat's own, or those of its subtree for a county or city."""
    place = user.membership.place
    if is_wide(user):
        first, last = place.code_range
        return Q(**{f"{path}__gte": first, f"{path}__lte": last})
    return Q(**{path: place.township_code})


def villages_of(user):
    """The active villages under the seat's place; of a liaison or a cadre those of the township."""
    place = user.membership.place
    if place.level == Level.VILLAGE:
        place = Place.objects.get(code=place.township_code)
    return Place.objects.villages().within(place).filter(is_active=True)


def offices_of(request):
    """The active offices of the townships in sight, for a filter."""
    return Office.objects.filter(townships_of(request.user, "township"), is_active=True)


def subtree(code, path, *, has_area_index=False):
    """Predicate on the path to a place: the place with this code and all below it; a wrong code names none."""
    code = code.strip()
    if not (code.isdecimal() and len(code) == 12):
        return Q(pk__in=[])
    prefix = next((code[:width] for width in (2, 4, 6, 9) if set(code[width:]) == {"0"}), code)
    if has_area_index:
        return in_order(path, prefix)
    return Q(**{f"{path}__gte": prefix.ljust(12, "0"), f"{path}__lte": prefix.ljust(12, "9")})


def code_in(text):
    """The code of a place in a text as the suggestions write it (柳头镇 970101100000); "" without one."""
    found = CODE.search(text or "")
    return found.group() if found else ""


def named(text, user, path, *, has_area_index=False):
    """Predicate on the path to a village: the place whose code stands in the text, else those with the text in their names.

    Who looks at one township names villages (by its own code: the township itself), who looks at several any place below.
    """
    if code := code_in(text):
        return subtree(code, path, has_area_index=has_area_index) if is_wide(user) else Q(**{path: code})
    places = Place.objects.filter(name__icontains=text.strip())
    if not is_wide(user):
        first = user.membership.place.township_code
        return Q(**{f"{path}__in": places.filter(code__gte=first, code__lte=first[:9] + "999").values("code")})
    codes = list(places.within(user.membership.place).values_list("code", flat=True)[:NAMED])
    return reduce(or_, (subtree(code, path) for code in codes), Q(pk__in=[]))


def offered(rows, path, user, *, chosen="", near=()):
    """Of rows of townships (by the path) those to choose from: all of the own township; for who looks at several those of
    the one that a text of `near` names, and the chosen one. None when nothing is left to choose."""
    if not is_wide(user):
        return rows
    code = township_named(*near)
    key = int(chosen) if chosen.isdecimal() and len(chosen) < 18 else 0
    return rows.filter(Q(**{path: code}) | Q(pk=key)) if code or key else None


def township_named(*texts):
    """The code of the township that one of the texts names or lies below; "" when none does."""
    codes = (code_in(text) for text in texts)
    return next((code[:9] + "000" for code in codes if code[6:9] not in ("", "000")), "")
