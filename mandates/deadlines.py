"""What is due of lists, reviews and mending, for the reminder scan."""

from django.urls import reverse

from campaigns.people import Directory
from campaigns.units import Target
from reminders.deadlines import Due

from .models import Problem, ProblemSheet, Review, ReviewLine


class Desks:
    """Who answers for rows of offices or of persons, and whom it goes up to."""

    def __init__(self, rows):
        self._directory = Directory([_desk(row) for row in rows])

    def of(self, row):
        """The officers for an office without seats."""
        own = [row.person] if getattr(row, "person", None) else self._directory.of(_desk(row))
        return list(dict.fromkeys(own or self._directory.officers[row.township_id]))

    def ladder(self, row):
        return self._directory.ladder(_desk(row))

    def leaders(self, row):
        return list(dict.fromkeys(self._directory.leaders[row.township_id]))


def _desk(row):
    return Target(row.township_id, office_id=row.office_id)


def due_sheets(first, last):
    rows = ProblemSheet.objects.to_fill().filter(due_on__range=(first, last)).select_related("office").order_by("pk")
    desks = Desks(rows)
    for row in rows:
        yield Due(row, row.due_on, desks.of(row), f"{row} 待填报", link_of(row), desks.ladder(row))


def due_problems(first, last):
    """Those of their own: one drawn from a hazard is reminded of as the hazard."""
    rows = Problem.objects.open().filter(hazard=None, due_on__range=(first, last)).order_by("pk")
    desks = Desks(rows)
    for row in rows:
        yield Due(row, row.due_on, desks.of(row), f"问题待整改：{row.text[:40]}", link_of(row), desks.ladder(row))


def due_reviews(first, last):
    rows = Review.objects.to_fill().filter(due_on__range=(first, last)).select_related("office", "person").order_by("pk")
    desks = Desks(rows)
    for row in rows:
        yield Due(row, row.due_on, desks.of(row), f"{row} 待自评", link_of(row), desks.ladder(row))


def due_lines(first, last):
    """What a review found short, until it is mended."""
    rows = ReviewLine.objects.to_mend().filter(mend_by__range=(first, last))
    rows = rows.select_related("review__office", "review__person", "item").order_by("pk")
    desks = Desks([row.review for row in rows])
    for row in rows:
        title = f"履职差距待整改：{row.item.text[:40]}"
        yield Due(row, row.mend_by, desks.of(row.review), title, link_of(row.review), desks.ladder(row.review))


def link_of(row):
    """The page of a sheet, a line of one, or a review."""
    if row._meta.model_name == "review":
        return reverse("mandates:review", args=[row.pk])
    return reverse("mandates:sheet", args=[getattr(row, "sheet_id", row.pk)])
