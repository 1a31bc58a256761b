"""Who reads the answers of one check."""

from .models import Answer, Check


def may_read_answers(user, check):
    """Whether the user may read what was answered, not only that it was."""
    return Check.objects.readable_by(user).filter(pk=check.pk).exists()


def may_see_answer_photo(answer: Answer, user):
    """A photo of an answer is seen by those who may read the answer; the signature by all who see the check."""
    return may_read_answers(user, answer.check_row)
