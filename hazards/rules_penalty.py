"""Powers a township has been given, and who may do what with a penalty case; each returns "" or the reason of refusal."""

from accounts.enums import Role
from core.templatetags.ui import money

from .enums_transfer import CaseState, PenaltyKind, Target

HANDLERS = (Role.OFFICER, Role.DEPARTMENT)
# art. 113 of the Work Safety Law: penalties within so many days that lead to a proposal to close
WINDOWS = ((180, 3), (365, 4))


def may_set_powers(user, power=None):
    return "" if user.has_role(Role.OFFICER) else "赋权清单由乡镇应急办维护"


def may_keep_offences(user):
    return "" if user.has_role(Role.OFFICER) else "打非治违类型库由乡镇应急办维护"


def over_limit(offence, target, amount):
    """A fine above what the kind of offence allows; "" without a kind, a limit or a fine."""
    most = offence.most(target) if offence else None
    if most is None or not amount or amount <= most:
        return ""
    return f"“{offence}”对{Target(target).label}的罚款上限是 {money(most)} 元"


def may_file(user, case=None):
    return "" if user.has_role(*HANDLERS) else "由应急办或监管站所立案"


def may_handle(user, case):
    """The office that filed it, or the safety office."""
    if user.has_role(Role.OFFICER):
        return ""
    own = user.has_role(Role.DEPARTMENT) and case.office_id == user.membership.office_id
    return "" if own else "由立案的站所或应急办办理"


def may_print(user, case):
    """Those who handle it and who answer for it; the unit gets its copy delivered."""
    return "" if user.has_role(*HANDLERS, Role.LEADER, Role.DISCIPLINE) else "由办案的站所、应急办或乡镇领导打印"


def may_prove(user, case):
    """Hang photos, scans and recordings on a case while it is worked on."""
    if case.state not in (CaseState.FILED, CaseState.DECIDED):
        return f"“{case.get_state_display()}”的案件不能再补充证据"
    return may_handle(user, case)


def may_see_proof(user):
    """The files of a case are for those who handle it and who answer for it."""
    seats = (*HANDLERS, Role.LEADER, Role.DISCIPLINE, Role.SUPERVISOR)
    return "" if user.has_role(*seats) else "案件证据由办案单位、乡镇领导和上级查看"


def may_review(user, case):
    """Legal review by somebody who did not file the case."""
    if reason := _open_to_staff(user, case):
        return reason
    return "办案人不能审核自己办的案件" if case.created_by_id == user.pk else ""


def _open_to_staff(user, case):
    if not user.has_role(Role.OFFICER, Role.LEADER, Role.DEPARTMENT):
        return "由应急办、站所的法制审核人员或乡镇领导审核"
    return "" if case.state == CaseState.FILED else "只有已立案、未处理的案件需要法制审核"


def may_punish(user, case):
    """`advance` checks the same for the first half; the second half leaves the state as it is."""
    if case.state not in (CaseState.FILED, CaseState.DECIDED):
        return f"“{case.get_state_display()}”的案件不能再登记处罚"
    return may_handle(user, case)


def may_mend(user, case):
    """Correct the entry of a decision, or enter that it was annulled."""
    if case.state not in (CaseState.DECIDED, CaseState.CLOSED) or not case.penalties.all():
        return "没有可以更正、撤销的处罚决定"
    return may_handle(user, case)


def may_exempt(user, case):
    if reason := may_handle(user, case):
        return reason
    return "" if case.exempt else f"不符合自查自报不予处罚的条件：{case.why_not_exempt}"


def may_publish(user, case):
    if case.state not in (CaseState.DECIDED, CaseState.CLOSED):
        return "作出处罚后才能公示"
    return may_handle(user, case)


def lacks_power(powers, kind, day):
    """`powers` are the rows of a township; "" when one of them gives this kind of penalty on that day."""
    if any(row.kind == kind and row.holds(day) for row in powers):
        return ""
    return f"本乡镇在 {day:%Y-%m-%d} 没有“{PenaltyKind(kind).label}”的赋权，不能自行作出，请移送有权机关"


def procedure_gaps(case):
    """What the three systems of law enforcement still ask for before an own decision."""
    missing = [] if case.reviewed_at else ["法制审核"]
    missing += [] if case.record.strip() else ["全过程记录"]
    return f"还不能作出处罚决定，缺：{'、'.join(missing)}" if missing else ""


def missing_half(targets):
    """One case, two penalties: which half is missing, in words; "" when both or none are there."""
    found = set(targets)
    if not found or found == set(Target):
        return ""
    other = Target.PRINCIPAL if Target.ENTERPRISE in found else Target.ENTERPRISE
    return f"一案双罚：还缺对{other.label}的处罚"
