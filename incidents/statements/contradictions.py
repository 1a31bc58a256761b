"""Statements about one matter that cannot all be true, found by comparing each with each, and how they were settled."""

import json
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import combinations

from core.encrypted import Closed

from ..models import Settlement
from . import sources, tolerance, values
from .enums import Matter, Outcome
from .values import Verdict


@dataclass
class Contradiction:
    """What is said about one matter: `sides` are lists of statements that agree, `settlement` the one in force or None.

    `near` means that only ways of writing differ. It is pointed out and settled like the others, but hinders nothing.
    """

    matter: str
    about: str
    sides: list
    near: bool
    settlement: object = None
    former: list = field(default_factory=list)  # settlements that no longer fit

    @property
    def label(self):
        return Matter(self.matter).label

    @property
    def key(self):
        return f"{self.matter}-{min(said.key for side in self.sides for said in side)}"

    @property
    def is_open(self):
        return self.settlement is None

    @property
    def hinders(self):
        """Whether the case cannot be concluded without a leader's signature for it."""
        return not self.near and self.is_open

    @property
    def holding(self):
        return self.settlement.holds if self.settlement and self.settlement.outcome == Outcome.HOLDS else ""


def of(lead, user, said=None):
    """All contradictions of a case, those that hinder first."""
    groups = defaultdict(list)
    for one in sources.of(lead, user) if said is None else said:
        groups[(one.matter, values.plain(one.about))].append(one)
    allowed = tolerance.slack_of(lead)
    found = [row for rows in groups.values() if (row := _of_group(rows, allowed))]
    kept = list(Settlement.objects.filter(lead=lead).in_force().select_related("created_by"))
    for row in found:
        _settle(row, kept)
    order = list(Matter)
    return sorted(found, key=lambda row: (row.near, not row.is_open, order.index(row.matter), row.about))


def hindering(lead, user):
    return [row for row in of(lead, user) if row.hinders]


def _of_group(rows, allowed):
    """The contradiction among statements about one matter, or None when all agree."""
    verdicts = {values.compare(one.matter, one.value, other.value, allowed) for one, other in combinations(rows, 2)}
    if verdicts <= {Verdict.SAME}:
        return None
    return Contradiction(rows[0].matter, rows[0].about, _sides(rows, allowed), near=Verdict.DIFFERENT not in verdicts)


def _sides(rows, allowed):
    """Statements put together with the first they agree with."""
    sides = []
    for one in rows:
        for side in sides:
            if all(values.compare(one.matter, one.value, other.value, allowed) == Verdict.SAME for other in side):
                side.append(one)
                break
        else:
            sides.append([one])
    return sides


def kept_of(row):
    """The sides as a settlement keeps them."""
    return json.dumps(sorted([said.key, said.words] for side in row.sides for said in side), ensure_ascii=False)


def _settle(row, kept):
    """The last settlement that was made for all that is said now; what is said anew opens the matter again."""
    now = {tuple(pair) for pair in json.loads(kept_of(row))}
    mine = [one for one in kept if one.matter == row.matter and values.plain(one.about) == values.plain(row.about)]
    for one in mine:
        sides = set() if isinstance(one.sides, Closed) else {tuple(pair) for pair in json.loads(one.sides)}
        if now <= sides:
            row.settlement = one
        else:
            row.former.append(one)
