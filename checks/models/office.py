"""Registers an office keeps about itself: its people's training, the eight things it must have, reviews of duty lists."""

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from accounts.scoping import ScopedQuerySet
from core.models import Row
from places.models import Office, Place

from ..enums import Audit, Trained

# what an office that supervises must have (八有), by field and word
EIGHT = (
    ("room", "有场所"), ("board", "有牌子"), ("stamp", "有印章"), ("rules", "有制度"), ("budget", "有经费"),
    ("gear", "有装备"), ("uniform", "有统一服装"), ("files", "有工作档案"),
)  # fmt: skip
FEWEST_STAFF = 3


class OfficeQuerySet(ScopedQuerySet):
    place_path = "township"

    def kept(self):
        return self.filter(withdrawn_at=None)

    def _of_office(self, seat):
        """A station reads what its township has written down."""
        return self.inside(seat.place)


class OfficeRow(Row):
    """Abstract: one row of a township's register; whoever changed it is kept in its history."""

    township = models.ForeignKey(Place, models.PROTECT, related_name="+", editable=False)

    objects = OfficeQuerySet.as_manager()
    history = HistoricalRecords(inherit=True)

    class Meta:
        abstract = True
        ordering = ["-pk"]


class StaffTraining(OfficeRow):
    """A training held for those who supervise or help; the sheet of signatures is a photo of this row."""

    trained = models.CharField("培训对象", max_length=10, choices=Trained.choices)
    topic = models.CharField("培训内容", max_length=120)
    held_on = models.DateField("培训日期")
    teacher = models.CharField("授课人", max_length=60, blank=True)
    expected = models.PositiveIntegerField("应到人数")
    came = models.PositiveIntegerField("实到人数")
    absent = models.CharField("缺席人员和补课情况", max_length=200, blank=True)

    class Meta(OfficeRow.Meta):
        ordering = ["-held_on", "-pk"]
        verbose_name = "专题培训"
        constraints = [
            models.CheckConstraint(
                condition=Q(came__lte=models.F("expected")),
                name="checks_training_came",
                violation_error_message="实到人数不能多于应到人数",
            )
        ]

    def __str__(self):
        return self.topic


class OfficeRating(OfficeRow):
    """What an office that supervises has and lacks, as rated by itself for a year."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="+", verbose_name="站所")
    year = models.PositiveSmallIntegerField("年度")
    staff = models.PositiveSmallIntegerField("监管执法人数")
    room = models.BooleanField("有场所", default=False)
    board = models.BooleanField("有牌子", default=False)
    stamp = models.BooleanField("有印章", default=False)
    rules = models.BooleanField("有制度", default=False)
    budget = models.BooleanField("有经费", default=False)
    gear = models.BooleanField("有装备", default=False)
    uniform = models.BooleanField("有统一服装", default=False)
    files = models.BooleanField("有工作档案", default=False)
    plan = models.CharField("缺项怎样补", max_length=200, blank=True)
    fill_by = models.DateField("补齐期限", null=True, blank=True)

    class Meta(OfficeRow.Meta):
        ordering = ["-year", "office_id", "pk"]
        verbose_name = "八有自评"
        constraints = [
            models.UniqueConstraint(
                fields=["office", "year"],
                condition=Q(withdrawn_at=None),
                name="checks_rating_once",
                violation_error_message="这个站所本年度已经自评，请修改原来的一份",
            )
        ]

    def __str__(self):
        return f"{self.office} {self.year} 年自评"

    @property
    def lacking(self):
        """What is missing, in words."""
        words = [word for name, word in EIGHT if not getattr(self, name)]
        short = FEWEST_STAFF - (self.staff or 0)
        return ([f"监管执法人员少 {short} 人"] if short > 0 else []) + [f"没{word}" for word in words]

    @property
    def verdict(self):
        return "、".join(self.lacking) or "八项齐全"


class DutyReview(OfficeRow):
    """An official holds what was done against their list of duties and tasks."""

    official = models.CharField("领导干部", max_length=40)
    post = models.CharField("职务和分工", max_length=80)
    period = models.CharField("检视时段", max_length=40, help_text="例如：2026 年上半年")
    reviewed_on = models.DateField("检视日期")
    done = models.TextField("对照清单已做的")
    problems = models.TextField("没有做到位的", blank=True)
    measures = models.TextField("改进措施", blank=True)
    mend_by = models.DateField("改进期限", null=True, blank=True)
    outcome = models.CharField("改进情况", max_length=10, choices=Audit.choices, default=Audit.NONE)

    class Meta(OfficeRow.Meta):
        ordering = ["-reviewed_on", "-pk"]
        verbose_name = "履职检视"

    def __str__(self):
        return f"{self.official} {self.period}"
