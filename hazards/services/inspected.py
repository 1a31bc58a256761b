"""Hazards that an inspection on the spot has found, with the grade its criterion proposes."""

from accounts.enums import Role

from ..enums import Source
from .judging import keep_use
from .registering import _create, _once


def found_on_inspection(*, key, by, description, photos=(), label="检查发现", **values):
    """Enter what was found and signed for; the same `key` gives the same row.

    `grade` and `grade_basis` are a proposal: the judge confirms or changes them with the order. Who inspects sees the
    unit, so scope is not asked again. What the upper level's own inspection finds counts as found by the upper level.
    """
    if by.role == Role.SUPERVISOR and values.get("source") == Source.INSPECTION:
        values["source"] = Source.HANDED_DOWN
    given = {"description": description, **values}
    return _once(key, lambda: _create(by=by, photos=photos, source_key=key, label=label, checked=False, **given))[0]


def propose(hazard, *, grade, basis, clause=None, by=None):
    """What the item of a list says of a draft's grade; one that is graded already keeps it."""
    if (grade or basis) and not hazard.grade:
        hazard.grade, hazard.grade_basis = grade, basis
        hazard.save(update_fields=["grade", "grade_basis"])
        if clause:
            keep_use(hazard, clause, by=by)
    return hazard
