"""In which campaigns a hazard counts: its own, and those of the visit or self-check that found it, which other apps keep."""

from functools import reduce
from operator import or_

from django.db.models import Q

_sources = []


def register(find):
    """`find(campaign)` gives querysets of the keys of hazards."""
    if find not in _sources:
        _sources.append(find)


def in_campaign(campaign):
    """Predicate of the hazards that count in a campaign."""
    found = (Q(pk__in=keys) for find in _sources for keys in find(campaign))
    return reduce(or_, found, Q(campaign=campaign))
