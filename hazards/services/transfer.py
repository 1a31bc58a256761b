"""Hand a matter to another office or upward, and what the receiver does with it."""

import secrets

from django.db import transaction

from core import clock, workdays
from core.errors import Refused, refuse_if
from core.workflow import advance, begin
from notices import services as papers
from notices.enums import PaperKind
from notices.models import Paper
from places.models import Place

from .. import rules_transfer as rules
from ..models import Transfer
from ..rules import IN_WORK
from ..settings_transfer import limits_of
from .hands import Hands, tell_hands
from .loop import held as held_hazard
from .notes import write_line
from .running import create_numbered, create_or_refuse, held


@transaction.atomic
def send(
    *, by, kind, matter, facts, hazard=None, case=None, enterprise=None, to_office=None, to_body="", to_above=False,
    materials="", key=None,
):  # fmt: skip
    """Begin a transfer of a hazard, of a case or of a matter that is neither; the same `key` gives the same one."""
    town = _township(by, hazard, to_office)
    origin = None if by.membership.role == "supervisor" else by.membership.office
    to_body = to_body.strip()
    address = {"kind": kind, "from_office": origin, "to_office": to_office, "to_body": to_body, "to_above": to_above}
    refuse_if(
        rules.may_open(by, hazard),
        "" if matter.strip() and facts.strip() else "请写明移送事项和基本情况",
        rules.wrong_address(by, township_id=town, **address),
    )
    row = held_hazard(hazard) if hazard else None
    values = address | {"to_body": _above(town) if to_above else to_body} | _limits(town)
    values |= {"matter": matter.strip(), "facts": facts.strip(), "materials": materials.strip()}
    enterprise = enterprise or (hazard.enterprise if hazard else case.enterprise if case else None)
    make = lambda: create_numbered(  # noqa: E731
        Transfer, township_id=town, token=key, hazard=row, case=case, enterprise=enterprise, created_by=by,
        from_above=origin is None and by.membership.role == "supervisor", **values,
    )  # fmt: skip
    sent, fresh = create_or_refuse(make, "这条隐患的同类移送正在办理，不能重复移送")
    if fresh:
        _began(sent, row, by)
    return sent


def _began(sent, hazard, by):
    begin(sent, by=by, label="移送", note=sent.receiver_name)
    if hazard:
        write_line(hazard, "transfer", "移送", by=by, note=f"{sent.number}：移送{sent.receiver_name}")
    tell_hands(sent, Hands([sent]).receivers(sent), "transfer-sent", f"收到移送 {sent.number}：{sent.matter[:40]}", by=by)


def _township(by, hazard, to_office):
    if hazard:
        return hazard.village.township_code
    if by.membership.role == "supervisor":
        if to_office is None:
            raise Refused("请选定接收的乡镇站所")
        return to_office.township_id
    return by.membership.place.township_code


def _above(town):
    county = Place.objects.filter(pk=town[:6] + "000000").first()
    return f"{county.name if county else '上级'}安委办"


def _limits(town):
    said, today = limits_of(town), clock.today()
    return {
        "sent_at": clock.now(), "receive_by": workdays.add_workdays(today, said["receive_within"]),
        "answer_by": workdays.add_workdays(today, said["answer_within"]),
    }  # fmt: skip


@transaction.atomic
def send_ways(*, by, bodies, key=None, **matter):
    """One matter to several bodies in one step: `bodies` is {kind: body}; all are sent or none. Returns the transfers."""
    refuse_if("" if bodies else "请至少选一个移送方向")
    batch = secrets.token_hex(8)
    rows = [
        send(by=by, kind=kind, to_body=body, key=f"{key}:{kind}"[:60] if key else None, **matter)
        for kind, body in bodies.items()
    ]
    known = next((row.batch for row in rows if row.batch), batch)
    Transfer.objects.filter(pk__in=[row.pk for row in rows], batch="").update(batch=known)
    return rows


@transaction.atomic
def receive(*, transfer, by, receiver="", receipt="", version=None):
    """Take it over: who has it, and the outside body's number for it."""
    row = held(transfer, version)
    own = receiver.strip() or ("" if row.to_office_id is None and not row.to_above else by.name)
    refuse_if("" if own else "请写明对方的接收人")
    row = _moved(row, "receive", by=by, told="已接收", receiver=own, receipt=receipt.strip())
    if rules.moves_responsibility(row):
        _hand_over(held_hazard(row.hazard), row, by)
    return row


