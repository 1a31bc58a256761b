"""Tips: what was told, who told it kept apart, who may know, what was answered."""

import uuid

from django.db import models
from django.db.models import Q

from accounts.enums import Role
from accounts.models import User
from accounts.scoping import ScopedQuerySet
from core import clock
from core.encrypted import Digest, EncryptedText
from core.models import LogEntry, Row
from core.workflow import Step, Workflow, state_field
from evidence.models import Attachment
from places.models import Place

from ..rules import HANDLING_ROLES
from ..tips import rules
from ..tips.enums import Finding, OpeningWhat, TipKind, TipState
from .handler import grant_end
from .pledge import signed_by

OPEN_STATES = (TipState.RECEIVED, TipState.RUNNING, TipState.HANDED)


class TipQuerySet(ScopedQuerySet):
    """Leaders see all tips of their township, officers all but those about hidden accidents, others those they handle.

    Tips about hidden accidents are seen behind a signed pledge only.
    """

    place_path = "place"

    def visible_to(self, user):
        if not getattr(user, "is_authenticated", False) or user.membership is None:
            return self.none()
        inside = self.filter(self.inside(user.membership.place)).filter(signed_by(user) | ~Q(kind=TipKind.CONCEALED))
        if user.has_role(Role.LEADER):
            return inside
        if not user.has_role(*HANDLING_ROLES):
            return self.none()
        named = Q(pk__in=TipHandler.objects.current().filter(user=user).values("tip_id"))
        return inside.filter(named | ~Q(kind=TipKind.CONCEALED) if user.has_role(Role.OFFICER) else named)

    def open(self):
        return self.filter(state__in=OPEN_STATES)

    def overdue(self, on=None):
        return self.open().filter(due_on__lt=on or clock.today())


