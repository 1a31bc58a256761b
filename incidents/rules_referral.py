"""Who may hand a lead to another body and keep its way; each returns "" or the reason of refusal."""

from accounts.enums import Role

from . import rules
from .enums import LeadState


def may_refer(user, lead):
    if reason := rules.may_handle(user, lead):
        return reason
    return "不予受理的线索不能再移交" if lead.state == LeadState.DISMISSED else ""


def may_keep(user, referral):
    from .models import Referral

    own = Referral.objects.visible_to(user).filter(pk=referral.pk).exists()
    return "" if own else "由经办人或乡镇领导登记"


def may_decide_competence(user, lead):
    """A leader says who may verify, before anything else; changed only while nothing has begun."""
    if not user.has_role(Role.LEADER):
        return "由乡镇领导确定由谁核查"
    if reason := rules.may_handle(user, lead):
        return reason
    return "" if lead.state == LeadState.RECEIVED else "已启动核查或办结，不能再改由谁核查"


def wrong_body(body, township):
    return "受理机关不能是本乡镇" if township.name in body else "" if body.strip() else "请写明受理机关"
