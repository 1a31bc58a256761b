"""Verifying a lead: a team of at least two, notes of talks, the report, its confirmation."""

from django.db import transaction

from accounts.models import User
from core import clock
from core.errors import Refused, refuse_if
from core.workflow import advance, begin
from notices import numbers
from places.models import Place

from .. import rules
from ..enums import LeadState, VerificationState
from ..models import Handler, Interview, Lead, Verification, Visit
from .again import verified_before
from .leads import held
from .people import grant, staff_of, tell_leaders, tell_people


@transaction.atomic
def start_verification(*, lead, team, plan, due_on, by, version=None):
    """Begin a verification by at least two people, none of whom verified the same case before.

    A leader's choice makes them handlers; anybody else can only choose among the handlers a leader has named.
    """
    locked = held(lead, version)
    team = list(dict.fromkeys(team))
    if reason := rules.may_handle(by, lead) or rules.wrong_start(locked) or _wrong_team(lead, team, by):
        raise Refused(reason)
    if reason := rules.wrong_limit(due_on, clock.today()):
        raise Refused(reason)
    if locked.state == LeadState.RECEIVED:
        advance(lead, "verify", by=by, due_on=due_on)
    else:
        lead.due_on = due_on
        lead.save(update_fields=["due_on", "updated_at"])
    return _begin(lead, team, plan, by)


def _begin(lead, team, plan, by):
    former = staff_names(verified_before(lead))
    town = Place.objects.get(code=lead.village.township_code)
    row = Verification.objects.create(
        lead=lead, plan=plan, former_verifiers=former[:120], created_by=by,
        doc_number=numbers.take_secret(township=town, year=clock.today().year),
    )  # fmt: skip
    begin(row, by=by, label="组成核查组", note=rules.names(team))
    _let_work(row, team, by)
    return row


def _let_work(row, team, by):
    row.team.set(team)
    current = set(Handler.objects.current().filter(lead=row.lead, user__in=team).values_list("user_id", flat=True))
    for person in team:
        if person.pk not in current:
            grant(row.lead, person, by)
    tell_people(row.lead, team, f"请核查涉亡线索 {row.lead.number}", f"verify:{row.pk}", by)


def _wrong_team(lead, team, by, but=None):
    barred = verified_before(lead, but=but)
    staff = set(staff_of(lead.village.township_code).filter(pk__in=[p.pk for p in team]).values_list("pk", flat=True))
    named = Handler.objects.current().filter(lead=lead).values_list("user_id", flat=True)
    unnamed = [] if not rules.may_name(by, lead) else [p for p in team if p.pk not in set(named)]
    return rules.wrong_team(team, [p for p in team if p.pk in barred], [p for p in team if p.pk not in staff], unnamed)


def staff_names(keys):
    return rules.names(User.objects.filter(pk__in=keys))


@transaction.atomic
def change_team(*, verification, team, note, by, version=None):
    """Replace people while a verification runs (moved away, involved in the case); a leader says why."""
    row, team = held(verification, version), list(dict.fromkeys(team))
    if reason := rules.may_handle(by, row.lead) or rules.may_change_team(by, row):
        raise Refused(reason)
    if reason := _wrong_team(row.lead, team, by, but=row):
        raise Refused(reason)
    if not note.strip():
        raise Refused("调整核查组必须写明原因")
    begin(row, by=by, label="调整核查组", note=f"{rules.names(team)}；{note.strip()}")
    row.version += 1
    row.save(update_fields=["version", "updated_at"])
    _let_work(row, team, by)
    return row


@transaction.atomic
def change_plan(*, verification, by, note, plan="", due_on=None, version=None):
    """Change how and until when a running verification goes on, for a reason; the log keeps what stood before. What is not
    given stays."""
    row = held(verification, version)
    lead = Lead.objects.select_for_update(of=("self",)).get(pk=row.lead_id)
    plan = plan.strip() if plan.strip() != row.plan else ""
    due_on = due_on if due_on != lead.due_on else None
    refuse_if(
        rules.may_handle(by, lead), rules.may_change_plan(by, row), rules.may_change_limit(by) if due_on else "",
        rules.wrong_limit(due_on, clock.today()), "" if note.strip() else "调整方案和期限必须写明原因",
        "" if plan or due_on else "没有改动，请填写要调整的方案或期限",
    )  # fmt: skip
    before = [f"原核查方案：{row.plan or '无'}"] if plan else []
    before += [f"原核查期限：{lead.due_on or '未定'}"] if due_on else []
    row.plan, lead.due_on, row.version = plan or row.plan, due_on or lead.due_on, row.version + 1
    row.save(update_fields=["plan", "version", "updated_at"])
    lead.save(update_fields=["due_on", "updated_at"])
    begin(row, by=by, label="调整核查方案和期限" if plan and due_on else "调整核查方案" if plan else "调整核查期限",
          note="\n".join([note.strip(), *before]))  # fmt: skip
    told = f"涉亡线索 {lead.number} 的核查{'方案和期限' if plan and due_on else '方案' if plan else '期限'}有调整"
    tell_people(lead, row.team.all(), told, f"plan:{row.pk}:{row.version}", by)
    if by in row.team.all():
        tell_leaders(lead, told, f"plan:{row.pk}:{row.version}", by)
    verification.refresh_from_db()
    return row


