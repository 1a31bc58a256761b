"""Who feeds back what was sampled, acts on it and takes the answer; "" or the reason of refusal."""

from accounts.enums import Role


def may_read(user):
    readers = (Role.OFFICER, Role.LEADER, Role.DISCIPLINE, Role.SUPERVISOR, Role.DEPARTMENT)
    return "" if user.has_role(*readers) else "抽查反馈由乡镇机关、站所和上级查看"


def may_feed(user, row=None):
    """The upper level and offices for themselves; the safety office enters what an outside body sent."""
    allowed = user.has_role(Role.SUPERVISOR, Role.DEPARTMENT, Role.OFFICER)
    return "" if allowed else "抽查反馈由抽查部门或应急办登记"


def may_set_limits(user):
    return "" if user.has_role(Role.OFFICER) else "办理期限由应急办设定"


def may_charge(user, row):
    return "" if user.has_role(Role.OFFICER) else "由应急办责成监管站所"


def may_handle(user, row):
    own = user.has_role(Role.DEPARTMENT) and user.membership.office_id == row.charged_office_id
    return "" if own or user.has_role(Role.OFFICER) else "由责成的站所或应急办办理"


def may_accept(user, row):
    """The sampler itself; of an outside body the safety office enters its word."""
    if row.from_above:
        return "" if user.has_role(Role.SUPERVISOR) else "由抽查的上级部门采信或退回"
    if row.sampler_office_id:
        own = user.has_role(Role.DEPARTMENT, Role.OFFICER) and user.membership.office_id == row.sampler_office_id
        return "" if own else "由抽查站所采信或退回"
    return "" if user.has_role(Role.OFFICER) else "由应急办按抽查部门的意见登记"


def may_cancel(user, row):
    return may_accept(user, row).replace("采信或退回", "撤回")
