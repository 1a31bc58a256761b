"""“八有”: what a township's safety office must have, looked at by itself; what lacks is mended by a day."""

from django.db import models
from django.db.models import Q

from accounts.enums import TOWNSHIP_ROLES, Role
from accounts.models import User
from accounts.scoping import ScopedQuerySet
from core import clock
from core.models import LogEntry, Row
from core.workflow import Step, Workflow, state_field
from places.models import Place

from .. import rules
from ..enums import PointState, ReviewState


class ReviewQuerySet(ScopedQuerySet):
    place_path = "township"

    def visible_to(self, user):
        if not getattr(user, "is_authenticated", False) or not user.has_role(*TOWNSHIP_ROLES, Role.SUPERVISOR):
            return self.none()
        return self.filter(self.inside(user.membership.place))


class OfficeReview(Row):
    """One look; `staff` is how many people held a seat in the safety office that day."""

    township = models.ForeignKey(Place, models.PROTECT, related_name="+", verbose_name="乡镇")
    held_on = models.DateField("自评日期")
    staff = models.PositiveSmallIntegerField("监管人员", default=0)
    state = state_field(ReviewState, ReviewState.DRAFT)
    finished_at = models.DateTimeField("自评完成时间", null=True, editable=False)
    completed_at = models.DateTimeField("配齐时间", null=True, editable=False)

    objects = ReviewQuerySet.as_manager()
    workflow = Workflow(
        Step(
            "finish", "完成自评", (ReviewState.DRAFT,), ReviewState.MENDING, rule=rules.may_finish_review, stamp="finished_at"
        ),
        Step(
            "complete", "确认配齐", (ReviewState.MENDING,), ReviewState.COMPLETE, rule=rules.may_complete_review,
            stamp="completed_at",
        ),
        Step("drop", "作废", (ReviewState.DRAFT,), ReviewState.DROPPED, rule=rules.may_review, note=True),
    )  # fmt: skip

    class Meta:
        ordering = ["-held_on", "-pk"]
        verbose_name = "“八有”自评"
        constraints = [
            models.UniqueConstraint(
                fields=["township"],
                condition=Q(state="draft"),
                name="routines_review_one_draft",
                violation_error_message="已有一份自评没有完成，请先完成或作废",
            )
        ]

    def __str__(self):
        return f"{self.township}{self.held_on:%Y年%m月%d日}“八有”自评"

    @property
    def chip(self):
        return {"mending": "late", "complete": "done", "dropped": "dropped"}.get(self.state, self.state)


class PointQuerySet(models.QuerySet):
    def lacking(self):
        return self.filter(verdict=PointState.LACKING, review__state=ReviewState.MENDING)

    def late(self):
        return self.lacking().filter(due_on__lt=clock.today())


class Point(models.Model):
    """One of the eight. Photos of proof hang on this row."""

    review = models.ForeignKey(OfficeReview, models.PROTECT, related_name="points")
    order = models.PositiveSmallIntegerField()
    name = models.CharField("项目", max_length=20)
    demand = models.CharField("要求", max_length=200)
    verdict = models.CharField("自评", max_length=10, choices=PointState.choices, default=PointState.OPEN)
    fact = models.CharField("现状", max_length=200, blank=True)
    lack = models.CharField("缺什么、怎样补", max_length=200, blank=True)
    due_on = models.DateField("补齐期限", null=True, blank=True)
    mended_on = models.DateField("补齐日期", null=True, blank=True)
    mended = models.CharField("补齐情况", max_length=200, blank=True)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    objects = PointQuerySet.as_manager()

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["review", "order"], name="routines_point_once"),
            models.CheckConstraint(
                condition=~Q(verdict__in=["lacking", "mended"]) | (~Q(lack="") & Q(due_on__isnull=False)),
                name="routines_point_lack",
                violation_error_message="缺项要写明缺什么、怎样补和补齐期限",
            ),
            models.CheckConstraint(
                condition=~Q(verdict="mended") | (~Q(mended="") & Q(mended_on__isnull=False)),
                name="routines_point_mended",
                violation_error_message="补齐的要写明怎样补的和日期",
            ),
        ]

    def __str__(self):
        return self.name


class OfficeReviewLog(LogEntry):
    subject = models.ForeignKey(OfficeReview, models.PROTECT, related_name="log")
