"""Who is told of a tip. Messages carry its number only."""

from django.urls import reverse

from accounts.enums import Role
from accounts.models import seated
from reminders.services import tell

from .enums import TipKind


def answerable(tip):
    """The handlers named, else the officers; about hidden accidents, else the leaders."""
    named = [row.user for row in tip.handlers.current().select_related("user")]
    role = Role.LEADER if tip.kind == TipKind.CONCEALED else Role.OFFICER
    return named or seated(tip.place.township_code, role)


def leaders(tip):
    return seated(tip.place.township_code, Role.LEADER)


def link_of(tip):
    return reverse("tips:detail", args=[tip.pk])


def tell_about(tip, people, title, key, by=None):
    others = [person for person in people if person != by]
    tell(people=others, title=title, key=f"tip:{tip.pk}:{key}", about=tip, link=link_of(tip))
