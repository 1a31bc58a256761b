"""The library of criteria: standards with the time they are in force, and their clauses in short words.

Rows without a township hold for everybody; an office's own rows hold in its township and stand in front of the
national clause of the same standard and number.
"""

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from accounts.models import User
from core.models import Row
from core.search import every_word, words_of
from enterprises.initials import initials_of
from places.models import Place, Sector
from places.sight import townships_of

from ..enums import Certainty, Grade

SHORTEST = 2  # characters a search needs
UNSURE = "待核"  # the number of a clause begins so while the office has not compared it with the text


class ScopedRows(models.QuerySet):
    """National rows and those of the townships in sight; `path` leads to the standard's township."""

    path = ""

    def visible_to(self, user):
        if not getattr(user, "is_authenticated", False) or user.membership is None:
            return self.none()
        return self.filter(Q(**{f"{self.path}township": None}) | townships_of(user, f"{self.path}township"))

    def of_township(self, code):
        """What holds in one township."""
        return self.filter(Q(**{f"{self.path}township": None}) | Q(**{f"{self.path}township": code}))

    def in_force(self, day):
        """Whose standard is in force on that day; without dates it always is."""
        begun = Q(**{f"{self.path}valid_from": None}) | Q(**{f"{self.path}valid_from__lte": day})
        lasts = Q(**{f"{self.path}valid_to": None}) | Q(**{f"{self.path}valid_to__gte": day})
        return self.filter(begun & lasts, withdrawn_at=None)


class Standard(Row):
    """A standard of criteria (判定标准) by its document number. Successive ones of a trade follow each other in time."""

    township = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="所属乡镇")
    name = models.CharField("标准名称", max_length=80)
    document = models.CharField("文号", max_length=60)
    trade = models.CharField("适用范围", max_length=30)
    sector = models.ForeignKey(Sector, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="行业领域")
    issuer = models.CharField("发布机关", max_length=60, blank=True)
    valid_from = models.DateField("施行日期", null=True, blank=True)
    valid_to = models.DateField("失效日期", null=True, blank=True)
    certainty = models.CharField("可靠程度", max_length=1, choices=Certainty.choices, default=Certainty.TO_CONFIRM)

    objects = ScopedRows.as_manager()

    class Meta:
        ordering = ["trade", "valid_from", "pk"]
        verbose_name = "判定标准"
        constraints = [
            models.UniqueConstraint(
                fields=["document", "name"],
                condition=Q(township=None),
                name="hazards_standard_once",
                violation_error_message="已有这个标准",
            ),
            models.UniqueConstraint(
                fields=["township", "document", "name"],
                condition=~Q(township=None),
                name="hazards_own_standard_once",
                violation_error_message="本乡镇已有这个标准",
            ),
            models.CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="hazards_standard_dates",
                violation_error_message="失效日期不能早于施行日期",
            ),
        ]

    def __str__(self):
        return f"《{self.name}》（{self.document}）"

    def holds_on(self, day):
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or self.valid_to >= day)

    @property
    def span(self):
        """When it is in force, in words."""
        begin = f"{self.valid_from:%Y-%m-%d} 起" if self.valid_from else ""
        end = f"至 {self.valid_to:%Y-%m-%d}" if self.valid_to else ""
        return f"{begin}{end}" or "长期"


class ClauseRows(ScopedRows):
    path = "standard__"

    def found(self, text):
        """Every word stands in the clause, its number or its standard, or in the initials; two characters are enough."""
        if len("".join(words_of(text))) < SHORTEST:
            return self.none()
        said = ("text", "number", "initials", "standard__name", "standard__document", "standard__trade")
        return every_word(self, text, *said)

    def in_front(self):
        """Without the national clauses that the township in sight has worded itself."""
        own = Clause.objects.filter(
            standard__document=OuterRef("standard__document"),
            standard__name=OuterRef("standard__name"),
            standard__township__isnull=False,
            number=OuterRef("number"),
            withdrawn_at=None,
        )
        return self.exclude(Q(standard__township=None) & Exists(own.filter(pk__in=self.values("pk"))))


class Clause(Row):
    """One clause of a standard: what is wrong, in short words, and the grade it sets."""

    standard = models.ForeignKey(Standard, models.PROTECT, related_name="clauses", verbose_name="标准")
    number = models.CharField("条款号", max_length=40)
    text = models.TextField("条款内容", max_length=1000)
    grade = models.CharField("等级", max_length=10, choices=Grade.choices, default=Grade.MAJOR)
    follows = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="followers", verbose_name="接替的条款"
    )
    initials = models.CharField(max_length=80, blank=True, editable=False)

    objects = ClauseRows.as_manager()

    class Meta:
        ordering = ["standard__trade", "standard_id", "pk"]
        verbose_name = "判定条款"
        constraints = [
            models.UniqueConstraint(
                fields=["standard", "number"],
                condition=Q(withdrawn_at=None),
                name="hazards_clause_once",
                violation_error_message="这个标准已有这一条款号",
            )
        ]

    def __str__(self):
        return self.cite

    @property
    def cite(self):
        """How a paper names it: 《…》（应急管理部令第10号）第十一条（十）; without a number nobody has compared."""
        return str(self.standard) if self.number.startswith(UNSURE) else self.full_name

    @property
    def full_name(self):
        """How a table names it."""
        return f"{self.standard}{self.number}"

    @property
    def label(self):
        """How the search box shows it."""
        return f"{self.get_grade_display()[:2]} · {self.standard.trade} {self.standard.document} {self.number} {self.text}"

    def save(self, *args, **kwargs):
        self.initials = initials_of(self.text)
        super().save(*args, **kwargs)


class ClauseUse(models.Model):
    """What a hazard was judged by, as it read then: the clause may be reworded or run out later."""

    hazard = models.OneToOneField("hazards.Hazard", models.PROTECT, related_name="judged_by")
    clause = models.ForeignKey(Clause, models.PROTECT, related_name="uses")
    cite = models.CharField("依据", max_length=200)
    text = models.TextField("条款内容")
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
