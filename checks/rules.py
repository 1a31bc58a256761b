"""Who may do what with a checklist or a self-check; each returns "" or the reason of refusal."""

from accounts.enums import Role
from incidents.pledges import rules as pledges


def may_read_lists(user, checklist=None):
    readers = (Role.OFFICER, Role.LEADER, Role.DEPARTMENT)
    return "" if user.has_role(*readers) else "检查表由应急办和监管站所编写"


def may_keep_lists(user, checklist=None):
    """The officer writes the lists of the township, an office its own; shipped ones are copied first."""
    if not user.has_role(Role.OFFICER, Role.DEPARTMENT):
        return "检查表由应急办和监管站所编写"
    if checklist is None:
        return ""
    if checklist.township_id is None:
        return "平台自带的检查表不能改，请先复制一份"
    other = user.has_role(Role.DEPARTMENT) and checklist.office_id != user.membership.office_id
    return "这张检查表由编写它的单位修改，可以复制一份再改" if other else ""


def may_be_confidential(user):
    """A list whose answers are kept from offices is not written by one."""
    return "结果保密的检查表由应急办编写" if user.has_role(Role.DEPARTMENT) else ""


def may_send(user, check=None):
    """The officer to all units of the township, an office to the enterprises it supervises."""
    return "" if user.has_role(Role.OFFICER, Role.DEPARTMENT) else "由应急办或监管站所派发自查"


def may_accept_many(user):
    return "" if user.has_role(Role.OFFICER) else "由应急办批量采信"


def sent_by_own_office(user, check):
    """Whether the user's office sent it; it judges and cancels what it sent."""
    sender = check.sent_by.membership if check.sent_by_id else None
    own = user.has_role(Role.DEPARTMENT) and user.membership.office_id
    return bool(own and sender and sender.role == Role.DEPARTMENT and sender.office_id == own)


def may_see_unheard(user):
    allowed = user.has_role(Role.OFFICER, Role.LEADER, Role.LIAISON)
    return "" if allowed else "未报情况由应急办、乡镇领导和包村干部查看"


def may_see_unasked(user):
    """Also of the confidential lists, which offices and liaisons do not know of."""
    return "" if user.has_role(Role.OFFICER, Role.LEADER) else "没有派发自查的企业由应急办、乡镇领导查看"


def may_fill(user, check):
    """The unit itself; the village for a firm without an account, the liaison for a village. Confidential: the unit only.

    An office answers for itself."""
    if check.enterprise_id:
        helpers = () if check.is_confidential else (Role.CADRE,)
        return "" if user.has_role(Role.ENTERPRISE, *helpers) else "由企业自查填报"
    if check.office_id:
        own = user.has_role(Role.DEPARTMENT, Role.OFFICER) and user.membership.office_id == check.office_id
        return "" if own else "由本站所自查填报"
    helpers = () if check.is_confidential else (Role.LIAISON,)
    return "" if user.has_role(Role.CADRE, *helpers) else "由村自查填报"


def may_print(user, check):
    """The 自查承诺表 of a sheet that was handed in: by the unit, and by who reads its answers unless they are confidential."""
    from .sight import may_read_answers

    if check.state not in ("submitted", "accepted"):
        return "签名提交后才能打印自查承诺表"
    if check.is_confidential:
        return may_fill(user, check) and "填报内容保密，自查承诺表只由填报单位自己打印"
    return "" if may_read_answers(user, check) else "这份自查的内容不对您开放"


def may_see_paper(user):
    return "" if user.has_role(Role.OFFICER, Role.LIAISON) else "纸质自查由应急办或包村干部录入"


def may_copy(user, check):
    """Enter what an enterprise without an account answered on signed paper; confidential answers only under a pledge."""
    from .models import Check

    if reason := may_see_paper(user):
        return reason
    if not check.enterprise_id or not Check.objects.to_copy(user).filter(pk=check.pk).exists():
        return "只替没有账号的企业录入纸质自查，有账号的由企业自己填报"
    return pledges.unsigned(user) if check.is_confidential else ""


def may_judge(user, check):
    """The officer judges form and signature even of a confidential check; its answers are for the leaders.

    What was copied from paper is judged by somebody else than who copied it.
    """
    if check.paper_on and check.submitted_by_id == user.pk:
        return "自己录入的纸质自查由他人审核"
    if user.has_role(Role.LEADER) and (check.is_confidential or check.office_id or check.paper_on):
        return ""
    if check.office_id and user.membership.office_id == check.office_id:
        return "本站所不能审核自己的自查，请乡镇领导审核"
    return "" if user.has_role(Role.OFFICER) or sent_by_own_office(user, check) else "由应急办或派发的站所审核"


def may_cancel(user, check):
    if check.is_confidential:
        return "" if user.has_role(Role.LEADER) else "由乡镇领导取消结果保密的自查"
    return "" if user.has_role(Role.OFFICER) or sent_by_own_office(user, check) else "由应急办或派发的站所取消"


def may_urge(user, check=None):
    return "" if user.has_role(Role.OFFICER, Role.LIAISON) else "由应急办或包村干部催办"
