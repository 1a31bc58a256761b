"""People from a list: who is known already, and accounts whose initial password is still to be made."""

from django.db import IntegrityError, transaction

from core.errors import Refused

from . import rules
from .logins import free_login, stem_of
from .models import Membership, User
from .services import give_seat


def seats_of(by):
    """The current seats inside the officer's township."""
    first, last = by.membership.place.code_range
    return Membership.objects.current().filter(place__gte=first, place__lte=last)


def known_person(*, name, phone, by):
    """Somebody of the township with this name and this phone; None without a phone to tell namesakes apart."""
    if not phone:
        return None
    return User.objects.filter(name=name, phone=phone, pk__in=seats_of(by).values("user")).first()


def open_account(*, username="", stem="", name, phone):
    """An account nobody can log in to until its initial password has been made (see accounts.initial)."""
    login = username or free_login(stem or stem_of(name))
    try:
        with transaction.atomic():
            return User.objects.create_user(login, None, name=name, phone=phone, must_change_password=True)
    except IntegrityError:
        raise Refused(f"登录名“{login}”已有人使用") from None


@transaction.atomic
def enlist(*, by, name, phone="", username="", **seat):
    """A person of a list takes a seat: the known one a further one, a new one with a new account."""
    if reason := rules.may_give(by, seat["role"], seat["place"]):
        raise Refused(reason)
    person = known_person(name=name, phone=phone, by=by) or open_account(username=username, name=name, phone=phone)
    return give_seat(person=person, by=by, **seat)
