"""Who may inspect, sign, plan and draw; each returns "" or the reason of refusal. Which kinds belong to whom."""

from accounts.enums import Role

from .enums import Kind

# what an enterprise does itself; the five levels of it with their periods are in checks.levels
OWN_KINDS = (Kind.GROUP, Kind.PRINCIPAL, Kind.DEPUTY, Kind.WORKSHOP, Kind.TEAM, Kind.OWN)
OFFICIAL_KINDS = (Kind.OFFICE, Kind.JOINT, Kind.UNANNOUNCED, Kind.EXPERT, Kind.SPOT, Kind.RECHECK)
PLANNED_KINDS = (*OFFICIAL_KINDS, Kind.VILLAGE)
STAFF = (Role.OFFICER, Role.LEADER, Role.DEPARTMENT, Role.SUPERVISOR)
KINDS_OF = {
    Role.OFFICER: OFFICIAL_KINDS,
    Role.LEADER: OFFICIAL_KINDS,
    Role.DEPARTMENT: OFFICIAL_KINDS,
    Role.SUPERVISOR: (Kind.UNANNOUNCED, Kind.SPOT, Kind.JOINT, Kind.EXPERT, Kind.RECHECK),
    Role.LIAISON: (Kind.VILLAGE, Kind.RECHECK),
    Role.CADRE: (Kind.VILLAGE, Kind.RECHECK),
    Role.ENTERPRISE: OWN_KINDS,
}


def kinds_of(user):
    return KINDS_OF.get(user.role, ())


def may_start(user, inspection=None):
    return "" if kinds_of(user) else "当前身份不开展现场检查"


def may_write(user, inspection):
    """Who began it, everybody on the team with an account, and the safety office for what offices began."""
    if inspection.kind in OWN_KINDS:
        return "" if user.has_role(Role.ENTERPRISE) else "由企业自己填写"
    if inspection.created_by_id == user.pk or inspection.has_on_team(user):
        return ""
    if inspection.kind != Kind.VILLAGE and user.has_role(Role.OFFICER) and _inside(inspection, user):
        return ""
    return "只有本次检查的人员可以填写和签名"


def may_advise(user, opinion):
    """Enter, have signed or void an expert's opinion: whoever may write on the visit it belongs to."""
    return may_write(user, opinion.inspection)


def may_order(inspection):
    """Only offices order anything on the spot; a village points out, an enterprise mends."""
    official = inspection.kind in OFFICIAL_KINDS and inspection.created_by and inspection.created_by.role in STAFF
    return "" if official else "只有站所和应急办的检查可以作出现场处置"


def _inside(inspection, user):
    return inspection.place_id.startswith(user.membership.place.prefix)


def may_plan(user, plan=None):
    """A plan of an office is written by that office, of a township by its safety office, above by the upper level."""
    if not user.has_role(Role.OFFICER, Role.DEPARTMENT, Role.SUPERVISOR):
        return "检查计划由应急办、站所或上级安委办制定"
    if plan is None:
        return ""
    if plan.place_id != user.membership.place_id:
        return "这份计划由制定它的单位管理"
    other = user.has_role(Role.DEPARTMENT) and plan.office_id != user.membership.office_id
    return "这份计划由制定它的站所管理" if other else ""


def may_read_plans(user):
    return "" if user.has_role(*STAFF, Role.DISCIPLINE) else "检查计划不对被检查单位公开"


def may_set_levels(user, firm=None):
    return "" if user.has_role(Role.OFFICER, Role.DEPARTMENT, Role.ENTERPRISE) else "由应急办、监管站所或企业设定"


def may_count(user, row=None):
    """Say which campaigns a visit or a self-check counts in."""
    return "" if user.has_role(Role.OFFICER, Role.DEPARTMENT, Role.SUPERVISOR) else "由应急办或站所确定计入哪些专项行动"


def may_bulletin(user):
    return "" if user.has_role(Role.OFFICER) else "抽查通报由应急办起草"


def may_read_bulletins(user):
    readers = (Role.OFFICER, Role.LEADER, Role.DISCIPLINE, Role.SUPERVISOR)
    return "" if user.has_role(*readers) else "抽查通报在印发后送达有关单位"
