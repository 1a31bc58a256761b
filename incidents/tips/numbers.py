"""Numbers of a township and year, one after the other."""

from django.db import IntegrityError, transaction
from django.db.models import Max

from core import clock

TRIES = 5


def following(model, letters, place):
    """e.g. JB990101100-2026-0001 for the letters JB."""
    stem = f"{letters}{place.code[:9]}-{clock.today().year}-"
    last = model.objects.filter(number__startswith=stem).aggregate(m=Max("number"))["m"]
    return f"{stem}{int(last.removeprefix(stem)) + 1 if last else 1:04d}"


def numbered(make, known):
    """What `make()` creates; again when somebody took its number meanwhile. `known()` finds what the same act created."""
    for attempt in range(TRIES):
        if row := known():
            return row, False
        try:
            with transaction.atomic():
                return make(), True
        except IntegrityError:
            if attempt == TRIES - 1:
                raise
