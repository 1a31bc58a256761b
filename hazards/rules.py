"""Who may do what with a hazard; each returns "" or the reason of refusal."""

from accounts.enums import Role

from .enums import Grade, HazardState

JUDGES = (Role.OFFICER, Role.DEPARTMENT)
BEING_MENDED = (HazardState.PLANNING, HazardState.RECTIFYING)


def may_register(user, hazard=None):
    allowed = (Role.OFFICER, Role.DEPARTMENT, Role.LIAISON, Role.CADRE, Role.ENTERPRISE)
    return "" if user.has_role(*allowed) else "当前身份不能登记隐患"


def may_grade(user, hazard):
    return "" if user.has_role(*JUDGES) else "由应急办或监管站所定级"


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
    if not user.has_role(*JUDGES):
        return "由应急办或监管站所验收"
    return "整改上报人不能自己验收" if hazard.rectified_by_id == user.pk else ""


def may_decide(user, extension):
    if not user.has_role(*JUDGES):
        return "由应急办或监管站所审批"
    return "申请人不能自己审批" if extension.asked_by_id == user.pk else ""


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


def not_at_once(grade):
    """A major hazard goes by a plan with the five settlements, never "at once"."""
    return "重大隐患必须报送整改方案，不能按立即整改处理" if grade == Grade.MAJOR else ""


def wrong_leader(grade, enterprise, responsible):
    """A major hazard of an enterprise is led by its principal."""
    if grade != Grade.MAJOR or enterprise is None or responsible.strip() == enterprise.principal:
        return ""
    return f"重大隐患由企业主要负责人领衔整治，整改责任人应为{enterprise.principal}"


def wrong_limit(due_on, today):
    return "整改期限不能早于今天" if due_on and due_on < today else ""


def foreign_office(office, village):
    return f"{office}不是本乡镇的站所" if office and office.township_id != village.township_code else ""
