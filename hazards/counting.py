"""In which campaigns a hazard counts: its own, and those of the visit or self-check that found it, which other apps keep."""

from functools import reduce
from operator import or_

from django.db.models import Q

from campaigns.models import Campaign

_sources = []


def register(find, back):
    """`find(campaign)` gives querysets of the keys of hazards, `back(hazard)` of the keys of its campaigns."""
    if (find, back) not in _sources:
        _sources.append((find, back))


def in_campaign(campaign):
    """Predicate of the hazards that count in a campaign."""
    found = (Q(pk__in=keys) for find, _ in _sources for keys in find(campaign))
    return reduce(or_, found, Q(campaign=campaign))


def campaigns_of(hazard, user):
    """The campaigns in sight that a hazard counts in."""
    found = (Q(pk__in=keys) for _, back in _sources for keys in back(hazard))
    rows = Campaign.objects.visible_to(user).filter(reduce(or_, found, Q(pk=hazard.campaign_id)))
    return rows.order_by("pk")
