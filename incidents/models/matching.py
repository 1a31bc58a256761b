"""Lists of names brought from elsewhere, for a while, and who in one may be who in another."""

import uuid

from django.db import models
from django.db.models import Q

from accounts.enums import Role
from accounts.models import User
from accounts.scoping import ScopedQuerySet
from core import clock
from core.encrypted import Digest, EncryptedText, SealedBytes
from core.models import LogEntry, Row
from core.workflow import Step, Workflow, state_field
from enterprises.models import Enterprise
from places.models import Place

from ..matching import rules
from ..matching.enums import CandidateState, ListKind, ListState
from ..rules import HANDLING_ROLES
from .lead import Lead
from .pledge import signed_by

PURPOSE = "incidents.namelist"  # what seals an uploaded workbook until it is read
SAME_PERSON = "incidents.listed-person"  # numbers of all lists are comparable with each other, with nothing else


class NameListQuerySet(ScopedQuerySet):
    """Need to know: the township's leaders and the people named for this very list."""

    place_path = "township"

    def visible_to(self, user):
        if not getattr(user, "is_authenticated", False) or user.membership is None:
            return self.none()
        if not user.has_role(Role.LEADER, *HANDLING_ROLES):
            return self.none()
        rows = self.filter(signed_by(user), self.inside(user.membership.place))
        return rows if user.has_role(Role.LEADER) else rows.filter(handlers=user)

    def kept(self):
        return self.filter(state=ListState.KEPT)

    def to_destroy(self, on=None):
        """Past its day, whether it could be read or not."""
        return self.exclude(state=ListState.DESTROYED).filter(destroy_on__lte=on or clock.today())


class NameList(Row):
    """A list of deaths or of employees. Its people are sealed, and destroyed on a day; the row stays as the record."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    township = models.ForeignKey(Place, models.PROTECT, related_name="+", verbose_name="乡镇")
    kind = models.CharField("名单类别", max_length=10, choices=ListKind.choices)
    title = models.CharField("名单名称", max_length=60)
    provider = models.CharField("提供单位", max_length=60)
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="企业")
    handlers = models.ManyToManyField(User, related_name="+", verbose_name="经办人")
    destroy_on = models.DateField("销毁日期")
    upload = SealedBytes(purpose=PURPOSE, null=True, editable=False)
    sha256 = models.CharField("文件指纹", max_length=64, editable=False)
    faults = EncryptedText("问题行", blank=True)
    taken = models.PositiveIntegerField("收入人数", default=0)
    left_out = models.PositiveIntegerField("未收入行数", default=0)
    why_failed = models.CharField(max_length=200, blank=True)
    form_token = models.CharField(max_length=60, null=True, unique=True, editable=False)
    state = state_field(ListState, ListState.READING)
    destroyed_at = models.DateTimeField("销毁时间", null=True, editable=False)

    objects = NameListQuerySet.as_manager()
    workflow = Workflow(
        Step("keep", "读取完成", (ListState.READING,), ListState.KEPT, fields=("taken", "left_out")),
        Step("fail", "读取失败", (ListState.READING,), ListState.FAILED, fields=("why_failed",)),
        Step(
            "destroy", "销毁名单", (ListState.READING, ListState.KEPT, ListState.FAILED), ListState.DESTROYED,
            rule=rules.may_destroy, note=True, stamp="destroyed_at", fields=("upload", "faults"),
        ),
    )  # fmt: skip

    class Meta:
        ordering = ["-created_at"]
        verbose_name = "比对名单"
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="destroyed") | Q(upload=None, faults="", destroyed_at__isnull=False),
                name="incidents_destroyed_is_gone",
                violation_error_message="销毁的名单不能留有内容",
            )
        ]

    def __str__(self):
        return self.title


class NameListLog(LogEntry):
    """Steps of a list, and each time somebody opened its people."""

    subject = models.ForeignKey(NameList, models.PROTECT, related_name="log")
    note = EncryptedText("说明", blank=True)


class Listed(models.Model):
    """One line of a list. `facts` is JSON: name, born, village, sex, work, post, day, cause."""

    names = models.ForeignKey(NameList, models.CASCADE, related_name="people")
    line = models.PositiveIntegerField("行号")
    number = EncryptedText("身份证号", blank=True)
    digest = Digest(of="number", purpose=SAME_PERSON)
    facts = EncryptedText("内容")

    class Meta:
        ordering = ["line"]
        constraints = [models.UniqueConstraint(fields=["names", "line"], name="incidents_listed_once")]


class NameMatchQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Both lists in sight."""
        seen = NameList.objects.visible_to(user)
        return self.filter(one__in=seen, other__in=seen)


