"""Who reads the answers of one check."""

from . import rules
from .models import Answer, Check, Inspection


def may_read_answers(user, check):
    """Whether the user may read what was answered, not only that it was."""
    return Check.objects.readable_by(user).filter(pk=check.pk).exists()


def may_see_answer_photo(answer: Answer, user):
    """A photo of an answer is seen by those who may read the answer; the signature by all who see the check.

    A confidential one is handed out to the unit alone; others see it in the page of the check, for a reason.
    """
    check = answer.check_row
    return may_read_answers(user, check) and not (check.is_confidential and rules.may_fill(user, check))


def may_see_inspected(row, user):
    """Photos of an inspection's answers and findings, and its signatures, are seen with the inspection."""
    return Inspection.objects.visible_to(user).filter(pk=row.inspection_id).exists()
