"""Who judges marks and pairs; each returns "" or the reason of refusal."""

from accounts.enums import Role

JUDGES = (Role.OFFICER, Role.DEPARTMENT)


def may_judge(user, row=None):
    return "" if user.has_role(*JUDGES) else "由应急办或监管站所核对"


def may_scan(user):
    return "" if user.has_role(Role.OFFICER) else "由应急办重新检查"


def portal_only(user, row=None):
    return "由系统按规则更新"
