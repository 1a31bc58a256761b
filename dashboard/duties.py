"""Boxes of 今日 about lists of duties: three lists to fill in or judge, reviews, what is short and not yet mended."""

from accounts.enums import Role
from mandates import rules
from mandates.models import Problem, ProblemSheet, Review, ReviewLine

from . import lines

OFFICES = (Role.OFFICER, Role.DEPARTMENT)


def sheets(user):
    return ProblemSheet.objects.visible_to(user).select_related("office").order_by("due_on", "pk")


def own_sheets(user):
    return sheets(user).to_fill().filter(office=user.membership.office_id)


def sheets_to_judge(user):
    """Of other offices for the safety office; its own are judged by leaders."""
    rows = sheets(user).filter(state="submitted")
    own = user.membership.office_id
    return rows.exclude(office=own) if user.role == Role.OFFICER else rows.filter(office__is_safety_office=True)


def problems(user):
    rows = Problem.objects.visible_to(user).late().select_related("office", "hazard")
    return rows.order_by("due_on", "pk")


def reviews(user):
    return Review.objects.visible_to(user).select_related("office", "person").order_by("due_on", "pk")


def own_reviews(user):
    return reviews(user).to_fill().of_self(user)


def reviews_to_judge(user):
    return reviews(user).filter(state="submitted").exclude(person=user.pk)


def short(user):
    rows = ReviewLine.objects.visible_to(user).late().select_related("review__office", "review__person", "item")
    return rows.order_by("mend_by", "pk")


def waiting(box):
    """Made by `box` (see today.Waiting)."""
    return (
        box("待报三清单", OFFICES, own_sheets, lines.of_sheet, "mandates:sheets", {"fill": 1}),
        box("待审定三清单", (Role.OFFICER, Role.LEADER), sheets_to_judge, lines.of_sheet, "mandates:sheets",
            {"state": "submitted"}),
        box("待履职自评", (*OFFICES, Role.LEADER), own_reviews, lines.of_review, "mandates:reviews", {"mine": 1}),
        box("待评议履职", (Role.LEADER,), reviews_to_judge, lines.of_review, "mandates:reviews", {"state": "submitted"}),
    )  # fmt: skip


def late(box):
    readers = tuple(role for role in rules.READERS if role != Role.SUPERVISOR)
    return (
        box("逾期问题清单", readers, problems, lines.of_problem, "mandates:sheets"),
        box("履职差距逾期未整改", readers, short, lines.of_short_line, "mandates:reviews", {"short": 1}),
    )  # fmt: skip
