"""Checklists, checks and their answers; further topics have a module each."""

from .alerts import Alert, AlertLog, AlertQuerySet
from .bulletins import BulletinQuerySet, SpotBulletin
from .filling import (
    OPEN_STATES,
    SEEN_RESULTS,
    WAITING_STATES,
    Answer,
    AnswerQuerySet,
    Check,
    Checklist,
    ChecklistQuerySet,
    ChecklistVersion,
    CheckLog,
    CheckQuerySet,
    Item,
    ReplyRow,
    VersionQuerySet,
)
from .inspections import Finding, Inspection, InspectionAnswer, InspectionLog, InspectionQuerySet, Signature, TeamMember
from .levels import CheckLevels
from .plans import Draw, InspectionPlan, PlanQuerySet, PlanUnit
from .returns import ReturnLog, ReturnQuerySet, SpotReturn
from .watching import Watch, WatchLog, WatchQuerySet, WatchShift

__all__ = [
    "WAITING_STATES",
    "OPEN_STATES",
    "SEEN_RESULTS",
    "Alert",
    "AlertLog",
    "AlertQuerySet",
    "Answer",
    "AnswerQuerySet",
    "BulletinQuerySet",
    "Check",
    "CheckLog",
    "CheckQuerySet",
    "CheckLevels",
    "Checklist",
    "ChecklistQuerySet",
    "ChecklistVersion",
    "Draw",
    "Finding",
    "Inspection",
    "InspectionAnswer",
    "InspectionLog",
    "InspectionPlan",
    "InspectionQuerySet",
    "Item",
    "PlanQuerySet",
    "PlanUnit",
    "ReplyRow",
    "ReturnLog",
    "ReturnQuerySet",
    "Signature",
    "SpotBulletin",
    "SpotReturn",
    "TeamMember",
    "VersionQuerySet",
    "Watch",
    "WatchLog",
    "WatchQuerySet",
    "WatchShift",
]
