"""Who makes, hangs and looks at the board of a trade; each returns "" or the reason of refusal."""

from accounts.enums import TOWNSHIP_ROLES, Role

READERS = (*TOWNSHIP_ROLES, Role.DEPARTMENT, Role.SUPERVISOR)


def may_read(user):
    return "" if user.has_role(*READERS) else "行业责任牌由乡镇机关、站所和上级查看"


def may_make(user, board=None):
    return "" if user.has_role(Role.OFFICER) else "行业责任牌由乡镇应急办制作"


def may_hang(user, board):
    """The office whose board it is, or the safety office."""
    if user.has_role(Role.OFFICER) or user.has_role(Role.DEPARTMENT) and user.membership.office_id == board.office_id:
        return ""
    return "由牌上的站所或应急办挂牌"


def may_check(user, board):
    """Somebody else than the office whose board it is."""
    return "" if user.has_role(Role.OFFICER, Role.LEADER, Role.DISCIPLINE) else "由应急办、领导或纪委查看"
