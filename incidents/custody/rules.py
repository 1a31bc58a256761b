"""Who may do what with a piece of evidence; each returns "" or the reason of refusal."""

from datetime import timedelta

from accounts.enums import Role

from .. import rules
from ..enums import LeadState, Signing

SIGN_WITHIN = timedelta(hours=24)  # the office's practice: signed at the table, or the day after
SEIZERS = 2  # people who take evidence


def may_take(user, lead):
    if reason := rules.may_handle(user, lead):
        return reason
    return "线索不予受理，不能登记证据" if lead.state == LeadState.DISMISSED else ""


def may_keep(user, exhibit):
    """Whoever keeps it; a leader acts for a keeper who is away."""
    if reason := rules.may_handle(user, exhibit.lead):
        return reason
    if user.pk == exhibit.keeper_id or user.has_role(Role.LEADER):
        return ""
    return f"由保管人{exhibit.keeper.name}办理"


def may_seal(user, exhibit):
    return may_keep(user, exhibit) or ("已有封条，先启封再换封条" if exhibit.seal_number else "")


def may_unseal(user, exhibit):
    return may_keep(user, exhibit) or ("" if exhibit.seal_number else "没有封存")


def may_look(user, exhibit):
    return rules.may_handle(user, exhibit.lead)


def may_receive(user, exhibit):
    """The other side confirms by itself: nobody takes over for somebody else."""
    if reason := rules.may_handle(user, exhibit.lead):
        return reason
    return "" if user.pk == exhibit.receiver_id else f"由接收人{exhibit.receiver.name}本人确认"


def may_end(user, exhibit):
    """Given back or destroyed for good once the case is decided; before, the case may still need it."""
    if reason := may_keep(user, exhibit):
        return reason
    ended = exhibit.lead.state in (LeadState.CONCLUDED, LeadState.DISMISSED)
    return "" if ended else "线索作出结论后才能发还、销毁证据"


def may_destroy(user, exhibit):
    return may_end(user, exhibit) or ("" if user.has_role(Role.LEADER) else "由乡镇领导批准销毁")


def may_sign(user, link, now):
    """Why this person may not print the list of a handover at once: it is for the two at the table, on that day."""
    row = link.subject
    if user.pk not in (link.actor_id, row.keeper_id, row.receiver_id):
        return "移交清单由移交人和接收人当场打印签字"
    return "" if now <= link.at + SIGN_WITHIN else "移交已过 24 小时，需要时请打印证据清单"


def wrong_takers(by, second):
    return "取证不得少于 2 人，请另选一名在场的经办人" if second is None or second == by else ""


def wrong_taking(taken_at, now):
    return "提取时间不能晚于现在" if taken_at > now else ""


def wrong_receiver(exhibit, receiver, allowed):
    if receiver is None or receiver.pk not in allowed:
        return "只能移交给这条线索的经办人或乡镇领导"
    return "证据已在这个人手里" if receiver.pk == exhibit.keeper_id else ""


def signed_talks(lead):
    """Notes of a case whose signed original may be registered as evidence."""
    from ..models import Interview

    return Interview.objects.in_force().filter(verification__lead=lead, signing=Signing.SIGNED)
