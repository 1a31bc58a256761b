"""Photos and files kept as evidence: the original bytes, their hash, when and where they were taken."""

import uuid

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q

from core import clock
from core.cipher import newest
from core.sealed_files import SealedStorage

from .enums import Origin, Takes


class AttachmentQuerySet(models.QuerySet):
    def waiting_of(self, user):
        """Uploads of this person that belong to no row yet."""
        return self.filter(uploaded_by=user, content_type=None, withdrawn_at=None)

    def taken(self, takes):
        """Those of a kind that a form takes: pictures, papers too, recordings too."""
        kinds = Q(mime__startswith="image/")
        kinds |= Q(mime="application/pdf") if takes >= Takes.PAPERS else Q(pk__in=[])
        return self.filter(kinds | Q(mime__startswith="audio/") if takes >= Takes.ALL else kinds)

    def of(self, owner):
        return self.filter(content_type=ContentType.objects.get_for_model(owner), object_id=str(owner.pk), withdrawn_at=None)


class Attachment(models.Model):
    """A file in evidence. Without owner it waits for the form it was taken for and only its uploader sees it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    content_type = models.ForeignKey(ContentType, models.PROTECT, null=True, related_name="+")
    object_id = models.CharField(max_length=40, blank=True)
    owner = GenericForeignKey("content_type", "object_id")
    slot = models.CharField("用途", max_length=30, blank=True)
    file = models.FileField(upload_to="evidence/%Y/%m/", storage=SealedStorage())
    viewable = models.FileField(
        upload_to="evidence/%Y/%m/", storage=SealedStorage(), blank=True, help_text="浏览器打不开原格式时的 JPEG"
    )
    thumbnail = models.FileField(upload_to="thumbs/%Y/%m/", storage=SealedStorage(), blank=True)
    sealed_with = models.CharField(
        max_length=8, blank=True, default=newest, editable=False
    )  # name of the key; "" of plain files
    name = models.CharField("文件名", max_length=200)  # the portal's own, never the sender's
    mime = models.CharField(max_length=60)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    pages = models.PositiveIntegerField("页数", null=True, editable=False)
    seconds = models.PositiveIntegerField("时长（秒）", null=True, editable=False)
    origin = models.CharField("来源", max_length=10, choices=Origin.choices, default=Origin.FILE)
    taken_at = models.DateTimeField("拍摄时间", null=True, blank=True)
    latitude = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)
    client_id = models.UUIDField(null=True, editable=False)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    uploaded_at = models.DateTimeField(default=clock.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.CharField(max_length=200, blank=True)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        ordering = ["uploaded_at", "pk"]
        verbose_name = "照片和附件"
        indexes = [models.Index(fields=["content_type", "object_id"], name="evidence_owner")]
        constraints = [
            models.UniqueConstraint(
                fields=["uploaded_by", "client_id"],
                name="evidence_upload_once",
                violation_error_message="这张照片已经传过",
            )
        ]

    @property
    def is_image(self):
        return self.mime.startswith("image/")

    @property
    def is_paper(self):
        return self.mime == "application/pdf"

    @property
    def is_sound(self):
        return self.mime.startswith("audio/")

    @property
    def kind(self):
        """What it is, with how much of it: 照片, PDF 12 页, 录音 3 分 20 秒."""
        if self.is_paper:
            return f"PDF {self.pages} 页"
        minutes, seconds = divmod(self.seconds or 0, 60)
        return f"录音 {minutes} 分 {seconds:02} 秒" if self.is_sound else "照片"
