"""What went up to the level above: its files as they were sent, sealed at rest, with who sent them when and to whom."""

from django.db import models
from django.db.models import Q

from accounts.scoping import ScopedQuerySet
from core.cipher import newest
from core.models import Row
from core.sealed_files import SealedStorage
from places.models import Place

from ..enums import SendingKind
from .monthly import Report


class SendingQuerySet(ScopedQuerySet):
    """The township's own staff and those above it."""

    place_path = "township"

    def _none(self, seat):
        return Q(pk__in=[])

    _of_office = _of_liaison = _of_village = _of_enterprise = _none


class Sending(Row):
    """One sending by one person. What was sent by mistake is struck off with a reason; its files stay."""

    township = models.ForeignKey(Place, models.PROTECT, related_name="+", verbose_name="乡镇")
    kind = models.CharField("报送内容", max_length=10, choices=SendingKind.choices)
    title = models.CharField("名称", max_length=120)
    chosen = models.CharField("范围", max_length=300, blank=True)
    rows = models.PositiveIntegerField("条数", default=0)
    sent_to = models.CharField("报送机关", max_length=80)
    note = models.CharField("说明", max_length=200, blank=True)
    report = models.ForeignKey(Report, models.PROTECT, null=True, blank=True, related_name="sendings", verbose_name="月报")
    token = models.CharField(max_length=60, null=True, unique=True, editable=False)

    objects = SendingQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = "报送件"
        indexes = [models.Index(fields=["township", "created_at"], name="registers_sending_town")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(sent_to=""), name="registers_sending_to", violation_error_message="请写明报送给谁"
            )
        ]

    def __str__(self):
        return self.title


class SentFile(models.Model):
    """A file of a sending; its bytes and hash never change. `slot` says which of several it is."""

    sending = models.ForeignKey(Sending, models.PROTECT, related_name="files", verbose_name="报送件")
    slot = models.CharField("分类", max_length=20)
    name = models.CharField("文件名", max_length=160)
    file = models.FileField("文件", upload_to="sent/%Y/%m/", storage=SealedStorage(), editable=False)
    sealed_with = models.CharField(max_length=8, blank=True, default=newest, editable=False)  # name of the file's key
    size = models.PositiveBigIntegerField("字节")
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ["pk"]
        verbose_name = "报送的文件"
        constraints = [models.UniqueConstraint(fields=["sending", "slot"], name="registers_sent_file_once")]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise RuntimeError("报送的文件不能修改")
        super().save(*args, **kwargs)
