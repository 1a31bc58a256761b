"""Checklists, checks and their answers; further topics have a module each."""

from .feedback import Feedback, FeedbackLog, FeedbackQuerySet
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
from .office import DutyReview, OfficeRating, OfficeRow, StaffTraining
from .plans import Draw, InspectionPlan, PlanQuerySet, PlanUnit
from .watches import Watch, WatchLog, WatchQuerySet, WatchShift

__all__ = [
    "WAITING_STATES",
    "OPEN_STATES",
    "SEEN_RESULTS",
    "Answer",
    "AnswerQuerySet",
    "Check",
    "CheckLog",
    "CheckQuerySet",
    "CheckLevels",
    "Checklist",
    "ChecklistQuerySet",
    "ChecklistVersion",
    "Draw",
    "DutyReview",
    "Feedback",
    "FeedbackLog",
    "FeedbackQuerySet",
    "Finding",
    "Inspection",
    "InspectionAnswer",
    "InspectionLog",
    "InspectionPlan",
    "InspectionQuerySet",
    "Item",
    "OfficeRating",
    "OfficeRow",
    "PlanQuerySet",
    "PlanUnit",
    "ReplyRow",
    "Signature",
    "StaffTraining",
    "TeamMember",
    "VersionQuerySet",
    "Watch",
    "WatchLog",
    "WatchQuerySet",
    "WatchShift",
]
