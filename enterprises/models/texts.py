"""By what words an enterprise is found."""

from django.db import models

from core.beside import follow
from core.search import SearchText, WordIndex

from .roster import Enterprise


class EnterpriseText(SearchText):
    """An enterprise's name and its initials."""

    owner = models.OneToOneField(Enterprise, models.CASCADE, primary_key=True, related_name="+", verbose_name="企业")
    text = models.TextField("检索用文字")

    class Meta:
        verbose_name = "企业检索"
        indexes = [WordIndex(fields=["text"], name="enterprises_text_words")]

    @classmethod
    def texts(cls, owners):
        for key, *said in owners.order_by("pk").values_list("pk", "name", "initials").iterator(chunk_size=2000):
            yield key, "\n".join(said)


follow(Enterprise, lambda keys: EnterpriseText.refresh(Enterprise.objects.filter(pk__in=keys)), fields=("name", "initials"))
