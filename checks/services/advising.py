"""Writing down what an expert said after a visit, having it signed, making it void."""

import json

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from core.errors import Refused, Stale, refuse_if
from core.workflow import advance, begin
from evidence.photos import keep_signature
from evidence.services import bind

from .. import inspection_rules as rules
from ..enums import InspectionState, OpinionState, Post
from ..models import Advice, ExpertOpinion
from ..record import digest
from .filling import SIGNATURE
from .inspected import hazards_of


def experts_without(inspection):
    """The experts of a visit who have no opinion on paper yet."""
    told = ExpertOpinion.objects.standing().filter(inspection=inspection).values("member")
    return inspection.team.filter(post=Post.EXPERT).exclude(pk__in=told)


@transaction.atomic
def write(*, inspection, member, post, opinion, measures, by, token=None):
    """A new opinion; `measures` is {hazard: what the expert would have done}."""
    if known := token and ExpertOpinion.objects.filter(token=token, inspection=inspection).first():
        return known
    refuse_if(
        rules.may_write(by, inspection),
        "" if inspection.state == InspectionState.SIGNED else "现场检查签名锁定后再写专家意见书",
        "" if member.inspection_id == inspection.pk and member.post == Post.EXPERT else "只有检查组里的专家可以出具意见书",
    )
    row = ExpertOpinion(inspection=inspection, member=member, post=post, opinion=opinion, created_by=by, token=token)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise Refused("这位专家已有一份意见书，请返回查看") from None
    _advise(row, measures)
    return begin(row, by=by, label="起草意见书")


@transaction.atomic
def change(*, row, post, opinion, measures, by, seen):
    row = held(row)
    refuse_if(
        rules.may_advise(by, row),
        "" if row.state == OpinionState.DRAFT else f"当前状态是“{row.get_state_display()}”，不能再改",
    )
    if seen != row.version:
        raise Stale("这份意见书刚被别人改过，请核对后重新保存，你填写的内容已保留")
    row.post, row.opinion, row.version = post, opinion, row.version + 1
    row.save(update_fields=["post", "opinion", "version", "updated_at"])
    row.advice.all().delete()
    _advise(row, measures)
    return row


def _advise(row, measures):
    among = {hazard.pk for hazard in hazards_of(row.inspection)}
    said = {hazard: text.strip() for hazard, text in measures.items() if text.strip()}
    refuse_if("" if {hazard.pk for hazard in said} <= among else "只能对本次检查发现的隐患提建议")
    Advice.objects.bulk_create(Advice(opinion=row, hazard=hazard, measure=text) for hazard, text in said.items())


def held(row):
    return ExpertOpinion.objects.select_for_update(of=("self",)).get(pk=row.pk)


def content(row):
    """Everything that is signed, as JSON with sorted keys."""
    said = {
        "visit": row.inspection.sha256, "expert": [row.member.name, row.member.unit, row.post], "opinion": row.opinion,
        "advice": [[one.hazard.number, one.measure] for one in row.advice.select_related("hazard")],
    }  # fmt: skip
    return json.dumps(said, ensure_ascii=False, sort_keys=True)


def sign(*, row, drawn, by, seen):
    """The expert's name under the words whose version was `seen`; nothing is changed any more."""
    try:
        picture = keep_signature(drawn, by=by)
    except ValidationError as error:
        raise Refused(error.messages[0]) from None
    with transaction.atomic():
        mine = held(row)
        refuse_if(mine.workflow.refusal(mine, "sign", by))
        if seen != mine.version:
            raise Stale("打开本页后意见书又有改动，请核对后重新签名")
        signed = advance(mine, "sign", by=by, sha256=digest(content(mine)))
        bind(ids=[picture.pk], owner=signed, by=by, slot=SIGNATURE)
    return signed


def is_whole(row):
    """Whether a signed opinion still says what was signed."""
    return digest(content(row)) == row.sha256


@transaction.atomic
def withdraw(*, row, note, by):
    return advance(held(row), "withdraw", by=by, note=note)
