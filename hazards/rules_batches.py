"""Who may do what with a batch, and what may be made known; each returns "" or the reason of refusal."""

import re

from accounts.enums import Role

from .enums import BatchState

NUMBER = re.compile(r"(?<!\d)(1\d{10}|\d{17}[\dXx])(?!\d)")


def may_keep(user, batch=None):
    return "" if user.has_role(Role.OFFICER) else "由应急办草拟和公布"


def may_edit(user, batch):
    if reason := may_keep(user):
        return reason
    return "" if batch.state == BatchState.DRAFT else f"“{batch.get_state_display()}”的名单不能再修改，退回后再改"


def may_send(user, batch):
    return may_keep(user) or ("" if batch.items.exists() else "名单是空的，先选企业或隐患")


def may_lead(user, batch):
    return "" if user.has_role(Role.LEADER) else "由乡镇领导批准"


def may_approve(user, batch):
    return may_lead(user, batch) or ("草拟人不能自己批准" if batch.created_by_id == user.pk else "")


def may_withdraw(user, batch):
    return "" if user.has_role(Role.OFFICER, Role.LEADER) else "由应急办或乡镇领导撤回"


def personal(text, names=()):
    """What is made known names no person: no phone or identity number, none of `names`."""
    if found := NUMBER.search(text):
        return f"公布的内容不能写个人号码（{found[0][:3]}…）"
    named = [name for name in names if name and name in text]
    return f"公布的内容不能写个人姓名（{named[0]}），可写“主要负责人”" if named else ""
