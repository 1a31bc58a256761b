"""Facts added up: per village, office or trade, and in all."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from .columns import COLUMNS, COUNTED
from .columns import mark as mark_of

BY = {"village": "村", "office": "站所", "sector": "行业"}
TOTAL = "all"
WAN = Decimal(10000)


@dataclass(frozen=True)
class Line:
    """One line of the form: `values` {column: number}; money in yuan."""

    key: str
    name: str
    values: dict

    def value(self, column):
        """What the form shows: an int, a percentage with one decimal (None when nothing is to count), or 万元."""
        if column.kind == "rate":
            part, whole = (self.values[key] for key in column.of)
            return rate(part, whole)
        return in_wan(self.values["money"]) if column.kind == "money" else self.values[column.key]

    def row(self):
        return [self.value(column) for column in COLUMNS]


def rate(part, whole):
    """Percent with one decimal, rounded half up; 100 only when all is done."""
    if not whole:
        return None
    found = (Decimal(part) * 100 / whole).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return min(found, Decimal("99.9")) if part < whole else found


def in_wan(yuan):
    return (Decimal(yuan) / WAN).quantize(Decimal("0.01"), ROUND_HALF_UP)


def added(facts, span):
    """{column: number} over some facts."""
    found = dict.fromkeys(COUNTED, 0)
    for fact in facts:
        for key in COUNTED:
            if fact.stands_in(span, key):
                found[key] += fact.money or 0 if key == "money" else 1
    return found


def lines(facts, by, span, frame):
    """The lines in the order of `frame` ([code, name, always]), then what it does not name; those of nobody last."""
    parts = defaultdict(list)
    for fact in facts:
        parts[fact.key_of(by)].append(fact)
    known = {code: name for code, name, _ in frame}
    order = [code for code, _, always in frame if always or code in parts]
    order += [*sorted(key for key in parts if key and key not in known), *([""] if "" in parts else [])]
    return [Line(key, known.get(key) or key or f"未明确{BY[by]}", added(parts[key], span)) for key in order]


def total(facts, span):
    return Line(TOTAL, "合计", added(facts, span))


def rows_behind(facts, span, column, by="village", key=TOTAL):
    """The facts one number counts."""
    wanted = mark_of(span, column)
    return [fact for fact in facts if wanted in fact.marks and key in (TOTAL, fact.key_of(by))]


def said(value, column):
    """A number as it is shown: a dash for none, a sign for a rate."""
    return "—" if value is None else f"{value}%" if column.kind == "rate" else str(value)
