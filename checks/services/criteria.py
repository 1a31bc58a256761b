"""What an item of a list says about the grade of the hazard a "no" makes: by the clause in force on the day it was found."""

from core import clock
from hazards.services.judging import in_force_for, standards_of, wrong_basis, wrong_clause

from ..models import Item


def proposed(item, *, day, township):
    """{grade, grade_basis, clause} for a hazard found on a day. What has run out, with nothing after it, proposes nothing."""
    if item.clause_id is None:
        stale = wrong_basis(item.basis, day, township)
        return _said("", "") if stale else _said(item.grade, item.basis)
    clause = in_force_for(item.clause, day, township)
    return _said(clause.grade, clause.cite[:200], clause) if clause else _said("", "")


def _said(grade, basis, clause=None):
    return {"grade": grade, "grade_basis": basis, "clause": clause}


def doubt(item, *, day, township, known=None):
    """What whoever keeps a list should look at in an item, in words; "" when it holds on that day."""
    if item.clause_id is None:
        return wrong_basis(item.basis, day, township, known)
    if not wrong_clause(item.clause, day, township):
        return ""
    after = in_force_for(item.clause, day, township)
    ended = f"判定条款 {item.clause.standard.document} {item.clause.number} 今天不在有效期内"
    return f"{ended}，答成问题时按接替的{after.full_name}定级" if after else f"{ended}，没有接替的条款，请出新版本重新选择"


def doubts(items, *, day, township):
    """{item key: what to look at} of items whose clause or basis does not hold on a day."""
    known = standards_of(township)
    found = (
        (item.pk, doubt(item, day=day, township=township, known=known)) for item in items if item.clause_id or item.basis
    )
    return {pk: said for pk, said in found if said}


def to_look_at(lists, *, township):
    """Keys of those lists whose newest published version has an item in doubt today."""
    versions = {row.current.pk: row.pk for row in lists if row.current}
    items = list(Item.objects.filter(version__in=versions).select_related("clause__standard"))
    found = doubts(items, day=clock.today(), township=township)
    return {versions[item.version_id] for item in items if item.pk in found}
