"""Text that remembers where each of its characters stood in the original."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from itertools import accumulate

from .reading import Span


class Spanned:
    """Cleaned text made of kept runs of the original; ``span`` turns its offsets back into original ones."""

    __slots__ = ("text", "_starts", "_origins")

    def __init__(self, runs: Iterable[tuple[str, int]] = ()):
        kept = [run for run in runs if run[0]]
        self.text = "".join([piece for piece, _ in kept])
        self._starts = tuple(accumulate([len(piece) for piece, _ in kept[:-1]], initial=0)) if kept else ()
        self._origins = tuple([origin for _, origin in kept])

    def __len__(self) -> int:
        return len(self.text)

    def at(self, index: int) -> int:
        """Original offset of the character at ``index``."""
        run = bisect_right(self._starts, index) - 1
        return self._origins[run] + index - self._starts[run]

    def span(self, start: int, end: int) -> Span | None:
        """Original span of ``text[start:end]``; ``None`` for an empty cut."""
        if start >= end or not self.text:
            return None
        return self.at(start), self.at(min(end, len(self.text)) - 1) + 1

    @property
    def whole(self) -> Span | None:
        return self.span(0, len(self.text))

    def runs(self, start: int = 0, end: int | None = None) -> list[tuple[str, int]]:
        """The kept runs that make up ``text[start:end]``."""
        end = len(self.text) if end is None else min(end, len(self.text))
        out = []
        run = max(bisect_right(self._starts, start) - 1, 0)
        while run < len(self._starts) and self._starts[run] < end:
            first = self._starts[run]
            stop = self._starts[run + 1] if run + 1 < len(self._starts) else len(self.text)
            a, b = max(first, start), min(stop, end)
            if a < b:
                out.append((self.text[a:b], self._origins[run] + a - first))
            run += 1
        return out

    def cut(self, start: int, end: int | None = None) -> Spanned:
        """The part ``text[start:end]``, still knowing its origin."""
        if start == 0 and (end is None or end >= len(self.text)):
            return self
        return Spanned(self.runs(start, end))


def joined(parts: Iterable[Spanned], separator: str = "") -> Spanned:
    """Several texts set one after another; a separator takes the place where the text before it ended."""
    told = [part for part in parts if part.text]
    if len(told) == 1:
        return told[0]

    def runs():
        before = None
        for part in told:
            if separator and before:
                yield separator, before.span(0, len(before.text))[1]
            yield from part.runs()
            before = part

    return Spanned(runs())
