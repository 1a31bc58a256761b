"""Decisions, answers and rewards that are due, for the reminder scan. Titles carry the number only."""

from django.urls import reverse

from accounts.enums import Role
from reminders.deadlines import Due

from ..models import Reward, Tip
from . import people
from .enums import TipState
from .reward_enums import RewardState


def due_tips(first, last):
    """Whoever answers for a tip: its handlers, else the officers; late ones go up to the leaders."""
    rows = Tip.objects.open().filter(due_on__range=(first, last)).select_related("place").prefetch_related("handlers__user")
    for tip in rows:
        what = "受理决定" if tip.state == TipState.RECEIVED else "答复"
        who, above = people.answerable(tip), people.leaders(tip)
        yield Due(tip, tip.due_on, who, f"举报 {tip.number} 的{what}", people.link_of(tip), [] if who == above else [above])


def due_rewards(first, last):
    """Leaders approve; the office pays before the day it lapses."""
    asked = Reward.objects.filter(state=RewardState.PROPOSED, approve_by__range=(first, last))
    granted = Reward.objects.filter(state=RewardState.APPROVED, claim_by__range=(first, last))
    for row in asked:
        yield Due(
            row, row.approve_by, people.seated(row.township_id, Role.LEADER), f"举报奖励 {row.number} 的审批", _link(row)
        )
    for row in granted:
        yield Due(
            row, row.claim_by, people.seated(row.township_id, Role.OFFICER), f"举报奖励 {row.number} 的领取", _link(row)
        )


def _link(row):
    return reverse("tips:reward", args=[row.pk])
