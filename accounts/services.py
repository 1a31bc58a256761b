"""What changes people and their seats."""

import secrets

from axes.utils import reset
from django.db import IntegrityError, transaction

from core import clock
from core.errors import Refused

from . import rules
from .models import Membership, User

LETTERS = "abcdefghjkmnpqrstuvwxyz"


def initial_password():
    """Ten characters that are read out and typed without doubt: no 0/O, 1/l/I."""
    body = "".join(secrets.choice(LETTERS) for _ in range(5)) + "".join(secrets.choice("23456789") for _ in range(4))
    return secrets.choice(LETTERS).upper() + body


def password_changed(*, person: User):
    """The person chose a password themselves: it is no initial one any more."""
    person.must_change_password = False
    person.save(update_fields=["must_change_password"])


def add_person(*, by, username, name, phone="", **seat):
    """A new person with a first seat; returns (person, initial password), the password is kept nowhere."""
    word = initial_password()
    try:
        with transaction.atomic():
            person = User.objects.create_user(username, word, name=name, phone=phone, must_change_password=True)
            give_seat(person=person, by=by, **seat)
    except IntegrityError:
        raise Refused(f"登录名“{username}”已有人使用") from None
    return person, word


@transaction.atomic
def give_seat(*, person, role, place, by, office=None, villages=(), post=""):
    """A further seat for a person; the unit's name is written on it."""
    if reason := rules.may_give(by, role, place):
        raise Refused(reason)
    if Membership.objects.current().filter(user=person, role=role, place=place, office=office).exists():
        raise Refused("这个人已有同一任职")
    unit = "" if office else place.name
    seat = Membership.objects.create(user=person, role=role, place=place, office=office, post=post, unit=unit)
    seat.villages.set(villages)
    return seat


def reset_password(*, person, by):
    """A new initial password, said once; open sessions end and a lockout is lifted."""
    _must_manage(by, person)
    word = initial_password()
    person.set_password(word)
    person.must_change_password = True
    person.save(update_fields=["password", "must_change_password"])
    reset(username=person.username)
    return word


def set_active(*, person, active, by):
    """Lock or unlock an account; one cannot lock oneself out."""
    _must_manage(by, person)
    if person == by:
        raise Refused("不能停用自己的账号")
    person.is_active = active
    person.save(update_fields=["is_active"])


def end_seat(*, seat, reason, by):
    """The person leaves the seat; what they did stays under their name."""
    _must_manage(by, seat.user)
    if not reason.strip():
        raise Refused("请写明卸任原因")
    if seat.user == by and by.membership == seat:
        raise Refused("不能结束自己当前的任职")
    ended = Membership.objects.current().filter(pk=seat.pk)
    if not ended.update(ended_at=clock.now(), ended_reason=reason.strip()[:200]):
        raise Refused("这个任职已经结束")


@transaction.atomic
def hand_over(*, seat, successor, reason, by):
    """The successor takes the seat with its villages; the duties of the seat go with it."""
    if seat.role not in rules.GIVEN_BY_OFFICER:
        raise Refused("企业和上级的任职不能在这里移交")
    if successor.pk == seat.user_id:
        raise Refused("接任的人与卸任的人相同")
    _must_manage(by, successor)
    villages = list(seat.villages.all())
    end_seat(seat=seat, reason=reason, by=by)
    return give_seat(
        person=successor, role=seat.role, place=seat.place, office=seat.office, villages=villages, post=seat.post, by=by
    )


def _must_manage(by, person):
    if reason := rules.may_manage(by, person):
        raise Refused(reason)
