"""What one version of a month says otherwise than another: numbers and rows."""

from dataclasses import dataclass

from core.templatetags.ui import money

from .columns import BY_KEY, COLUMNS, SPANS
from .tally import BY, total


@dataclass(frozen=True)
class Changed:
    """A number that differs: of which span and column, before and now."""

    span: str
    label: str
    before: object
    now: object


@dataclass(frozen=True)
class ChangedRow:
    """A row that came, went, or counts otherwise; `said` tells how."""

    fact: object
    said: str


def numbers(old, new):
    """The totals that differ."""
    found = []
    for span, word in SPANS.items():
        before, now = total(old, span), total(new, span)
        for column in COLUMNS:
            if before.value(column) != now.value(column):
                found.append(Changed(word, f"{column.group}·{column.label}", before.value(column), now.value(column)))
    return found


def rows(old, new, frame):
    """The rows that differ, those gone last; `frame` names villages, offices and trades."""
    before, now = ({(f.kind, f.row): f for f in facts} for facts in (old, new))
    found = [ChangedRow(fact, _said(before.get(key), fact, frame)) for key, fact in now.items()]
    gone = [ChangedRow(fact, "不再计入") for key, fact in before.items() if key not in now]
    return [row for row in found if row.said] + gone


def _said(was, fact, frame):
    if was is None:
        return "新计入"
    added, lost = set(fact.marks) - set(was.marks), set(was.marks) - set(fact.marks)
    parts = [f"{word}{_names(marks)}" for word, marks in (("新计入", added), ("不再计入", lost)) if marks]
    parts += [
        f"{word}改为{_name(frame[by], fact.key_of(by))}" for by, word in BY.items() if was.key_of(by) != fact.key_of(by)
    ]
    if was.money != fact.money:
        parts.append(f"资金由 {money(was.money or 0)} 元改为 {money(fact.money or 0)} 元")
    return "；".join(parts)


def _names(marks):
    """本月 一般隐患·整改, in the order of the form."""
    pairs = sorted((mark.split(":") for mark in marks), key=lambda pair: (pair[0], list(BY_KEY).index(pair[1])))
    return "、".join(f"{SPANS[span]}{BY_KEY[key].group}·{BY_KEY[key].label}" for span, key in pairs)


def _name(lines, key):
    return next((name for code, name, _ in lines if code == key), "未明确")