@transaction.atomic
def add_interview(
    *, verification, by, person, place, at, present, text, relation="", key=None, appointment=None, wrong=None
):
    """Keep the notes of one talk; only team members write them, before the report. The same `key` keeps one.

    The `appointment` the talk was arranged by is closed with it. Notes that were `wrong` stay, and these stand for them.
    """
    row = held(verification)
    if known := key and Interview.objects.filter(form_token=key).first():
        return known
    if reason := rules.may_report(by, row):
        raise Refused(reason)
    if row.state != VerificationState.RUNNING:
        raise Refused("核查报告已提交，不能再补谈话笔录；请先退回补充核查")
    there = rules.present_of(present)
    if len(set(there)) < rules.TEAM_AT_LEAST:
        raise Refused("在场的谈话人和记录人不得少于两人，用顿号隔开")
    kept = Interview.objects.create(
        verification=row, by=by, person=person, relation=relation, place=place, at=at, present="、".join(there), text=text,
        form_token=key or None, written_at=clock.now(),
    )  # fmt: skip
    if wrong is not None:
        if not row.interviews.in_force().filter(pk=wrong.pk).update(replaced_by=kept):
            raise Refused("这份笔录已经更正或撤回；更正过的，请在更正后的笔录上再更正")
        begin(row, by=by, label="更正谈话笔录")
    if appointment is not None:
        row.appointments.filter(pk=appointment.pk, interview=None, missed="").update(interview=kept)
    return kept


@transaction.atomic
def add_visit(*, verification, by, at, place, visitors, learnt, met="", key=None):
    """Keep the notes of one visit by two people or more; before the report, by the team. The same `key` keeps one."""
    row = held(verification)
    if known := key and Visit.objects.filter(form_token=key).first():
        return known
    there = rules.present_of(visitors)
    refuse_if(
        rules.may_report(by, row),
        "" if row.state == VerificationState.RUNNING else "核查报告已提交，不能再补走访记录；请先退回补充核查",
        rules.wrong_visitors(there),
        "走访时间不能晚于现在" if at > clock.now() else "",
        "" if place.strip() and learnt.strip() else "请写明走访地点和了解的情况",
    )
    kept = Visit.objects.create(
        verification=row, by=by, at=at, place=place, visitors="、".join(there), met="、".join(rules.present_of(met)),
        learnt=learnt, form_token=key or None, written_at=clock.now(),
    )  # fmt: skip
    begin(row, by=by, label="走访", note=place)
    row.version += 1
    row.save(update_fields=["version", "updated_at"])
    return kept


@transaction.atomic
def report(*, verification, findings, proposal, by, version=None):
    """Hand in the report; it rests on at least one talk, each signed or refused, and no appointment waits."""
    row = held(verification, version)
    if reason := Verification.workflow.refusal(row, "report", by):
        raise Refused(reason)
    if reason := rules.wrong_talks(row):
        raise Refused(reason)
    advance(verification, "report", by=by, findings=findings, proposal=proposal)
    lead, key = verification.lead, f"report:{verification.pk}:{verification.version}"
    tell_leaders(lead, f"涉亡线索 {lead.number} 的核查报告待审定", key, by)
    return verification


@transaction.atomic
def confirm(*, verification, by, version=None):
    """A leader confirms the report, whose part about evidence stays as it stands now; the conclusion is a step of its own."""
    held(verification, version)
    _must_see(by, verification)
    keep_proofs(advance(verification, "confirm", by=by), by)
    return verification


def keep_proofs(verification, by):
    """Write down what the report says about evidence and contradictions, as of today."""
    from ..statements import report as proofs  # it stands on this package
    from . import talks

    said = [*talks.said(verification), *proofs.lines(verification.lead, by)]
    verification.proofs, verification.proofs_on = "\n".join(said), clock.today()
    verification.save(update_fields=["proofs", "proofs_on", "updated_at"])


@transaction.atomic
def send_back(*, verification, note, by, version=None):
    """A leader sends the report back for more; the same team goes on."""
    held(verification, version)
    _must_see(by, verification)
    advance(verification, "send_back", by=by, note=note)
    title = f"涉亡线索 {verification.lead.number} 的核查报告已退回，请补充核查"
    tell_people(verification.lead, verification.team.all(), title, f"back:{verification.pk}:{verification.version}", by)
    return verification


def _must_see(by, verification):
    if reason := rules.may_handle(by, verification.lead):
        raise Refused(reason)
