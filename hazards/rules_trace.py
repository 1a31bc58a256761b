"""Who may look back at everything that was done about an enterprise; returns "" or the reason of refusal."""

from accounts.enums import TOWNSHIP_ROLES


def may_trace(user, enterprise=None):
    """Leaders, the safety office and the discipline body of the township, each inside its own reach."""
    return "" if user.has_role(*TOWNSHIP_ROLES) else "执法责任倒查由乡镇领导、应急办和纪委办理"


def may_open(user, sheet):
    """Whether the kept bytes may be read: older ones tell confidential answers, and are nobody's."""
    shut = "这份倒查报告印有涉密自查的内容，已停止查阅，请按同样期间重新打印" if sheet.shut else ""
    return may_trace(user, sheet.enterprise) or shut


def wrong_span(since, day, today):
    if day > today:
        return "倒查截止日期不能晚于今天"
    return "倒查的开始日期不能晚于截止日期" if since > day else ""
