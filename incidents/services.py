"""Leads about deaths at work: opening, naming handlers, verifying by at least two, concluding within one's powers."""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.urls import reverse

from accounts.enums import Role
from accounts.models import Membership
from core import clock
from core.errors import Refused
from core.workflow import advance, begin
from reminders.services import tell

from . import rules
from .enums import ABOVE_TOWNSHIP, Conclusion, LeadState, VerificationState
from .models import AccessLog, Handler, Interview, Lead, Verification

TEAM_AT_LEAST = 2


def open_lead(*, key=None, village, enterprise=None, campaign=None, source, summary, by=None, **values):
    """Register a lead; the same `key` (a self-check's answer) gives the same lead. The leaders are told, without names."""
    if key and (known := Lead.objects.filter(source_key=key).first()):
        return known
    for _ in range(5):
        try:
            with transaction.atomic():
                return _create(
                    source_key=key, village=village, enterprise=enterprise, campaign=campaign, source=source,
                    summary=summary, created_by=by, **values,
                )  # fmt: skip
        except IntegrityError:
            if key and (known := Lead.objects.filter(source_key=key).first()):
                return known
    raise Refused("登记线索的人太多，请稍后重试")


def _create(**values):
    lead = Lead.objects.create(number=next_number(values["village"]), received_at=clock.now(), **values)
    begin(lead, by=values["created_by"], label="登记线索")
    by = values["created_by"]
    if by is not None and by.has_role(Role.OFFICER):
        Handler.objects.create(lead=lead, user=by, granted_by=by)
    _tell_leaders(lead, f"新的涉亡线索 {lead.number}，请指定经办人")
    return lead


def next_number(village):
    """XS + year + four digits, per township."""
    stem = f"XS{village.code[:9]}-{clock.today().year}-"
    last = Lead.objects.filter(number__startswith=stem).aggregate(m=Max("number"))["m"]
    return f"{stem}{int(last[-4:]) + 1 if last else 1:04d}"


def leaders_of(lead):
    seats = Membership.objects.of_role(Role.LEADER).filter(place=lead.village.township_code).select_related("user")
    return [seat.user for seat in seats]


def handlers_of(lead):
    return [row.user for row in lead.handlers.current().select_related("user")]


def _tell_leaders(lead, title):
    tell(people=leaders_of(lead), title=title, key=f"lead:{lead.pk}:{lead.state}", about=lead, link=_link(lead))


def _link(lead):
    return reverse("incidents:detail", args=[lead.pk])


@transaction.atomic
def name_handler(*, lead, user, by, until=None):
    """Let one more person see and handle this lead; leaders only."""
    if reason := rules.may_name(by, lead):
        raise Refused(reason)
    if not user.memberships.current().filter(role__in=rules.HANDLING_ROLES, place__code=lead.village.township_code).exists():
        raise Refused("经办人只能是本乡镇应急办、站所或纪委的人员")
    handler, fresh = Handler.objects.update_or_create(lead=lead, user=user, defaults={"granted_by": by, "until": until})
    log_access(lead=lead, user=by, action="指定经办人", detail=user.name)
    if fresh:
        tell(people=[user], title=f"请经办涉亡线索 {lead.number}", key=f"lead-handler:{lead.pk}", about=lead, link=_link(lead), by=by)
    return handler


@transaction.atomic
def end_handler(*, handler, by):
    """Take a person off a lead from now on."""
    if reason := rules.may_name(by, handler.lead):
        raise Refused(reason)
    handler.until = clock.today() - timedelta(days=1)
    handler.save(update_fields=["until"])
    log_access(lead=handler.lead, user=by, action="取消经办人", detail=handler.user.name)


