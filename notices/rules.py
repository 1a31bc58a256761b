"""Who may do what with a paper; each returns "" or the reason of refusal."""

from accounts.enums import Role


def may_draft(user, paper=None):
    return "" if user.has_role(Role.OFFICER) else "只有应急办可以起草公文"


def may_review(user, paper):
    return "" if user.has_role(Role.OFFICER) else "只有应急办可以核稿"


def may_sign(user, paper):
    return "" if user.has_role(Role.LEADER) else "公文由乡镇领导签发"


def may_issue(user, paper):
    return "" if user.has_role(Role.OFFICER) else "公文由应急办印发"


def may_withdraw(user, paper):
    return "" if user.has_role(Role.OFFICER, Role.LEADER) else "只有应急办或乡镇领导可以作废公文"


def may_receive(user, receipt):
    from .models import Receipt

    if user.has_role(Role.OFFICER, Role.LEADER, Role.DISCIPLINE, Role.SUPERVISOR):
        return "由收文单位自己签收"
    return "" if Receipt.objects.visible_to(user).filter(pk=receipt.pk).exists() else "这份公文不是发给你单位的"
