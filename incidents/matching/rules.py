"""Who may do what with lists of names and candidates; each returns "" or the reason of refusal."""

from datetime import timedelta

from accounts.enums import Role

from .enums import CandidateState, ListKind, ListState

KEPT_DAYS, KEPT_AT_MOST = 90, 180
NOT_NAMED = "您不是这两份名单的经办人"


def may_bring(user):
    """Uploading; which lists one sees and may compare is NameListQuerySet.visible_to."""
    return "" if user.has_role(Role.OFFICER, Role.LEADER) else "由应急办或乡镇领导上传名单"


def may_name(user, names):
    return "" if user.has_role(Role.LEADER) else "由乡镇领导指定名单的经办人"


def may_destroy(user, names):
    """Before its day by a leader or whoever brought the list."""
    if user.has_role(Role.LEADER) or names.created_by_id == user.pk:
        return ""
    return "由乡镇领导或上传人销毁名单"


def may_decide(user, candidate):
    from ..models import Candidate

    if not Candidate.objects.visible_to(user).filter(pk=candidate.pk).exists():
        return NOT_NAMED
    return "名单已销毁，不能再判定" if candidate.one_id is None or candidate.other_id is None else ""


def may_register(user, candidate):
    """Open a lead about a pair: also of lists that are gone, when what the lead needs was kept."""
    from ..models import Candidate

    if candidate.kept and Candidate.objects.visible_to(user).filter(pk=candidate.pk).exists():
        return ""
    return may_decide(user, candidate)


def wrong_day(day, today):
    """A list is kept no longer than its purpose needs (Personal Information Protection Law art. 19); the days are the
    township's practice."""
    if day <= today:
        return "销毁日期应在今天以后"
    last = today + timedelta(days=KEPT_AT_MOST)
    return f"名单最多保存 {KEPT_AT_MOST} 天，销毁日期不能晚于 {last}" if day > last else ""


def wrong_pair(one, other):
    """Why two lists cannot be compared; "" when they can."""
    if one.pk == other.pk:
        return "请选择另一份名单"
    gone = [names for names in (one, other) if names.state != ListState.KEPT]
    return f"名单“{gone[0].title}”{gone[0].get_state_display()}，不能比对" if gone else ""


def wrong_lead(candidate):
    """Why no lead can be opened about a candidate."""
    if candidate.state != CandidateState.SAME:
        return "判定为同一人后才能登记线索"
    return "" if candidate.match.one.kind != ListKind.STAFF else "两份都是人员名单，没有死亡信息"
