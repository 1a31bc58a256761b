"""Doubts about people and units."""

from __future__ import annotations

from collections.abc import Iterator

from ..reading import Finding, Reading
from ..units import is_unit
from .source import Source


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
    told: set[str] = set()
    for task in reading.tasks:
        for unit in task.units:
            if unit.name not in told and not is_unit(unit.name) and source.text.count(unit.name) < 2:
                told.add(unit.name)
                yield Finding("unit-unknown", f"责任单位“{unit.name}”在别处没有出现，也不像单位名称，请核对。", unit.span)
