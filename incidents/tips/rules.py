"""Who may do what with a tip; each returns "" or the reason of refusal."""

from accounts.enums import Role
from core import clock

from ..pledges.rules import unsigned
from ..rules import HANDLING_ROLES, ROOM
from .enums import Finding, TipKind, TipState

DECIDERS = (Role.OFFICER, Role.LEADER)
REASON_AT_LEAST = 4  # characters


def may_enter(user):
    return "" if user.has_role(*ROOM) else "群众举报由应急办、乡镇领导和指定的经办人办理，您当前的身份不能进入"


def may_work(user, tip):
    """Decide and answer: an officer or leader who sees the tip, or a handler a leader has named."""
    from ..models import Tip

    if not Tip.objects.visible_to(user).filter(pk=tip.pk).exists():
        return "您看不到这件举报"
    return "" if user.has_role(*DECIDERS) or is_handler(user, tip) else "由应急办、乡镇领导或经办人办理"


def may_extend(user, tip):
    if tip.extended:
        return "办理期限已经延长过一次"
    return may_work(user, tip) or ("" if user.has_role(Role.LEADER) else "由乡镇领导批准延长")


def may_reopen(user, tip):
    if hasattr(tip, "reward"):
        return "已经提出奖励，不能重新办理"
    return may_work(user, tip) or ("" if user.has_role(Role.LEADER) else "由乡镇领导决定重新办理")


def may_sort(user, tip):
    """A tip about a hidden death is made an ordinary one by a leader alone: from then on all officers read it."""
    if tip.kind == TipKind.CONCEALED and not user.has_role(Role.LEADER):
        return "反映瞒报、谎报事故的举报，由乡镇领导更改类别"
    return may_work(user, tip)


def may_pass_on(user, tip):
    from ..models import Lead

    if not tip.notes.filter(by=None).exists():
        return "举报人没有补充"
    opened = Lead.objects.open().filter(source_key=f"tip:{tip.pk}").exists()
    return may_work(user, tip) or ("" if opened else "没有由这件举报立的线索，或线索已经结束")


def may_name(user, tip):
    return "" if user.has_role(Role.LEADER) else "由乡镇领导指定经办人"


def may_open_identity(user, tip):
    """Only who is named, whatever the rank: a leader who wants to know names a handler instead."""
    if not is_handler(user, tip):
        return "只有乡镇领导指定的经办人才能打开举报人信息"
    return unsigned(user)


def is_handler(user, tip):
    return user.has_role(*HANDLING_ROLES) and tip.handlers.current().filter(user=user).exists()


def may_set(user):
    return "" if user.has_role(*DECIDERS) else "由应急办或乡镇领导设置"


def wrong_reason(text):
    return "" if len(text.strip()) >= REASON_AT_LEAST else f"请写明打开的理由，至少 {REASON_AT_LEAST} 个字"


def wrong_words(text, source):
    """What goes on to others must not name the tipster."""
    told = [word for word in (source.name, source.phone) if word and word in text] if source else []
    return "内容里写有举报人的姓名或电话，请删去后再提交" if told else ""


def wrong_outlet(tip, outlet):
    if tip.kind == TipKind.CONCEALED and outlet == "hazard":
        return "反映瞒报、谎报事故的，应当立为涉亡线索或直接核实"
    return ""


# rewards


def may_propose(user, tip):
    if hasattr(tip, "reward"):
        return "这件举报已经提出奖励"
    if tip.state != TipState.CLOSED or tip.finding not in (Finding.TRUE, Finding.PARTLY):
        return "办结并认定属实、部分属实的举报才能奖励"
    return may_work(user, tip) or (unsigned(user) if user.has_role(Role.OFFICER) else "由应急办提出奖励")


def may_approve(user, reward):
    if not user.has_role(Role.LEADER):
        return "由乡镇领导审批"
    return "提出奖励的人不能自己审批" if reward.created_by_id == user.pk else unsigned(user)


def may_pay(user, reward=None):
    if not user.has_role(Role.OFFICER):
        return "由应急办发放"
    return "已过领取期限" if reward and reward.claim_by and reward.claim_by < clock.today() else unsigned(user)


def may_lapse(user, reward):
    if not user.has_role(Role.OFFICER, Role.LEADER):
        return "由应急办或乡镇领导办理"
    return "还没有过领取期限" if not reward.claim_by or reward.claim_by >= clock.today() else unsigned(user)


def may_see_rewards(user):
    return "" if user.has_role(Role.OFFICER, Role.LEADER, Role.DISCIPLINE) else "奖励登记由应急办、乡镇领导和纪委查看"


def may_budget(user):
    return "" if user.has_role(Role.LEADER) else "由乡镇领导登记奖励预算和标准"
