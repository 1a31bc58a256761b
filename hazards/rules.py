"""Who may do what with a hazard; each returns "" or the reason of refusal."""

import re

from accounts.enums import Role

from .enums import ControlKind, Grade, HazardState, ReportTo, Source
from .settings import settings_of

JUDGES = (Role.OFFICER, Role.DEPARTMENT)
BEING_MENDED = (HazardState.PLANNING, HazardState.RECTIFYING)
IN_WORK = (HazardState.FOUND, *BEING_MENDED, HazardState.REPORTED)
GRADED = (*BEING_MENDED, HazardState.REPORTED, HazardState.CLOSED)
# the parts of a major hazard's plan beyond the five settlements, in the order of the form
SIX_PARTS = {"goals": "治理目标和任务", "materials": "物资保障", "bodies": "治理机构和人员", "safety": "整改期间安全措施"}
EXIT = re.compile(
    r"(出口|疏散门|安全门|逃生门)[^，。；]{0,12}(锁|封|堵|焊)|(锁|封|堵|焊)[^，。；]{0,6}(出口|疏散门|安全门|逃生门)"
)


def may_register(user, hazard=None):
    allowed = (Role.OFFICER, Role.DEPARTMENT, Role.LIAISON, Role.CADRE, Role.ENTERPRISE)
    return "" if user.has_role(*allowed) else "当前身份不能登记隐患"


def may_import(user):
    """Bring in a ledger that was kept elsewhere: whoever registers hazards of many units."""
    return "" if user.has_role(*JUDGES, Role.LIAISON) else "由应急办、监管站所或包村干部导入隐患台账"


def may_grade(user, hazard):
    return "" if user.has_role(*JUDGES) else "由应急办或监管站所定级"


def may_return_plan(user, hazard):
    if not user.has_role(*JUDGES):
        return "由应急办或监管站所退回方案"
    return "" if getattr(hazard, "plan", None) else "没有报送过方案"


def may_amend_plan(user, hazard):
    if hazard.state != HazardState.RECTIFYING or getattr(hazard, "plan", None) is None:
        return "只有整改中、已报送方案的隐患可以修改方案"
    return may_rectify(user, hazard)


def may_rectify(user, hazard):
    """The unit itself; the safety office on its behalf (then with a note, see on_behalf)."""
    if user.has_role(Role.OFFICER):
        return ""
    if hazard.enterprise_id:
        return "" if user.has_role(Role.ENTERPRISE) else "由企业负责整改并上报"
    return "" if user.has_role(Role.CADRE) else "由村负责整改并上报"


def on_behalf(user):
    """Whether the user reports in the place of the unit, which must be explained."""
    return user.has_role(Role.OFFICER)


def may_accept(user, hazard):
    """Who judges, or of an ordinary one entrusted to the village its cadres; never who mended it."""
    if not user.has_role(*JUDGES, *([Role.CADRE] if is_entrusted(hazard) else [])):
        return "由应急办或监管站所验收"
    if user.has_role(Role.CADRE) and hazard.responsible.strip() == user.name:
        return "整改责任人不能自己验收"
    return "整改上报人不能自己验收" if hazard.rectified_by_id == user.pk else ""


def is_entrusted(hazard):
    return hazard.village_accepts and hazard.grade != Grade.MAJOR


def may_entrust(user, hazard):
    """Let the village accept what it or an enterprise in it has mended; a major one never."""
    if not user.has_role(*JUDGES):
        return "由应急办或监管站所委托村验收"
    if hazard.grade == Grade.MAJOR:
        return "重大隐患不能委托村验收"
    if hazard.state not in (*BEING_MENDED, HazardState.REPORTED):
        return f"“{hazard.get_state_display()}”的隐患不用委托村验收"
    return "已经委托村验收" if hazard.village_accepts else ""


def may_take_over(user, hazard):
    if not user.has_role(*JUDGES):
        return "由应急办或监管站所收回"
    if hazard.state not in (*BEING_MENDED, HazardState.REPORTED):
        return f"“{hazard.get_state_display()}”的隐患不用收回"
    return "" if hazard.village_accepts else "没有委托村验收"


