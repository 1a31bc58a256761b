"""Tickets for work with fire on their way."""

from django.core.exceptions import ValidationError
from django.db import transaction

from core import clock
from core.errors import Refused
from core.workflow import advance, begin
from evidence.photos import keep_signature
from evidence.services import bind

from ..models import Enterprise, FireTicket
from . import rules

SIGNATURE = "approval"


def _must(*reasons):
    if reason := next(filter(None, reasons), ""):
        raise Refused(reason)


@transaction.atomic
def ask(*, firm, by, photos=(), **fields):
    """Apply for a ticket. Its number runs by enterprise and year."""
    ticket = FireTicket(enterprise=firm, village=firm.village, created_by=by, **fields)
    _must(
        rules.may_ask(by),
        "" if ticket.worker.enterprise_id == firm.pk else "动火人不是本企业登记的特种作业人员",
        rules.too_long(ticket.level, ticket.starts_at, ticket.ends_at),
        "" if ticket.ends_at > clock.now() else "计划结束已经过去，请改成还没到的时间",
        rules.unfit_worker(ticket.worker, ticket.ends_at),
        rules.same_person(ticket.guardian, 动火人=ticket.worker.name),
    )
    Enterprise.objects.select_for_update().get(pk=firm.pk)
    ticket.number = _next_number(firm)
    ticket.save()
    bind(ids=photos, owner=ticket, by=by)
    return begin(ticket, by=by, label="申请动火")


def _next_number(firm):
    stem = f"DH{clock.today().year}-"
    last = firm.fire_tickets.filter(number__startswith=stem).order_by("-number").values_list("number", flat=True).first()
    return f"{stem}{int(last.removeprefix(stem)) + 1 if last else 1:04d}"


@transaction.atomic
def approve(*, ticket, approver, by, signature=""):
    """Somebody else than the applicant and the worker approves; on the applicant's own account they sign by finger."""
    approver = approver.strip()
    _must(
        "" if approver else "请填写批准人姓名",
        rules.same_person(approver, 申请人=ticket.applicant, 动火人=ticket.worker.name),
    )
    drawn = _signed(signature, by) if signature or ticket.created_by_id == by.pk else None
    advance(ticket, "approve", by=by, note=f"批准人 {approver}", approver=approver, approved_by=by)
    if drawn:
        bind(ids=[drawn.pk], owner=ticket, by=by, slot=SIGNATURE)
    return ticket


def _signed(signature, by):
    try:
        return keep_signature(signature, by=by)
    except ValidationError as error:
        raise Refused(f"批准人要手写签名：{error.messages[0]}") from None


def refuse(*, ticket, approver, note, by):
    _must(rules.same_person(approver.strip(), 申请人=ticket.applicant))
    return advance(ticket, "refuse", by=by, note=note, approver=approver.strip())


def start(*, ticket, gas_at, gas_result, by):
    _must(rules.stale_gas(ticket.level, gas_at, gas_result))
    note = f"气体分析：{gas_result}" if gas_result else ""
    return advance(ticket, "start", by=by, note=note, gas_at=gas_at, gas_result=gas_result)


@transaction.atomic
def watch(*, ticket, note, by, photos=()):
    """What was seen while the work goes on; it goes on."""
    advance(ticket, "watch", by=by, note=note)
    bind(ids=photos, owner=ticket, by=by)
    return ticket


@transaction.atomic
def close(*, ticket, ended_at, note, by, photos=()):
    early = ticket.began_at and ended_at < ticket.began_at.replace(second=0, microsecond=0)  # forms know minutes only
    _must("实际结束不能早于实际开始" if early else "", "实际结束不能晚于现在" if ended_at > clock.now() else "")
    advance(ticket, "close", by=by, note=note, ended_at=ended_at)
    bind(ids=photos, owner=ticket, by=by)
    return ticket


def cancel(*, ticket, note, by):
    return advance(ticket, "cancel", by=by, note=note)
