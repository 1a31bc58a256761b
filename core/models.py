"""Rows that belong to no trade: the abstract bases, jobs, holidays, import batches, saved views."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from core import clock

from .enums import ImportState, JobState


class Row(models.Model):
    """A business row: who entered it and when, a version against stale forms, withdrawal instead of deletion."""

    created_at = models.DateTimeField("录入时间", default=clock.now, editable=False)
    updated_at = models.DateTimeField("更新时间", auto_now=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name="录入人",
    )
    version = models.PositiveIntegerField(default=1, editable=False)
    withdrawn_at = models.DateTimeField("撤回时间", null=True, blank=True, editable=False)
    withdrawn_reason = models.CharField("撤回原因", max_length=200, blank=True, editable=False)

    class Meta:
        abstract = True


class LogEntry(models.Model):
    """One line of a workflow's append-only log. Concrete logs add `subject` (FK, related_name="log")."""

    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="经办人")
    actor_title = models.CharField("经办身份", max_length=60, blank=True)
    action = models.CharField("动作", max_length=30)
    action_label = models.CharField("动作名称", max_length=30)
    from_state = models.CharField(max_length=20, blank=True)
    to_state = models.CharField(max_length=20)
    note = models.TextField("说明", blank=True)
    note_required = models.BooleanField(default=False, editable=False)
    at = models.DateTimeField("时间", default=clock.now)

    class Meta:
        abstract = True
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(note_required=False) | ~Q(note=""),
                name="%(app_label)s_%(class)s_note",
                violation_error_message="这一步必须写明原因",
            )
        ]

    def save(self, *args, **kwargs):
        if self.pk and not self._state.adding:
            raise RuntimeError("日志只能追加")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise RuntimeError("日志只能追加")


class Job(models.Model):
    """Long work. The row is the truth; the broker only carries its id (see core.jobs)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=60)
    title = models.CharField("名称", max_length=120)
    key = models.CharField(max_length=120, null=True, unique=True)
    params = models.JSONField(default=dict)
    state = models.CharField("状态", max_length=10, choices=JobState.choices, default=JobState.QUEUED)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    message = models.CharField("进展", max_length=200, blank=True)
    result = models.JSONField(default=dict, blank=True)
    file = models.FileField(upload_to="jobs/%Y/%m/", blank=True)
    error = models.TextField(blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(default=clock.now)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["state", "lease_until"], name="core_job_sweep")]

    @property
    def percent(self):
        return 100 if self.state == JobState.DONE else (self.done * 100 // self.total if self.total else 0)


class Holiday(models.Model):
    """A day that breaks the weekly rule: a holiday on a weekday or a make-up workday on a weekend."""

    day = models.DateField("日期", unique=True)
    is_workday = models.BooleanField("上班", default=False)
    name = models.CharField("名称", max_length=20, blank=True)

    class Meta:
        ordering = ["day"]
        verbose_name = "节假日"

    def __str__(self):
        return f"{self.day} {self.name}"


class ImportBatch(models.Model):
    """An uploaded workbook on its way in: read, checked row by row, previewed, then committed or dropped."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=40)
    name = models.CharField("文件名", max_length=200)
    file = models.FileField(upload_to="imports/%Y/%m/")
    state = models.CharField(max_length=10, choices=ImportState.choices, default=ImportState.UPLOADED)
    rows = models.JSONField(default=list)
    counts = models.JSONField(default=dict)
    message = models.CharField(max_length=300, blank=True)
    params = models.JSONField(default=dict)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=clock.now)
    committed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at"]


class SavedView(models.Model):
    """A filter a person keeps as a tab above a list."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_views")
    page = models.CharField(max_length=80)
    name = models.CharField("名称", max_length=20)
    query = models.CharField(max_length=1000, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["owner", "page", "name"], name="core_savedview_once")]


class Preference(models.Model):
    """A setting of the portal or of one township, changed by an officer; code holds the default."""

    place_code = models.CharField(max_length=12, blank=True)
    key = models.CharField(max_length=60)
    value = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["place_code", "key"], name="core_preference_once")]
