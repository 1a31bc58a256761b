"""Evidence of a case and its chain of custody: who had it when, from whom it went to whom."""

import secrets

from django.db import models
from django.db.models import Q

from accounts.models import User
from core.encrypted import EncryptedText
from core.models import LogEntry, Row
from core.workflow import Step, Workflow, state_field
from evidence.models import Attachment

from ..custody import rules
from ..custody.enums import ExhibitKind, ExhibitState, Form
from ..hashes import end_of, go_on_from, hash_of, moment
from .lead import Lead
from .verification import Interview

KEPT, MOVING, OUT = ExhibitState.KEPT, ExhibitState.MOVING, ExhibitState.OUT


class ExhibitQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(lead__in=Lead.objects.visible_to(user))


class Exhibit(Row):
    """A piece of evidence (证据): what it is, where and from whom it was taken, who keeps it where.

    `head` is the sealed end of its chain, as that of the record of looks (AccessChain).
    """

    lead = models.ForeignKey(Lead, models.PROTECT, related_name="exhibits", verbose_name="线索")
    number = models.PositiveIntegerField("编号")
    kind = models.CharField("种类", max_length=10, choices=ExhibitKind.choices)
    form = models.CharField("原件或复制件", max_length=10, choices=Form.choices)
    title = EncryptedText("名称", max_length=80)
    amount = models.CharField("数量", max_length=20)
    traits = EncryptedText("特征和证明内容", max_length=500, blank=True)
    taken_at = models.DateTimeField("提取时间")
    taken_in = EncryptedText("提取地点", max_length=80)
    taken_from = EncryptedText("提供人", max_length=60)
    second = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="共同取证人")
    talk = models.ForeignKey(
        Interview, models.PROTECT, null=True, blank=True, related_name="originals", verbose_name="谈话笔录签字原件"
    )
    seal_number = models.CharField("封条编号", max_length=40, blank=True)
    keeper = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="保管人")
    receiver = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="接收人")
    offered_at = models.DateTimeField("移交时间", null=True)
    stored_in = EncryptedText("存放地点", max_length=80)
    held_by = EncryptedText("外单位", max_length=80, blank=True)
    ended_on = models.DateField("发还、销毁日期", null=True)
    head = EncryptedText("链尾", blank=True, editable=False)
    checked_at = models.DateTimeField("校验时间", null=True, editable=False)
    fault = models.CharField("校验结果", max_length=200, blank=True, editable=False)
    token = models.CharField(max_length=60, null=True, unique=True, editable=False)
    state = state_field(ExhibitState, KEPT)

    objects = ExhibitQuerySet.as_manager()
    workflow = Workflow(
        Step("accept", "确认接收", (MOVING,), KEPT, rules.may_receive, fields=("keeper", "receiver", "stored_in")),
        Step("refuse", "不接收", (MOVING,), KEPT, rules.may_receive, note=True, fields=("receiver",)),
        Step("withdraw", "撤回移交", (MOVING,), KEPT, rules.may_keep, note=True, fields=("receiver",)),
        Step("look", "查看实物", (KEPT,), KEPT, rules.may_look, note=True),
        Step("offer", "移交", (KEPT,), MOVING, rules.may_keep, note=True, fields=("receiver",), stamp="offered_at"),
        Step("store", "变更存放地点", (KEPT,), KEPT, rules.may_keep, note=True, fields=("stored_in",)),
        Step("seal", "封存", (KEPT,), KEPT, rules.may_seal, note=True, fields=("seal_number",)),
        Step("unseal", "启封", (KEPT,), KEPT, rules.may_unseal, note=True, fields=("seal_number",)),
        Step("add", "补充影像", (KEPT,), KEPT, rules.may_keep, note=True),
        Step("hand-out", "移交外单位", (KEPT,), OUT, rules.may_keep, note=True, fields=("held_by",)),
        Step("take-back", "收回", (OUT,), KEPT, rules.may_keep, note=True, fields=("held_by", "stored_in")),
        Step("give-back", "发还", (KEPT,), ExhibitState.RETURNED, rules.may_end, note=True, fields=("ended_on",)),
        Step("destroy", "销毁", (KEPT,), ExhibitState.DESTROYED, rules.may_destroy, note=True, fields=("ended_on",)),
    )

    class Meta:
        ordering = ["number"]
        verbose_name = "证据"
        constraints = [
            models.UniqueConstraint(fields=["lead", "number"], name="incidents_exhibit_number"),
            models.CheckConstraint(
                condition=Q(state="moving", receiver__isnull=False) | ~Q(state="moving") & Q(receiver=None),
                name="incidents_exhibit_receiver",
                violation_error_message="移交中的证据要有接收人",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("given-back", "destroyed")) | Q(ended_on__isnull=False),
                name="incidents_exhibit_ended",
                violation_error_message="发还、销毁要有日期",
            ),
        ]

    def __str__(self):
        return f"证据 {self.number}"

    @property
    def files(self):
        return Attachment.objects.of(self)


class ExhibitLog(LogEntry):
    """One link (一环) of the chain of custody. It bears the hash of the link before and those of the files it stood for.

    The hash covers what the link says in plain text, with a sealed salt: it survives a renewed key, and without a key
    nobody can try names against it.
    """

    subject = models.ForeignKey(Exhibit, models.PROTECT, related_name="log")
    note = EncryptedText("说明", blank=True)
    number = models.PositiveIntegerField("环", editable=False)
    files = models.JSONField("影像校验值", default=list, editable=False)  # [id, SHA-256] of each file at that moment
    salt = EncryptedText(editable=False)
    previous = models.CharField(max_length=64, blank=True, editable=False)
    sha256 = models.CharField("校验值", max_length=64, editable=False)

    class Meta(LogEntry.Meta):
        verbose_name = "证据保管链"
        constraints = [
            *LogEntry.Meta.constraints,
            models.UniqueConstraint(fields=["subject", "number"], name="incidents_exhibitlog_number"),
        ]

    def code(self):
        """SHA-256 in hex over everything the link says and the hash of the one before."""
        return hash_of([
            self.subject_id, self.number, self.previous, self.actor_id, self.actor_title, self.action, self.action_label,
            self.from_state, self.to_state, str(self.note), moment(self.at), self.files, str(self.salt),
        ])  # fmt: skip

    def save(self, *args, **kwargs):
        """A new link goes on from the sealed end; the row of the evidence is locked by whoever moves it."""
        if self._state.adding:
            self._chain()
        super().save(*args, **kwargs)

    def _chain(self):
        length, self.previous = go_on_from(self.subject.head, self.subject.log)
        self.number, self.salt = length + 1, secrets.token_hex(16)
        self.files = [[str(row.pk), row.sha256] for row in self.subject.files]
        self.sha256 = self.code()
        self.subject.head = end_of(self.number, self.sha256)
        self.subject.save(update_fields=["head"])
