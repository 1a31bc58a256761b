"""What a reading of a circular consists of.

Every ``span`` is ``(start, end)`` in characters of the text given to :func:`circulars.read`, so that a
review screen can tint the very words a fact was taken from; ``None`` where no words stand for it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

Span = tuple[int, int]

KINDS = ("circular", "measures", "notice-shell", "article", "other")
DEADLINE_KINDS = ("date", "recurring", "standing", "relative", "conditional", "vague")
EVERY = (
    "day", "two-days", "week", "two-weeks", "ten-days", "half-month", "month", "two-months", "quarter", "half-year", "year",
    "two-years",
)  # fmt: skip


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


@dataclass(slots=True)
class Period:
    """When the whole campaign runs; both ends are inclusive, either may be unknown."""

    starts_on: date | None = None
    ends_on: date | None = None
    raw: str = ""
    span: Span | None = None

    def to_json(self) -> dict[str, Any]:
        return {"starts_on": _iso(self.starts_on), "ends_on": _iso(self.ends_on), "raw": self.raw or None, "span": self.span}


@dataclass(slots=True)
class Section:
    """A first-level heading, its number as printed (``一``, ``第二章``) and its words without the number."""

    number: str
    title: str
    span: Span | None = None


@dataclass(slots=True)
class Phase:
    """A stage of the campaign; ``text`` is what the circular says is done in it."""

    name: str
    starts_on: date | None = None
    ends_on: date | None = None
    raw: str | None = None
    span: Span | None = None
    text: str = ""

    def to_json(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "starts_on": _iso(self.starts_on),
            "ends_on": _iso(self.ends_on),
            "raw": self.raw,
            "span": self.span,
            "text": self.text,
        }


@dataclass(slots=True)
class Unit:
    """A unit named as responsible; ``role`` is ``lead``, ``joint`` or ``supervise``."""

    name: str
    role: str = "lead"
    span: Span | None = None

    def to_json(self) -> dict[str, Any]:
        return {"name": self.name, "role": self.role, "span": self.span}


@dataclass(slots=True)
class Deadline:
    """A time limit as written (``raw``) and what it comes to.

    ``kind`` is one of :data:`DEADLINE_KINDS`. A relative one is ``amount`` ``unit`` (minute, hour, day,
    workday, month) after ``from_``, negative when it counts back from it.
    """

    raw: str
    kind: str
    due_on: date | None = None
    starts_on: date | None = None
    every: str | None = None
    times: int | None = None
    amount: int | None = None
    unit: str | None = None
    from_: str | None = None
    span: Span | None = None

    def to_json(self) -> dict[str, Any]:
        return {
            "raw": self.raw,
            "kind": self.kind,
            "due_on": _iso(self.due_on),
            "starts_on": _iso(self.starts_on),
            "every": self.every,
            "times": self.times,
            "amount": self.amount,
            "unit": self.unit,
            "from": self.from_,
            "span": self.span,
        }


@dataclass(slots=True)
class Cadence:
    """Something to be done ``times`` times in every ``every``; ``who`` does it, ``only`` restricts whom it binds."""

    raw: str
    every: str | None = None
    times: int | None = None
    who: str | None = None
    only: str | None = None
    span: Span | None = None
    path: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        return {
            "raw": self.raw,
            "every": self.every,
            "times": self.times,
            "who": self.who,
            "only": self.only,
            "path": list(self.path),
            "span": self.span,
        }


@dataclass(slots=True)
class Task:
    """One duty: an item of the circular with its heading, whole text, units, time limit and cadences."""

    number: str
    section: str
    path: tuple[str, ...]
    title: str
    text: str = ""
    units: list[Unit] = field(default_factory=list)
    deadline: Deadline | None = None
    cadences: list[Cadence] = field(default_factory=list)
    span: Span | None = None

    def to_json(self) -> dict[str, Any]:
        return {
            "number": self.number,
            "section": self.section,
            "path": list(self.path),
            "title": self.title,
            "text": self.text,
            "units": [u.name for u in self.units],
            "unit_details": [u.to_json() for u in self.units],
            "deadline": self.deadline.to_json() if self.deadline else None,
            "cadences": [c.to_json() for c in self.cadences],
            "span": self.span,
        }


@dataclass(slots=True)
class Member:
    """A person in the leading group's roster."""

    role: str
    name: str
    post: str = ""
    span: Span | None = None

    def to_json(self) -> dict[str, Any]:
        return {"role": self.role, "name": self.name, "post": self.post or None, "span": self.span}


@dataclass(slots=True)
class Office:
    """The leading group's office: where it sits and who directs it."""

    place: str | None = None
    director: str | None = None
    span: Span | None = None

    def to_json(self) -> dict[str, Any]:
        return {"place": self.place, "director": self.director, "span": self.span}


@dataclass(slots=True)
class Finding:
    """A doubt: its code, the reason in Chinese, its place, and where safe the words to put there instead."""

    code: str
    message: str
    span: Span | None = None
    mend: str | None = None
    severity: str = "warning"

    def to_json(self) -> dict[str, Any]:
        return {"code": self.code, "message": self.message, "span": self.span, "mend": self.mend, "severity": self.severity}


@dataclass(slots=True)
class Reading:
    """A circular as read. ``untitled`` holds items that stand among tasks but name no duty of their own."""

    kind: str = "other"
    title: str | None = None
    scheme_title: str | None = None
    issuer: str | None = None
    doc_number: str | None = None
    issued_on: date | None = None
    recipients: list[str] = field(default_factory=list)
    period: Period = field(default_factory=Period)
    sections: list[Section] = field(default_factory=list)
    phases: list[Phase] = field(default_factory=list)
    tasks: list[Task] = field(default_factory=list)
    untitled: list[Task] = field(default_factory=list)
    cadences: list[Cadence] = field(default_factory=list)
    relative_deadlines: list[Deadline] = field(default_factory=list)
    members: list[Member] = field(default_factory=list)
    collective_members: list[str] = field(default_factory=list)
    office: Office | None = None
    findings: list[Finding] = field(default_factory=list)
    spans: dict[str, Span] = field(default_factory=dict)
    text: str = ""

    def to_json(self) -> dict[str, Any]:
        """The reading as plain data, in the form the reading labels have; findings are codes."""
        return {
            "kind": self.kind,
            "title": self.title,
            "scheme_title": self.scheme_title,
            "issuer": self.issuer,
            "doc_number": self.doc_number,
            "issued_on": _iso(self.issued_on),
            "recipients": list(self.recipients),
            "period": self.period.to_json(),
            "sections": [s.title for s in self.sections],
            "phases": [p.to_json() for p in self.phases],
            "tasks": [t.to_json() for t in self.tasks],
            "untitled_items": [t.to_json() for t in self.untitled],
            "cadences": [c.to_json() for c in self.cadences],
            "relative_deadlines": [d.to_json() for d in self.relative_deadlines],
            "members": [m.to_json() for m in self.members],
            "collective_members": list(self.collective_members),
            "office": self.office.to_json() if self.office else None,
            "findings": list(dict.fromkeys(f.code for f in self.findings)),
            "finding_details": [f.to_json() for f in self.findings],
            "spans": dict(self.spans),
        }
