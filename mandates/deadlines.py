"""What is due of lists, reviews and mending, for the reminder scan."""

from django.urls import reverse

from accounts.enums import Role
from accounts.models import Membership, seated
from reminders.deadlines import Due

from .models import Problem, ProblemSheet, Review, ReviewLine


class Desks:
    """The people of offices, and the officers and leaders of townships, asked for once each."""

    def __init__(self):
        self._offices, self._staff = {}, {}

    def of_office(self, office_id):
        if office_id not in self._offices:
            seats = Membership.objects.of_role(Role.DEPARTMENT, Role.OFFICER).filter(office=office_id)
            self._offices[office_id] = list(dict.fromkeys(seat.user for seat in seats.select_related("user").order_by("pk")))
        return self._offices[office_id]

    def staff(self, township_id, role):
        if (township_id, role) not in self._staff:
            self._staff[township_id, role] = seated(township_id, role)
        return self._staff[township_id, role]

    def of(self, row):
        """Who answers for a row of an office or of a person; the officers for an office without seats."""
        own = [row.person] if getattr(row, "person", None) else self.of_office(row.office_id)
        return own or self.staff(row.township_id, Role.OFFICER)

    def ladder(self, row):
        return [self.staff(row.township_id, Role.OFFICER), self.staff(row.township_id, Role.LEADER)]


def due_sheets(first, last):
    rows, desks = ProblemSheet.objects.to_fill().filter(due_on__range=(first, last)).select_related("office"), Desks()
    for row in rows.order_by("pk"):
        link = reverse("mandates:sheet", args=[row.pk])
        yield Due(row, row.due_on, desks.of(row), f"{row} 待填报", link, desks.ladder(row))


def due_problems(first, last):
    """Those of their own: one drawn from a hazard is reminded of as the hazard."""
    rows = Problem.objects.open().filter(hazard=None, due_on__range=(first, last)).select_related("office")
    desks = Desks()
    for row in rows.order_by("pk"):
        link = reverse("mandates:sheet", args=[row.sheet_id])
        yield Due(row, row.due_on, desks.of(row), f"问题待整改：{row.text[:40]}", link, desks.ladder(row))


def due_reviews(first, last):
    rows, desks = Review.objects.to_fill().filter(due_on__range=(first, last)).select_related("office", "person"), Desks()
    for row in rows.order_by("pk"):
        link = reverse("mandates:review", args=[row.pk])
        yield Due(row, row.due_on, desks.of(row), f"{row} 待自评", link, desks.ladder(row))


def due_lines(first, last):
    """What a review found short, until it is mended."""
    rows = ReviewLine.objects.to_mend().filter(mend_by__range=(first, last))
    desks = Desks()
    for row in rows.select_related("review__office", "review__person", "item").order_by("pk"):
        link = reverse("mandates:review", args=[row.review_id])
        title = f"履职差距待整改：{row.item.text[:40]}"
        yield Due(row, row.mend_by, desks.of(row.review), title, link, desks.ladder(row.review))


def link_of(row):
    """The page of a sheet, a line of one, or a review."""
    if row._meta.model_name == "review":
        return reverse("mandates:review", args=[row.pk])
    return reverse("mandates:sheet", args=[getattr(row, "sheet_id", row.pk)])
