"""What an enterprise without an account answered on signed paper, entered for it with a scan of the sheet."""

from django.db import transaction
from django.utils import timezone

from core import clock
from core.errors import refuse_if
from core.workflow import advance
from evidence.enums import Takes
from evidence.services import bind
from incidents import access
from incidents.enums import AccessAction

from ..models import Answer
from . import findings
from .filling import PAPER, closed_because, held, withdraw_signatures, wrong_value
from .people import tell_officers


@transaction.atomic
def copy(*, check, answers, name, signed_on, scans, by):
    """Enter all answers, {item key: (value, note)}, who signed when, and the scans; handed in once.

    A lead that comes of it bears a line with who entered it, for that person has read it.
    """
    row = held(check)
    items = list(row.version.items.all())
    refuse_if(
        closed_because(row),
        row.workflow.refusal(row, "copy", by),
        "" if name.strip() else "请填写签名人姓名",
        wrong_day(signed_on, row),
        *(wrong_value(item, answers.get(item.pk, ("", ""))[0]) for item in items),
        "" if all(answers.get(item.pk, ("", ""))[0].strip() for item in items) else "还有没有填的项，请照纸质表补齐",
    )
    withdraw_signatures(row)
    kept = [_answer(row, item, *answers[item.pk], by) for item in items]
    bound = bind(ids=scans, owner=kept[0], by=by, slot=PAPER, takes=Takes.PAPERS)
    refuse_if("" if bound else "请上传签名的纸质表照片或扫描件")
    bad = list(row.answers.bad().select_related("item__clause__standard"))
    said = {"signed_name": name.strip()[:40], "submitted_by": by, "zero_report": not bad, "paper_on": signed_on}
    row = advance(row, "copy", by=by, **said)
    findings.follow(check=row, answers=bad, by=by)
    for answer in bad:
        if answer.lead:
            access.log(lead=answer.lead, by=by, action=AccessAction.WORK, detail="录入纸质自查")
    if bad and not row.is_confidential:
        tell_officers(row, "check-submitted", f"{row.unit_name}自查发现 {len(bad)} 个问题，待审核", by=by)
    return row


def wrong_day(day, check):
    """A sheet is signed after it was asked for and not in days to come."""
    if day is None:
        return "请填写纸质表上的签名日期"
    first = timezone.localdate(check.sent_at)
    return "" if first <= day <= clock.today() else f"签名日期应在派发之日（{first}）到今天之间"


def _answer(row, item, value, note, by):
    values = {"note": note.strip()[:2000], "answered_at": clock.now(), "saved_by": by, **Answer.kept(item, value.strip())}
    return Answer.objects.update_or_create(check_row=row, item=item, defaults=values)[0]
