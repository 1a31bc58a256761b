"""Gatherings and how often they are due, the eight points of the office, the guide; a module each."""

from .demands import Demand, DemandQuerySet
from .gatherings import Attendee, AttendeeQuerySet, Gathering, GatheringLog, GatheringQuerySet
from .guides import Guide, GuideLog, GuideQuerySet
from .points import OfficeReview, OfficeReviewLog, Point, PointQuerySet, ReviewQuerySet

__all__ = [
    "Attendee",
    "AttendeeQuerySet",
    "Demand",
    "DemandQuerySet",
    "Gathering",
    "GatheringLog",
    "GatheringQuerySet",
    "Guide",
    "GuideLog",
    "GuideQuerySet",
    "OfficeReview",
    "OfficeReviewLog",
    "Point",
    "PointQuerySet",
    "ReviewQuerySet",
]
