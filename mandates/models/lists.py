"""权责清单、职责清单、任务清单: the list of one office or one leader, in versions, each in force from a day."""

from django.db import models
from django.db.models import Exists, OuterRef, Q

from accounts.models import User
from accounts.scoping import ScopedQuerySet
from core import clock
from core.models import LogEntry, Row
from core.workflow import Step, Workflow, state_field
from places.models import Office, Place

from .. import rules
from ..enums import ItemKind, MandateState


class MandateQuerySet(ScopedQuerySet):
    """Township staff see all, an office its own."""

    place_path = "township"
    office_path = "office"

    def published(self):
        return self.filter(state=MandateState.IN_FORCE)

    def in_force(self, on=None):
        """Of each holder the last published version that has begun by a day."""
        day = on or clock.today()
        begun = self.model.objects.published().filter(valid_from__lte=day)
        later = begun.filter(township=OuterRef("township"), holder=OuterRef("holder"), number__gt=OuterRef("number"))
        return self.published().filter(~Exists(later), valid_from__lte=day)


class Mandate(Row):
    """`holder` names office or person in one key; versions are numbered per holder."""

    township = models.ForeignKey(Place, models.PROTECT, related_name="+", verbose_name="乡镇")
    office = models.ForeignKey(Office, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="站所")
    person = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="领导")
    holder = models.CharField(max_length=24, editable=False)
    number = models.PositiveSmallIntegerField("版次", default=1)
    valid_from = models.DateField("生效日期")
    basis = models.CharField("编制依据", max_length=200, blank=True)
    state = state_field(MandateState, MandateState.DRAFT)
    published_at = models.DateTimeField("公布时间", null=True, editable=False)

    objects = MandateQuerySet.as_manager()
    workflow = Workflow(
        Step("publish", "公布", (MandateState.DRAFT,), MandateState.IN_FORCE, rule=rules.may_publish, stamp="published_at"),
        Step("drop", "作废", (MandateState.DRAFT,), MandateState.DROPPED, rule=rules.may_write, note=True),
    )

    class Meta:
        ordering = ["township_id", "holder", "-number"]
        verbose_name = "职责清单"
        constraints = [
            models.CheckConstraint(
                condition=Q(office=None, person__isnull=False) | Q(office__isnull=False, person=None),
                name="mandates_list_one_holder",
                violation_error_message="请选一个站所或一位领导",
            ),
            models.UniqueConstraint(fields=["township", "holder", "number"], name="mandates_list_number"),
            models.UniqueConstraint(
                fields=["township", "holder"],
                condition=Q(state="draft"),
                name="mandates_list_one_draft",
                violation_error_message="这份清单已有一个起草中的版本",
            ),
        ]

    def __str__(self):
        return f"{self.holder_name}职责清单（第 {self.number} 版）"

    def save(self, *args, **kwargs):
        self.holder = self.holder or holder_key(self.office_id, self.person_id)
        super().save(*args, **kwargs)

    @property
    def holder_name(self):
        return str(self.office or self.person)


def holder_key(office_id, person_id):
    return f"o{office_id}" if office_id else f"u{person_id}"


class MandateItem(models.Model):
    mandate = models.ForeignKey(Mandate, models.PROTECT, related_name="items")
    order = models.PositiveSmallIntegerField()
    kind = models.CharField("类别", max_length=6, choices=ItemKind.choices, default=ItemKind.DUTY)
    text = models.CharField("事项", max_length=300)
    basis = models.CharField("依据", max_length=200, blank=True)
    charge = models.CharField("责任人", max_length=40, blank=True)
    due_on = models.DateField("完成时限", null=True, blank=True)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["mandate", "text"], name="mandates_item_once", violation_error_message="清单里已有这一项"
            )
        ]

    def __str__(self):
        return self.text


class MandateLog(LogEntry):
    subject = models.ForeignKey(Mandate, models.PROTECT, related_name="log")
