"""Who must have signed the pledge, who writes its text and looks over the register; each returns "" or the reason."""

from accounts.enums import Role

from ..models.pledge import Pledge
from ..rules import ROOM

UNSIGNED = "接触涉亡材料前，请先阅读并签署本乡镇现行的保密承诺书"


SIGNERS = (*ROOM, Role.LIAISON)  # a liaison who hands in a report


def may_sign(user):
    return "" if user.has_role(*SIGNERS) else "您当前的身份不接触涉亡材料，不需要签署保密承诺书"


def unsigned(user):
    """Why the door stays shut; "" for who has signed and for seats that never come to it."""
    return UNSIGNED if user.has_role(*SIGNERS) and not in_force(user) else ""


def in_force(user):
    """The user's pledge that applies now; None without one."""
    return Pledge.objects.binding(user, user.membership.place.township_code).order_by("-until").first()


def has_signed(person, town):
    """Whether a person's pledge in a township (its code) is in force, whatever seat they act in."""
    return Pledge.objects.binding(person, town).exists()


def may_write(user):
    return "" if user.has_role(Role.OFFICER, Role.LEADER) else "承诺书文本由应急办或乡镇领导修订"


def may_see_register(user):
    return "" if user.has_role(Role.OFFICER, Role.LEADER) else "签署情况由应急办和乡镇领导查看"
