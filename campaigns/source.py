"""The text of a circular cut into pieces that bear the ids of what was read from them."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Piece:
    """Words covered by the same marks; `tone` is that of the innermost mark, `items` the ids of all, inner first."""

    text: str
    tone: str = ""
    items: str = ""


def marks_of(draft, reading):
    """[(start, end, item id, tone)] of everything with a place in the text."""
    found = [(*span, "head", "head") for span in (reading.get("spans") or {}).values() if span]
    found += [(*span, "head", "head") for span in [(reading.get("period") or {}).get("span")] if span]
    for kind, tone in (("phases", "phase"), ("tasks", "task"), ("members", "member")):
        found += [(*item["span"], item["id"], tone) for item in draft[kind] if item.get("span")]
    for task in draft["tasks"]:
        found += [(*unit["span"], task["id"], "unit") for unit in task["units"] if unit.get("span")]
        found += [(*task["limit_span"], task["id"], "limit")] if task.get("limit_span") else []
    doubts = enumerate(reading.get("finding_details") or [])
    return found + [(*doubt["span"], f"f{number}", "doubt") for number, doubt in doubts if doubt.get("span")]


def pieces(text, marks):
    """Cut the text at every edge of a mark, so that nested and crossing marks never overlap in the page."""
    marks = [(max(0, a), min(len(text), b), item, tone) for a, b, item, tone in marks if max(0, a) < min(len(text), b)]
    edges = sorted({0, len(text), *(m[0] for m in marks), *(m[1] for m in marks)})
    starting = sorted(marks, key=lambda mark: mark[0], reverse=True)
    open_now, found = [], []
    for first, last in zip(edges, edges[1:], strict=False):
        open_now = [mark for mark in open_now if mark[1] > first]
        while starting and starting[-1][0] == first:
            open_now.append(starting.pop())
        found.append(_piece(text[first:last], open_now))
    return found


def _piece(words, marks):
    inner = sorted(marks, key=lambda mark: mark[1] - mark[0])
    ids = " ".join(dict.fromkeys(mark[2] for mark in inner))
    tones = [mark[3] for mark in inner]
    tone = " ".join(f"src-{tone}" for tone in dict.fromkeys([*tones[:1], *(["doubt"] if "doubt" in tones else [])]))
    return Piece(words, tone, ids)
