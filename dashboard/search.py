"""The search over names, codes and numbers: each kind by the very filter of its register, so that counts agree.

Deaths are not searched.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import QueryDict
from django.urls import reverse

from campaigns.filters import CampaignFilter
from campaigns.models import Campaign
from enterprises.filters import EnterpriseFilter
from enterprises.models import Enterprise
from hazards.filters import HazardFilter
from hazards.models import Hazard
from notices.filters import PaperFilter
from notices.models import Paper

from .figures import listing

SHOWN = 10


@dataclass(frozen=True)
class Hit:
    title: str
    hint: str
    link: str


@dataclass(frozen=True)
class Group:
    label: str
    hits: list
    total: int
    more: str


@dataclass(frozen=True)
class Kind:
    label: str
    filterset: type
    rows: Callable
    hint: Callable
    app: str


KINDS = (
    Kind("企业", EnterpriseFilter, lambda u: Enterprise.objects.visible_to(u).select_related("village"),
         lambda row: f"{row.village.name} {row.credit_code}", "enterprises"),
    Kind("专项行动", CampaignFilter, Campaign.objects.visible_to,
         lambda row: f"{row.doc_number} {row.get_state_display()}", "campaigns"),
    Kind("公文", PaperFilter, Paper.objects.visible_to, lambda row: row.doc_number or row.get_state_display(), "notices"),
    Kind("隐患", HazardFilter, lambda u: Hazard.objects.visible_to(u).select_related("village"),
         lambda row: f"{row.number} {row.village.name} {row.get_state_display()}", "hazards"),
)  # fmt: skip


def find(query, request):
    """Groups with at least one hit; an empty query or a person without a seat finds nothing."""
    if not query or request.user.membership is None:
        return []
    groups = (_group(kind, query, request) for kind in KINDS)
    return [group for group in groups if group.hits]


def _group(kind, query, request):
    asked = QueryDict(mutable=True)
    asked["q"] = query
    rows = kind.filterset(asked, queryset=kind.rows(request.user), request=request).qs
    hits = [Hit(_title(row), kind.hint(row), reverse(f"{kind.app}:detail", args=[row.pk])) for row in rows[:SHOWN]]
    total = len(hits) if len(hits) < SHOWN else rows.count()
    return Group(kind.label, hits, total, listing(f"{kind.app}:list", q=query))


def _title(row):
    return row.description if isinstance(row, Hazard) else str(row)
