"""Who may do what with a lead; each returns "" or the reason of refusal."""

import re
from datetime import timedelta

from django.db.models import Q

from accounts.enums import Role

from .deaths.ties import Tie
from .enums import ABOVE_TOWNSHIP, FOUND, MUST_VERIFY_AGAIN, Conclusion, LeadState, VerificationState
from .referral_enums import ASKED_TO_VERIFY, Competence, ReferralKind, ReferralState

ROOM = (Role.OFFICER, Role.LEADER, Role.DISCIPLINE, Role.DEPARTMENT)
GRANT_AT_MOST = 180  # days, the office's practice
HANDLING_ROLES = (Role.OFFICER, Role.DEPARTMENT, Role.DISCIPLINE)
TEAM_AT_LEAST = 2
SAID_AT_LEAST = 4  # characters of a reason
OFTEN = 2  # cases under one mother that make it one told of again and again
DOCUMENT_NUMBER = re.compile(r"\d{4}.*\d+\s*号$")


def may_enter(user):
    """The whole room; which leads one sees inside is LeadQuerySet.visible_to."""
    return "" if user.has_role(*ROOM) else "涉亡核查只对乡镇领导和指定的经办人开放，您当前的身份不能进入"


def may_open(user, lead=None):
    return "" if user.has_role(Role.OFFICER, Role.LEADER) else "由应急办或乡镇领导登记涉亡线索"


def may_name(user, lead):
    return "" if user.has_role(Role.LEADER) else "由乡镇领导指定经办人"


def may_see_accesses(user):
    return "" if user.has_role(Role.LEADER) else "查阅记录只对乡镇领导开放"


def note_seen(user, lead):
    """Keep with this very object that the lead was in sight just now; for pages that only show, never before a change."""
    lead.seen_by = user.pk, user.membership.pk


def may_handle(user, lead):
    from .models import Lead

    if getattr(lead, "seen_by", None) == (user.pk, user.membership.pk if user.membership else None):
        return ""
    return "" if Lead.objects.visible_to(user).filter(pk=lead.pk).exists() else "你不是这条线索的经办人"


def may_dismiss(user, lead):
    if lead.former_id:
        return "重新提起的线索必须重新核查并作出结论，不能不予受理"
    return "" if user.has_role(Role.LEADER) else "由乡镇领导决定是否受理"


def may_conclude(user, lead):
    if not user.has_role(Role.LEADER):
        return "由乡镇领导作出结论"
    if verified_elsewhere(lead):
        return wrong_answer(lead)
    rows = lead.verifications.all()
    if any(row.state != VerificationState.CONFIRMED for row in rows):
        return "还有核查报告没有审定"
    if not rows:
        return "核查报告审定后才能作出结论"
    return "核查组成员不能自己作出结论" if any(row.team.filter(pk=user.pk).exists() for row in rows) else ""


def may_revise(user, lead):
    """A leader enters what a body above decided later; what was refuted or doubtful is verified again instead."""
    if not user.has_role(Role.LEADER):
        return "由乡镇领导按上级认定变更结论"
    return "查否、存疑的线索要重新核查，不能直接变更结论" if lead.conclusion in MUST_VERIFY_AGAIN else ""


def may_spare(user, lead):
    """A leader says why a case is not handed to discipline (一案双查)."""
    if not user.has_role(Role.LEADER):
        return "由乡镇领导说明不移交一案双查的理由"
    return "" if owes_inquiry(lead) else "这条线索没有待移交的一案双查"


def owes_inquiry(lead):
    from .models import Lead

    return lead.conclusion in FOUND and Lead.objects.uninquired().filter(pk=lead.pk).exists()


def wrong_revision(lead, conclusion):
    if conclusion == lead.conclusion:
        return "和现在的结论一样，没有变更"
    return "" if conclusion in (*FOUND, *ABOVE_TOWNSHIP) else "上级只认定是否事故、瞒报和核销，不能改为查否或存疑"


