"""Who writes an alert, pushes its search and closes it; "" or the reason of refusal."""

from accounts.enums import TOWNSHIP_ROLES, Role


def may_read_alerts(user):
    readers = (*TOWNSHIP_ROLES, Role.SUPERVISOR, Role.LIAISON)
    return "" if user.has_role(*readers) else "举一反三的安排由应急办、领导、包村干部和上级查看"


def may_alert(user, alert=None):
    return "" if user.has_role(Role.OFFICER) else "警示通知由应急办办理"


def may_push(user, alert):
    """The search follows the paper: whoever is asked holds the paper already."""
    if reason := may_alert(user, alert):
        return reason
    if alert.paper_id is None or alert.paper.state != "issued":
        return "警示通知印发后才能推送排查，请先起草、审签、印发"
    return ""
