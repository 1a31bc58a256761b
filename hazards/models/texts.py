"""By what words a hazard is found."""

from django.db import models

from core.beside import follow
from core.search import SearchText, WordIndex
from enterprises.models import Enterprise
from places.models import Place

from .register import Hazard


class HazardText(SearchText):
    """A hazard's number, place and description, and what its enterprise and its village are called."""

    owner = models.OneToOneField(Hazard, models.CASCADE, primary_key=True, related_name="+")
    text = models.TextField()

    class Meta:
        indexes = [WordIndex(fields=["text"], name="hazards_hazardtext_words")]

    @classmethod
    def texts(cls, owners):
        names = ("pk", "number", "location", "description", "enterprise__name", "village__name")
        for key, *said in owners.order_by("pk").values_list(*names).iterator(chunk_size=2000):
            yield key, "\n".join(filter(None, said))


def _follow(model, path, fields, *, fresh=False):
    follow(
        model, lambda keys: HazardText.refresh(Hazard.objects.filter(**{f"{path}__in": keys})), fields=fields, fresh=fresh
    )


_follow(Hazard, "pk", ("number", "location", "description", "enterprise", "village"), fresh=True)
_follow(Enterprise, "enterprise", ("name",))
_follow(Place, "village", ("name",))
