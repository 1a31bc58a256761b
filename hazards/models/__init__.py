"""Hazards and what belongs to one; further topics have a module each."""

from .criteria import Clause, ClauseUse, Standard
from .register import (
    ACCEPTANCE_TIME,
    OPEN_STATES,
    Extension,
    ExtensionLog,
    Hazard,
    HazardLog,
    HazardQuerySet,
    Plan,
    Series,
)
from .settling import Acceptance, AsAccident, Control, MajorReport

__all__ = [
    "ACCEPTANCE_TIME",
    "Acceptance",
    "AsAccident",
    "Clause",
    "ClauseUse",
    "Control",
    "Extension",
    "ExtensionLog",
    "Hazard",
    "HazardLog",
    "HazardQuerySet",
    "MajorReport",
    "OPEN_STATES",
    "Plan",
    "Series",
    "Standard",
]
