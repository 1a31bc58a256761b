"""By what words a hazard is found."""

from django.db import models

from accounts.scoping import stays_in_place
from core.beside import follow
from core.search import SearchText, WordIndex, mark
from enterprises.models import Enterprise
from places.areas import INDEXED
from places.models import Place

from .register import Hazard


class HazardText(SearchText):
    """A hazard's number, place and description, what its enterprise and its village are called, marks of its township and county."""

    owner = models.OneToOneField(Hazard, models.CASCADE, primary_key=True, related_name="+")
    text = models.TextField()

    class Meta:
        indexes = [WordIndex(fields=["text"], name="hazards_hazardtext_words")]

    @classmethod
    def texts(cls, owners):
        names = ("pk", "village", "number", "location", "description", "enterprise__name", "village__name")
        for key, village, *said in owners.order_by("pk").values_list(*names).iterator(chunk_size=2000):
            yield key, "\n".join(filter(None, [*said, *marks_of(village)]))

    @classmethod
    def seen_by(cls, user, rows, text, *, among):
        """Of the rows that a person sees, filtered already, those that hold the words; `among` are all that the person sees."""
        seat = user.membership
        area = seat.place.prefix if stays_in_place(seat) else ""
        return cls.narrow(rows, text, among=among, marked=mark(int(area)) if len(area) in INDEXED else "")


def marks_of(village):
    """The marks of the areas around a village, by which search narrows what an index tells."""
    return [mark(int(village[:digits])) for digits in INDEXED]


def _follow(model, path, fields, *, fresh=False):
    follow(
        model, lambda keys: HazardText.refresh(Hazard.objects.filter(**{f"{path}__in": keys})), fields=fields, fresh=fresh
    )


_follow(Hazard, "pk", ("number", "location", "description", "enterprise", "village"), fresh=True)
_follow(Enterprise, "enterprise", ("name",))
_follow(Place, "village", ("name",))
