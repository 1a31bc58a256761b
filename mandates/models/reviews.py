"""履职检视: an office's or a leader's list gone through for a period, line by line, and what is short mended by a day."""

from django.db import models
from django.db.models import F, OuterRef, Q, Subquery

from accounts.enums import Role
from accounts.models import User
from accounts.scoping import ScopedQuerySet
from core import clock
from core.models import LogEntry, Row
from core.workflow import Step, Workflow, state_field
from places.models import Office, Place

from .. import rules
from ..enums import ReviewState
from .lists import Mandate, MandateItem

TO_FILL = (ReviewState.ASKED, ReviewState.RETURNED)


class ReviewQuerySet(ScopedQuerySet):
    place_path = "township"
    office_path = "office"

    def to_fill(self):
        return self.filter(state__in=TO_FILL)

    def of_self(self, user):
        """Those that this seat answers itself."""
        return self.filter(Q(person=user.pk) | Q(office__isnull=False, office=user.membership.office_id))

    def to_judge(self, user):
        """For a leader those of others."""
        rows = self.filter(state=ReviewState.SUBMITTED)
        return rows.exclude(person=user.pk) if user.role == Role.LEADER else rows.none()

    def short(self):
        """Those with a gap not yet mended."""
        return self.filter(pk__in=ReviewLine.objects.to_mend().values("review"))

    def with_late(self):
        """Those with a gap not mended by its day; `first_due` is the earliest such day."""
        late = ReviewLine.objects.late().order_by("mend_by").filter(review=OuterRef("pk")).values("mend_by")[:1]
        return self.filter(pk__in=ReviewLine.objects.late().values("review")).annotate(first_due=Subquery(late))

    def standing(self):
        return self.exclude(state=ReviewState.CANCELLED)


class Review(Row):
    """One list and one period."""

    township = models.ForeignKey(Place, models.PROTECT, related_name="+", verbose_name="乡镇")
    mandate = models.ForeignKey(Mandate, models.PROTECT, related_name="reviews", verbose_name="清单")
    office = models.ForeignKey(Office, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="站所")
    person = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="领导")
    period = models.CharField("时段", max_length=40)
    starts_on = models.DateField("起")
    ends_on = models.DateField("止")
    due_on = models.DateField("自评期限")
    state = state_field(ReviewState, ReviewState.ASKED)
    word = models.TextField("评议意见", blank=True)
    submitted_at = models.DateTimeField(null=True, editable=False)
    judged_at = models.DateTimeField(null=True, editable=False)
    judged_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="评议领导")

    objects = ReviewQuerySet.as_manager()
    workflow = Workflow(
        Step("submit", "提交自评", TO_FILL, ReviewState.SUBMITTED, rule=rules.may_review_self, stamp="submitted_at"),
        Step(
            "judge", "评议", (ReviewState.SUBMITTED,), ReviewState.JUDGED, rule=rules.may_judge_review, stamp="judged_at",
            fields=("word", "judged_by"),
        ),
        Step("send_back", "退回重评", (ReviewState.SUBMITTED,), ReviewState.RETURNED, rule=rules.may_judge_review, note=True),
        Step("cancel", "取消", TO_FILL, ReviewState.CANCELLED, rule=rules.may_cancel, note=True),
    )  # fmt: skip

    class Meta:
        ordering = ["-due_on", "pk"]
        verbose_name = "履职检视"
        indexes = [models.Index(fields=["due_on", "state"], name="mandates_review_due")]
        constraints = [
            models.UniqueConstraint(
                fields=["mandate", "starts_on", "ends_on"],
                condition=~Q(state="cancelled"),
                name="mandates_review_once",
                violation_error_message="这份清单同一时段的检视已经发起",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="mandates_review_span",
                violation_error_message="结束日期不能早于开始日期",
            ),
            models.CheckConstraint(
                condition=~Q(state="concluded") | ~Q(word="") & Q(judged_by__isnull=False),
                name="mandates_review_judged",
                violation_error_message="评议必须写明意见",
            ),
        ]

    def __str__(self):
        return f"{self.subject}{self.period}履职检视"

    @property
    def subject(self):
        return str(self.office or self.person)


class ReviewLineQuerySet(ScopedQuerySet):
    place_path = "review__township"
    office_path = "review__office"

    def to_mend(self):
        """Short after the leader's word, and not yet mended."""
        return self.filter(is_short=True, mended_on=None, review__state=ReviewState.JUDGED)

    def late(self, on=None):
        return self.to_mend().filter(mend_by__lt=on or clock.today())


class ReviewLine(models.Model):
    """One duty: what was done, whether it falls short, and by when that is mended."""

    review = models.ForeignKey(Review, models.PROTECT, related_name="lines")
    item = models.ForeignKey(MandateItem, models.PROTECT, related_name="+")
    did = models.TextField("履职情况", blank=True)
    is_short = models.BooleanField("有差距", default=False)
    mend = models.CharField("整改措施", max_length=300, blank=True)
    mend_by = models.DateField("整改期限", null=True, blank=True)
    mended_on = models.DateField("整改完成日期", null=True, blank=True)
    mended = models.CharField("整改结果", max_length=300, blank=True)
    mended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    objects = ReviewLineQuerySet.as_manager()

    class Meta:
        ordering = ["item__order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["review", "item"], name="mandates_line_once"),
            models.CheckConstraint(
                condition=Q(mended_on=None) | ~Q(mended=""),
                name="mandates_line_mended",
                violation_error_message="请写明怎么整改的",
            ),
        ]


class ReviewLog(LogEntry):
    subject = models.ForeignKey(Review, models.PROTECT, related_name="log")
