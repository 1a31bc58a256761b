"""Checklists, checks and their answers; further topics have a module each."""

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
    VersionQuerySet,
)

__all__ = [
    "WAITING_STATES",
    "OPEN_STATES",
    "SEEN_RESULTS",
    "Answer",
    "AnswerQuerySet",
    "Check",
    "CheckLog",
    "CheckQuerySet",
    "Checklist",
    "ChecklistQuerySet",
    "ChecklistVersion",
    "Item",
    "VersionQuerySet",
]
