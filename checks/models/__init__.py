"""Checklists, checks and their answers; further topics have a module each."""

from .alerts import Alert, AlertLog, AlertQuerySet
from .bulletins import BulletinQuerySet, SpotBulletin
from .experts import Advice, ExpertOpinion, OpinionLog, OpinionQuerySet
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
from .inspections import (
    Finding,
    Inspection,
    InspectionAnswer,
    InspectionLog,
    InspectionQuerySet,
    RecheckLine,
    Signature,
    TeamMember,
)
from .levels import CheckLevels
from .plans import Draw, InspectionPlan, PlanQuerySet, PlanUnit
from .returns import ReturnLog, ReturnQuerySet, SpotReturn
from .watching import Watch, WatchLog, WatchQuerySet, WatchShift

__all__ = [
    "WAITING_STATES",
    "OPEN_STATES",
    "SEEN_RESULTS",
    "Advice",
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
    "ExpertOpinion",
    "Finding",
    "Inspection",
    "InspectionAnswer",
    "InspectionLog",
    "InspectionPlan",
    "InspectionQuerySet",
    "Item",
    "OpinionLog",
    "OpinionQuerySet",
    "PlanQuerySet",
    "PlanUnit",
    "RecheckLine",
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
