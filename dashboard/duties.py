"""Boxes of 今日 about lists of duties: three lists to fill in or judge, reviews, what is short and not yet mended."""

from accounts.enums import Role
from mandates import rules
from mandates.models import ProblemSheet, Review

from . import lines

OFFICES = (Role.OFFICER, Role.DEPARTMENT)


def sheets(user):
    return ProblemSheet.objects.visible_to(user).select_related("office").order_by("due_on", "pk")


def own_sheets(user):
    return sheets(user).own(user)


def sheets_to_judge(user):
    return sheets(user).to_judge(user)


def late_sheets(user):
    return sheets(user).with_late().order_by("first_due", "pk")


def reviews(user):
    return Review.objects.visible_to(user).select_related("office", "person").order_by("due_on", "pk")


def own_reviews(user):
    return reviews(user).to_fill().of_self(user)


def reviews_to_judge(user):
    return reviews(user).to_judge(user)


def late_reviews(user):
    return reviews(user).with_late().order_by("first_due", "pk")


def waiting(box):
    """Made by `box` (see today.Waiting)."""
    return (
        box("待报三清单", OFFICES, own_sheets, lines.of_sheet, "mandates:sheets", {"mine": 1}),
        box("待审定三清单", (Role.OFFICER, Role.LEADER), sheets_to_judge, lines.of_sheet, "mandates:sheets",
            {"judge": 1}),
        box("待履职自评", (*OFFICES, Role.LEADER), own_reviews, lines.of_review, "mandates:reviews", {"mine": 1}),
        box("待评议履职", (Role.LEADER,), reviews_to_judge, lines.of_review, "mandates:reviews", {"judge": 1}),
    )  # fmt: skip


def late(box):
    readers = tuple(role for role in rules.READERS if role != Role.SUPERVISOR)
    return (
        box("逾期问题清单", readers, late_sheets, lines.of_late_sheet, "mandates:sheets", {"late": 1}),
        box("履职差距逾期未整改", readers, late_reviews, lines.of_late_review, "mandates:reviews", {"late": 1}),
    )  # fmt: skip
