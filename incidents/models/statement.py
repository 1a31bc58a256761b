"""What people and papers say about a case, and how contradictions between them were settled."""

from django.db import models
from django.db.models import Q

from core.encrypted import EncryptedText
from core.models import Row

from ..statements.enums import NUMBERS, TIMES, Matter, Origin, Outcome, Precision
from .exhibit import Exhibit
from .lead import Lead
from .verification import Interview, Visit


class OfLeadQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(lead__in=Lead.objects.visible_to(user))

    def in_force(self):
        return self.filter(withdrawn_at=None)


class Statement(Row):
    """陈述: who said it, where it is written, about what, and the value: a time, a number or words.

    It stands in a talk, in the notes of a visit, in a piece of evidence, or in what `origin` names. `about` tells several people (or senders)
    apart; empty, it is the one dead person.
    """

    lead = models.ForeignKey(Lead, models.PROTECT, related_name="statements")
    said_by = EncryptedText("谁说的", max_length=40)
    talk = models.ForeignKey(Interview, models.PROTECT, null=True, related_name="statements", verbose_name="谈话笔录")
    visit = models.ForeignKey(Visit, models.PROTECT, null=True, related_name="statements", verbose_name="走访记录")
    exhibit = models.ForeignKey(Exhibit, models.PROTECT, null=True, related_name="statements", verbose_name="证据")
    origin = models.CharField("出处", max_length=12, choices=Origin.choices, blank=True)
    where = EncryptedText("页码或位置", max_length=60, blank=True)
    matter = models.CharField("事项", max_length=12, choices=Matter.choices)
    about = EncryptedText("关于谁", max_length=40, blank=True)
    at = models.DateTimeField("时间", null=True)
    precision = models.CharField("时间的准确程度", max_length=8, choices=Precision.choices, default=Precision.MINUTE)
    count = models.PositiveIntegerField("人数", null=True)
    text = EncryptedText("内容", max_length=200, blank=True)
    token = models.CharField(max_length=60, null=True, unique=True, editable=False)

    objects = OfLeadQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "pk"]
        verbose_name = "陈述"
        constraints = [
            models.CheckConstraint(
                condition=Q(talk__isnull=False, visit=None, exhibit=None, origin="")
                | Q(talk=None, visit__isnull=False, exhibit=None, origin="")
                | Q(talk=None, visit=None, exhibit__isnull=False, origin="")
                | (Q(talk=None, visit=None, exhibit=None) & ~Q(origin="")),
                name="incidents_statement_one_origin",
                violation_error_message="一条陈述只有一个出处",
            ),
            models.CheckConstraint(
                condition=Q(matter__in=[m.value for m in TIMES], at__isnull=False)
                | Q(matter__in=[m.value for m in NUMBERS], count__isnull=False)
                | (~Q(matter__in=[m.value for m in (*TIMES, *NUMBERS)]) & ~Q(text="")),
                name="incidents_statement_value",
                violation_error_message="陈述要有内容：时间、人数或文字",
            ),
        ]

    def __str__(self):
        return self.get_matter_display()


class Settlement(Row):
    """矛盾处理: what holds and why. It stands as long as the sides are those it was made for; withdrawn with a reason."""

    lead = models.ForeignKey(Lead, models.PROTECT, related_name="settlements")
    matter = models.CharField("事项", max_length=12, choices=Matter.choices)
    about = EncryptedText("关于谁", max_length=40, blank=True)
    sides = EncryptedText("各方说法")  # JSON: [[key of the statement, its value in words], …]
    outcome = models.CharField("处理", max_length=8, choices=Outcome.choices)
    holds = EncryptedText("采信的说法", max_length=200, blank=True)
    reason = EncryptedText("理由", max_length=500)

    objects = OfLeadQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "pk"]
        verbose_name = "矛盾处理"
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="holds") & ~Q(holds="") | ~Q(outcome="holds") & Q(holds=""),
                name="incidents_settlement_holds",
                violation_error_message="请选择采信哪一种说法",
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="incidents_settlement_reason",
                violation_error_message="处理矛盾必须写明理由",
            ),
        ]
