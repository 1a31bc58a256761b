"""Who may take a list out of the portal, and who may allow it; each returns "" or the reason of refusal."""

from datetime import timedelta

from accounts.enums import Role
from core import clock

from ..rules import ROOM
from ..tips.rules import may_see_rewards
from .enums import OF_LEADERS, OF_OFFICE, ExportKind

FETCH_WITHIN = timedelta(days=3)  # the office's practice: what nobody fetched is asked for again


def may_ask(user, kind):
    if kind in OF_LEADERS:
        return "" if user.has_role(Role.LEADER) else "查阅记录和授权只能由乡镇领导导出"
    if kind in OF_OFFICE:
        return "" if user.has_role(Role.OFFICER, Role.LEADER) else "情况报告和统计由应急办或乡镇领导导出"
    if kind == ExportKind.REWARDS:
        return may_see_rewards(user)
    return "" if user.has_role(*ROOM) else "只有乡镇领导和经办人可以申请导出"


def may_decide(user, export):
    """A second person who may see all of it; never the one who asked."""
    if user.pk == export.created_by_id:
        return "不能审批自己的申请，请另一名领导或经办人审批"
    if not type(export).objects.visible_to(user).filter(pk=export.pk).exists():
        return "由本乡镇领导或能看到其中全部线索的经办人审批"
    return ""


def may_fetch(user, export):
    if user.pk != export.created_by_id:
        return "只能由申请人本人下载"
    late = export.decided_at and clock.now() > export.decided_at + FETCH_WITHIN
    return f"同意后 {FETCH_WITHIN.days} 天内没有下载，已失效，请重新申请" if late else ""


def may_withdraw(user, export):
    return "" if user.pk == export.created_by_id else "只能由申请人撤回"
