"""Who may do what with a lead; each returns "" or the reason of refusal."""

from accounts.enums import Role

from .enums import Conclusion

HANDLING_ROLES = (Role.OFFICER, Role.DEPARTMENT, Role.DISCIPLINE)
MUST_VERIFY_AGAIN = (Conclusion.REFUTED, Conclusion.DOUBTFUL)


def may_open(user, lead=None):
    return "" if user.has_role(Role.OFFICER, Role.LEADER) else "由应急办或乡镇领导登记涉亡线索"


def may_name(user, lead):
    return "" if user.has_role(Role.LEADER) else "由乡镇领导指定经办人"


def may_handle(user, lead):
    from .models import Lead

    return "" if Lead.objects.visible_to(user).filter(pk=lead.pk).exists() else "你不是这条线索的经办人"


def may_dismiss(user, lead):
    if lead.former_id and lead.former.conclusion in MUST_VERIFY_AGAIN:
        return "原来查否或存疑的线索必须重新核查，不能不予受理"
    return "" if user.has_role(Role.LEADER) else "由乡镇领导决定是否受理"


def may_conclude(user, lead):
    if not user.has_role(Role.LEADER):
        return "由乡镇领导作出结论"
    rows = lead.verifications.all()
    if any(row.state != "confirmed" for row in rows):
        return "还有核查报告没有审定"
    return "" if rows else "核查报告审定后才能作出结论"


def may_report(user, verification):
    return "" if verification.team.filter(pk=user.pk).exists() else "由核查组成员办理"


def may_confirm(user, verification):
    if not user.has_role(Role.LEADER):
        return "由乡镇领导审定"
    return "核查组成员不能审定自己的报告" if verification.team.filter(pk=user.pk).exists() else ""
