"""Who may do what in a campaign; each returns "" or the reason of refusal."""

import re

from accounts.enums import Role

from . import guards
from .enums import CampaignState, DeadlineKind

SHORTEST = 5
_DONE = r"(?:完成|整改|落实|开展|传达|部署|排查|学习|办结)+(?:到位|完毕|完成)?(?:了)?"
_EMPTY_WORDS = re.compile(rf"^(?:已|均已|全部|我[村镇所]|本单位|按要求|都|基本)*{_DONE}$")


def may_manage(user, campaign=None):
    if not user.has_role(Role.OFFICER):
        return "只有应急办可以管理专项行动"
    if campaign is not None and campaign.township_id != user.membership.place.township_code:
        return "这不是本乡镇的专项行动"
    return ""


def may_see_contacts(user, campaign):
    """Whoever works with the campaign at a desk; the public pages and phones of enterprises have no use for it."""
    staff = (Role.OFFICER, Role.LEADER, Role.DEPARTMENT, Role.LIAISON, Role.DISCIPLINE, Role.SUPERVISOR)
    return "" if user.has_role(*staff) else "联络表供乡镇、站所和包村干部使用"


def may_dispatch(user, campaign):
    """The office; a leader too who hands on what a campaign left."""
    if campaign.follows_id and not may_sign_exception(user, campaign):
        return ""
    return may_manage(user, campaign)


def may_sign_exception(user, campaign):
    """Conclude although something is open."""
    own = user.has_role(Role.LEADER) and campaign.township_id == user.membership.place.township_code
    return "" if own else "由本乡镇领导签批例外后才能结束"


def may_end(user, campaign):
    """Open the page on which a campaign ends."""
    return may_manage(user, campaign) and may_sign_exception(user, campaign) and "由本乡镇应急办或领导结束专项行动"


def may_conclude(user, campaign):
    """An officer when nothing is open; with a unit unanswered or a case undecided only a leader, who says why."""
    if not may_sign_exception(user, campaign):
        return ""
    if reason := may_manage(user, campaign):
        return reason
    open_ones = guards.owed(user, campaign)
    return f"{'；'.join(one.said for one in open_ones)}。由乡镇领导签批例外后才能结束" if open_ones else ""


def may_edit(user, campaign):
    """Phases, tasks and roster of a campaign that is not over."""
    if campaign.state in (CampaignState.CONCLUDED, CampaignState.WITHDRAWN):
        return f"专项行动{campaign.get_state_display()}，只能查看"
    return may_manage(user, campaign)


def may_review(user, circular):
    """A circular is reviewed until it has become a campaign or was laid aside."""
    if reason := may_manage(user):
        return reason
    if circular.township_id != user.membership.place.township_code:
        return "这不是本乡镇的来文"
    if circular.withdrawn_at:
        return f"这份来文已搁置：{circular.withdrawn_reason}。要用请重新录入"
    return "这份来文已经建成专项行动，请到专项行动里修改" if hasattr(circular, "campaign") else ""


def may_answer(user, assignment):
    """Only the unit itself reports, and only while the campaign runs."""
    if assignment.campaign.state != CampaignState.RUNNING:
        return f"专项行动{assignment.campaign.get_state_display()}，不能再上报"
    own = type(assignment).objects.of_unit(user).filter(pk=assignment.pk)
    if own.exists():
        return ""
    return "由包村干部报送" if assignment.task.regular and not assignment.office_id else "由责任单位自己上报"


def sees_answer(submission, user):
    """Whoever sees the duty sees its answers and their photos."""
    duty = submission.assignment
    return type(duty).objects.visible_to(user).filter(pk=duty.pk).exists()


def may_judge(user, assignment):
    if assignment.campaign.state != CampaignState.RUNNING:
        return f"专项行动{assignment.campaign.get_state_display()}，不能再审核"
    return may_manage(user, assignment.campaign) and "由本乡镇应急办审核"


def unsettled(task):
    """What still has to be said about a task's deadline before it can be dispatched."""
    if task.dropped or task.settled:
        return ""
    if task.deadline_kind == DeadlineKind.DATE and task.due_on:
        return ""
    if task.deadline_kind == DeadlineKind.RECURRING and task.every:
        return ""
    if task.deadline_kind == DeadlineKind.STANDING:
        return "“长期坚持”要确认按什么频次报一次，或确认不要求定期上报"
    return "没有明确的期限，要填完成期限或频次"


def perfunctory(text):
    """Why an answer says nothing: blank, shorter than five characters, or only 已完成; "" when it says something."""
    bare = re.sub(r"[\W_]+", "", text or "")
    if not bare:
        return "请写明做了什么、怎么做的"
    if len(bare) < SHORTEST:
        return f"太短了，请写明做了什么（至少 {SHORTEST} 个字）"
    if _EMPTY_WORDS.match(bare):
        return "只写了“已完成”一类的话，请写明时间、内容和结果"
    return ""
