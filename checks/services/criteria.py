"""What an item of a list says about the grade of the hazard a "no" makes: by its clause while that is in force."""

from hazards.services.judging import wrong_clause


def proposed(item, *, day, township):
    """{grade, grade_basis, clause} for a hazard found on a day. A clause that has run out proposes nothing."""
    if item.clause_id is None:
        return {"grade": item.grade, "grade_basis": item.basis, "clause": None}
    if wrong_clause(item.clause, day, township):
        return {"grade": "", "grade_basis": "", "clause": None}
    return {"grade": item.clause.grade, "grade_basis": item.clause.cite[:200], "clause": item.clause}
