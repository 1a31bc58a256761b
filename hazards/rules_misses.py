"""Who decides whether something was missed; each returns "" or the reason of refusal."""

from accounts.enums import Role


def may_judge(user, miss):
    """The safety office or a leader, and nobody about a look of their own."""
    if not user.has_role(Role.OFFICER, Role.LEADER):
        return "由应急办或乡镇领导认定"
    own = miss.pk and miss.looks.filter(name=user.name).exists()
    return "自己参加的检查，由其他人认定" if own else ""


def may_judge_again(user, miss):
    if miss.paper_id and miss.paper.state != "withdrawn":
        return "已经写进通报，通报作废后才能重新核对"
    return may_judge(user, miss)


def may_keep(user):
    return "" if user.has_role(Role.OFFICER) else "由应急办设置和通报"
