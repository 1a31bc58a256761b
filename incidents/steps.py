"""What may be done next with a lead: the one next action and the others, for the person who looks."""

from dataclasses import dataclass, replace

from django.urls import reverse

from . import rules, rules_referral
from .enums import FOUND, Conclusion, LeadState, VerificationState
from .models import Lead, Verification
from .referral_enums import ASKED_TO_VERIFY, Competence, ReferralKind, ReferralState


@dataclass(frozen=True)
class Offer:
    """A button: where it leads; `post` acts at once with the row's version, the others open a form.

    `aside` marks what may be done but is not what the lead waits for.
    """

    label: str
    url: str
    post: bool = False
    version: int = 0
    aside: bool = False


def offers(lead, user, running, campaign=None):
    """The steps open to the user, the next action first. `running` is the verification not yet confirmed."""
    if lead.state == LeadState.RECEIVED:
        return _received(lead, user)
    if lead.state == LeadState.VERIFYING:
        return _of_verification(lead, running, user) if running else _verified(lead, user)
    return _concluded(lead, user, campaign)


def _to(name, lead, *more):
    return reverse(f"incidents:{name}", args=[lead.pk, *more])


def _received(lead, user):
    first = [Offer("确定由谁核查", _to("competence", lead))]
    if not lead.competence:
        found = first if not rules.may_name(user, lead) else []
    elif lead.competence == Competence.TOWNSHIP:
        found = [Offer("组成核查组", _to("verification_new", lead))]
    else:
        found = [Offer("作出结论", _to("conclude", lead))] if not rules.may_conclude(user, lead) else _to_ask(lead, user)
    if not Lead.workflow.refusal(lead, "dismiss", user):
        found.append(Offer("不予受理", _to("dismiss", lead), aside=True))
    return found


def _to_ask(lead, user):
    """The paper that asks the body in charge to verify, while nobody has made one or it was not sent."""
    if not is_unasked(lead) or rules_referral.may_refer(user, lead):
        return []
    if paper := asking(lead):
        return [Offer(f"送出{paper.get_kind_display()}", _to("referral", lead, paper.pk))]
    kind = ReferralKind.POLICE if lead.competence == Competence.POLICE else ReferralKind.UPWARD
    return [Offer(kind.label, f"{_to('refer_new', lead)}?kind={kind}")]


def asking(lead):
    """The last paper to the body in charge that was not taken back; None when nobody made one."""
    kinds = (*ASKED_TO_VERIFY, ReferralKind.POLICE)
    return lead.referrals.filter(kind__in=kinds).exclude(state=ReferralState.WITHDRAWN).last()


def is_unasked(lead):
    """Whether another body verifies that has not been written to."""
    if lead.state != LeadState.RECEIVED or lead.competence in ("", Competence.TOWNSHIP):
        return False
    paper = asking(lead)
    return paper is None or paper.state in (ReferralState.PREPARED, ReferralState.RETURNED)


def _of_verification(lead, running, user):
    def open_to(action):
        return not Verification.workflow.refusal(running, action, user)

    found = []
    if open_to("report"):
        talk = Offer("记录谈话", _to("interview_new", lead, running.pk))
        report = Offer("提交核查报告", _to("report", lead, running.pk))
        found += [report, replace(talk, aside=True)] if running.interviews.in_force().exists() else [talk]
        found.append(Offer("记录走访", _to("visit_new", lead, running.pk), aside=True))
        found.append(Offer("约定谈话", _to("appoint", lead, running.pk), aside=True))
    if open_to("confirm"):
        found.append(Offer("审定核查报告", _to("confirm", lead, running.pk), post=True, version=running.version))
        found.append(Offer("退回补充核查", _to("send_back", lead, running.pk), aside=True))
    if not rules.may_change_team(user, running):
        found.append(Offer("调整核查组", _to("team", lead, running.pk), aside=True))
    return found


def _verified(lead, user):
    found = [Offer("再次核查", _to("verification_new", lead), aside=True)]
    return [Offer("作出结论", _to("conclude", lead)), *found] if not rules.may_conclude(user, lead) else found


def _concluded(lead, user, campaign):
    later = (
        [] if Lead.workflow.refusal(lead, "revise", user) else [Offer("按上级认定变更结论", _to("revise", lead), aside=True)]
    )
    return [*_after(lead, user, campaign), *later]


def _after(lead, user, campaign):
    if lead.conclusion in FOUND:
        return [*_to_list(lead, user), *_to_inquire(lead, user)]
    if campaign is None or rules.may_verify_again(user, lead):
        return []
    owed = Lead.objects.to_verify_again(campaign).filter(pk=lead.pk).exists()
    return [Offer("重新核查", _to("again", lead), post=True)] if owed else []


def _to_list(lead, user):
    """A case found concealed is put forward to be listed for supervision."""
    asked = lead.referrals.filter(kind=ReferralKind.LISTING).exclude(state=ReferralState.WITHDRAWN).exists()
    if lead.conclusion != Conclusion.CONCEALED or asked or rules_referral.may_refer(user, lead):
        return []
    return [Offer("提请挂牌督办", f"{_to('refer_new', lead)}?kind={ReferralKind.LISTING}")]


def _to_inquire(lead, user):
    """一案双查: the case goes to discipline, or a leader says why not."""
    if not rules.owes_inquiry(lead) or rules_referral.may_refer(user, lead):
        return []
    made = lead.referrals.filter(kind=ReferralKind.DISCIPLINE).exclude(state=ReferralState.WITHDRAWN).last()
    first = (
        Offer("送出一案双查移交函", _to("referral", lead, made.pk))
        if made
        else Offer("移交纪检一案双查", f"{_to('refer_new', lead)}?kind={ReferralKind.DISCIPLINE}")
    )
    spare = [] if rules.may_spare(user, lead) else [Offer("不移交，说明理由", _to("spare", lead), aside=True)]
    return [first, *spare]


def waiting_for(lead, running):
    """Who has to move next, for those who have nothing to do."""
    if lead.state == LeadState.RECEIVED and not lead.competence:
        return "乡镇领导确定由谁核查"
    if lead.state == LeadState.RECEIVED and lead.competence != Competence.TOWNSHIP:
        return f"经办人送出给{lead.competent_body}的文书" if is_unasked(lead) else f"{lead.competent_body}答复"
    if lead.state == LeadState.VERIFYING and running is None:
        return "乡镇领导作出结论"
    if lead.state == LeadState.VERIFYING:
        return "乡镇领导审定核查报告" if running.state == VerificationState.REPORTED else "核查组谈话并提交报告"
    return ""


# conclusion → tone of its chip; the word stands beside it
TONES = {
    Conclusion.REFUTED: "quiet",
    Conclusion.DOUBTFUL: "waiting",
    Conclusion.ACCIDENT: "late",
    Conclusion.NOT_ACCIDENT: "done",
    Conclusion.WRITTEN_OFF: "done",
    Conclusion.CONCEALED: "late",
}
