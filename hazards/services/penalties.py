"""Penalty cases: filed, reviewed, decided against enterprise and principal together, or spared; powers of a township."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from core import clock
from core.errors import Refused, refuse_if
from core.templatetags.ui import money
from core.workflow import advance, begin
from evidence.enums import Takes
from evidence.services import bind

from .. import rules_penalty as rules
from ..enums_transfer import CaseState, PenaltyKind, Target
from ..misses.settings import soon_days
from ..models import Case, PastPenalty, Penalty, Power
from ..models.settled_times import told_at
from ..visits import before, is_backdated, visits_of
from . import transfer
from .running import create_numbered, create_or_refuse, held


@transaction.atomic
def grant_power(*, by, kind, from_on, document, to_on=None, scope_note=""):
    """Enter one line of the list of powers the township has been given."""
    refuse_if(
        rules.may_set_powers(by),
        "" if document.strip() else "请写明赋权文号",
        "失效日期不能早于生效日期" if to_on and to_on < from_on else "",
    )
    make = lambda: _make(  # noqa: E731
        Power, township_id=by.membership.place.township_code, kind=kind, from_on=from_on, to_on=to_on,
        document=document.strip(), scope_note=scope_note.strip(), created_by=by,
    )  # fmt: skip
    return create_or_refuse(make, "这份文件的这项赋权已经登记")


@transaction.atomic
def withdraw_power(*, power, by, note):
    row = Power.objects.select_for_update(of=("self",)).get(pk=power.pk)
    refuse_if(
        rules.may_set_powers(by),
        "" if row.township_id == by.membership.place.township_code else "这不是本乡镇的赋权",
        "这项赋权已经收回" if row.withdrawn_at else "",
        "" if note.strip() else "请写明收回原因",
    )
    row.withdrawn_at, row.withdrawn_reason = clock.now(), note.strip()[:200]
    row.save(update_fields=["withdrawn_at", "withdrawn_reason", "updated_at"])
    return row


@transaction.atomic
def _make(model, **values):
    return model.objects.create(**values)


def powers_of(township_id):
    return list(Power.objects.filter(township=township_id))


def no_power(township_id, kind, day):
    return rules.lacks_power(powers_of(township_id), kind, day)


@transaction.atomic
def file_case(*, by, enterprise, facts, basis="", hazard=None, offence=None, visit="", key=None):
    """Open a case; the inspection's time is taken from its signed record, never typed. The same `key` gives the same row."""
    seen = next((row for row in visits_of(enterprise) if row.key == visit), None)
    basis = basis.strip() or (offence.basis if offence else "")
    refuse_if(
        rules.may_file(by),
        "这个违法类型已经停用" if offence and offence.withdrawn_at else "",
        "" if facts.strip() and basis.strip() else "请写明违法事实和处罚依据",
        "这条隐患不属于这家企业" if hazard and hazard.enterprise_id != enterprise.pk else "",
        "没有这份检查记录，请重新选择" if visit and seen is None else "",
        _wrong_visit(enterprise, told_at(hazard), seen),
    )
    case, fresh = create_numbered(
        Case, township_id=enterprise.village.township_code, token=key, village_id=enterprise.village_id,
        enterprise=enterprise, hazard=hazard, office=by.membership.office, facts=facts.strip(), basis=basis.strip(), offence=offence,
        inspected_at=seen.begun_at if seen else None, inspection=seen.label[:120] if seen else "", created_by=by,
    )  # fmt: skip
    return begin(case, by=by, label="立案") if fresh else case


def _wrong_visit(enterprise, told, seen):
    """The record of the inspection decides whether the report came first, so the filer may not pick one to that end."""
    if told is None:
        return ""
    if seen:
        late = f"这次检查在企业报告（{_time(told)}）之后才登记，检查时间却早于报告，不能作为比对依据"
        return late if is_backdated(seen, told) else ""
    earlier = lately_before(enterprise, told)
    return f"企业报告前有已签名的检查，请选定检查记录：{earlier[0].label}" if earlier else ""


def lately_before(enterprise, told):
    """The visits so shortly before the report that the case may have come from one of them; the days are the township's."""
    since = told - timedelta(days=soon_days(enterprise.village.township_code))
    return [visit for visit in before(enterprise, told) if visit.begun_at >= since]


@transaction.atomic
def review(*, case, by, opinion, version=None):
    """法制审核: before any own decision, by somebody who did not file the case."""
    row = held(case, version)
    refuse_if(rules.may_review(by, row), "" if opinion.strip() else "请写明审核意见")
    row.reviewed_by, row.reviewed_at, row.opinion = by, clock.now(), opinion.strip()
    return _noted(row, "review", "法制审核", by, row.opinion, ["reviewed_by", "reviewed_at", "opinion"])


