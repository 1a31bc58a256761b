"""Who sends, receives and answers a transfer, who claims a new trade; each returns "" or the reason of refusal."""

from accounts.enums import Role

from .enums import ProblemKind
from .enums_transfer import TransferKind

SENDERS = (Role.OFFICER, Role.DEPARTMENT, Role.SUPERVISOR)


def _inside(user, township_id):
    first, last = user.membership.place.code_range
    return first <= township_id <= last


def _is_office(user, office):
    """Whether the seat is of this office; the safety office's people are the officers, who also stand for the township."""
    if user.has_role(Role.DEPARTMENT):
        return office is not None and user.membership.office_id == office.pk
    return user.has_role(Role.OFFICER) and (office is None or office.is_safety_office)


def is_sender(user, row):
    if not _inside(user, row.township_id):
        return False
    return user.has_role(Role.SUPERVISOR) if row.from_above else _is_office(user, row.from_office)


def is_receiver(user, row):
    """An outside body has no seat here: the sender or the safety office enters what it says. The own 纪委 has one."""
    if not _inside(user, row.township_id):
        return False
    if row.to_office_id:
        return _is_office(user, row.to_office)
    if row.to_above:
        return user.has_role(Role.SUPERVISOR)
    if user.has_role(Role.DISCIPLINE):
        return goes_to_own_discipline(row)
    return user.has_role(Role.OFFICER) or is_sender(user, row)


DISCIPLINE_WORDS = ("纪委", "纪律检查")


def goes_to_own_discipline(row):
    """Whether it went to the township's own discipline body, which has a seat here."""
    if row.kind != TransferKind.DISCIPLINE or row.to_office_id or row.to_above:
        return False
    return row.township.name in row.to_body and any(word in row.to_body for word in DISCIPLINE_WORDS)


def may_open(user, hazard=None):
    """Begin a transfer, of a hazard in sight or of another matter."""
    return "" if user.has_role(*SENDERS) else "由应急办、监管站所或上级安委办移送"


def may_open_ways(user):
    return "" if user.has_role(Role.OFFICER) else "由应急办移送"


def may_send(user, row):
    return "" if is_sender(user, row) else "由移送单位办理"


def may_receive(user, row):
    if is_receiver(user, row):
        return ""
    return "由接收单位办理" if row.to_office_id or row.to_above else "由移送单位或应急办登记对方的办理情况"


def may_write_letter(user, row):
    if not user.has_role(Role.OFFICER) or not _inside(user, row.township_id):
        return "移送函由应急办起草"
    return "上级反馈的事项不用移送函" if row.from_above else ""


def wrong_address(user, *, kind, township_id, from_office, to_office, to_body, to_above):
    """A transfer goes to one other unit; criminal and disciplinary matters always leave the township."""
    ways = sum(map(bool, (to_office, to_body.strip() and not to_above, to_above)))
    if ways != 1:
        return "请选定一个接收单位：站所、上级安委办或外单位"
    if to_office and to_office.township_id != township_id:
        return f"{to_office}不是本乡镇的站所"
    if to_office and from_office and to_office.pk == from_office.pk:
        return "不能移送给本单位"
    if to_above and user.has_role(Role.SUPERVISOR):
        return "上级安委办请选定乡镇的站所"
    if to_office and kind in OUTWARD:
        return f"“{TransferKind(kind).label}”须移送有权机关，不能移送站所"
    return ""


# a problem of the set-up goes to the party committee, one of rules to the body that leads; others are mended at once
ROUTES = {ProblemKind.SYSTEM: TransferKind.SYSTEM, ProblemKind.MECHANISM: TransferKind.MECHANISM}
# who let an offence pass goes three ways at once: to discipline, to whoever appoints, to the police
THREE_WAYS = {
    TransferKind.DISCIPLINE: "县纪委监委", TransferKind.PERSONNEL: "县委组织部", TransferKind.POLICE: "县公安局",
}  # fmt: skip
# works let out unlawfully are told to whoever is over the contractor, and to discipline
SUBLET_WAYS = {TransferKind.SUBLET: "县住房和城乡建设局", TransferKind.DISCIPLINE: "县纪委监委"}


def not_routed(hazard, kinds):
    """The TransferKind a hazard's problem still has to go by; "" when it went, or needs no way. `kinds` were sent."""
    route = ROUTES.get(hazard.problem_kind, "")
    return "" if route in kinds else route


# what an office takes over with the transfer; others ask it for something while the hazard stays where it was
RESPONSIBILITY = (TransferKind.DUTY, TransferKind.FEEDBACK)


def moves_responsibility(row):
    return row.kind in RESPONSIBILITY and row.hazard_id is not None and row.to_office_id is not None


OUTWARD = (TransferKind.CRIME, TransferKind.DISCIPLINE, TransferKind.PERSONNEL, TransferKind.POLICE)


# new trades


def may_ask_trade(user, trade=None):
    return "" if user.has_role(Role.OFFICER) else "由应急办发起认领"


def may_claim(user, trade):
    if not user.has_role(Role.DEPARTMENT, Role.OFFICER) or not _inside(user, trade.township_id):
        return "由站所认领"
    return "" if user.membership.office_id else "当前身份没有所属站所，不能认领"


def may_dispute(user, trade):
    if reason := may_claim(user, trade):
        return reason.replace("认领", "提出争议")
    return "认领的站所不能自己提出争议" if trade.office_id == user.membership.office_id else ""


def may_decide_trade(user, trade):
    return "" if user.has_role(Role.LEADER) and _inside(user, trade.township_id) else "由乡镇领导裁定"


def may_set_limits(user):
    return "" if user.has_role(Role.OFFICER) else "移送期限由乡镇应急办设置"