def deciders(hazard):
    """The roles that decide on a longer limit: of a major hazard as the township has set it."""
    if hazard.grade != Grade.MAJOR:
        return JUDGES
    return (decides_major(hazard.village.township_code),)


def decides_major(township_code):
    """The role that decides on a longer limit of a major hazard."""
    return settings_of(township_code)["decides_major"]


def may_decide(user, extension):
    roles = deciders(extension.hazard)
    if not user.has_role(*roles):
        return f"由{'或'.join(WHO_DECIDES[role] for role in roles)}审批"
    return "申请人不能自己审批" if extension.asked_by_id == user.pk else ""


WHO_DECIDES = {Role.OFFICER: "应急办", Role.DEPARTMENT: "监管站所", Role.LEADER: "乡镇领导"}


def may_ask_extension(user, hazard):
    if hazard.state not in BEING_MENDED:
        return "只有整改中的隐患可以申请延期"
    return may_rectify(user, hazard)


def may_order(user, hazard):
    """Draw up a rectification order to the enterprise."""
    if not user.has_role(Role.OFFICER):
        return "责令限期整改指令书由应急办制作"
    if hazard.enterprise_id is None:
        return "这条隐患不属于企业，不用指令书"
    if hazard.state not in (HazardState.FOUND, *BEING_MENDED):
        return f"“{hazard.get_state_display()}”的隐患不能再写进指令书"
    return ""


def may_assign(user, hazard):
    """Change office, responsible person or limit of a row of the register."""
    if not user.has_role(*JUDGES):
        return "由应急办或监管站所调整"
    if hazard.state not in (HazardState.FOUND, *BEING_MENDED):
        return f"“{hazard.get_state_display()}”的隐患不能再调整"
    return ""


def only_shorter(hazard, due_on):
    """A limit under way is set earlier by those who judge; a later day is asked for and decided by somebody else."""
    if hazard.state not in BEING_MENDED or not (due_on and hazard.due_on) or due_on <= hazard.due_on:
        return ""
    return f"整改期限 {hazard.due_on:%Y-%m-%d} 只能提前；要延长请申请延期，经审批后顺延"


def still_bound(hazard):
    """What must be ended before a hazard is struck off, in words."""
    standing = [control.get_kind_display() for control in active_controls(hazard)]
    standing += [listing.get_state_display() for listing in hazard.listings.all() if listing.state in ("proposed", "listed")]
    return f"还有没有结束的：{'、'.join(standing)}，请先写明原因解除、撤销" if standing else ""


def graded_major(hazard):
    return hazard.grade == Grade.MAJOR and hazard.state in BEING_MENDED


def may_cancel(user, hazard):
    """A major one is struck off by a leader; what stands on a hazard is ended first."""
    if not graded_major(hazard):
        return may_grade(user, hazard) or still_bound(hazard)
    if not user.has_role(Role.LEADER):
        return "重大隐患由乡镇领导取消，请先请示"
    return still_bound(hazard)


def may_raise(user, hazard):
    if not user.has_role(*JUDGES):
        return "由应急办或监管站所改判等级"
    if hazard.grade != Grade.ORDINARY or hazard.state not in BEING_MENDED:
        return "只有整改中的一般隐患可以改判为重大隐患"
    return ""


def may_lower(user, hazard):
    """Decided by a leader, while neither a listing nor the treatment as an accident rests on the grade."""
    if not user.has_role(Role.LEADER):
        return "重大隐患由乡镇领导改判为一般隐患，请先请示"
    if not graded_major(hazard):
        return "只有整改中的重大隐患可以改判为一般隐患"
    if getattr(hazard, "as_accident", None):
        return "已经当作事故处置，不能改判"
    listed = hazard.listings.filter(state__in=("proposed", "listed")).exists()
    return "已经提请或正在挂牌督办，请先撤销" if listed else ""


def may_ask_leader(user, hazard):
    if not user.has_role(*JUDGES):
        return "由应急办或监管站所请示"
    return "" if graded_major(hazard) else "只有整改中的重大隐患要请示乡镇领导"


def not_at_once(grade):
    """A major hazard goes by a plan with the five settlements, never "at once"."""
    return "重大隐患必须报送整改方案，不能按立即整改处理" if grade == Grade.MAJOR else ""


