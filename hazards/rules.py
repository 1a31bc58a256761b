"""Who may do what with a hazard; each returns "" or the reason of refusal."""

from accounts.enums import Role


def may_register(user, hazard=None):
    allowed = (Role.OFFICER, Role.DEPARTMENT, Role.LIAISON, Role.CADRE, Role.ENTERPRISE)
    return "" if user.has_role(*allowed) else "当前身份不能登记隐患"


def may_grade(user, hazard):
    return "" if user.has_role(Role.OFFICER, Role.DEPARTMENT) else "由应急办或监管站所定级"


def may_rectify(user, hazard):
    if hazard.enterprise_id:
        return "" if user.has_role(Role.ENTERPRISE) else "由企业负责整改并上报"
    return "" if user.has_role(Role.CADRE) else "由村负责整改并上报"


def may_accept(user, hazard):
    if not user.has_role(Role.OFFICER, Role.DEPARTMENT):
        return "由应急办或监管站所验收"
    return "整改上报人不能自己验收" if hazard.rectified_by_id == user.pk else ""


def may_decide(user, extension):
    return "" if user.has_role(Role.OFFICER, Role.DEPARTMENT) else "由应急办或监管站所审批"