@transaction.atomic
def keep_record(*, case, by, record, version=None):
    """全过程记录: what was written and filmed, and where it is kept."""
    row = held(case, version)
    refuse_if(rules.may_handle(by, row), _over(row), "" if record.strip() else "请写明文字、音像记录和存放位置")
    row.record = record.strip()
    return _noted(row, "record", "登记全过程记录", by, row.record, ["record"])


@transaction.atomic
def add_proof(*, case, by, note, photos=(), version=None):
    """Photos, scans and recordings that prove the facts; what they show stands in the log."""
    row = held(case, version)
    refuse_if(rules.may_prove(by, row), "" if note.strip() else "请写明证据证明什么")
    number = bind(ids=photos, owner=row, by=by, slot="proof", takes=Takes.ALL)
    refuse_if("" if number else "请选择照片、扫描件或录音")
    return _noted(row, "prove", "补充证据", by, f"{number} 件：{note.strip()}", [])


@transaction.atomic
def publish(*, case, by, published_on, published_where, version=None):
    """执法公示: when and where the decision was made public."""
    row = held(case, version)
    refuse_if(
        rules.may_publish(by, row),
        "公示日期不能晚于今天" if published_on > clock.today() else "",
        "" if published_where.strip() else "请写明公示位置",
    )
    row.published_on, row.published_where = published_on, published_where.strip()
    note = f"{published_on:%Y-%m-%d} {row.published_where}"
    return _noted(row, "publish", "登记执法公示", by, note, ["published_on", "published_where"])


def _over(case):
    return "" if case.state in (CaseState.FILED, CaseState.DECIDED) else f"“{case.get_state_display()}”的案件不能再修改"


def _noted(row, action, label, by, note, fields):
    """Save a locked case as a new version with a line of its log; the state stays."""
    row.version += 1
    row.save(update_fields=[*fields, "version", "updated_at"])
    row.log.create(
        actor=by, actor_title=by.title, action=action, action_label=label, from_state=row.state, to_state=row.state,
        note=note, at=clock.now(),
    )  # fmt: skip
    return row


@transaction.atomic
def punish(*, case, by, target, kind, decided_on, document, amount=None, authority="", version=None):
    """Enter the decision against one of the two; an own one needs the power, legal review and the record before it."""
    row, authority = held(case, version), authority.strip()
    refuse_if(
        rules.may_punish(by, row),
        f"企业自查自报且在改，应不予处罚（报告 {_time(row.told_at)}）" if row.exempt else "",
        *_wrong_decision(row, kind, decided_on, document, amount),
        rules.over_limit(row.offence, target, amount),
        *(() if authority else (no_power(row.township_id, kind, decided_on), rules.procedure_gaps(row))),
    )
    values = {"kind": kind, "decided_on": decided_on, "document": document.strip(), "authority": authority, "by": by}
    person = row.enterprise.principal if target == Target.PRINCIPAL else ""
    make = lambda: _make(Penalty, case=row, target=target, person=person, amount=amount, **values)  # noqa: E731
    create_or_refuse(make, f"对{Target(target).label}的处罚已经登记")
    note = f"{Target(target).label}{person}：{PenaltyKind(kind).label}{f' {money(amount)} 元' if amount else ''}，{document.strip()}"
    if row.state == CaseState.FILED:
        return advance(row, "decide", by=by, note=note)
    return _noted(row, "punish", "登记另一半处罚", by, note, [])


@transaction.atomic
def punish_both(*, case, by, decided_on, kind, document, own_kind, own_document, amount=None, own_amount=None, **same):
    """一案双罚 in one step: both decisions or neither; `own_…` are those against the principal."""
    version = same.pop("version", None)
    row = punish(
        case=case, by=by, target=Target.ENTERPRISE, kind=kind, amount=amount, document=document, decided_on=decided_on,
        version=version, **same,
    )  # fmt: skip
    refuse_if("两份决定书的文号不能相同" if document.strip() == own_document.strip() else "")
    return punish(
        case=row, by=by, target=Target.PRINCIPAL, kind=own_kind, amount=own_amount, document=own_document,
        decided_on=decided_on, **same,
    )  # fmt: skip


