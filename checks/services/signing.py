"""Signing an inspection: the content stands still, each person signs it, then it is locked and its hazards are entered."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from core import clock
from core.errors import Refused, Stale, refuse_if
from core.workflow import advance
from evidence.photos import keep_signature
from evidence.services import bind

from .. import counted, record, tasks
from .. import inspection_rules as rules
from ..enums import Disposal, InspectionState, Kind, Part, Post
from ..models import Signature, TeamMember
from . import inspected, rechecking
from .filling import SIGNATURE, Missing, _lack
from .findings import pictured_of
from .inspecting import held, leader_wanted, no_power_to_stop


@dataclass(frozen=True)
class Signer:
    """Somebody whose signature the record wants; `signature` is None until it is there."""

    part: str
    name: str
    member: TeamMember | None = None
    signature: Signature | None = None

    @property
    def key(self):
        return f"m{self.member.pk}" if self.member else str(self.part)

    @property
    def label(self):
        return self.member.get_post_display() if self.member else Part(self.part).label


def signers(row):
    """Everybody who has to sign, in order: the team, then the unit's person or, when refused, the witness."""
    done = {s.member_id or s.part: s for s in row.signatures.standing()}
    found = [Signer(Part.INSPECTOR, member.name, member, done.get(member.pk)) for member in row.team.all()]
    if row.is_own:
        return found
    if row.refusal:
        return [*found, Signer(Part.WITNESS, row.witness, None, done.get(Part.WITNESS))]
    name = row.unit_person or (row.enterprise.principal if row.enterprise else "")
    return [*found, Signer(Part.UNIT, name, None, done.get(Part.UNIT))]


def missing(row):
    """Items of the list that still want an answer or a photo, in its order."""
    if row.checklist_id is None:
        return []
    answers = {answer.item_id: answer for answer in row.answers.select_related("item")}
    seen = pictured_of(answers.values())
    lacks = ((n, item, _lack(item, answers.get(item.pk), seen)) for n, item in enumerate(row.checklist.items.all(), 1))
    return [Missing(item, number, reason) for number, item, reason in lacks if reason]


def unready(row):
    """Why signing cannot begin; "" when it can."""
    if lacking := missing(row):
        first = "、".join(f"第 {row.number} 项{row.reason}" for row in lacking[:3])
        return f"检查表还有 {len(lacking)} 项没有填完：{first}{'等' * (len(lacking) > 3)}，请补齐后再签名"
    if lacking := rechecking.unready(row):
        return lacking
    team = list(row.team.all())
    lead = leader_wanted(row)
    if lead and not any(m.name == lead and m.post == Post.LEAD for m in team):
        return f"主要负责人带队检查由{lead}本人带队并签名"
    if row.kind == Kind.EXPERT and not (row.expert_opinion.strip() and any(m.post == Post.EXPERT for m in team)):
        return "专家检查须有专家参加并写明专家意见"
    if row.kind == Kind.JOINT and row.offices.count() + bool(row.office_id) < 2:
        return "联合检查至少由两个站所参加"
    return no_power_to_stop(row) if Disposal.STOP in row.disposed else ""


@transaction.atomic
def present(*, inspection, by, ended, seen):
    """Nothing is written any more; from now on people sign what stands there."""
    row = held(inspection)
    refuse_if(row.workflow.refusal(row, "present", by))
    if seen != row.version:
        raise Stale("打开本页后记录又有改动，请核对后再开始签名")
    refuse_if(unready(row), "结束时间不能早于开始时间" if ended < row.begun else "")
    row.ended = ended
    text = record.content(row)
    return advance(row, "present", by=by, ended=ended, record=text, sha256=record.digest(text))


@transaction.atomic
def reopen(*, inspection, by, note):
    """Back to writing; what was signed is void and stays on record as such."""
    row = held(inspection)
    row = advance(row, "reopen", by=by, note=note, refusal="", witness="", unit_person=row.unit_person)
    row.signatures.standing().update(withdrawn_at=clock.now())
    return row


@transaction.atomic
def cancel(*, inspection, by, note):
    return advance(held(inspection), "cancel", by=by, note=note)


def sign(*, inspection, key, drawn, by, seen, name=""):
    """One signature under the content whose hash was `seen`; the last one locks the record. Returns the inspection."""
    try:
        picture = keep_signature(drawn, by=by)
    except ValidationError as error:
        raise Refused(error.messages[0]) from None
    try:
        with transaction.atomic():
            row = held(inspection)
            _put(row, key, picture, by, seen, (name or "").strip()[:40])
            return lock_when_complete(row, by)
    except IntegrityError:
        raise Refused("这个人已经签过名") from None


def _put(row, key, picture, by, seen, name):
    refuse_if(
        rules.may_write(by, row),
        "" if row.state == InspectionState.SIGNING else f"当前状态是“{row.get_state_display()}”，不能签名",
    )
    if seen != row.sha256:
        raise Stale("打开本页后记录又有改动，请核对后重新签名")
    signer = next((one for one in signers(row) if one.key == key), None)
    refuse_if("" if signer else "这个人不用签名", "这个人已经签过名" if signer and signer.signature else "")
    name = signer.name if signer.member or signer.part == Part.WITNESS else name or signer.name
    refuse_if("" if name else "请填写签名人姓名")
    kept = Signature.objects.create(
        inspection=row, part=signer.part, member=signer.member, name=name, content_sha256=row.sha256, collected_by=by,
        at=clock.now(),
    )  # fmt: skip
    bind(ids=[picture.pk], owner=kept, by=by, slot=SIGNATURE)


@transaction.atomic
def refuse(*, inspection, reason, witness, by):
    """The unit's person will not sign: the reason and a witness are written down, and the witness signs."""
    row, reason, witness = held(inspection), reason.strip(), witness.strip()
    refuse_if(
        rules.may_write(by, row),
        "" if row.state == InspectionState.SIGNING else "开始签名后才能记录拒签",
        "企业自己的检查不用被检查单位签名" if row.is_own else "",
        "" if reason else "请写明拒绝签名的情况",
        "" if witness else "请写明见证人",
        "被检查单位已经签名" if row.signatures.standing().filter(part=Part.UNIT).exists() else "",
    )
    row.refusal, row.witness = reason[:200], witness[:40]
    row.version += 1
    row.save(update_fields=["refusal", "witness", "version", "updated_at"])
    return row


def lock_when_complete(row, by):
    """Lock once nobody is missing: the hazards are entered and the whole record with its signatures is kept and hashed."""
    if any(signer.signature is None for signer in signers(row)):
        return row
    inspected.follow(row, by=by)
    text = record.whole(row)
    row = advance(row, "lock", by=by, record=text, sha256=record.digest(text))
    counted.settle_by_visit(row, by=by)
    inspected.tell(row, by=by)
    tasks.ask_for_print(row, by)
    return row