class Tip(Row):
    """Something a stranger told. It never names who told it: that is `TipSource`, a table of its own."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField("举报编号", max_length=24, unique=True)
    form_key = models.CharField(max_length=52, unique=True, editable=False)
    code_mark = EncryptedText(editable=False)  # a hash of the tracking code: the code itself is kept nowhere
    code_hash = Digest(of="code_mark", purpose="tips.code")
    place = models.ForeignKey(Place, models.PROTECT, related_name="+", verbose_name="所在村")
    kind = models.CharField("举报类别", max_length=10, choices=TipKind.choices)
    text = EncryptedText("反映的问题", max_length=2000)
    where = EncryptedText("具体地点", max_length=120)
    happened = EncryptedText("什么时候", max_length=60)
    unit = EncryptedText("单位名称", max_length=80, blank=True)
    named = models.BooleanField("实名举报", default=False)
    received_at = models.DateTimeField("收到时间", default=clock.now)
    due_on = models.DateField("办理期限")
    extended = models.BooleanField("已延长", default=False)
    state = state_field(TipState, TipState.RECEIVED)
    finding = models.CharField("核实结果", max_length=10, choices=Finding.choices, blank=True)
    handed_to = models.CharField("移送单位", max_length=60, blank=True)
    became_number = models.CharField("转办编号", max_length=40, blank=True)
    became_link = models.CharField(max_length=200, blank=True)
    accepted_at = models.DateTimeField("受理时间", null=True)
    closed_at = models.DateTimeField("办结时间", null=True)

    objects = TipQuerySet.as_manager()
    workflow = Workflow(
        Step("accept", "受理", (TipState.RECEIVED,), TipState.RUNNING, rule=rules.may_work, stamp="accepted_at", fields=("due_on",)),
        Step("dismiss", "不予受理", (TipState.RECEIVED,), TipState.DISMISSED, rule=rules.may_work, note=True, stamp="closed_at"),
        Step(
            "hand_over", "移送", (TipState.RECEIVED, TipState.RUNNING), TipState.HANDED, rule=rules.may_work, note=True,
            fields=("handed_to", "due_on"),
        ),
        Step(
            "extend", "延长办理期限", (TipState.RUNNING,), TipState.RUNNING, rule=rules.may_extend, note=True,
            fields=("due_on", "extended"),
        ),
        Step(
            "close", "办结答复", (TipState.RUNNING, TipState.HANDED), TipState.CLOSED, rule=rules.may_work, note=True,
            stamp="closed_at", fields=("finding",),
        ),
        Step(
            "reopen", "重新办理", (TipState.DISMISSED, TipState.CLOSED), TipState.RECEIVED, rule=rules.may_reopen, note=True,
            fields=("due_on",),
        ),
        *(
            Step(f"sort-{state}", "更改类别", (state,), state, rule=rules.may_sort, note=True, fields=("kind",))
            for state in TipState.values
        ),
    )  # fmt: skip

    class Meta:
        ordering = ["-received_at"]
        verbose_name = "举报"
        indexes = [models.Index(fields=["place", "state"], name="incidents_tip_of_place")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="closed") | ~Q(finding=""),
                name="incidents_tip_closed",
                violation_error_message="办结必须有核实结果",
            ),
            models.CheckConstraint(
                condition=~Q(state="handed") | ~Q(handed_to=""),
                name="incidents_tip_handed",
                violation_error_message="移送必须写明单位",
            ),
        ]

    def __str__(self):
        return self.number


class TipLog(LogEntry):
    subject = models.ForeignKey(Tip, models.PROTECT, related_name="log")
    note = EncryptedText("说明", blank=True)


class TipNote(models.Model):
    """What was said to the tipster, or (without `by`) what the tipster added; read by whoever has the code."""

    tip = models.ForeignKey(Tip, models.PROTECT, related_name="notes")
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    text = EncryptedText("内容", max_length=2000)
    at = models.DateTimeField("时间", default=clock.now)

    class Meta:
        ordering = ["at", "pk"]


class TipSource(models.Model):
    """Who told it. Opened by named handlers with a reason (`TipOpening`); in no list, export, search or message."""

    tip = models.OneToOneField(Tip, models.PROTECT, related_name="source")
    name = EncryptedText("姓名", max_length=40)
    phone = EncryptedText("联系电话", max_length=30)


class TipPhoto(models.Model):
    """The very bytes of a photo as sent, sealed with a key of its own; `shown` is the bare copy that others look at."""

    tip = models.ForeignKey(Tip, models.PROTECT, related_name="originals")
    shown = models.OneToOneField(Attachment, models.PROTECT, related_name="+")
    file = models.FileField(upload_to="tips/%Y/%m/")
    key = EncryptedText()
    mime = models.CharField(max_length=60)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ["pk"]


class TipHandlerQuerySet(models.QuerySet):
    def current(self):
        """Those who may look today."""
        return self.filter(ended_at=None, until__gte=clock.today())


class TipHandler(models.Model):
    """A person named by a leader to know who told this tip, and to handle it, until a day or until a leader ends it."""

    tip = models.ForeignKey(Tip, models.PROTECT, related_name="handlers")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    granted_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    granted_at = models.DateTimeField(default=clock.now)
    until = models.DateField("有效期至", default=grant_end)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="取消人")
    ended_why = EncryptedText("取消原因", max_length=120, blank=True)

    objects = TipHandlerQuerySet.as_manager()

    class Meta:
        ordering = ["granted_at"]
        constraints = [
            models.UniqueConstraint(fields=["tip", "user"], condition=Q(ended_at=None), name="incidents_tip_handler_once")
        ]


class TipOpening(models.Model):
    """Who opened the tipster's identity or an original photo, or was refused, and why. Append-only."""

    tip = models.ForeignKey(Tip, models.PROTECT, related_name="openings")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    user_title = models.CharField("身份", max_length=60, blank=True)
    what = models.CharField("打开", max_length=10, choices=OpeningWhat.choices)
    reason = EncryptedText("理由", max_length=120)
    at = models.DateTimeField("时间", default=clock.now)

    class Meta:
        ordering = ["-at", "-pk"]

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise RuntimeError("打开记录只能追加")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise RuntimeError("打开记录只能追加")


class TipCount(models.Model):
    """How often something was asked for in ten minutes: by one address (a keyed hash of it) or, without `who`, by all."""

    kind = models.CharField(max_length=10)
    who = models.CharField(max_length=52, blank=True)
    period = models.BigIntegerField()
    asked = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "who", "period"], name="incidents_tip_count_once")]
