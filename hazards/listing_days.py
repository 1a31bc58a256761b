"""The days a listing is bound to, and what is due of them for the reminder scan."""

from dataclasses import dataclass
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from core import clock
from core.workdays import add_workdays
from reminders.deadlines import Due

from .enums import HazardState, ListingState
from .models import Listing
from .services.people import People
from .settings_supervision import listing_settings

DONE = (HazardState.REPORTED, HazardState.CLOSED)


@dataclass(frozen=True)
class Day:
    """`done` is the day it was done, None while it is open; `label` as on the page."""

    label: str
    due_on: object
    done: object = None

    @property
    def late(self):
        return (self.done or clock.today()) > self.due_on


def days_of(listing):
    """Mending, filing, publication and on-site acceptance of a listing; none before it was listed."""
    if listing.listed_at is None or listing.state == ListingState.REVOKED:
        return []
    said, begun = listing_settings(listing.township_id), timezone.localdate(listing.listed_at)
    hazard = listing.hazard
    closed = timezone.localdate(hazard.closed_at) if hazard.closed_at else None
    asked = timezone.localdate(hazard.reported_at) if hazard.reported_at and hazard.state in DONE else None
    return [
        Day("备案", add_workdays(begun, said["file_within"]), listing.filed_on),
        Day("公示", add_workdays(begun, said["publish_within"]), listing.published_on),
        Day("整改", mend_by(listing, begun, said["rectify_within"]), asked),
        Day("现场验收", accept_by(hazard, said["accept_within"]), closed),
    ]


def mend_by(listing, begun, within):
    """So many days after listing; the hazard's own limit when it is shorter, or was granted longer since."""
    usual, limit = begun + timedelta(days=within), listing.hazard.due_on
    return limit if limit and (limit < usual or limit > listing.due_on) else usual


def accept_by(hazard, within):
    """So many days after the limit or the request for acceptance, whichever is earlier."""
    asked = timezone.localdate(hazard.reported_at) if hazard.state == HazardState.REPORTED and hazard.reported_at else None
    return min(filter(None, (hazard.due_on, asked))) + timedelta(days=within)


def due_listings(first, last):
    """What of the running listings is due between two days: mending by the unit, filing and publication by the office, acceptance by judges."""
    rows = Listing.objects.filter(state=ListingState.LISTED).select_related("hazard__village", "hazard__enterprise")
    rows = list(rows.order_by("pk"))
    people = People([row.hazard for row in rows])
    for row in rows:
        for day in days_of(row):
            told = day.label == "整改" and day.due_on == row.hazard.due_on  # by the hazard's own reminders
            if day.done is None and first <= day.due_on <= last and not told:
                yield _due(row, day, people)


def _due(row, day, people):
    office = people.officers[row.hazard.village.township_code]
    who = {"现场验收": people.judges(row.hazard), "整改": people.rectifiers(row.hazard)}.get(day.label, office)
    title = f"挂牌督办 {row.hazard.number}（{row.hazard.unit}）{day.label}"
    return Due(row, day.due_on, who, title, reverse("hazards:listing", args=[row.pk]), people.ladder(row.hazard)[2:])