def exit_left_sealed(hazard, grade, at_once, reason):
    """A sealed exit is opened at once; whoever gives it time says why. A major one goes by a plan anyway."""
    if at_once or grade == Grade.MAJOR or not seals_exit(hazard.description) or reason.strip():
        return ""
    return "封闭、锁闭出口应立即责令整改；限期整改的须写明理由"


def wrong_leader(grade, enterprise, responsible):
    """A major hazard of an enterprise is led by its principal."""
    if grade != Grade.MAJOR or enterprise is None or responsible.strip() == enterprise.principal:
        return ""
    return f"重大隐患由企业主要负责人领衔整治，整改责任人应为{enterprise.principal}"


def wrong_limit(due_on, today):
    return "整改期限不能早于今天" if due_on and due_on < today else ""


def foreign_office(office, village):
    return f"{office}不是本乡镇的站所" if office and office.township_id != village.township_code else ""


def may_edit_criteria(user, clause=None):
    """An officer keeps the township's own clauses; national ones are reworded by an own clause of the same number."""
    if not user.has_role(Role.OFFICER):
        return "判定标准库由乡镇应急办维护"
    if clause is None:
        return ""
    owner = clause.standard.township_id
    if owner is None:
        return "国家标准的条款不能直接修改，可登记本乡镇的同号条款"
    return "" if owner == user.membership.place.township_code else "这是别的乡镇的条款"


def may_redate(user, hazard):
    if not user.has_role(*JUDGES):
        return "由应急办或监管站所更正发现日期"
    if hazard.state not in (HazardState.FOUND, *BEING_MENDED):
        return f"“{hazard.get_state_display()}”的隐患不能再更正发现日期"
    return ""


# a major hazard


def settlement_gaps(*, responsible, measures, money, due_on, contingency, **others):
    """What of the five settlements is missing, in words; "" when all are there."""
    if not all(str(part or "").strip() for part in (responsible, measures, contingency)):
        return "责任人、措施、预案都要落实到具体内容"
    if money is None or money < 0:
        return "请写明资金数额，不需要资金的填 0"
    return "" if due_on else "请写明整改时限"


def reports_due(hazard):
    """The halves of the double report still missing; a place without enterprise has no workers' congress."""
    if hazard.grade != Grade.MAJOR:
        return []
    done = {report.to for report in hazard.reports.all()}
    wanted = (ReportTo.DEPARTMENT, ReportTo.CONGRESS) if hazard.enterprise_id else (ReportTo.DEPARTMENT,)
    return [to for to in wanted if to not in done]


def major_gaps(hazard, parts):
    """What a major hazard still lacks before it is mended by plan: parts of the plan, halves of the double report."""
    if hazard.grade != Grade.MAJOR:
        return ""
    missing = [label for name, label in SIX_PARTS.items() if not str(parts.get(name) or "").strip()]
    missing += [ReportTo(to).label for to in reports_due(hazard)]
    return f"重大隐患还不能转入整改，缺：{'、'.join(missing)}" if missing else ""


def may_report(user, hazard, to):
    if hazard.grade != Grade.MAJOR or hazard.state not in BEING_MENDED:
        return "只有整改中的重大隐患要双报告"
    if to not in reports_due(hazard):
        return "这项报告已经登记，或不适用"
    return may_rectify(user, hazard)


def may_correct_report(user, hazard, to):
    """Put an entered half of the double report right; once it is closed only the office does."""
    if hazard.state == HazardState.CANCELLED or to not in {report.to for report in hazard.reports.all()}:
        return "没有可以更正的报告登记"
    if hazard.state == HazardState.CLOSED and not user.has_role(Role.OFFICER):
        return "已销号的，由应急办更正"
    return may_rectify(user, hazard)


