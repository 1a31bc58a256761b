"""Suggested words put into a circular's text: the text is read anew, and what people changed in the draft stays.

Old and new items are matched by the place where they begin, the place moved by what the mends before it added or took.
"""

from .review import KINDS

MOST_STEPS = 10  # mends that can be taken back, one after another


class Mends:
    """Replacements [(start, end, words)] of a text, none overlapping another."""

    def __init__(self, doubts):
        self.edits = []
        for doubt in sorted((d for d in doubts if may_mend(d)), key=lambda d: tuple(d["span"])):
            start, end = doubt["span"]
            if not self.edits or start >= self.edits[-1][1]:
                self.edits.append((start, end, doubt["mend"]))

    def apply(self, text):
        for start, end, words in reversed(self.edits):
            text = text[:start] + words + text[end:]
        return text

    def move(self, at):
        """Where a place of the old text stands in the new one."""
        return at + sum(len(words) - (end - start) for start, end, words in self.edits if end <= at)

    def span(self, span):
        return [self.move(span[0]), self.move(span[1])] if span else span


def may_mend(doubt):
    """A doubt that knows what should stand in its place."""
    return doubt.get("mend") is not None and bool(doubt.get("span"))


def name_of(doubt):
    """What a button calls a doubt by, so that a stale page never mends another one."""
    return f"{doubt['code']}:{doubt['span'][0]}:{doubt['span'][1]}" if doubt.get("span") else ""


def remember(draft, *, text, old, before, after, count):
    """Keep in the draft what a mend can be taken back to; `before` and `after` are the circular's versions."""
    step = {"text": text, "review": {key: old[key] for key in old if key != "undo"}, "before": before, "after": after}
    draft["undo"] = [*old.get("undo", []), {**step, "count": count}][-MOST_STEPS:]


def last(circular):
    """The step that can be taken back: the last mend, unless somebody changed the draft since."""
    steps = circular.review.get("undo") or [{"after": None}]
    return steps[-1] if steps[-1]["after"] == circular.version else None


def steps_left(steps, version):
    """The steps before the last one, the next to be taken back now; none across an edit that stood between two mends."""
    *rest, taken = steps
    if not rest or rest[-1]["after"] != taken["before"]:
        return []
    return [*rest[:-1], {**rest[-1], "after": version}]


def carry(old, before, fresh, mends):
    """The draft after mending: `before` is the draft the old text gave at first, `fresh` the one the new text gives."""
    draft = {**old, "removed": None, "next": max(old["next"], fresh["next"])}
    draft["head"] = old["head"] if old["head"]["v"] > 1 else fresh["head"]
    draft["names"] = {**fresh["names"], **{name: key for name, key in old["names"].items() if key}}
    ids = {}
    for kind in KINDS:
        draft[kind] = _items(draft, kind, before[kind], fresh[kind], mends, ids)
    return draft


def _items(draft, kind, before, fresh, mends, ids):
    """Old items in their order, each as edited or as now read; what nobody knew yet goes to its place in the text."""
    left, kept = {_begin(item): item for item in fresh}, []
    known = {_begin(item) for item in draft[kind]}
    for item in before:
        if _begin(item) not in known:
            left.pop(_begin(item, mends), None)  # somebody removed it
    for item in draft[kind]:
        found = left.pop(_begin(item, mends), None) if item["span"] else None
        if found or item["v"] > 1 or not item["span"]:
            kept.append(_kept(item, found, mends, ids))
    for item in left.values():
        draft["next"] += 1
        ids[item["id"]] = f"{KINDS[kind]}{draft['next']}"
        _insert(kept, _with_phase({**item, "id": ids[item["id"]]}, ids))
    return kept


def _begin(item, mends=None):
    """Place and name: two people may stand on one line."""
    start = item["span"][0] if item["span"] else -1
    return (mends.move(start) if mends and start >= 0 else start, item["name"] if "role" in item else "")


def _kept(item, found, mends, ids):
    """An item nobody edited is as now read; an edited one keeps its values and moves its places."""
    if found:
        ids[found["id"]] = item["id"]
    if found and item["v"] == 1:
        return _with_phase({**found, "id": item["id"]}, ids)
    moved = {**item, "span": found["span"] if found else mends.span(item["span"])}
    if "units" in item:
        moved["units"] = [{**unit, "span": mends.span(unit["span"])} for unit in item["units"]]
        moved["limit_span"] = found["limit_span"] if found else mends.span(item["limit_span"])
    return moved


def _with_phase(item, ids):
    """The phase an item was read into, by the id the phase has kept."""
    return {**item, "phase": ids.get(item["phase"], "")} if "phase" in item else item


def _insert(rows, item):
    at = next((n for n, row in enumerate(rows) if row["span"] and row["span"][0] > item["span"][0]), len(rows))
    rows.insert(at, item)


def handled_after(handled, old_doubts, new_doubts, mends):
    """Numbers of the doubts that had been handled and still stand, in the numbering of the new reading."""
    done = {(old_doubts[n]["code"], tuple(mends.span(old_doubts[n]["span"]) or ())) for n in handled}
    return [n for n, doubt in enumerate(new_doubts) if (doubt["code"], tuple(doubt["span"] or ())) in done]
