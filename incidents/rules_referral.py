"""Who may hand a lead to another body and keep its way; each returns "" or the reason of refusal."""

from accounts.enums import Role

from . import rules
from .enums import LeadState
from .referral_enums import ReferralKind


def may_refer(user, lead):
    if reason := rules.may_handle(user, lead):
        return reason
    return "不予受理的线索不能再移交" if lead.state == LeadState.DISMISSED else ""


def may_keep(user, referral):
    from .models import Referral

    return "" if Referral.objects.known_to(user).filter(pk=referral.pk).exists() else "由经办人或乡镇领导登记"


def may_see_referrals(user):
    """All of a township's hand-overs side by side; a handler sees those of the own cases with each case."""
    return "" if user.has_role(Role.LEADER) else "移交台账只对乡镇领导开放"


def may_see_handed(user):
    return "" if user.has_role(Role.DISCIPLINE) else "移交纪检监察的事项只对纪检监察人员开放"


def may_decide_competence(user, lead):
    """A leader says who may verify, before anything else; changed only while nothing has begun."""
    if not user.has_role(Role.LEADER):
        return "由乡镇领导确定由谁核查"
    if reason := rules.may_handle(user, lead):
        return reason
    return "" if lead.state == LeadState.RECEIVED else "已启动核查或办结，不能再改由谁核查"


def wrong_body(body, township, kind=""):
    """The township is no body to hand a case to; its discipline is one."""
    own = township.name in body and kind != ReferralKind.DISCIPLINE
    return "受理机关不能是本乡镇" if own else "" if body.strip() else "请写明受理机关"
