"""Opening, dismissing and concluding a lead, the last within the township's powers."""

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from accounts.enums import Role
from core import clock, workdays
from core.errors import Refused, Stale, refuse_if
from core.workflow import advance, begin
from evidence import services as evidence
from evidence.enums import Takes
from evidence.models import Attachment
from places.models import Place

from .. import rules
from ..enums import RULING, Conclusion, LeadState
from ..models import Lead
from ..referral_enums import Competence
from .people import grant, tell_handlers, tell_leaders

# the office's practice: a week to decide whether a lead is verified
FIRST_CHECK_WORKDAYS = 5
TRIES = 5


def open_lead(
    *, village, source, summary, by, enterprise=None, campaign=None, key=None, person="", happened_on=None, former=None,
    received_at=None, handles=True,
):  # fmt: skip
    """Register a lead; the same `key` (one answer of a self-check, one form) gives the same lead and tells nobody twice.

    `received_at` is when it reached the township, if that was before it is registered: it says who spoke first.

    The township's leaders are told, by number only; they name the handlers. An officer of the township who registers a
    lead handles it from then on, unless `handles` is False (what was copied from an enterprise's paper). Anybody else whose
    act opens one (an enterprise that answers "yes" to a question about deaths, the portal itself with by=None) is kept in
    the log as its source and does not see it afterwards; nor are the other officers told, for the lead may concern the very
    people the office works with.
    """
    values = {
        "village": village, "source": source, "summary": summary, "enterprise": enterprise, "campaign": campaign,
        "person": person, "happened_on": happened_on, "former": former, "received_at": received_at or clock.now(),
    }  # fmt: skip
    for attempt in range(TRIES):
        if known := key and Lead.objects.filter(source_key=key).first():
            return known
        try:
            with transaction.atomic():
                return _create(by, handles, source_key=key or None, **values)
        except IntegrityError:  # someone took the number or the key in between
            if attempt == TRIES - 1:
                raise


def _create(by, handles, **values):
    today = clock.today()
    lead = Lead.objects.create(
        number=next_number(values["village"]), created_by=by,
        due_on=workdays.add_workdays(today, FIRST_CHECK_WORKDAYS), **values,
    )  # fmt: skip
    begin(lead, by=by, label="重新核查立项" if lead.former_id else "登记线索")
    if handles and by is not None and by.has_role(Role.OFFICER) and by.membership.place_id == lead.village.township_code:
        grant(lead, by, by)
    words = f"新的涉亡线索 {lead.number}"
    if lead.former_id:
        words = f"线索 {lead.former.number} 须重新核查，新编号 {lead.number}"
    tell_leaders(lead, f"{words}，请指定经办人", "opened", by)
    return lead


@transaction.atomic
def open_old_case(
    *, key, village, source, summary, conclusion, concluded_at, verifiers, by, enterprise=None, person="", happened_on=None,
    authority="", number="",
):  # fmt: skip
    """Enter a case of former years with its former conclusion; the same `key` gives the same one. Nobody is told."""
    if reason := rules.may_open(by):
        raise Refused(reason)
    if known := Lead.objects.filter(source_key=key).first():
        return known
    lead = Lead.objects.create(
        number=next_number(village), village=village, enterprise=enterprise, source=source, source_key=key, summary=summary,
        person=person, happened_on=happened_on, received_at=concluded_at, competence=Competence.TOWNSHIP,
        conclusion=conclusion, deciding_authority=authority, deciding_number=number, concluded_at=concluded_at,
        old_verifiers=verifiers, created_by=by,
    )  # fmt: skip
    begin(lead, by=by, label="补录历史线索", note=f"原核查人：{verifiers}", state=LeadState.CONCLUDED)
    if by.has_role(Role.OFFICER):
        grant(lead, by, by)
    return lead


def next_number(village):
    """XS + township + year + four digits, e.g. XS990101100-2026-0001."""
    stem = f"XS{village.code[:9]}-{clock.today().year}-"
    last = Lead.objects.filter(number__startswith=stem).aggregate(m=Max("number"))["m"]
    return f"{stem}{int(last.removeprefix(stem)) + 1 if last else 1:04d}"


def held(row, version=None):
    """A lead or a verification, locked; Stale when it changed since `version` was shown. Call inside a transaction."""
    locked = type(row)._base_manager.select_for_update(of=("self",)).get(pk=row.pk)
    if version is not None and locked.version != version:
        last = locked.log.select_related("actor").last()
        did = f"{last.actor or '系统'}已{last.action_label}" if last else "内容已改动"
        raise Stale(f"这条线索刚被别人办理过（{did}），请核对后再提交")
    return locked


@transaction.atomic
def dismiss(*, lead, note, by, version=None):
    """Decide after the first check that a lead is not verified; never one that was refuted before."""
    _must_see(by, lead)
    held(lead, version)
    advance(lead, "dismiss", by=by, note=note)
    tell_handlers(lead, f"涉亡线索 {lead.number} 不予受理", "dismissed", by)
    return lead


