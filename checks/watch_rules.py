"""Who puts an enterprise under watch, takes it off, and writes down who is there; "" or the reason of refusal."""

from accounts.enums import Role


def may_watch(user, watch=None):
    return "" if user.has_role(Role.OFFICER, Role.DEPARTMENT) else "列入和解除盯守由应急办或监管站所办理"


def may_shift(user, watch=None):
    staff = (Role.OFFICER, Role.DEPARTMENT, Role.LIAISON, Role.CADRE)
    return "" if user.has_role(*staff) else "盯守情况由应急办、站所、包村干部或村干部登记"


def may_read(user):
    return "盯守安排不对企业公开" if user.has_role(Role.ENTERPRISE) else ""
