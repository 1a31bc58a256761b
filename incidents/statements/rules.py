"""Who may note statements and settle contradictions; each returns "" or the reason of refusal."""

from accounts.enums import Role

from .. import rules
from ..enums import LeadState
from .enums import TIMES, Outcome


def may_note(user, lead):
    if reason := rules.may_handle(user, lead):
        return reason
    ended = lead.state in (LeadState.CONCLUDED, LeadState.DISMISSED)
    return f"线索{lead.get_state_display()}，不能再改动陈述和矛盾处理" if ended else ""


def may_settle(user, lead):
    """The team that verifies, or a leader."""
    if reason := may_note(user, lead):
        return reason
    if user.has_role(Role.LEADER) or lead.verifications.filter(team=user).exists():
        return ""
    return "由核查组成员处理矛盾"


def may_set(user):
    return "" if user.has_role(Role.OFFICER, Role.LEADER) else "由应急办或乡镇领导设置"


def wrong_tolerances(minute, about, half_day):
    return "" if minute <= about <= half_day * 60 else "越不准确的时间，允许相差的应当越大"


def wrong_time(matter, at, now):
    return "时间不能晚于现在" if matter in TIMES and at and at > now else ""


def wrong_settling(row, outcome, side):
    """`row` is the contradiction as it stands; `side` the number of the side that holds."""
    if outcome == Outcome.HOLDS and not (side is not None and 0 <= side < len(row.sides)):
        return "请选择采信哪一种说法"
    return ""
