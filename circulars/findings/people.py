"""Doubts about people and units."""

from __future__ import annotations

from collections.abc import Iterator

from ..reading import Finding, Reading, Unit
from ..units import is_unit
from .source import Source

_MOST_SOUGHT = 200  # each is sought through the whole text; thousands stand only in ruined ones


def findings(source: Source, reading: Reading) -> Iterator[Finding]:
    yield from _twice(reading)
    yield from _unknown(source, reading)


def _twice(reading: Reading) -> Iterator[Finding]:
    """One person in two seats of the same roster; a new 组长 after 成员 begins another roster."""
    seen: dict[str, str] = {}
    last = ""
    for member in reading.members:
        if member.role == "组长" and last not in ("", "组长"):
            seen = {}
        last = member.role
        if member.name in seen:
            yield Finding(
                "member-twice", f"{member.name}在名单中出现两次（{seen[member.name]}、{member.role}）。", member.span
            )
        seen.setdefault(member.name, member.role)


def _unknown(source: Source, reading: Reading) -> Iterator[Finding]:
    named: dict[str, Unit] = {}
    for unit in (unit for task in reading.tasks for unit in task.units):
        named.setdefault(unit.name, unit)
    strange = [unit for unit in named.values() if not is_unit(unit.name)]
    for unit in strange[:_MOST_SOUGHT]:
        if source.text.count(unit.name) < 2:
            yield Finding("unit-unknown", f"责任单位“{unit.name}”在别处没有出现，也不像单位名称，请核对。", unit.span)
