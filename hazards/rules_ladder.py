"""Who may put a unit on which rung of the ladder; each returns "" or the reason of refusal."""

from accounts.enums import Role

from .enums import Rung

ORDER = (Rung.DISPATCH, Rung.ORDER, Rung.WARN, Rung.TALK, Rung.FOCUS)
HARD = (Rung.TALK, Rung.FOCUS)


def height(state):
    """1 for the mildest rung, 5 for the hardest, 0 for a unit on none."""
    return ORDER.index(state) + 1 if state in ORDER else 0


def may_step(user, state, rung):
    """From `state` ("" when on none) to `rung`: the office goes rung by rung, hard rungs and leaps are the leaders'."""
    if not user.has_role(Role.OFFICER, Role.LEADER):
        return "五级督促由应急办和乡镇领导办理"
    if user.has_role(Role.LEADER):
        return ""
    if rung in HARD or state in HARD:
        return "约谈和重点管理由乡镇领导决定"
    return "越级督促由乡镇领导决定" if height(rung) > height(state) + 1 else ""


def onto(rung):
    return lambda user, case: may_step(user, case.state, rung)


def may_lift_case(user, case):
    if case.state in HARD and not user.has_role(Role.LEADER):
        return "约谈和重点管理由乡镇领导解除"
    return "" if user.has_role(Role.OFFICER, Role.LEADER) else "五级督促由应急办和乡镇领导办理"


def may_propose_accountability(user, case):
    if case.state not in HARD:
        return "约谈、重点管理后才提出责任追究建议"
    return "" if user.has_role(Role.OFFICER) else "责任追究建议书由应急办起草"


def advised(state, *, overdue, major, urgings, days, others=()):
    """(rung or "lifted" or "", why) the record speaks for; a person decides.

    `overdue` hazards late now, `major` of them major, `urgings` sent to the unit lately, `days` on the present rung,
    `others` (what, how many) late besides hazards.
    """
    if not overdue:
        return _without_late_hazards(state, days, [f"逾期{what} {n} 件" for what, n in others if n])
    said = f"逾期隐患 {overdue} 条" + (f"，其中重大 {major} 条" if major else "")
    if not state:
        rung = Rung.ORDER if urgings else Rung.DISPATCH
        return rung, f"{said}，近期已督办 {urgings} 次" if urgings else said
    if state == Rung.FOCUS:
        return "", f"{said}，已是最高一级"
    wanted = 3 if major else 7
    if days < wanted:
        return "", f"{said}，本级刚满 {days} 天，满 {wanted} 天再看"
    return ORDER[height(state)], f"{said}，本级已满 {days} 天仍未整改"


def _without_late_hazards(state, days, others):
    """A unit may stand on the ladder for other things: nothing is lifted while they are late, nor at once."""
    if not state:
        return "", "没有逾期隐患"
    if others:
        return "", f"没有逾期隐患，还有{'、'.join(others)}，不宜解除"
    if days < 7:
        return "", f"没有逾期事项，本级刚满 {days} 天，满 7 天再看"
    return Rung.LIFTED, "已没有逾期隐患、任务和自查，请核对列入原因是否已消除"