@transaction.atomic
def start_verification(*, lead, team, plan, due_on, by):
    """Begin a verification by at least two people, none of whom verified the same case before."""
    team = list(dict.fromkeys(team))
    if len(team) < TEAM_AT_LEAST:
        raise Refused("核查组不得少于 2 人")
    if again := verified_before(lead) & {person.pk for person in team}:
        names = "、".join(person.name for person in team if person.pk in again)
        raise Refused(f"{names}参加过原核查，重新核查必须换人")
    if lead.state == LeadState.RECEIVED:
        advance(lead, "verify", by=by, due_on=due_on)
    elif reason := rules.may_handle(by, lead):
        raise Refused(reason)
    if lead.verifications.exclude(state=VerificationState.CONFIRMED).exists():
        raise Refused("上一次核查还没有审定")
    row = Verification.objects.create(lead=lead, plan=plan, created_by=by)
    row.team.set(team)
    begin(row, by=by, label="组成核查组", note="、".join(person.name for person in team))
    for person in team:
        Handler.objects.get_or_create(lead=lead, user=person, defaults={"granted_by": by})
    tell(people=team, title=f"请核查涉亡线索 {lead.number}", key=f"verify:{row.pk}", about=lead, link=_link(lead), by=by)
    return row


def verified_before(lead):
    """Keys of everybody who took part in an earlier verification of this case, through all its former leads."""
    people = set()
    while lead is not None:
        people |= set(Verification.team.through.objects.filter(verification__lead=lead).values_list("user_id", flat=True))
        lead = lead.former
    return people


@transaction.atomic
def add_interview(*, verification, by, **values):
    """Keep the notes of one talk; only team members write them, before the report."""
    if reason := rules.may_report(by, verification):
        raise Refused(reason)
    if verification.state != VerificationState.RUNNING:
        raise Refused("核查报告已提交，不能再补谈话笔录；请先退回补充核查")
    return Interview.objects.create(verification=verification, by=by, **values)


def report(*, verification, findings, proposal, by):
    """Hand in the report; it needs at least one interview."""
    if not verification.interviews.exists():
        raise Refused("至少要有一份谈话笔录，才能提交核查报告")
    advance(verification, "report", by=by, findings=findings, proposal=proposal)
    _tell_leaders(verification.lead, f"涉亡线索 {verification.lead.number} 的核查报告待审定")
    return verification


def conclude(*, lead, conclusion, note, by, authority="", number=""):
    """Decide a lead. What lies above a township's powers needs the deciding authority and its document number."""
    authority, number = authority.strip(), number.strip()
    if conclusion in ABOVE_TOWNSHIP and not (authority and number):
        label = Conclusion(conclusion).label
        raise Refused(f"“{label}”超出乡镇权限，必须填写认定机关和认定文号")
    return advance(
        lead, "conclude", by=by, note=note, conclusion=conclusion, deciding_authority=authority, deciding_number=number
    )


@transaction.atomic
def verify_again(*, former, campaign, by):
    """Open the case of a refuted lead anew within a campaign; once per campaign. Its handlers and history come along."""
    if former.state != LeadState.CONCLUDED:
        raise Refused("只有已作结论的线索才能重新核查")
    lead = open_lead(
        key=f"again:{former.pk}:{campaign.pk}", village=former.village, enterprise=former.enterprise, campaign=campaign,
        source=former.source, summary=former.summary, by=by, person=former.person, happened_on=former.happened_on,
        former=former,
    )  # fmt: skip
    Handler.objects.get_or_create(lead=lead, user=by, defaults={"granted_by": by})
    return lead


def due_again(*, user, campaign):
    """The refuted or doubtful leads this user sees that the campaign has not yet taken up again."""
    rows = Lead.objects.visible_to(user).filter(state=LeadState.CONCLUDED, conclusion__in=rules.MUST_VERIFY_AGAIN)
    return rows.exclude(again__campaign=campaign).exclude(campaign=campaign)


def log_access(*, lead, user, action, detail=""):
    """Every look leaves a line: who, in which seat, what, when."""
    AccessLog.objects.create(lead=lead, user=user, user_title=user.title[:60], action=action, detail=detail, at=clock.now())
