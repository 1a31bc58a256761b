"""Marks on what people wrote or photographed, and pairs of hazards that may be one; people decide about both."""

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import F, Q

from accounts.enums import PHONE_ROLES
from accounts.scoping import ScopedQuerySet
from core import clock
from core.models import LogEntry
from core.workflow import Step, Workflow, state_field
from enterprises.models import Enterprise
from evidence.models import Attachment
from places.models import Place

from .. import rules_quality as rules
from ..enums_quality import MarkState, Reason, TwinState
from .register import Hazard

PROPOSED, SAME, DIFFERENT = TwinState.PROPOSED, TwinState.SAME, TwinState.DIFFERENT


class StaffQuerySet(ScopedQuerySet):
    """Rows for those who judge units, not for the units."""

    def visible_to(self, user):
        return self.none() if getattr(user, "role", "") in PHONE_ROLES else super().visible_to(user)


class MarkQuerySet(StaffQuerySet):
    sector_path = "enterprise__sector"
    office_path = "enterprise__supervising_office"

    def standing(self):
        return self.filter(state=MarkState.STANDING)

    def on(self, *owners):
        """Of these rows, which are of one model."""
        kind = ContentType.objects.get_for_model(owners[0])
        return self.filter(content_type=kind, object_id__in=[str(row.pk) for row in owners])


class Mark(models.Model):
    """One rule that one field of a row has met. `given_on` is the day it was answered, `link` the page where it stands."""

    village = models.ForeignKey(Place, models.PROTECT, related_name="+", verbose_name="所在村")
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, null=True, related_name="+", verbose_name="企业")
    content_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    object_id = models.CharField(max_length=40)
    subject = GenericForeignKey("content_type", "object_id")
    field = models.CharField("字段", max_length=20)
    reason = models.CharField("标记原因", max_length=12, choices=Reason.choices)
    title = models.CharField("出处", max_length=160)
    text = models.CharField("填写内容", max_length=200, blank=True)
    detail = models.CharField("说明", max_length=200, blank=True)
    link = models.CharField(max_length=200)
    given_on = models.DateField("填写日期")
    rule_version = models.PositiveSmallIntegerField("规则版本")
    made_at = models.DateTimeField("标记时间", default=clock.now)
    state = state_field(MarkState, MarkState.STANDING)

    objects = MarkQuerySet.as_manager()
    workflow = Workflow(
        Step("dismiss", "核对无问题", (MarkState.STANDING,), MarkState.DISMISSED, rules.may_judge, note=True),
        Step("restore", "恢复标记", (MarkState.DISMISSED,), MarkState.STANDING, rules.may_judge),
        Step("lapse", "不再符合规则", (MarkState.STANDING,), MarkState.LAPSED, rules.portal_only),
        Step("again", "再次符合规则", (MarkState.LAPSED,), MarkState.STANDING, rules.portal_only),
    )

    class Meta:
        ordering = ["-given_on", "-pk"]
        verbose_name = "质量标记"
        indexes = [models.Index(fields=["village", "state"], name="hazards_mark_state")]
        constraints = [
            models.UniqueConstraint(fields=["content_type", "object_id", "field", "reason"], name="hazards_mark_once")
        ]

    def __str__(self):
        return f"{self.title}：{self.get_reason_display()}"

    @property
    def unit(self):
        return self.enterprise or self.village


class MarkLog(LogEntry):
    subject = models.ForeignKey(Mark, models.PROTECT, related_name="log")


class TwinQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The pairs of which the user judges units and sees both."""
        if getattr(user, "role", "") in PHONE_ROLES:
            return self.none()
        seen = Hazard.objects.visible_to(user).order_by().values("pk")
        return self.filter(one__in=seen, other__in=seen)

    def proposed(self):
        return self.filter(state=PROPOSED)

    def of(self, hazard):
        return self.filter(Q(one=hazard) | Q(other=hazard))


class Twin(models.Model):
    """Two hazards of one unit that may be the same; `one` is the earlier. Decided once, a pair is never proposed again."""

    one = models.ForeignKey(Hazard, models.PROTECT, related_name="+")
    other = models.ForeignKey(Hazard, models.PROTECT, related_name="+")
    likeness = models.FloatField("相似度")
    rule_version = models.PositiveSmallIntegerField("规则版本")
    made_at = models.DateTimeField("提出时间", default=clock.now)
    state = state_field(TwinState, PROPOSED)

    objects = TwinQuerySet.as_manager()
    workflow = Workflow(
        Step("same", "是同一隐患", (PROPOSED, DIFFERENT), SAME, rules.may_judge),
        Step("differ", "不是同一隐患", (PROPOSED, SAME), DIFFERENT, rules.may_judge),
    )

    class Meta:
        ordering = ["-likeness", "-pk"]
        verbose_name = "疑似重复隐患"
        indexes = [models.Index(fields=["state"], name="hazards_twin_state")]
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="hazards_twin_once"),
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="hazards_twin_order"),
        ]

    def __str__(self):
        return f"{self.one.number}与{self.other.number}"

    @property
    def percent(self):
        return round(self.likeness * 100)

    def beside(self, hazard):
        """The other one of the two."""
        return self.other if self.one_id == hazard.pk else self.one


class TwinLog(LogEntry):
    subject = models.ForeignKey(Twin, models.PROTECT, related_name="log")


class PhotoPrint(models.Model):
    """What a photo looks like in 64 bits, as 16 hexadecimal digits ("" when its file cannot be read), in four parts to find near ones."""

    photo = models.OneToOneField(Attachment, models.CASCADE, related_name="+")
    bits = models.CharField(max_length=16, blank=True)
    version = models.PositiveSmallIntegerField()
