"""Who writes, instructs and files reports of the look-back; each returns "" or the reason of refusal."""

from accounts.enums import Role


def may_read(user):
    return "" if user.has_role(Role.OFFICER, Role.LEADER) else "情况报告只对应急办和乡镇领导开放"


def may_write(user, brief=None):
    """The office writes; a leader's own act is the instruction."""
    if not user.has_role(Role.OFFICER):
        return "由应急办起草和办理"
    return "" if brief is None or brief.township_id == user.membership.place_id else "这不是本乡镇的报告"


def may_draft(user, brief=None):
    """The office from the cases it handles; a leader, who sees all of them, with the figures of the whole township."""
    if not user.has_role(Role.OFFICER, Role.LEADER):
        return "由应急办或乡镇领导起草"
    return "" if brief is None or brief.township_id == user.membership.place_id else "这不是本乡镇的报告"


def may_instruct(user, brief):
    own = user.has_role(Role.LEADER) and brief.township_id == user.membership.place_id
    return "" if own else "由本乡镇领导批示"


def may_file(user, brief):
    """Either side closes a report that needs no instruction; an urgent one is instructed first."""
    from .enums import BriefKind, BriefState

    if brief.kind == BriefKind.URGENT and brief.state == BriefState.SUBMITTED:
        return "快报要先经乡镇领导批示"
    return may_write(user, brief) and may_instruct(user, brief) and "由应急办或乡镇领导归档"
