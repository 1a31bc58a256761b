"""Filling in: one answer saved at a time from a phone that may be offline, then signed and handed in once."""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from core import clock
from core.errors import Refused, Stale, refuse_if
from core.workflow import advance
from evidence.models import Attachment
from evidence.photos import keep_signature
from evidence.services import bind

from ..enums import CheckState, ItemKind, Reply
from ..models import Answer, Check
from . import findings
from .people import tell_officers

SIGNATURE, PAPER = "signature", "paper"
LONGEST = 500


@dataclass(frozen=True)
class Saved:
    """The stored answer, and whether what was just sent is it (False: a newer one was there already)."""

    answer: Answer
    taken: bool

    @property
    def told(self):
        """What the page's script is answered."""
        row = self.answer
        at = f"{timezone.localtime(row.saved_at):%H:%M}"
        return {"saved": at, "taken": self.taken, "value": row.given, "note": row.note}


@dataclass(frozen=True)
class Missing:
    """An item that still needs something before the check can be handed in."""

    item: object
    number: int
    reason: str


def held(check):
    """The check, locked. Call inside a transaction."""
    rows = Check.objects.select_for_update(of=("self",))
    return rows.select_related("version__checklist", "place", "enterprise", "office", "submitted_by").get(pk=check.pk)


def closed_because(check):
    """Why nothing can be filled in any more; "" while it can."""
    if check.is_waiting:
        return ""
    if check.state == CheckState.CANCELLED:
        return "这份自查已取消，不用再填"
    who = check.submitted_by.name if check.submitted_by else "他人"
    return f"这份自查已由{who}于 {timezone.localtime(check.submitted_at):%m月%d日 %H:%M} 签名提交，不能再改"


@transaction.atomic
def reply(*, check, item, value, by, note="", photos=(), dropped=(), at=None):
    """Save one answer given `at` a moment; an older one never overwrites a newer one. Returns Saved."""
    row, at = held(check), at or clock.now()
    refuse_if(
        closed_because(row),
        row.workflow.refusal(row, "submit", by),
        "" if item.version_id == row.version_id else "这一项不在这份自查里",
        wrong_value(item, value),
    )
    answer, fresh = Answer.objects.get_or_create(check_row=row, item=item, defaults={"answered_at": at, "saved_by": by})
    taken = fresh or at >= answer.answered_at
    if taken:
        values = {"note": note[:2000], "answered_at": at, "saved_by": by, **Answer.kept(item, _plain(item, value))}
        for name, given in values.items():
            setattr(answer, name, given)
        answer.save()
    _keep_photos(answer, photos, dropped, by)
    _touch(row, by)
    return Saved(answer, taken)


def _touch(row, by):
    if row.state == CheckState.SENT:
        advance(row, "fill", by=by)
        return
    row.row_version += 1
    row.save(update_fields=["row_version"])


def _keep_photos(answer, added, dropped, by):
    bind(ids=added, owner=answer, by=by, slot="answer")
    gone = Attachment.objects.of(answer).filter(pk__in=dropped)
    gone.update(withdrawn_at=clock.now(), withdrawn_reason=f"{by.name}移除")


def wrong_value(item, value):
    """The reason a value does not answer an item; nothing at all is a cleared answer."""
    value = (value or "").strip()
    if not value:
        return ""
    if item.kind == ItemKind.YES_NO:
        return "" if value in Reply.values else "请选择是、否或不适用"
    if item.kind == ItemKind.NUMBER:
        return "" if _number(value) is not None else "请填数字，不带单位"
    return "" if len(value) <= LONGEST else f"最多 {LONGEST} 字，现在 {len(value)} 字"


def _plain(item, value):
    value = (value or "").strip()
    return str(_number(value)) if value and item.kind == ItemKind.NUMBER else value


def _number(value):
    """Digits as typed on any keyboard, full-width ones too; None for anything else."""
    try:
        number = Decimal(value.strip())
    except InvalidOperation:
        return None
    return f"{number:f}" if number.is_finite() and abs(number) < 10**12 else None


def missing(check):
    """What still has to be filled in, in the order of the list."""
    answers = {answer.item_id: answer for answer in check.answers.select_related("item")}
    pictured = findings.pictured_of(answers.values())
    found = []
    for number, item in enumerate(check.version.items.all(), 1):
        if reason := _lack(item, answers.get(item.pk), pictured):
            found.append(Missing(item, number, reason))
    return found


def _lack(item, answer, pictured):
    if answer is None or not answer.value:
        return "还没有填写"
    return "需要拍照" if answer.is_bad and item.photo_when_bad and answer.pk not in pictured else ""


def finish(*, check, name, signature, by, seen):
    """Sign and hand in, once. `seen` is the row_version of the summary that was read before signing."""
    _ready(check, by, name, seen)
    try:
        drawn = keep_signature(signature, by=by)
    except ValidationError as error:
        raise Refused(error.messages[0]) from None
    with transaction.atomic():
        row = held(check)
        _ready(row, by, name, seen)
        return _hand_in(row, name.strip()[:40], drawn, by)


def _ready(row, by, name, seen):
    refuse_if(closed_because(row), row.workflow.refusal(row, "submit", by), "" if name.strip() else "请填写签名人姓名")
    if seen != row.row_version:
        raise Stale("打开本页后答案又有改动，请核对后重新签名提交")
    if lacking := missing(row):
        raise Refused(f"还有 {len(lacking)} 项没有填完，请补齐后再提交")


def withdraw_signatures(row):
    """Those of an earlier round, drawn or on paper."""
    old = Attachment.objects.of(row).filter(slot=SIGNATURE) | papers_of(row)
    old.update(withdrawn_at=clock.now(), withdrawn_reason="退回后重新签名")


def papers_of(row):
    """The signed paper of a check, kept with its first answer: seen by those who may read the answers."""
    kind, keys = ContentType.objects.get_for_model(Answer), [str(pk) for pk in row.answers.values_list("pk", flat=True)]
    return Attachment.objects.filter(content_type=kind, object_id__in=keys, slot=PAPER, withdrawn_at=None)


def _hand_in(row, name, drawn, by):
    bad = list(row.answers.bad().select_related("item__clause__standard"))
    row = advance(row, "submit", by=by, signed_name=name, submitted_by=by, zero_report=not bad, paper_on=None)
    withdraw_signatures(row)
    bind(ids=[drawn.pk], owner=row, by=by, slot=SIGNATURE)
    findings.follow(check=row, answers=bad, by=by)
    if bad and not row.is_confidential:
        tell_officers(row, "check-submitted", f"{row.unit_name}自查发现 {len(bad)} 个问题，待审核", by=by)
    return row