def verified_elsewhere(lead):
    return lead.competence not in ("", Competence.TOWNSHIP)


def wrong_answer(lead, conclusion=""):
    """Why what other bodies answered decides nothing: it must be said by the body in charge, about the case itself.

    An answer to an application to write off decides that alone.
    """
    own = (ReferralKind.POLICE,) if lead.competence == Competence.POLICE else ASKED_TO_VERIFY
    kinds = (*own, ReferralKind.WRITE_OFF) if conclusion in ("", Conclusion.WRITTEN_OFF) else own
    by_name = Q(kind__in=(*ASKED_TO_VERIFY, ReferralKind.POLICE), to_body=lead.competent_body)
    if lead.referrals.filter(Q(kind__in=kinds) | by_name, state=ReferralState.ANSWERED).exists():
        return ""
    return f"{lead.competent_body}对本案核查还没有答复，登记答复后才能作结论；移交纪检、公安等其他事项的答复不能代替"


def wrong_verifiers(lead, told, before):
    """A case once refuted and now verified elsewhere names who verified it: nobody of those `before`."""
    if not names_verifiers(lead):
        return ""
    people = present_of(told)
    if not people:
        return "原来查否或存疑的线索，要写明这次由谁核查"
    same = [name for name in people if name in before]
    return f"{'、'.join(same)}参加过原核查，重新核查必须换人" if same else ""


def applied_for(lead):
    """Whether an application to write the death off was sent and not given back."""
    sent = (ReferralState.SENT, ReferralState.RECEIVED, ReferralState.ANSWERED)
    return lead.referrals.filter(kind=ReferralKind.WRITE_OFF, state__in=sent).exists()


def wrong_write_off(lead, conclusion, direct):
    """Written off only once applied for, or decided above without an application, which is then said."""
    if conclusion != Conclusion.WRITTEN_OFF or applied_for(lead) or len(direct.strip()) >= SAID_AT_LEAST:
        return ""
    return "还没有报送核销申请，请先在“移交、提请”里报送；上级直接认定等没有申请的，写明情况"


def names_verifiers(lead):
    return bool(lead.former_id) and verified_elsewhere(lead)


def may_report(user, verification):
    """A member of the team who is still a handler of the lead."""
    if reason := may_handle(user, verification.lead):
        return reason
    return "" if verification.team.filter(pk=user.pk).exists() else "由核查组成员办理"


def wrong_visitors(names):
    return "" if len(set(names)) >= TEAM_AT_LEAST else "走访人不得少于两人，用顿号隔开"


def wrong_talks(verification):
    """Why a report cannot rest on its talks yet."""
    talks = [talk for talk in verification.interviews.all() if talk.stands]
    if not talks:
        return "至少要有一份谈话笔录，才能提交核查报告"
    if unsigned := sum(not talk.signing for talk in talks):
        return f"还有 {unsigned} 份谈话笔录没有登记签字，请先登记签字或拒绝签字"
    if waiting := sum(one.waits for one in verification.appointments.all()):
        return f"还有 {waiting} 次约谈没有登记结果，请先记录谈话，或登记未到、取消"
    return ""


def may_confirm(user, verification):
    if not user.has_role(Role.LEADER):
        return "由乡镇领导审定"
    return "核查组成员不能审定自己的报告" if verification.team.filter(pk=user.pk).exists() else ""


def may_change_team(user, verification):
    if not user.has_role(Role.LEADER):
        return "由乡镇领导调整核查组"
    return "" if verification.state == VerificationState.RUNNING else "核查报告已提交，不能再调整核查组"


def may_change_plan(user, verification):
    """The team its plan; the leaders the time limit as well."""
    if verification.state != VerificationState.RUNNING:
        return "核查报告已提交，不能再调整方案和期限"
    return "" if user.has_role(Role.LEADER) else may_report(user, verification) and "由核查组或乡镇领导调整核查方案"


def may_change_limit(user):
    return "" if user.has_role(Role.LEADER) else "核查期限由乡镇领导调整"


