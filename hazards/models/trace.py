"""Papers of 执法责任倒查 as they were printed, and who printed or opened them."""

from django.db import models

from accounts.enums import TOWNSHIP_ROLES
from accounts.scoping import ScopedQuerySet
from core.cipher import newest
from core.models import LogEntry, Row
from core.sealed_files import SealedStorage
from enterprises.models import Enterprise
from places.models import Place

from .register import Hazard


class TraceQuerySet(ScopedQuerySet):
    """For those who answer for who looked and what was missed, not for who looked."""

    enterprise_path = "enterprise"

    def visible_to(self, user):
        return super().visible_to(user) if getattr(user, "role", "") in TOWNSHIP_ROLES else self.none()


class TraceSheet(Row):
    """What was known about an enterprise up to a day, as printed; its bytes and hash never change."""

    township = models.ForeignKey(Place, models.PROTECT, related_name="+")
    village = models.ForeignKey(Place, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    running = models.PositiveIntegerField()
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="trace_sheets", verbose_name="企业")
    hazard = models.ForeignKey(Hazard, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="隐患")
    since = models.DateField("倒查自")
    day = models.DateField("倒查至")
    reason = models.CharField("倒查事由", max_length=200)
    looks = models.PositiveIntegerField("检查次数", default=0)
    missed = models.PositiveIntegerField("漏查隐患", default=0)
    file = models.FileField(upload_to="traces/%Y/%m/", storage=SealedStorage(), editable=False)
    sealed_with = models.CharField(max_length=8, blank=True, default=newest, editable=False)  # name of the file's key
    sha256 = models.CharField(max_length=64, editable=False)
    shut = models.BooleanField(
        "停止查阅", default=False, editable=False
    )  # printed when confidential answers were told in it
    token = models.CharField(max_length=60, null=True, unique=True, editable=False)

    objects = TraceQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = "倒查报告"
        constraints = [
            models.UniqueConstraint(fields=["township", "year", "running"], name="hazards_trace_number"),
            models.CheckConstraint(
                condition=models.Q(since__lte=models.F("day")),
                name="hazards_trace_days",
                violation_error_message="倒查的开始日期不能晚于截止日期",
            ),
        ]

    def __str__(self):
        return f"{self.number} {self.enterprise}"

    @property
    def number(self):
        return f"倒查〔{self.year}〕{self.running}号"


class TraceSheetLog(LogEntry):
    subject = models.ForeignKey(TraceSheet, models.PROTECT, related_name="log")
