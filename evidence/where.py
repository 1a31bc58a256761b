"""Where a photo was taken, beside the village it speaks of."""

from math import asin, cos, radians, sin, sqrt

from django.conf import settings

EARTH_KM = 6371.0
PATHS = ("village", "place", "check_row.place", "inspection.place", "assignment.place", "lead.village", "township")


def place_of(owner):
    """The village (or else place) of the row a photo proves; None when the row names none."""
    for path in PATHS:
        row = owner
        for name in path.split("."):
            row = getattr(row, name, None)
        if row is not None:
            return row
    return None


def distance_km(photo, place):
    """Kilometres between the camera and the village's office, along the earth; None when either is unknown."""
    ends = (photo.latitude, photo.longitude, *((place.latitude, place.longitude) if place else (None, None)))
    if None in ends:
        return None
    north, east, north2, east2 = (radians(float(end)) for end in ends)
    half = sin((north2 - north) / 2) ** 2 + cos(north) * cos(north2) * sin((east2 - east) / 2) ** 2
    return 2 * EARTH_KM * asin(sqrt(half))


def is_far(photo, place):
    """Whether it was taken farther from the village than photos of it are."""
    distance = distance_km(photo, place)
    return distance is not None and distance > settings.PHOTO_FAR_KM


def said(photo, place):
    """The position in words: how far from the village, or why that is not known."""
    if photo.latitude is None:
        return "照片没有位置信息"
    distance = distance_km(photo, place)
    if distance is None:
        return f"拍摄位置 {photo.latitude:.4f}, {photo.longitude:.4f}"
    return f"拍摄位置距{place.name} {distance:.1f} 公里"