def may_verify_again(user, former):
    if reason := may_open(user) or may_handle(user, former):
        return reason
    if former.state not in (LeadState.CONCLUDED, LeadState.DISMISSED):
        return "只有已作结论或不予受理的线索才能重新核查"
    return "" if why_again(former) else "只有查否或存疑、不予受理、多次反映的线索才需要重新核查"


def why_again(lead):
    """Why a case decided before is looked into again; "" when it is not."""
    told = [link.tie for link in lead.links_down.all() if link.withdrawn_at is None]
    often = (
        f"多次反映（{len(told)} 件关联）" if len(told) >= OFTEN or Tie.SAME in told else "多次核查" if lead.former_id else ""
    )
    if lead.state == LeadState.DISMISSED:
        first = "不予受理"
    elif lead.conclusion in MUST_VERIFY_AGAIN:
        first = Conclusion(lead.conclusion).label
    else:
        return "" if lead.conclusion in FOUND else often
    return "、".join(filter(None, (first, often)))


def wrong_team(team, barred, foreign, unnamed):
    """Why these people cannot verify; the last three are those of them who verified the case before, who are not
    officials of the township, and whom no leader has named yet."""
    if len(team) < TEAM_AT_LEAST:
        return f"核查组不得少于 {TEAM_AT_LEAST} 人"
    if barred:
        return f"{names(barred)}参加过原核查，重新核查必须换人"
    if foreign:
        return f"{names(foreign)}不是本乡镇应急办、站所或纪委的人员"
    return f"{names(unnamed)}还不是经办人，请乡镇领导先指定" if unnamed else ""


def wrong_start(lead):
    """Why no verification can begin now, whoever asks."""
    if lead.state not in (LeadState.RECEIVED, LeadState.VERIFYING):
        return f"当前状态是“{lead.get_state_display()}”，不能启动核查"
    if reason := wrong_competence(lead):
        return reason
    running = lead.verifications.exclude(state=VerificationState.CONFIRMED).exists()
    return "上一次核查还没有审定" if running else ""


def wrong_competence(lead):
    """Why the township cannot begin to verify."""
    if not lead.competence:
        return "先由乡镇领导确定由谁核查"
    return "" if lead.competence == Competence.TOWNSHIP else f"这条线索由{lead.competent_body}核查，乡镇只移交和跟踪"


def names(people):
    return "、".join(person.name for person in people)


def is_above(lead, conclusion):
    """Whether the conclusion is not the township's own: by its nature, or because another body verified."""
    return conclusion in ABOVE_TOWNSHIP or verified_elsewhere(lead)


def wrong_scans(above, count):
    return "请上传认定文件的扫描件或照片" if above and not count else ""


def wrong_authority(above, conclusion, authority, township):
    """An authority is due for what lies above the township, and is never the township itself."""
    if not above:
        return ""
    if not authority.strip():
        return f"“{Conclusion(conclusion).label}”超出乡镇权限，必须填写认定机关"
    return "必须由上级机关认定，不能填本乡镇" if township.name in authority else ""


def wrong_number(above, conclusion, number):
    if not above:
        return ""
    if not number.strip():
        return f"“{Conclusion(conclusion).label}”超出乡镇权限，必须填写认定文号"
    return "" if DOCUMENT_NUMBER.search(number.strip()) else "文号应有年份和序号，例如：青应急〔2026〕3号"


def wrong_limit(due_on, today):
    return "期限不能早于今天" if due_on and due_on < today else ""


def wrong_end(until, today):
    """Why a person cannot be named until that day; nothing said means the usual time."""
    if until and until > today + timedelta(days=GRANT_AT_MOST):
        return f"授权最长 {GRANT_AT_MOST} 天，到期前可以延长"
    return wrong_limit(until, today)


def present_of(text):
    """The names of those present at a talk, however they were separated."""
    return [name for name in re.split(r"[、，,；;\s]+", text) if name]
