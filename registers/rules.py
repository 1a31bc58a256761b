"""Who may do what with monthly forms and deductions; each returns "" or the reason of refusal."""

from accounts.enums import Role

READERS = (Role.OFFICER, Role.LEADER, Role.DISCIPLINE, Role.SUPERVISOR, Role.DEPARTMENT)


def may_read(user):
    return "" if user.has_role(*READERS) else "台账报表供乡镇机关、站所和上级查看"


def may_compare(user):
    """Villages and their liaisons keep the ledger by place: each finds its own rows there."""
    return "" if user.has_role(*READERS, Role.LIAISON, Role.CADRE) else "条块台账供乡镇机关、站所、村和上级查看"


def may_count(user):
    """Whole-township forms: a station has its own rows in the registers."""
    readers = (Role.OFFICER, Role.LEADER, Role.DISCIPLINE, Role.SUPERVISOR)
    return "" if user.has_role(*readers) else "全乡镇的报表由应急办、领导和上级查看"


def may_score(user):
    return "" if user.has_role(Role.OFFICER, Role.LEADER, Role.DISCIPLINE) else "考核表供本乡镇应急办、领导和纪委查看"


def may_make(user, report=None):
    return "" if user.has_role(Role.OFFICER) else "月报由应急办编制"


def may_send(user):
    return "" if user.has_role(Role.OFFICER) else "由应急办报送上级"


def may_strike(user, sending):
    """A month sent wrongly is corrected by a new version, not struck off."""
    if sending.report_id:
        return "月报报错了的，请在月报页面更正"
    return may_send(user) or ("这份报送件已经作废" if sending.withdrawn_at else "")


def may_check(user, report):
    """Another pair of eyes: not the one who made it."""
    if not user.has_role(Role.OFFICER, Role.LEADER):
        return "月报由应急办或乡镇领导审核"
    return "编制人不能审核自己编的月报，请其他同志或领导审核" if report.created_by_id == user.pk else ""


def may_return(user, report):
    return "" if user.has_role(Role.OFFICER, Role.LEADER) else "由应急办或乡镇领导退回"


def may_note(user, mark=None):
    return "" if user.has_role(Role.OFFICER) else "考核扣分由应急办登记"


def may_confirm(user, mark):
    if not user.has_role(Role.LEADER):
        return "考核扣分由乡镇领导确认"
    return "登记人不能自己确认" if mark.created_by_id == user.pk else ""


def may_revoke(user, mark):
    return "" if user.has_role(Role.OFFICER, Role.LEADER) else "由应急办或乡镇领导撤销"
