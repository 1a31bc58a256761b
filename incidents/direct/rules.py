"""Who reports a death from outside the office; "" or the reason of refusal."""

from accounts.enums import Role
from enterprises.models import Enterprise

LIMIT = "单位负责人接到事故报告后，应当在 1 小时内向县级以上应急管理部门报告（国务院令第493号第九条）"
PASS_ON = "接到报告后逐级上报，每级不超过 2 小时"


def may_report(user):
    seat = user.membership
    if seat is None or not user.has_role(Role.ENTERPRISE, Role.CADRE):
        return "由企业和村干部报告人员死亡；应急办接到的在“涉亡核查”里登记"
    return "" if firm_of(user) or seat.role == Role.CADRE else "您的账号没有对应的企业，请联系应急办"


def firm_of(user):
    """The enterprise that reports of itself; None for a village."""
    return Enterprise.objects.filter(seats__membership=user.membership).first()
