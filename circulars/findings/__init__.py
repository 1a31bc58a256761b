"""Doubts an old clerk would raise, each with its place, its reason and, where safe, its mend."""
from __future__ import annotations

from ..reading import Finding, Reading
from .source import Source

__all__ = ["Source", "doubts"]


def doubts(source: Source, reading: Reading) -> list[Finding]:
    """All findings, in the order of the text."""
    return []
