"""Everybody of the demonstration who comes to cases has signed, but for one newly come to an office."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from accounts.enums import Role
from core import clock
from evidence import photos
from evidence import services as evidence
from evidence.demo_hands import scribble

from ..models import Pledge
from .rules import SIGNERS
from .services import SIGNATURE, text_of
from .words import VALID_DAYS

DAYS_AGO = 210


def load(demo):
    for town in demo.towns:
        people = {person: None for role in SIGNERS for person in demo.people.get((town.code, role), ())}
        last = (demo.people.get((town.code, Role.DEPARTMENT)) or [None])[-1]
        with clock.at(timezone.make_aware(datetime.combine(demo.day(-DAYS_AGO), time(9, 30)))):
            text = text_of(town)
            for number, person in enumerate(people):
                if person != last or number < 5:
                    _sign(text, person, number)


def _sign(text, person, number):
    until = clock.today() + timedelta(days=VALID_DAYS)
    row = Pledge.objects.create(text=text, user=person, user_title=person.title[:60], at=clock.now(), until=until)
    drawn = photos.keep_signature(scribble(number), by=person)
    evidence.bind(ids=[drawn.pk], owner=row, by=person, slot=SIGNATURE)
