"""Doubts an old clerk would raise, each with its place, its reason and, where safe, its mend."""

from __future__ import annotations

from ..reading import Finding, Reading
from . import counts, numbering, papers, people, times, wording
from .source import Source

__all__ = ["Source", "doubts"]

_MOST_PER_CODE = 100


def doubts(source: Source, reading: Reading) -> list[Finding]:
    """All findings in the order of the text; at most a hundred of one code, so that a ruined text stays readable."""
    found = [
        finding
        for check in (papers, times, counts, numbering, wording, people)
        for finding in check.findings(source, reading)
    ]
    kept, seen = [], {}
    for finding in found:
        seen[finding.code] = seen.get(finding.code, 0) + 1
        if seen[finding.code] <= _MOST_PER_CODE:
            kept.append(finding)
    return sorted(kept, key=lambda finding: finding.span or (-1, -1))
