"""Who may do what with a self-check; each returns "" or the reason of refusal."""

from accounts.enums import Role


def may_send(user, check=None):
    return "" if user.has_role(Role.OFFICER) else "由应急办派发自查"


def may_fill(user, check):
    if check.enterprise_id:
        return "" if user.has_role(Role.ENTERPRISE, Role.CADRE) else "由企业自查填报"
    return "" if user.has_role(Role.CADRE, Role.LIAISON) else "由村自查填报"


def may_judge(user, check):
    return "" if user.has_role(Role.OFFICER) else "由应急办审核"
