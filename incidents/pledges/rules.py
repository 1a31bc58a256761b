"""Who must have signed the pledge, who writes its text and looks over the register; each returns "" or the reason."""

from accounts.enums import Role

from ..models.pledge import Pledge, must_sign
from .words import SIGNERS

UNSIGNED = "接触涉亡材料前，请先阅读并签署本乡镇现行的保密承诺书"


def may_sign(user):
    return "" if user.has_role(*SIGNERS) else "您当前的身份不接触涉亡材料，不需要签署保密承诺书"


def unsigned(user):
    """Why the door stays shut; "" for who has signed and for seats that never come to it."""
    if not must_sign(user) or in_force(user):
        return ""
    return UNSIGNED


def in_force(user):
    """The user's pledge that applies now; None without one."""
    town = user.membership.place.township_code
    return Pledge.objects.in_force().filter(user=user, text__township=town).order_by("-until").first()


def has_signed(person, town):
    """Whether a person's pledge in a township (its code) is in force, whatever seat they act in."""
    return Pledge.objects.in_force().filter(user=person, text__township=town).exists()


def may_write(user):
    return "" if user.has_role(Role.OFFICER, Role.LEADER) else "承诺书文本由应急办或乡镇领导修订"


def may_see_register(user):
    return "" if user.has_role(Role.OFFICER, Role.LEADER) else "签署情况由应急办和乡镇领导查看"
