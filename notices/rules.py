"""Who may do what with a paper; each returns "" or the reason of refusal."""

from accounts.enums import Role


def _own(user, paper):
    """Papers are drawn up, signed and issued by the township they belong to, not from above or next door."""
    if paper is None or paper.township_id is None or user.membership.place.township_code == paper.township_id:
        return ""
    return f"这不是本乡镇的{paper._meta.verbose_name}"


def may_draft(user, paper=None):
    return _own(user, paper) if user.has_role(Role.OFFICER) else "只有应急办可以起草公文"


def may_review(user, paper):
    return _own(user, paper) if user.has_role(Role.OFFICER) else "只有应急办可以核稿"


def may_sign(user, paper):
    if not user.has_role(Role.LEADER):
        return "公文由乡镇领导签发"
    if reason := _own(user, paper):
        return reason
    waiting = [str(row) for row in paper.countersigns.waiting().select_related("person", "office")]
    return f"还有{'、'.join(waiting)}没有会签" if waiting else ""


def may_consult(user, paper):
    return _own(user, paper) if user.has_role(Role.OFFICER) else "由应急办送会签"


def may_countersign(user, paper):
    """Whoever was asked and has not answered; the office's people for the office, nobody for another leader."""
    asked = paper.countersigns.waiting().of_user(user).exists()
    return _own(user, paper) if asked else "没有请你会签，或者你已经会签"


def may_retract(user, paper):
    """Whoever agreed, until the paper is signed."""
    agreed = paper.countersigns.standing().filter(agreed_by=user).exists()
    return _own(user, paper) if agreed else "你没有会签过这份公文"


def may_send_back(user, paper):
    return _own(user, paper) if user.has_role(Role.OFFICER, Role.LEADER) else "只有应急办或乡镇领导可以退回修改"


def may_issue(user, paper):
    return _own(user, paper) if user.has_role(Role.OFFICER) else "公文由应急办印发"


def may_withdraw(user, paper):
    return _own(user, paper) if user.has_role(Role.OFFICER, Role.LEADER) else "只有应急办或乡镇领导可以作废公文"


def may_urge(user, paper):
    if not user.has_role(Role.OFFICER):
        return "由应急办催办签收"
    return _own(user, paper) or ("" if paper.state == "issued" else "只有已印发的公文可以催办签收")


def may_number(user):
    return "" if user.has_role(Role.OFFICER) else "文号由应急办设置"


def may_word(user):
    return "" if user.has_role(Role.OFFICER, Role.LEADER) else "公文固定用语由应急办和乡镇领导维护"


def may_name_keepers(user):
    return "" if user.has_role(Role.LEADER) else "用印人由乡镇领导指定"


def may_withdraw_keeper(user, keeper):
    return may_name_keepers(user) or _own(user, keeper)


def may_keep_seals(user):
    """Named by a leader for today, and still an officer of that township."""
    from .models import SealKeeper

    named = user.has_role(Role.OFFICER) and SealKeeper.objects.current().of_user(user).exists()
    return "" if named else "由乡镇领导指定的用印人办理"


def may_stop_seal(user, seal):
    """Whoever keeps it, or a leader who fears for it."""
    if not user.has_role(Role.LEADER) and (reason := may_keep_seals(user)):
        return reason
    return _own(user, seal)


def may_seal(user, paper):
    """Who signs a paper does not put the seal on it; only whoever was named for it does, once."""
    from .models import Seal

    if reason := may_keep_seals(user) or _own(user, paper):
        return reason
    uses = list(paper.seal_uses.standing().select_related("seal"))
    if uses and all(use.seal.state == "in_use" for use in uses):
        return "已经用印"
    known = Seal.objects.in_use().filter(township=paper.township_id, issuer=paper.issuer).exists()
    return "" if known else f"{paper.issuer}没有登记印章"


def may_receive(user, receipt):
    """The unit the paper is addressed to, once it is in force; nobody signs in another's place."""
    from .models import Receipt

    if not Receipt.objects.of_unit(user).filter(pk=receipt.pk).exists():
        return "由收文单位自己签收"
    return "" if receipt.paper.state == "issued" else "公文没有印发或者已经作废，不用签收"