def _hand_over(hazard, transfer, by):
    """From now on the receiver is the office in charge; the hazard's record names both."""
    if hazard.state not in IN_WORK or hazard.office_id == transfer.to_office_id:
        return
    said = f"{transfer.number}：监管站所由{hazard.office or '未指定'}改为{transfer.to_office}"
    hazard.office = transfer.to_office
    write_line(hazard, "transfer_receive", "移送接收", by=by, note=said, fields=["office"])


@transaction.atomic
def refuse(*, transfer, by, note, version=None):
    """Send it back with a reason; the sender addresses it anew or takes it back."""
    return _moved(held(transfer, version), "refuse", by=by, note=note, told="被退回")


@transaction.atomic
def handle(*, transfer, by, result, version=None):
    refuse_if("" if result.strip() else "请写明处理情况")
    return _moved(held(transfer, version), "handle", by=by, told="已处理", result=result.strip())


@transaction.atomic
def answer(*, transfer, by, answer, answer_number="", version=None):
    """The way back: what the receiver found and did, told to the sender and written into the hazard's record."""
    refuse_if("" if answer.strip() else "请写明反馈意见")
    row = _moved(
        held(transfer, version), "answer", by=by, told="已反馈", answer=answer.strip(), answer_number=answer_number.strip()
    )
    if row.hazard_id:
        write_line(held_hazard(row.hazard), "transfer_answer", "移送反馈", by=by, note=f"{row.number}：{row.answer}")
    return row


@transaction.atomic
def resend(*, transfer, by, to_office=None, to_body="", to_above=False, version=None):
    """Address what came back to another unit; the limits begin anew."""
    row, to_body = held(transfer, version), to_body.strip()
    address = {"to_office": to_office, "to_body": to_body, "to_above": to_above}
    refuse_if(
        Transfer.workflow.refusal(row, "resend", by),
        rules.wrong_address(by, kind=row.kind, township_id=row.township_id, from_office=row.from_office, **address),
    )
    address["to_body"] = _above(row.township_id) if to_above else to_body
    row = advance(row, "resend", by=by, **address, **_limits(row.township_id))
    tell_hands(row, Hands([row]).receivers(row), "transfer-sent", f"收到移送 {row.number}：{row.matter[:40]}", by=by)
    return row


@transaction.atomic
def take_back(*, transfer, by, note, version=None):
    row = advance(held(transfer, version), "take_back", by=by, note=note)
    tell_hands(row, Hands([row]).receivers(row), "transfer-back", f"{row.number} 已撤回", by=by, body=note)
    return row


def _moved(row, action, *, by, told, note="", **values):
    row = advance(row, action, by=by, note=note, **values)
    title = f"{row.number} {told}（{row.receiver_name}）"
    tell_hands(row, Hands([row]).senders(row), f"transfer-{action}", title, by=by, body=note or row.answer or row.result)
    return row


# the letter


@transaction.atomic
def letter(*, transfer, by):
    """The draft of its 移送函, begun with what the transfer says; a second click gives the same paper."""
    row = held(transfer)
    refuse_if(rules.may_write_letter(by, row))
    if old := letters_on(row).first():
        return old
    content = {
        "to": "" if row.to_office_id else row.to_body, "matter": row.matter, "facts": row.facts,
        "basis": BASIS.get(row.kind, BASIS[""]), "materials": row.materials, "reply_by": row.answer_by.isoformat(),
        "contact": by.name, "phone": by.phone,
    }  # fmt: skip
    units = [row.to_office] if row.to_office_id else []
    title = TITLES.get(row.kind, "关于移送安全生产问题的函")
    return papers.draft(kind=PaperKind.TRANSFER, title=title, content=content, by=by, subject=row, units=units)


def letters_on(row):
    """Letters drawn up for a transfer, the newest first."""
    found = Paper.objects.filter(content_type__app_label="hazards", content_type__model="transfer", object_id=str(row.pk))
    return found.exclude(state="withdrawn").order_by("-created_at")


TITLES = {"crime": "关于移送涉嫌犯罪案件的函", "sublet": "关于通报违法分包转包问题的函"}
BASIS = {
    "": "《中华人民共和国安全生产法》第六十九条",
    "crime": "《中华人民共和国行政处罚法》第二十七条、《行政执法机关移送涉嫌犯罪案件的规定》",
    "sublet": "《中华人民共和国建筑法》第六十七条",
    "discipline": "《中华人民共和国监察法》及有关问题线索移送规定",
    "personnel": "干部管理权限和有关问题线索移送规定",
    "system": "问题隐患按体制、机制、执法分类处置的要求",
    "mechanism": "问题隐患按体制、机制、执法分类处置的要求",
}
