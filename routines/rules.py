"""Who may do what with gatherings, their frequency, the eight points and the guide; "" or the reason of refusal."""

from accounts.enums import TOWNSHIP_ROLES, Role

from .enums import Holder

READERS = (*TOWNSHIP_ROLES, Role.DEPARTMENT, Role.LIAISON, Role.SUPERVISOR)
# which seat enters the gatherings of which holder; the office asks the heads of enterprises to its own
ENTERED_BY = {
    Role.OFFICER: (Holder.TOWNSHIP, Holder.LEADERS, Holder.ENTERPRISES), Role.LEADER: (Holder.LEADERS,), Role.CADRE: (Holder.VILLAGES,),
    Role.ENTERPRISE: (Holder.ENTERPRISES,),
}  # fmt: skip


def _own(user, row):
    here = row is None or row.township_id is None or user.membership.place.township_code == row.township_id
    return "" if here else "这不是本乡镇的记录"


def may_read(user):
    return "" if user.membership else "你还没有任职，请联系乡镇应急办"


def may_read_office(user):
    return "" if user.has_role(*READERS) else "由乡镇机关、站所、包村干部和上级查看"


def may_demand(user, demand=None):
    return _own(user, demand) if user.has_role(Role.OFFICER) else "频次要求由应急办设定"


def may_hold(user, gathering=None):
    """Officers enter the township's and leaders' gatherings, everybody else those of their own unit."""
    if user.role not in ENTERED_BY:
        return "会议、培训由应急办、领导、村和企业自己登记"
    if gathering is None or gathering.pk is None:
        return ""
    if user.has_role(Role.OFFICER) and gathering.is_townships:
        return _own(user, gathering)
    return "" if gathering.created_by_id == user.pk else "由登记人办理"


def may_sign_in(user, gathering):
    from .models import Attendee

    asked = Attendee.objects.of_user(user).filter(gathering=gathering).exists()
    return "" if asked else "你不在通知参加的名单里"


def may_urge(user, demand):
    """A liaison urges villages and enterprises, not leaders."""
    if user.has_role(Role.LIAISON) and demand.holder == Holder.LEADERS:
        return "镇领导由应急办催办"
    return _own(user, demand) if user.has_role(Role.OFFICER, Role.LIAISON) else "由应急办或包村干部催办"


def may_review(user, review=None):
    return _own(user, review) if user.has_role(Role.OFFICER) else "“八有”自评由应急办办理"


def may_read_reviews(user):
    allowed = user.has_role(*TOWNSHIP_ROLES, Role.SUPERVISOR)
    return "" if allowed else "“八有”自评供应急办、领导、纪委和上级查看"


def may_finish_review(user, review):
    if reason := may_review(user, review):
        return reason
    unsaid = [point.name for point in review.points.all() if point.verdict == "open"]
    return f"还没有评：{'、'.join(unsaid)}" if unsaid else ""


def may_complete_review(user, review):
    if reason := may_review(user, review):
        return reason
    lacking = [point.name for point in review.points.all() if point.verdict in ("open", "lacking")]
    return f"还缺：{'、'.join(lacking)}" if lacking else ""


def may_guide(user, guide=None):
    return _own(user, guide) if user.has_role(Role.OFFICER) else "网格工作指南由应急办编写"


def may_read_guide(user):
    return "网格工作指南供镇、村干部和网格员使用" if user.has_role(Role.ENTERPRISE) else ""
