"""Who may do what with a lead; each returns "" or the reason of refusal."""

from accounts.enums import Role


def may_handle(user, lead):
    from .models import Lead

    return "" if Lead.objects.visible_to(user).filter(pk=lead.pk).exists() else "你不是这条线索的经办人"


def may_dismiss(user, lead):
    if any(old.conclusion == "refuted" for old in [lead.former] if old):
        return "原来查否的线索必须重新核查，不能直接不予受理"
    return "" if user.has_role(Role.LEADER) else "由乡镇领导决定是否受理"


def may_conclude(user, lead):
    if not user.has_role(Role.LEADER):
        return "由乡镇领导作出结论"
    confirmed = lead.verifications.filter(state="confirmed").exists()
    return "" if confirmed else "核查报告审定后才能作出结论"


def may_report(user, verification):
    return "" if verification.team.filter(pk=user.pk).exists() else "由核查组成员提交报告"


def may_confirm(user, verification):
    if not user.has_role(Role.LEADER):
        return "由乡镇领导审定"
    return "核查组成员不能审定自己的报告" if verification.team.filter(pk=user.pk).exists() else ""
