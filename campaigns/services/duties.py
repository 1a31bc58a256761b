"""A unit answers its assignment; the officer accepts or returns it."""

from django.db import transaction

from core import clock
from core.errors import Refused
from core.workflow import advance
from evidence.models import Attachment
from evidence.services import bind
from reminders.services import tell

from .. import rules
from ..deadlines import link_of, title_of
from ..models import Assignment, Submission
from ..people import Directory


def answer(*, assignment, text, held_on, headcount=None, photos=(), by):
    """Report on an assignment with words, the day of the event and photos; sent twice, the second is refused."""
    if reason := rules.perfunctory(text):
        raise Refused(reason)
    if held_on > clock.today():
        raise Refused("活动日期不能晚于今天")
    with transaction.atomic():
        Assignment.objects.select_for_update(of=("self",)).get(pk=assignment.pk)
        assignment.refresh_from_db()
        if reason := Assignment.workflow.refusal(assignment, "submit", by):
            raise Refused(reason)
        row = Submission.objects.create(
            assignment=assignment, text=text.strip(), held_on=held_on, headcount=headcount, by=by, at=clock.now()
        )
        bind(ids=photos, owner=row, by=by, slot="submission")
        if assignment.task.evidence_required and not Attachment.objects.of(row).exists():
            raise Refused("这项任务要求附照片，请至少拍一张")
        advance(assignment, "submit", by=by)
    return row


def accept(*, assignment, by):
    advance(assignment, "accept", by=by)


def send_back(*, assignment, note, by):
    """Return an answer with the reason; the unit's people are told."""
    with transaction.atomic():
        advance(assignment, "send_back", by=by, note=note)
        tell(
            people=Directory([assignment]).of(assignment),
            title=f"已退回：{title_of(assignment)}",
            body=note,
            link=link_of(assignment),
            about=assignment,
            by=by,
            key=f"returned:{assignment.pk}:{assignment.version}",
        )


def accept_many(*, assignments, by):
    """Accept each row that may be accepted; returns (number accepted, [(assignment, reason)] of the others)."""
    done, refused = 0, []
    for row in assignments:
        latest = row.submissions.first()
        reason = rules.perfunctory(latest.text) if latest else "还没有上报"
        try:
            if reason:
                raise Refused(f"要逐条看：{reason}")
            accept(assignment=row, by=by)
            done += 1
        except Refused as error:
            refused.append((row, str(error)))
    return done, refused