class NameMatch(Row):
    """Two lists compared; comparing again adds what is new and leaves what people decided."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    one = models.ForeignKey(NameList, models.PROTECT, related_name="+", verbose_name="名单")
    other = models.ForeignKey(NameList, models.PROTECT, related_name="+", verbose_name="对照名单")
    compared_at = models.DateTimeField("比对时间", null=True)
    rule_version = models.PositiveSmallIntegerField("规则版本", default=0)
    crowds = models.PositiveIntegerField("重名过多未比", default=0)

    objects = NameMatchQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        verbose_name = "名单比对"
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="incidents_namematch_once"),
            models.CheckConstraint(condition=~Q(one=models.F("other")), name="incidents_namematch_two"),
        ]

    def __str__(self):
        return f"{self.one} × {self.other}"


class CandidateQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(match__in=NameMatch.objects.visible_to(user))

    def open(self):
        return self.filter(state=CandidateState.OPEN)

    def without_lead(self):
        """Found to be one dead person, and nothing came of it yet."""
        return self.filter(state=CandidateState.SAME, lead=None).exclude(match__one__kind=ListKind.STAFF)

    def unfinished(self):
        """What would be lost, or left lying, with a list."""
        return self.filter(state__in=[CandidateState.OPEN, CandidateState.UNSURE]) | self.without_lead()

    def of(self, names):
        return self.filter(Q(match__one=names) | Q(match__other=names))


class Candidate(Row):
    """Two lines that may be one person. A person decides; the decision outlives the lists, the names do not.

    `kept` is what a lead still to be registered needs of lines that are gone; empty again once there is the lead.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    match = models.ForeignKey(NameMatch, models.PROTECT, related_name="candidates")
    one = models.ForeignKey(Listed, models.SET_NULL, null=True, related_name="+")
    other = models.ForeignKey(Listed, models.SET_NULL, null=True, related_name="+")
    one_line = models.PositiveIntegerField("名单行号")
    other_line = models.PositiveIntegerField("对照行号")
    score = models.PositiveSmallIntegerField("相似度")
    reasons = models.JSONField(default=list)
    state = state_field(CandidateState, CandidateState.OPEN)
    decided_at = models.DateTimeField("判定时间", null=True, editable=False)
    lead = models.ForeignKey(Lead, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="线索")
    kept = EncryptedText("待登记线索的内容", blank=True, editable=False)

    objects = CandidateQuerySet.as_manager()
    workflow = Workflow(
        *(
            Step(
                action, label, (CandidateState.OPEN, CandidateState.UNSURE), state, rule=rules.may_decide, note=True,
                stamp="decided_at",
            )
            for action, label, state in (
                ("same", "判定为同一人", CandidateState.SAME), ("differ", "判定不是同一人", CandidateState.DIFFERENT),
            )
        ),
        Step(
            "doubt", "暂不能判定", (CandidateState.OPEN,), CandidateState.UNSURE, rule=rules.may_decide, note=True,
            stamp="decided_at",
        ),
        Step(
            "undo", "撤销判定", (CandidateState.SAME, CandidateState.DIFFERENT, CandidateState.UNSURE), CandidateState.OPEN,
            rule=rules.may_decide, note=True,
        ),
    )  # fmt: skip

    class Meta:
        ordering = ["-score", "pk"]
        verbose_name = "比对候选"
        indexes = [models.Index(fields=["match", "state", "-score"], name="incidents_candidate_list")]
        constraints = [
            models.UniqueConstraint(fields=["match", "one_line", "other_line"], name="incidents_candidate_once"),
            models.CheckConstraint(condition=Q(score__lte=100), name="incidents_candidate_score"),
        ]

    def __str__(self):
        return f"{self.match} {self.one_line}/{self.other_line}"


class CandidateLog(LogEntry):
    subject = models.ForeignKey(Candidate, models.PROTECT, related_name="log")
    note = EncryptedText("说明", blank=True)
