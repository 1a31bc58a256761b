"""The registry of everything that has a due date. Apps register a source in AppConfig.ready; one scan serves all."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class Due:
    """One thing that is due: the row, the day, who answers for it now, and whom it goes up to when late.

    `people` act; `ladder` are the lists of users one step up each (liaison, officer, leader). A confidential thing
    keeps its title free of names. A `bare` one is told by its title alone, which says when; the message points at nothing.
    """

    obj: object
    due_on: date
    people: list
    title: str
    link: str
    ladder: list = field(default_factory=list)
    bare: bool = False


@dataclass(frozen=True)
class Source:
    name: str
    label: str
    find: Callable[[date, date], Iterable[Due]]
    before: tuple = (7, 3, 1, 0)
    after: tuple = (1, 3, 7)


_sources = {}


def register(name, label, find, before=(7, 3, 1, 0), after=(1, 3, 7)):
    """`find(first, last)` yields the open Due rows whose due day lies between two days, both included."""
    _sources[name] = Source(name, label, find, tuple(before), tuple(after))


def sources():
    return list(_sources.values())
