"""Who may write what in the files: "" or the reason of a refusal. Which rows are in sight is visible_to's matter."""

from accounts.enums import Role
from core import clock

JUDGES = (Role.OFFICER, Role.DEPARTMENT)


def may_keep(user, kind):
    """The enterprise keeps its own files, the safety office any; the board is the office's."""
    if user.has_role(Role.OFFICER):
        return ""
    if kind.by_office:
        return f"{kind.label}由乡镇应急办制作"
    return "" if user.has_role(Role.ENTERPRISE) else f"{kind.label}由企业或乡镇应急办登记"


def may_judge(user, kind):
    """What the office says of a row the enterprise handed in."""
    if not kind.office:
        return f"{kind.label}没有要由部门填写的内容"
    return "" if user.has_role(*JUDGES) else "由应急办或监管站所填写"


def may_change(user, kind):
    """Open the form of a row, for one part of it at least."""
    return may_keep(user, kind) and (may_judge(user, kind) if kind.office else may_keep(user, kind))


def may_show(user):
    """The whole number of a person's certificate or phone."""
    return "" if user.has_role(Role.OFFICER, Role.ENTERPRISE) else "完整号码只给应急办和企业本身看"


def wrong_year(year):
    """A year is written whole and does not lie beyond the next."""
    last = clock.today().year + 1
    return "" if 2000 <= year <= last else f"年度要写四位数的年份，从 2000 到 {last}"


def asked_of(user, kind):
    """The names of the fields this person fills in."""
    own = () if may_keep(user, kind) else kind.fields
    return own + (() if may_judge(user, kind) else kind.office)
