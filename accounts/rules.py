"""Who may look after accounts: "" or the reason of a refusal."""

from .enums import Role

GIVEN_BY_OFFICER = [Role.OFFICER, Role.LEADER, Role.DEPARTMENT, Role.LIAISON, Role.CADRE, Role.DISCIPLINE]


def may_keep_people(user):
    return "" if user.has_role(Role.OFFICER) else "人员和账号由乡镇应急办管理"


def may_manage(user, person):
    """An officer manages whoever has all current seats inside the own township; nobody's supervisor."""
    if reason := may_keep_people(user):
        return reason
    first, last = user.membership.place.code_range
    for seat in person.memberships.current():
        if not first <= seat.place_id <= last or seat.role == Role.SUPERVISOR:
            return "此人还有本乡镇以外的任职，请由上级安委办处理"
    return ""


def may_give(user, role, place):
    """A seat an officer may give: inside the own township, never the supervisor's or (here) an enterprise's."""
    if reason := may_keep_people(user):
        return reason
    first, last = user.membership.place.code_range
    if role not in GIVEN_BY_OFFICER:
        return "不能授予这个身份"
    return "" if first <= place.pk <= last else "只能安排本乡镇的任职"
