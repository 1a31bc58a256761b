"""Who may change the register: "" or the reason of a refusal."""

from accounts.enums import Role


def may_edit(user):
    if user.has_role(Role.OFFICER):
        return ""
    return "企业台账由乡镇应急办维护，需要修改请联系应急办"
