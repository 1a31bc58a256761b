"""Who may record what about an accident, and what cannot be so; each returns "" or the reason of refusal."""

from accounts.enums import Role

from .. import rules
from ..enums import Conclusion, LeadState
from . import law
from .enums import Finding, Outcome, Sender

MOST_PEOPLE = 999


def may_record(user, lead):
    """The facts: whoever handles the lead, as long as it is one."""
    if reason := rules.may_handle(user, lead):
        return reason
    return "线索不予受理，不能登记事故" if lead.state == LeadState.DISMISSED else ""


def may_find(user, lead):
    """Whether a report was late, omitted, false or concealed."""
    return rules.may_handle(user, lead) or ("" if user.has_role(Role.LEADER) else "由乡镇领导登记报告情况的认定")


def wrong_times(happened_at, learned_at, now):
    """(field, reason) of moments that cannot be so; ("", "") when they can."""
    if happened_at > now:
        return "happened_at", "发生时间不能晚于现在"
    if law.rule_on(law.day_of(happened_at)) is None:
        return "happened_at", "2007年6月1日以前的事故没有本系统适用的时限，请在线索里记录"
    if learned_at and learned_at < happened_at:
        return "learned_at", "单位负责人知道的时间不能早于发生时间"
    return ("learned_at", "单位负责人知道的时间不能晚于现在") if learned_at and learned_at > now else ("", "")


def wrong_sent(sender, sent_at, before, after, now):
    """Why somebody cannot have reported then. `before` is when their clock began, `after` when the next one reported."""
    if before is None:
        told = "单位负责人知道的时间" if sender == Sender.UNIT else "上一级的报告时间"
        return f"请先登记{told}"
    if sent_at < before:
        return "报告时间不能早于知道或接到报告的时间"
    if after and sent_at > after:
        return "报告时间不能晚于下一级已经上报的时间"
    return "报告时间不能晚于现在" if sent_at > now else ""


def wrong_victim(outcome, died_at, happened_at, now):
    if outcome == Outcome.SERIOUS:
        return "重伤人员不填死亡时间，死亡的请把伤亡情况改为死亡" if died_at else ""
    if died_at is None:
        return "请填写死亡时间"
    if died_at < happened_at:
        return "死亡时间不能早于事故发生时间"
    return "死亡时间不能晚于现在" if died_at > now else ""


def wrong_beside(lead, finding):
    """Why a finding contradicts what was concluded about the case."""
    agree = (Conclusion.CONCEALED, Conclusion.ACCIDENT)
    if finding != Finding.CONCEALED or lead.state != LeadState.CONCLUDED or lead.conclusion in agree:
        return ""
    return f"线索的结论是“{lead.get_conclusion_display()}”，与瞒报矛盾，请先重新核查"


def wrong_finding(finding, hands, now, authority, number, township):
    """Why a finding contradicts the times on record, or lies above the township. `hands` are law.Hand."""
    unit, late = hands[0], any(hand.is_late for hand in hands)
    if finding == Finding.IN_TIME and (late or any(hand.is_over(now) for hand in hands)):
        return "有报告超过时限或逾期未报，不能认定为按时报告"
    if finding == Finding.IN_TIME and unit.sent is None:
        return "还没有登记报告时间，不能认定为按时报告"
    if finding == Finding.LATE and not late:
        return "登记的报告都没有超过时限，不能认定为迟报"
    if finding != Finding.CONCEALED:
        return ""
    if unit.sent and not unit.is_late:
        return "单位在时限内已经报告，不属于瞒报；报告不实的请认定为谎报"
    if unit.due and now <= unit.due:
        return "还在报告时限内，不能认定为瞒报"
    said = True, Conclusion.CONCEALED
    return rules.wrong_authority(*said, authority, township) or rules.wrong_number(*said, number)
