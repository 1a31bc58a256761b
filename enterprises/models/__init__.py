"""Enterprises, who acts for them, their permits, and rows that name a unit; further topics have a module each."""

from .roster import (
    Enterprise,
    EnterpriseQuerySet,
    Permit,
    Seat,
    UnitQuerySet,
    UnitRow,
)

__all__ = [
    "Enterprise",
    "EnterpriseQuerySet",
    "Permit",
    "Seat",
    "UnitQuerySet",
    "UnitRow",
]