@transaction.atomic
def correct(*, case, by, target, note, paper, version=None, **changed):
    """Mend what was entered wrong: `changed` are the fields of Penalty that read otherwise; how it stood is kept."""
    row = held(case, version)
    half = _standing(row, by, target, note, paper)
    changed = {name: value for name, value in changed.items() if value not in ("", None)}
    refuse_if("" if changed else "请至少更正一项")
    _keep_past(half, by, note, paper, clock.today(), annulled=False)
    for name, value in changed.items():
        setattr(half, name, value)
    refuse_if(
        *_wrong_decision(row, half.kind, half.decided_on, half.document, half.amount),
        rules.over_limit(row.offence, target, half.amount),
        "" if half.authority else no_power(row.township_id, half.kind, half.decided_on),
    )
    half.save(update_fields=list(changed))
    said = f"{half.get_target_display()}：{half.get_kind_display()}{f' {money(half.amount)} 元' if half.amount else ''}，{half.document}"
    return _noted(row, "correct", "更正处罚登记", by, f"{said}（{paper.strip()}）：{note.strip()}", [])


@transaction.atomic
def annul(*, case, by, target, note, paper, annulled_on, version=None):
    """A decision annulled on review or in court; it counts no more. Without any left the case is over."""
    row = held(case, version)
    half = _standing(row, by, target, note, paper)
    refuse_if(
        "撤销日期不能晚于今天" if annulled_on > clock.today() else "",
        "撤销日期不能早于决定日期" if annulled_on < half.decided_on else "",
    )
    _keep_past(half, by, note, paper, annulled_on, annulled=True)
    said = f"{half.get_target_display()}：{half.document}，{annulled_on:%Y-%m-%d} 由 {paper.strip()} 撤销：{note.strip()}"
    if row.penalties.count() > 1:
        row = _noted(row, "annul_half", "撤销处罚决定", by, said, [])
    else:
        row = advance(row, "annul", by=by, note=said)
    half.delete()
    return row


def _standing(row, by, target, note, paper):
    refuse_if(
        rules.may_mend(by, row),
        "" if note.strip() else "请写明原因",
        "" if paper.strip() else "请写明更正、撤销文书的文号",
    )
    half = row.penalties.filter(target=target).first()
    refuse_if("" if half else f"没有对{Target(target).label}的处罚决定")
    return half


def _keep_past(half, by, note, paper, day, *, annulled):
    names = ("case", "target", "person", "kind", "amount", "decided_on", "document", "authority", "by", "at")
    PastPenalty.objects.create(
        **{name: getattr(half, name) for name in names}, annulled=annulled, why=note.strip(), paper=paper.strip(),
        ended_on=day, ended_by=by, ended_at=clock.now(),
    )  # fmt: skip


def _wrong_decision(case, kind, decided_on, document, amount):
    return (
        "决定日期不能晚于今天" if decided_on > clock.today() else "",
        "" if document.strip() else "请写明决定书文号",
        "罚款须写明金额" if kind == PenaltyKind.FINE and not (amount and amount > 0) else "",
        "决定日期不能早于检查日期" if case.inspected_at and decided_on < timezone.localdate(case.inspected_at) else "",
    )


def _time(moment):
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}"


@transaction.atomic
def exempt(*, case, by, version=None):
    """No penalty: reported before the inspection and being mended, as the two times say."""
    row = held(case, version)
    inspected = f"检查 {_time(row.inspected_at)}" if row.inspected_at else "没有检查记录"
    note = f"企业报告 {_time(row.told_at)}，{inspected}" if row.told_at else ""
    return advance(row, "exempt", by=by, note=note)


@transaction.atomic
def hand_over(*, case, by, key=None, **values):
    """The case goes to a body that has the power, as a transfer of its own (see services.transfer.send for `values`)."""
    row = held(case)
    if key and (old := row.transfers.filter(token=key).first()):
        return old
    refuse_if(Case.workflow.refusal(row, "transfer", by))
    sent = transfer.send(by=by, case=row, key=key, **values)
    advance(row, "transfer", by=by, note=f"{sent.number}：移送{sent.receiver_name}")
    return sent


@transaction.atomic
def close(*, case, by, note="", version=None):
    """End a case; a missing half or a decision not made public must be explained."""
    row = held(case, version)
    open_ends = [row.missing_half, "" if row.published_on else "还没有执法公示"]
    if any(open_ends) and not note.strip() and not Case.workflow.refusal(row, "close", by):
        raise Refused(f"{'；'.join(filter(None, open_ends))}。仍要结案请写明理由")
    return advance(row, "close", by=by, note=note)


@transaction.atomic
def cancel(*, case, by, note, version=None):
    return advance(held(case, version), "cancel", by=by, note=note)
