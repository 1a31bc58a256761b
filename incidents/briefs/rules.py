"""Who writes, reads, instructs and files reports of the look-back; each returns "" or the reason of refusal."""

from accounts.enums import Role

from .enums import FROM_VILLAGES, BriefKind, BriefState

OFFICE = (Role.OFFICER, Role.LEADER)


def may_read(user):
    """The office and the leaders; a liaison comes in for the own ones."""
    return "" if user.has_role(*OFFICE, Role.LIAISON) else "情况报告只对应急办、乡镇领导和包村干部开放"


def may_count(user):
    return "" if user.has_role(*OFFICE) else "线索统计只对应急办和乡镇领导开放"


def _own(user, brief):
    return "" if brief is None or brief.township_id == user.membership.place_id else "这不是本乡镇的报告"


def may_write(user, brief=None):
    """The office carries out; a leader's own act is the instruction."""
    return _own(user, brief) if user.has_role(Role.OFFICER) else "由应急办起草和办理"


def may_draft(user, brief=None):
    """The office from the cases it handles; a leader, who sees all of them, with the figures of the whole township; a liaison
    from the villages, whose draft nobody else changes."""
    if may_read(user):
        return "由应急办、乡镇领导或包村干部起草"
    if brief is not None and (brief.by_liaison or user.has_role(Role.LIAISON)) and brief.created_by_id != user.pk:
        return "由起草的包村干部修改和报送"
    return _own(user, brief)


def kinds_of(user):
    return FROM_VILLAGES if user.has_role(Role.LIAISON) else tuple(BriefKind)


def wrong_kind(user, kind):
    return "" if kind in kinds_of(user) else "包村干部报送专题报告、分类报告和快报；定期报告在任务里报送"


def may_instruct(user, brief):
    own = user.has_role(Role.LEADER) and brief.township_id == user.membership.place_id
    return "" if own else "由本乡镇领导批示"


def may_file(user, brief):
    """Either side closes a report that needs no instruction; an urgent one is instructed first."""
    if brief.kind == BriefKind.URGENT and brief.state == BriefState.SUBMITTED:
        return "快报要先经乡镇领导批示"
    return may_write(user, brief) and may_instruct(user, brief) and "由应急办或乡镇领导归档"


def may_tie(user, brief):
    """Once handed in, whoever works on it says which case it is about; from then on it is opened with the case alone."""
    if not user.has_role(*OFFICE):
        return "由应急办或乡镇领导关联线索"
    return _own(user, brief) or ("" if brief.lead_id is None else "已经关联线索")
