"""Signed inspections of an enterprise, for those who compare their time with a report's."""

from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from hazards.visits import Visit

from .enums import OpinionState
from .inspection_rules import OWN_KINDS
from .models import Advice, ExpertOpinion, Inspection


def signed_visits(enterprise, most=20):
    """Only those by others: an enterprise's check of itself is no inspection its report could be late for."""
    rows = (
        Inspection.objects.filter(enterprise=enterprise, state="signed")
        .exclude(kind__in=OWN_KINDS)
        .order_by("-held_on", "-begun", "-pk")
    )
    return [
        Visit(str(row.pk), timezone.make_aware(datetime.combine(row.held_on, row.begun)), row.created_at, _label(row))
        for row in rows[:most]
    ]


def _label(row):
    entered = timezone.localtime(row.created_at)
    return (
        f"{row.held_on:%Y-%m-%d} {row.begun:%H:%M} {row.get_kind_display()}，{entered:%Y-%m-%d %H:%M} 登记（{row.agency}）"
    )


def advice_on(hazard, user):
    """[(who, what they would have done, address)] of experts' signed opinions in sight."""
    seen = ExpertOpinion.objects.visible_to(user).filter(state=OpinionState.SIGNED)
    rows = Advice.objects.filter(hazard=hazard, opinion__in=seen).select_related("opinion__member")
    return [
        (f"{one.opinion.member}（{one.opinion.post}）", one.measure, reverse("checks:opinion", args=[one.opinion_id]))
        for one in rows
    ]
