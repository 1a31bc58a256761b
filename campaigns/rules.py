"""Who may do what in a campaign; each returns "" or the reason of refusal."""

from accounts.enums import Role


def may_manage(user, campaign=None):
    if not user.has_role(Role.OFFICER):
        return "只有应急办可以管理专项行动"
    if campaign is not None and campaign.township_id != user.membership.place.township_code:
        return "这不是本乡镇的专项行动"
    return ""


def may_answer(user, assignment):
    from .models import Assignment

    if user.has_role(Role.OFFICER, Role.LEADER, Role.DISCIPLINE, Role.SUPERVISOR):
        return "由责任单位自己上报"
    return "" if Assignment.objects.visible_to(user).filter(pk=assignment.pk).exists() else "这项任务不是你单位的"


def may_judge(user, assignment):
    return "" if user.has_role(Role.OFFICER) else "由应急办审核"
