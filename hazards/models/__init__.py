"""Hazards and what belongs to one; further topics have a module each."""

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

__all__ = [
    "ACCEPTANCE_TIME",
    "OPEN_STATES",
    "Extension",
    "ExtensionLog",
    "Hazard",
    "HazardLog",
    "HazardQuerySet",
    "Plan",
    "Series",
]
