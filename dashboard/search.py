"""The search over names, codes and numbers, each kind through its own visible_to. Deaths are not searched."""

from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse

from campaigns.models import Campaign
from enterprises.models import Enterprise
from hazards.models import Hazard
from notices.models import Paper

EACH = 10


@dataclass(frozen=True)
class Group:
    label: str
    hits: list


def find(query, user):
    """Groups of (title, hint, link) with at least one hit; an empty query finds nothing."""
    if not query:
        return []
    kinds = (("企业", enterprises), ("隐患", hazards), ("公文", papers), ("专项行动", campaigns))
    groups = [Group(label, list(function(query, user))) for label, function in kinds]
    return [group for group in groups if group.hits]


def enterprises(query, user):
    match = Q(name__icontains=query) | Q(credit_code=query.upper()) | Q(initials__istartswith=query)
    for row in Enterprise.objects.visible_to(user).filter(match).select_related("village")[:EACH]:
        yield row.name, row.village.name, reverse("enterprises:detail", args=[row.pk])


def hazards(query, user):
    match = Q(number__iexact=query) | Q(description__icontains=query) | Q(location__icontains=query)
    for row in Hazard.objects.visible_to(user).filter(match).select_related("village")[:EACH]:
        yield row.description, f"{row.number} {row.village.name} {row.get_state_display()}", reverse("hazards:detail", args=[row.pk])


def papers(query, user):
    match = Q(title__icontains=query)
    digits = "".join(c for c in query if c.isdigit())
    if "号" in query and len(digits) > 4:
        match |= Q(year=int(digits[:4]), number=int(digits[4:9]))
    for row in Paper.objects.visible_to(user).filter(match)[:EACH]:
        yield row.title, row.doc_number or row.get_state_display(), reverse("notices:detail", args=[row.pk])


def campaigns(query, user):
    for row in Campaign.objects.visible_to(user).filter(name__icontains=query)[:EACH]:
        yield row.name, row.get_state_display(), reverse("campaigns:detail", args=[row.pk])
