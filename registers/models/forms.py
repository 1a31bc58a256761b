"""The upper level's own empty form, kept as it came, with what its columns were understood to be."""

from django.db import models
from django.db.models import Q

from core.models import Row
from places.models import Place


class FormSheet(Row):
    """One is in use per township; the one before stays, withdrawn."""

    township = models.ForeignKey(Place, models.PROTECT, related_name="+")
    name = models.CharField("表名", max_length=80)
    file = models.FileField(upload_to="forms/%Y/%m/")
    sha256 = models.CharField(max_length=64)
    columns = models.JSONField(default=dict)

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = "上级表样"
        constraints = [
            models.UniqueConstraint(
                fields=["township"],
                condition=Q(withdrawn_at=None),
                name="registers_form_in_use_once",
                violation_error_message="同时只能用一份上级表样",
            )
        ]

    def __str__(self):
        return self.name
