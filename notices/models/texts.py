"""By what words a paper is found."""

from django.db import models
from django.db.models import Prefetch

from core.search import SearchText, WordIndex

from .papers import Paper, Receipt


class PaperText(SearchText):
    """A paper's number, title, issuer, recipients and all of its content."""

    owner = models.OneToOneField(Paper, models.CASCADE, related_name="+")
    text = models.TextField()

    class Meta:
        indexes = [
            WordIndex(fields=["text"], name="notices_papertext_words"),
            models.Index(fields=["id", "owner"], name="notices_papertext_key"),
        ]

    @classmethod
    def texts(cls, owners):
        receipts = Receipt.objects.select_related("place", "office", "enterprise").order_by("pk")
        papers = owners.order_by().prefetch_related(Prefetch("receipts", receipts))
        for paper in papers.iterator(chunk_size=200):
            units = (row.enterprise or row.office or row.place for row in paper.receipts.all())
            said = [paper.doc_number, paper.title, paper.issuer, *texts_in(paper.content), *(unit.name for unit in units)]
            yield paper.pk, "\n".join(said)


def texts_in(value):
    """Every text in lists and dictionaries, however deep, in order."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from texts_in(part)
