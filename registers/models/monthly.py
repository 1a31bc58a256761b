"""The month's statistics for the upper level: drafted, checked, sent; once checked, the counted rows are kept with it."""

from django.db import models
from django.db.models import Q

from accounts.enums import Role
from accounts.models import User
from accounts.scoping import ScopedQuerySet
from campaigns.models import Campaign
from core.models import LogEntry, Row
from core.workflow import Step, Workflow, state_field
from places.models import Place

from .. import rules
from ..enums import EntryKind, ReportState

OPEN = (ReportState.DRAFT, ReportState.CHECKED)


class ReportQuerySet(ScopedQuerySet):
    """The township's own staff; from above only what was sent."""

    place_path = "township"

    def scope(self, seat):
        found = super().scope(seat)
        return found & Q(state=ReportState.SENT) if seat.role == Role.SUPERVISOR else found

    def _none(self, seat):
        return Q(pk__in=[])

    _of_office = _of_liaison = _of_village = _of_enterprise = _none

    def standing(self):
        return self.exclude(state=ReportState.DROPPED)


class Report(Row):
    """One month of one township, of all its work or of one campaign. `number` 1 is the first, later ones correct it."""

    township = models.ForeignKey(Place, models.PROTECT, related_name="+", verbose_name="乡镇")
    month = models.DateField("月份")
    campaign = models.ForeignKey(Campaign, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="专项行动")
    key = models.CharField(max_length=60, editable=False)
    number = models.PositiveSmallIntegerField("版次", default=1)
    corrects = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="corrections", verbose_name="更正"
    )
    reason = models.CharField("更正原因", max_length=200, blank=True)
    state = state_field(ReportState, ReportState.DRAFT)
    counted_at = models.DateTimeField("统计时间", null=True)
    frame = models.JSONField(default=dict)
    sha256 = models.CharField(max_length=64, blank=True, editable=False)
    checked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="审核人")
    checked_at = models.DateTimeField("审核时间", null=True)
    sent_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="报送人")
    sent_at = models.DateTimeField("报送时间", null=True)
    sent_to = models.CharField("报送机关", max_length=80, blank=True)

    objects = ReportQuerySet.as_manager()
    workflow = Workflow(
        Step(
            "check", "审核通过", (ReportState.DRAFT,), ReportState.CHECKED, rule=rules.may_check, stamp="checked_at",
            fields=("checked_by", "counted_at", "frame", "sha256"),
        ),
        Step("send_back", "退回重编", (ReportState.CHECKED,), ReportState.DRAFT, rule=rules.may_return, note=True),
        Step(
            "send", "报送上级", (ReportState.CHECKED,), ReportState.SENT, rule=rules.may_make, stamp="sent_at",
            fields=("sent_by", "sent_to"),
        ),
        Step("drop", "作废", (ReportState.DRAFT,), ReportState.DROPPED, rule=rules.may_make, note=True),
    )  # fmt: skip

    class Meta:
        ordering = ["-month", "campaign_id", "-number", "-pk"]
        verbose_name = "月报"
        indexes = [models.Index(fields=["township", "month"], name="registers_report_month")]
        constraints = [
            models.UniqueConstraint(
                fields=["key"],
                condition=Q(state__in=["draft", "checked"]),
                name="registers_report_open_once",
                violation_error_message="这个月的月报正在编制，不能再编一份",
            ),
            models.UniqueConstraint(
                fields=["key", "number"],
                condition=~Q(state="dropped"),
                name="registers_report_number_once",
                violation_error_message="这一版月报已经有了",
            ),
            models.CheckConstraint(
                condition=Q(number=1, corrects=None) | Q(number__gt=1, corrects__isnull=False) & ~Q(reason=""),
                name="registers_report_correction",
                violation_error_message="更正月报必须写明原因",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["checked", "sent"]) | Q(counted_at__isnull=False) & ~Q(sha256=""),
                name="registers_report_frozen",
                violation_error_message="审核过的月报必须留存统计的明细",
            ),
        ]

    def __str__(self):
        again = f"（第 {self.number} 版）" if self.number > 1 else ""
        return f"{self.month.year}年{self.month.month}月隐患排查治理情况统计表{again}"

    def save(self, *args, **kwargs):
        self.key = self.key or self.key_of(self.township_id, self.month, self.campaign_id)
        super().save(*args, **kwargs)

    @staticmethod
    def key_of(township, month, campaign):
        """Month and campaign in one text: an empty campaign is a value too (see docs/adr/0011)."""
        return f"{township}:{month:%Y-%m}:{campaign or 0}"

    @property
    def is_frozen(self):
        return self.state in (ReportState.CHECKED, ReportState.SENT)

    @property
    def chip(self):
        """The word by which the page's mark is chosen: a month sent is done with."""
        return "done" if self.state == ReportState.SENT else self.state


class ReportLog(LogEntry):
    subject = models.ForeignKey(Report, models.PROTECT, related_name="log")


class Entry(models.Model):
    """A row as it was when it was counted: which numbers it stands in (`marks`) and under which village, office, trade."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="entries")
    kind = models.CharField(max_length=8, choices=EntryKind.choices)
    row = models.PositiveBigIntegerField()
    number = models.CharField("编号", max_length=24, blank=True)
    unit = models.CharField("单位", max_length=200)
    text = models.CharField("内容", max_length=300, blank=True)
    state = models.CharField("状态", max_length=20, blank=True)
    village = models.CharField(max_length=12)
    office = models.CharField(max_length=20, blank=True)
    sector = models.CharField(max_length=20, blank=True)
    money = models.DecimalField("资金", max_digits=12, decimal_places=2, null=True)
    marks = models.JSONField(default=list)

    class Meta:
        ordering = ["kind", "number", "row"]
        constraints = [models.UniqueConstraint(fields=["report", "kind", "row"], name="registers_entry_once")]

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise RuntimeError("报表留存的明细不能修改")
        super().save(*args, **kwargs)
