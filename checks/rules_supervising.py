"""Who keeps the watch over an enterprise, the registers of an office, and the feedback of spot checks."""

from accounts.enums import Role

from .inspection_rules import OFFICIAL_KINDS as OFFICIAL_KINDS

READERS = (Role.OFFICER, Role.LEADER, Role.DEPARTMENT, Role.SUPERVISOR, Role.DISCIPLINE)


def may_read(user, row=None):
    return "" if user.has_role(*READERS) else "由乡镇机关和上级安委办查看"


def may_watch(user, watch=None):
    return "" if user.has_role(Role.OFFICER, Role.DEPARTMENT) else "由应急办或监管站所管理"


def may_keep(user, row=None):
    """The township's own registers."""
    return "" if user.has_role(Role.OFFICER) else "由应急办登记"


def may_feed_back(user, row=None):
    """The upper level itself, or the safety office for a letter that came on paper."""
    return "" if user.has_role(Role.SUPERVISOR, Role.OFFICER) else "由上级抽查部门反馈，纸质来函由应急办登记"


def may_charge(user, row=None):
    return "" if user.has_role(Role.OFFICER) else "由应急办责成和回报"


def may_serve(user, row):
    """The office that was charged, or the safety office."""
    if user.has_role(Role.OFFICER):
        return ""
    own = user.has_role(Role.DEPARTMENT) and row.office_id == user.membership.office_id
    return "" if own else "由责成的站所或应急办办理"


def may_close(user, row):
    """Who fed back; a letter on paper is closed by the office that entered it."""
    if user.has_role(Role.SUPERVISOR):
        return ""
    return "" if row.on_paper and user.has_role(Role.OFFICER) else "由反馈的抽查部门办理"