@transaction.atomic
def conclude(*, lead, conclusion, note, by, authority="", number="", scans=(), exception="", verifiers="", direct="",
             version=None):  # fmt: skip
    """Decide a lead. What lies above a township's powers needs the deciding authority, its document number and scan.

    `scans` are ids of uploads of `by`. So does every conclusion on a lead that another body verified. While statements
    contradict each other unsettled, `exception` says why the leader concludes all the same. `verifiers` are the names of those
    who verified a case once refuted in another body. `direct` says why a death is written off that no application was sent for.
    """
    from ..statements.services import sign_for  # they stand on this module
    from .again import names_before
    from .verifying import keep_proofs

    _must_see(by, lead)
    locked = held(lead)
    if locked.state == LeadState.CONCLUDED:
        last = locked.log.select_related("actor").last()
        raise Refused(f"{last.actor}已先作出结论“{locked.get_conclusion_display()}”，您的结论没有记录")
    held(lead, version)
    town = Place.objects.get(code=lead.village.township_code)
    above = rules.is_above(locked, conclusion)
    waiting = Attachment.objects.waiting_of(by).taken(Takes.PAPERS).filter(pk__in=scans).count()
    refuse_if(
        rules.wrong_answer(locked, conclusion) if rules.verified_elsewhere(locked) else "",
        rules.wrong_verifiers(locked, verifiers, names_before(locked)),
        rules.wrong_authority(above, conclusion, authority, town), rules.wrong_number(above, conclusion, number),
        rules.wrong_scans(above, waiting), rules.wrong_write_off(locked, conclusion, direct),
    )  # fmt: skip
    if conclusion == Conclusion.WRITTEN_OFF and not rules.applied_for(locked):
        note = f"{note}（没有报送核销申请：{direct.strip()}，{number.strip()}）"
    sign_for(lead=lead, by=by, reason=exception)
    if last := lead.verifications.order_by("confirmed_at").last():
        keep_proofs(last, by)  # what was settled or signed for since the report was confirmed
    values = {"conclusion": conclusion, "deciding_authority": authority.strip(), "deciding_number": number.strip()}
    if rules.names_verifiers(locked):
        values["old_verifiers"] = "、".join(rules.present_of(verifiers))
    advance(lead, "conclude", by=by, note=note, **values)
    evidence.bind(ids=scans, owner=lead, by=by, slot=RULING, takes=Takes.PAPERS)
    tell_handlers(lead, f"涉亡线索 {lead.number} 已作出结论", "concluded", by)
    return lead


@transaction.atomic
def revise(*, lead, conclusion, note, by, authority, number, scans=(), direct="", version=None):
    """Follow what a body above the township decided after the case was concluded; the log keeps what was concluded before."""
    _must_see(by, lead)
    locked = held(lead, version)
    waiting = Attachment.objects.waiting_of(by).taken(Takes.PAPERS).filter(pk__in=scans).count()
    refuse_if(
        Lead.workflow.refusal(locked, "revise", by), rules.wrong_revision(locked, conclusion),
        rules.wrong_authority(True, conclusion, authority, Place.objects.get(code=lead.village.township_code)),
        rules.wrong_number(True, conclusion, number), rules.wrong_scans(True, waiting),
        rules.wrong_write_off(locked, conclusion, direct),
    )  # fmt: skip
    ruled = f"（{locked.deciding_authority} {locked.deciding_number}）" if locked.deciding_number else ""
    before = locked.get_conclusion_display() + ruled
    day = timezone.localdate(locked.concluded_at)
    said = f"没有报送核销申请：{direct.strip()}。" if conclusion == Conclusion.WRITTEN_OFF and direct.strip() else ""
    advance(
        lead, "revise", by=by, note=f"原结论：{before}，{day}。{said}{note.strip()}" if note.strip() else "",
        conclusion=conclusion, deciding_authority=authority.strip(), deciding_number=number.strip(),
    )  # fmt: skip
    evidence.bind(ids=scans, owner=lead, by=by, slot=RULING, takes=Takes.PAPERS)
    tell_handlers(lead, f"涉亡线索 {lead.number} 的结论按上级认定变更", f"revised:{lead.version}", by)
    return lead


@transaction.atomic
def spare(*, lead, note, by, version=None):
    """Keep a case from discipline (一案双查) for a reason, until another conclusion takes the place of this one."""
    _must_see(by, lead)
    held(lead, version)
    advance(lead, "spare", by=by, note=note)
    tell_handlers(lead, f"涉亡线索 {lead.number} 由领导决定不移交一案双查", f"spared:{lead.version}", by)
    return lead


@transaction.atomic
def add_ruling(*, lead, scans, by, version=None):
    """Add the scan of the deciding authority's paper to a case that came in, or was decided, without one."""
    _must_see(by, lead)
    locked = held(lead, version)
    refuse_if("" if locked.deciding_authority else "这条线索没有认定机关的文件")
    if not evidence.bind(ids=scans, owner=lead, by=by, slot=RULING, takes=Takes.PAPERS):
        raise Refused(rules.wrong_scans(True, 0))
    return begin(lead, by=by, label="补充认定文件扫描件")


def _must_see(by, lead):
    if reason := rules.may_handle(by, lead):
        raise Refused(reason)
