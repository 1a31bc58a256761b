"""Campaigns from a circular to their end, what each unit owes, and the rules a campaign has units revise."""

from .bylaw import Bylaw, BylawLog
from .campaign import (
    Assignment,
    AssignmentLog,
    AssignmentQuerySet,
    Campaign,
    CampaignLog,
    CampaignQuerySet,
    Circular,
    CircularLog,
    GroupMember,
    Phase,
    Submission,
    Task,
    TaskUnit,
    TownshipQuerySet,
)

__all__ = [
    "Assignment",
    "AssignmentLog",
    "AssignmentQuerySet",
    "Bylaw",
    "BylawLog",
    "Campaign",
    "CampaignLog",
    "CampaignQuerySet",
    "Circular",
    "CircularLog",
    "GroupMember",
    "Phase",
    "Submission",
    "Task",
    "TaskUnit",
    "TownshipQuerySet",
]
