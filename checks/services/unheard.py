"""Urging villages whose enterprises have not answered: the enterprises themselves, and the liaison cadre once a day."""

from django.db import transaction
from django.urls import reverse

from core import clock
from reminders.enums import MessageKind
from reminders.services import tell

from .. import unheard
from .urging import urge


@transaction.atomic
def urge_villages(*, checks, by):
    """Urge the open ones of `checks` (their places loaded); returns (outcome of the urging, number of cadres told).

    A cadre reads how many of a village are out, never which list it is: that may be confidential.
    """
    waiting = [check for check in checks if check.is_waiting]
    outcome = urge(checks=waiting, by=by)
    out = {}
    for check in waiting:
        out[check.place] = out.get(check.place, 0) + 1
    found, told = unheard.liaisons([village.pk for village in out]), 0
    for village, count in out.items():
        people = [person for person in found.get(village.pk, []) if person != by]
        key = f"unheard:{village.pk}:{clock.today():%Y%m%d}"
        link = f"{reverse('enterprises:list')}?village={village.name}"
        title = f"{village.name}还有 {count} 家企业没有上报自查，请督促"
        told += tell(people=people, title=title, key=key, link=link, by=by, kind=MessageKind.URGING)
    return outcome, told
