"""Inspections of an enterprise that other apps keep: when they began and how they are named."""

from dataclasses import dataclass
from datetime import datetime

_sources, _advisers = [], []


@dataclass(frozen=True)
class Visit:
    """One signed inspection; `key` finds it again. `begun_at` was typed, `opened_at` is when the portal had the record begun."""

    key: str
    begun_at: datetime
    opened_at: datetime
    label: str


def register(find):
    """`find(enterprise)` yields the Visits of an enterprise."""
    if find not in _sources:
        _sources.append(find)


def register_advice(find):
    """`find(hazard, user)` yields (who, what they advise, address) of experts."""
    if find not in _advisers:
        _advisers.append(find)


def advice_on(hazard, user):
    return [line for find in _advisers for line in find(hazard, user)]


def visits_of(enterprise):
    """The newest first."""
    found = [visit for find in _sources for visit in find(enterprise)]
    return sorted(found, key=lambda visit: visit.begun_at, reverse=True)


def before(enterprise, told):
    """Those held before the enterprise told of a hazard, and known to the portal by then."""
    return [visit for visit in visits_of(enterprise) if visit.begun_at < told and visit.opened_at < told]


def is_backdated(visit, told):
    """Dated before the report yet entered after it: nobody can say which came first."""
    return visit.begun_at < told <= visit.opened_at