def acceptance_gaps(hazard, held_at, place, people, slots, *, now, no_before=""):
    """What the acceptance lacks: of a major hazard much, of an ordinary one a picture of before or why there is none."""
    if held_at and held_at > now:
        return "验收时间不能晚于现在"
    if hazard.grade != Grade.MAJOR:
        return "" if "before" in slots or no_before.strip() else "没有整改前照片，请补充照片，或写明没有照片的原因"
    names = set(re.split(r"[、，,；;\s]+", people.strip())) - {""}
    wanted = {"验收时间": held_at, "验收地点": place.strip(), "两名以上验收人员": len(names) > 1}
    wanted |= {"整改前照片": "before" in slots, "整改后照片": "after" in slots}
    missing = [label for label, there in wanted.items() if not there]
    if missing:
        return f"重大隐患须现场验收，缺：{'、'.join(missing)}"
    mended = {hazard.responsible, hazard.rectified_by.name if hazard.rectified_by else ""} - {""}
    return f"验收人员不能有整改方的{'、'.join(sorted(names & mended))}" if names & mended else ""


def active_controls(hazard):
    return [control for control in hazard.controls.all() if control.lifted_at is None]


def still_controlled(hazard):
    kinds = [control.get_kind_display() for control in active_controls(hazard)]
    return f"还有未解除的措施：{'、'.join(kinds)}，请先解除再验收" if kinds else ""


STOPS = (ControlKind.STOP_PART, ControlKind.STOP_ALL)


def orders_stop(user, kind):
    """Whether an office orders work stopped, which takes a power; a unit stops its own work by itself."""
    return kind in STOPS and user.has_role(*JUDGES)


def may_impose(user, hazard):
    if hazard.state not in IN_WORK:
        return f"“{hazard.get_state_display()}”的隐患不用再采取停产撤人措施"
    return "" if user.has_role(*JUDGES) else may_rectify(user, hazard)


def may_lift(user, hazard):
    """Ended by those who judge, never by the unit itself."""
    if not user.has_role(*JUDGES):
        return "由应急办或监管站所解除"
    return "" if active_controls(hazard) else "没有正在执行的停产撤人措施"


def may_add_photos(user, hazard):
    if hazard.state not in IN_WORK:
        return f"“{hazard.get_state_display()}”的隐患不能再补充整改前照片"
    return "" if user.has_role(*JUDGES) else may_rectify(user, hazard)


def may_treat_as_accident(user, hazard):
    """Only what somebody else found: what the unit reported itself was on its list."""
    if not user.has_role(Role.OFFICER):
        return "由应急办认定漏排"
    if hazard.grade != Grade.MAJOR or hazard.state not in GRADED:
        return "只有查实的重大隐患可以当作事故处置"
    if hazard.source == Source.SELF_CHECK:
        return "单位自查上报的隐患不算漏排"
    return "已经当作事故处置" if getattr(hazard, "as_accident", None) else ""


def may_untreat(user, hazard):
    if not user.has_role(Role.OFFICER):
        return "由应急办撤销认定"
    return "" if getattr(hazard, "as_accident", None) else "没有当作事故处置"


# a hazard that comes back, longer limits, sealed exits


def may_recur(user, hazard):
    if not user.has_role(*JUDGES):
        return "由应急办或监管站所标记复发"
    if hazard.state not in (HazardState.FOUND, *BEING_MENDED):
        return f"“{hazard.get_state_display()}”的隐患不能再标记复发"
    return "已经标记复发" if hazard.first_id else ""


def wrong_recurrence(hazard, earlier):
    """A hazard returns in the same unit and after the earlier one was closed."""
    if earlier.pk == hazard.pk or earlier.state != HazardState.CLOSED:
        return "只能与已销号的隐患标记复发"
    same = (earlier.enterprise_id, earlier.village_id) == (hazard.enterprise_id, hazard.village_id)
    return "" if same else "只能与同一单位的隐患标记复发"


def too_late(user, due_on, last_day, today):
    """A longer limit is asked for in time; the office may bring in a late one on the unit's behalf."""
    if due_on is None or today <= last_day or on_behalf(user):
        return ""
    return f"延期最迟应在 {last_day:%Y-%m-%d} 提出，现已超过；确有特殊情况的请联系应急办代为提出"


def may_set(user):
    return "" if user.has_role(Role.OFFICER) else "隐患办理规则由乡镇应急办设置"


def seals_exit(text):
    """Whether the words speak of an exit locked or sealed up, to be opened at once."""
    return bool(EXIT.search(text))
