"""The address of a view, made once: fifty rows with two links each ask a hundred times."""

from functools import lru_cache
from uuid import UUID

from django.conf import settings
from django.urls import NoReverseMatch, get_script_prefix, get_urlconf, reverse

STAND_INS = {int: 1029384756, UUID: UUID("10293847-5610-4938-8475-610293847561")}


def link(view, *args):
    """As django.urls.reverse, quick where a view has at most one argument, a number or a UUID."""
    kind = type(args[0]) if args else None
    plain = len(args) < 2 and (kind in (None, UUID) or (kind is int and args[0] >= 0))
    parts = around(view, kind, get_urlconf(), get_script_prefix(), settings.ROOT_URLCONF) if plain else None
    if parts is None:
        return reverse(view, args=args)
    return str(args[0]).join(parts) if args else parts[0]


@lru_cache(maxsize=4096)
def around(view, kind, *asked_in):
    """What stands before and after the one argument of a view's address; None where that is not so plain.

    `asked_in` are the settings an address depends on.
    """
    stand_in = STAND_INS.get(kind)
    try:
        parts = reverse(view, args=[stand_in] if stand_in else []).split(str(stand_in))
    except NoReverseMatch:
        return None
    return tuple(parts) if len(parts) == (2 if stand_in else 1) else None
