"""Checklists in versions, and the self-checks that units fill in on a phone and sign."""

from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from accounts.enums import Role
from accounts.models import Membership, User
from campaigns.models import Campaign
from core import clock
from core.encrypted import EncryptedText
from core.models import LogEntry, Row
from core.workflow import Step, Workflow, state_field
from enterprises.models import Seat, UnitQuerySet, UnitRow
from hazards.enums import Grade
from hazards.models import Clause, Hazard
from incidents.models import Lead
from incidents.models.pledge import signed_by
from places.models import Office, Place, Sector

from .. import rules
from ..enums import Audience, BadAnswer, CheckState, ItemKind, LeadsTo, Reply, Topic

WAITING_STATES = (CheckState.SENT, CheckState.FILLING, CheckState.RETURNED)
OPEN_STATES = (*WAITING_STATES, CheckState.SUBMITTED)
MERGED = "merged-"  # the key of a list that is several for one visit begins so
SEEN_RESULTS = (CheckState.SUBMITTED, CheckState.RETURNED, CheckState.ACCEPTED)


class ChecklistQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The shipped lists and the township's own, for those who send, write or read them; an office not the confidential."""
        return self._known_to(user).filter(withdrawn_at=None)

    def taken_down(self, user):
        """Those among them that left the library."""
        return self._known_to(user).exclude(withdrawn_at=None)

    def _known_to(self, user):
        if not getattr(user, "is_authenticated", False) or rules.may_read_lists(user):
            return self.none()
        own = Q(township=None) | Q(township=user.membership.place.township_code)
        rows = self.kept().filter(own)
        return rows.filter(confidential=False) if rules.may_be_confidential(user) else rows

    def kept(self):
        """Without those merged for a visit, which nobody keeps."""
        return self.exclude(key__startswith=MERGED)

    def for_inspections(self, user):
        """Published open lists, shipped or of one's township: whoever inspects works with them."""
        seat = user.membership
        own = Q(township=None) | Q(township=seat.place.township_code)
        return self.kept().filter(own, confidential=False, withdrawn_at=None).published()

    def published(self):
        return self.filter(Exists(ChecklistVersion.objects.filter(checklist=OuterRef("pk")).published()))


class Checklist(Row):
    """A named list; shipped ones have no township and serve everyone."""

    key = models.CharField(max_length=40, null=True, unique=True)
    township = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="+")
    office = models.ForeignKey(Office, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="编写站所")
    name = models.CharField("名称", max_length=60)
    audience = models.CharField("对象", max_length=12, choices=Audience.choices, default=Audience.BOTH)
    confidential = models.BooleanField("结果保密", default=False)
    topic = models.CharField("类别", max_length=6, choices=Topic.choices, default=Topic.DUTY)
    sector = models.ForeignKey(Sector, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="行业领域")
    campaign = models.ForeignKey(
        Campaign, models.PROTECT, null=True, blank=True, related_name="checklists", verbose_name="专项行动"
    )
    release = models.PositiveSmallIntegerField(default=1, editable=False)

    objects = ChecklistQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = "检查表"

    def __str__(self):
        return self.name

    @property
    def current(self):
        """The newest published version; None before the first."""
        return next((row for row in self.versions.all() if row.published_at), None)

    @property
    def draft(self):
        """The version being written; None when there is none."""
        return next((row for row in self.versions.all() if not row.published_at), None)


class VersionQuerySet(models.QuerySet):
    def published(self):
        return self.exclude(published_at=None)


class ChecklistVersion(models.Model):
    """Published, a version never changes; answers refer to it."""

    checklist = models.ForeignKey(Checklist, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField("版本")
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    parts = models.ManyToManyField("self", symmetrical=False, blank=True, related_name="+", verbose_name="由这些合并")

    objects = VersionQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["checklist", "number"], name="checks_version_once"),
            models.UniqueConstraint(
                fields=["checklist"],
                condition=Q(published_at=None),
                name="checks_one_draft",
                violation_error_message="这张检查表已有一个修改中的版本",
            ),
        ]

    def __str__(self):
        return f"{self.checklist} 第{self.number}版"


class Item(models.Model):
    version = models.ForeignKey(ChecklistVersion, models.PROTECT, related_name="items")
    order = models.PositiveSmallIntegerField()
    group = models.CharField("分组", max_length=30, blank=True)
    text = models.CharField("检查内容", max_length=200)
    help = models.CharField("填写说明", max_length=200, blank=True)
    kind = models.CharField("答法", max_length=10, choices=ItemKind.choices, default=ItemKind.YES_NO)
    bad_answer = models.CharField("问题答案", max_length=6, choices=BadAnswer.choices, default=BadAnswer.NO)
    photo_when_bad = models.BooleanField("有问题须拍照", default=True)
    leads_to = models.CharField("问题转为", max_length=8, choices=LeadsTo.choices, default=LeadsTo.HAZARD)
    clause = models.ForeignKey(
        Clause, models.PROTECT, null=True, blank=True, related_name="check_items", verbose_name="判定条款"
    )
    basis = models.CharField("判定依据", max_length=200, blank=True, help_text="标准名称和条款，随隐患登记")
    grade = models.CharField("隐患等级", max_length=10, choices=Grade.choices, blank=True)
    origin = models.ForeignKey("self", models.PROTECT, null=True, blank=True, editable=False, related_name="+")

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["version", "order"], name="checks_item_once")]

    def __str__(self):
        return self.text

    def is_bad(self, value):
        return self.kind == ItemKind.YES_NO and value == self.bad_answer

    @property
    def bad_label(self):
        """What happens on which answer, in words; "" when nothing does."""
        if self.kind != ItemKind.YES_NO or self.bad_answer == BadAnswer.NEVER:
            return ""
        photo = "，须拍照" if self.photo_when_bad else ""
        return f"答“{Reply(self.bad_answer).label}”转{self.get_leads_to_display()}{photo}"


class CheckQuerySet(UnitQuerySet):
    def _of_office(self, seat):
        """Those of its trades, its own, and those it sent."""
        return super()._of_office(seat) | self.inside(seat.place) & Q(sent_by__in=_seated(seat.office_id))

    def visible_to(self, user):
        """Scope as everywhere; a confidential check exists only for those who may read it and for the safety office."""
        rows = super().visible_to(user)
        return rows if getattr(user, "role", "") in ("", Role.OFFICER) else rows.filter(_confidence(user))

    def readable_by(self, user):
        """The checks whose answers this user may read."""
        rows = super().visible_to(user)
        return rows.filter(_confidence(user)) if getattr(user, "role", "") else rows.none()

    def with_results(self, user):
        """Adds `problems` (number of bad answers) and `is_hidden` (the user sees the state, not the answers)."""
        bad = Answer.objects.bad().filter(check_row=OuterRef("pk")).order_by().values("check_row")
        readable = Check.objects.readable_by(user).filter(pk=OuterRef("pk"))
        return self.annotate(
            problems=Coalesce(Subquery(bad.annotate(n=Count("pk")).values("n")), 0), is_hidden=~Exists(readable)
        )

    def waiting(self):
        return self.filter(state__in=WAITING_STATES)

    def to_judge(self, user):
        """For the safety office those of others; its own are judged by leaders. For another office those it sent.

        Nobody judges what they copied from paper; what the only officer copied waits for a leader.
        """
        rows = self.filter(state=CheckState.SUBMITTED).exclude(paper_on__isnull=False, submitted_by=user)
        if user.role == Role.DEPARTMENT:
            rows = rows.filter(sent_by__in=_seated(user.membership.office_id))
        if user.role == Role.LEADER:
            others = Membership.objects.of_role(Role.OFFICER).filter(place=user.membership.place_id)
            alone = ~Exists(others.exclude(user=OuterRef("submitted_by")))
            return rows.filter(Q(office__is_safety_office=True) | Q(alone, paper_on__isnull=False))
        return rows.exclude(office__isnull=False, office=user.membership.office_id)

    def to_copy(self, user):
        """Waiting for an enterprise nobody has an account for: answered on paper, entered by office or liaison.

        They see that a confidential one is owed; what they enter is hidden from them as soon as it is handed in.
        """
        if rules.may_see_paper(user):
            return self.none()
        seated = Seat.objects.current().filter(enterprise=OuterRef("enterprise"))
        rows = super().visible_to(user).waiting().filter(~Exists(seated), enterprise__isnull=False, office=None)
        return rows.order_by("due_on", "pk")

    def late(self, on=None):
        return self.waiting().filter(due_on__lt=on or clock.today())


def _seated(office):
    """Keys of those who act for an office now."""
    return Membership.objects.of_role(Role.DEPARTMENT).filter(office=office).values("user")


def _confidence(user):
    """Confidential answers are for the unit that gives them, leaders with a signed pledge, handlers of a lead that came of them."""
    seat = user.membership
    if seat.role == Role.ENTERPRISE:
        return Q()
    if seat.role == Role.LEADER:
        return Q(version__checklist__confidential=False) | signed_by(user)
    own = Q(place=seat.place_id, office=None, enterprise=None) if seat.role == Role.CADRE else Q(pk__in=[])
    handled = Answer.objects.filter(lead__in=Lead.objects.visible_to(user)).values("check_row")
    return Q(version__checklist__confidential=False) | own | Q(pk__in=handled)


class Check(UnitRow):
    """One unit's self-check with one version of a list. Photos hang on the answers, the signature on this row."""

    version = models.ForeignKey(ChecklistVersion, models.PROTECT, related_name="checks")
    campaign = models.ForeignKey(
        Campaign, models.PROTECT, null=True, blank=True, related_name="checks", verbose_name="专项行动"
    )
    also_for = models.ManyToManyField(Campaign, blank=True, related_name="shared_checks", verbose_name="同时计入")
    due_on = models.DateField("完成期限")
    state = state_field(CheckState, CheckState.SENT)
    sent_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    sent_at = models.DateTimeField(default=clock.now)
    signed_name = models.CharField("签名人", max_length=40, blank=True)
    submitted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    submitted_at = models.DateTimeField(null=True)
    judged_at = models.DateTimeField(null=True)
    zero_report = models.BooleanField("零报告", default=False)
    paper_on = models.DateField("纸质签名日期", null=True, editable=False)
    sent_key = models.CharField(max_length=60, editable=False)
    row_version = models.PositiveIntegerField(default=1)

    objects = CheckQuerySet.as_manager()
    workflow = Workflow(
        Step("fill", "开始填写", (CheckState.SENT,), CheckState.FILLING, rule=rules.may_fill),
        Step(
            "submit", "签名提交", WAITING_STATES, CheckState.SUBMITTED,
            rule=rules.may_fill, stamp="submitted_at", fields=("signed_name", "submitted_by", "zero_report", "paper_on"),
        ),
        Step(
            "copy", "录入纸质自查", WAITING_STATES, CheckState.SUBMITTED,
            rule=rules.may_copy, stamp="submitted_at", fields=("signed_name", "submitted_by", "zero_report", "paper_on"),
        ),
        Step("accept", "采信", (CheckState.SUBMITTED,), CheckState.ACCEPTED, rule=rules.may_judge, stamp="judged_at"),
        Step(
            "send_back", "退回重填", (CheckState.SUBMITTED,), CheckState.RETURNED, rule=rules.may_judge, note=True,
            stamp="judged_at",
        ),
        Step("cancel", "取消", WAITING_STATES, CheckState.CANCELLED, rule=rules.may_cancel, note=True),
        counter="row_version",
    )  # fmt: skip

    class Meta(UnitRow.Meta):
        abstract = False
        ordering = ["due_on", "pk"]
        indexes = [models.Index(fields=["due_on", "state"], name="checks_due")]
        constraints = [
            *UnitRow.Meta.constraints,
            models.UniqueConstraint(
                fields=["sent_key"],
                condition=Q(state__in=OPEN_STATES),
                name="checks_open_once",
                violation_error_message="这个单位已有一份未办结的同一自查",
            ),
        ]

    def __str__(self):
        return f"{self.version.checklist}（{self.unit_name}）"

    def save(self, *args, **kwargs):
        self.sent_key = self.sent_key or self.key()
        super().save(*args, **kwargs)

    def key(self):
        """Version, campaign and unit: a unit has one open check of each."""
        special = (("e", self.enterprise_id), ("o", self.office_id))
        unit = next((f"{mark}{pk}" for mark, pk in special if pk), self.place_id)
        return f"v{self.version_id}:c{self.campaign_id or 0}:{unit}"

    @property
    def counts_in(self):
        """The campaigns it counts in, first that it was sent for."""
        return [one for one in (self.campaign, *self.also_for.all()) if one]

    @property
    def is_waiting(self):
        return self.state in WAITING_STATES

    @property
    def is_confidential(self):
        return self.version.checklist.confidential

    @property
    def on_paper(self):
        """How it came in when not on a phone; "" otherwise."""
        return f"纸质，{self.submitted_by}录入" if self.paper_on and self.submitted_by else ""

    @property
    def result(self):
        """What came of it, in words, for a row made by with_results; "" before it is handed in."""
        if self.is_hidden:
            return "保密"
        if self.state not in SEEN_RESULTS:
            return ""
        return f"{self.problems} 个问题" if self.problems else "零报告"


class AnswerQuerySet(models.QuerySet):
    def bad(self):
        return self.filter(item__kind=ItemKind.YES_NO, value=F("item__bad_answer"))


class ReplyRow(models.Model):
    """Abstract: one item's answer; `answered_at` is when the person gave it (their phone may have sent it much later)."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="+")
    value = models.CharField(max_length=500, blank=True)
    note = models.TextField("说明", blank=True)
    answered_at = models.DateTimeField("作答时间", default=clock.now)
    saved_at = models.DateTimeField(auto_now=True)
    saved_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    hazard = models.ForeignKey(Hazard, models.PROTECT, null=True, related_name="+")

    objects = AnswerQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["item__order"]

    @property
    def is_bad(self):
        return self.item.is_bad(self.value)

    @property
    def given(self):
        """The answer as it was given."""
        return self.value

    @property
    def shown(self):
        """The answer in words."""
        return Reply(self.value).label if self.item.kind == ItemKind.YES_NO and self.value else self.given


class Answer(ReplyRow):
    """Whatever is told in words is sealed, for it may be about a death; yes and no are counted and stay readable."""

    check_row = models.ForeignKey(Check, models.PROTECT, related_name="answers")
    words = EncryptedText("文字答案", blank=True)
    note = EncryptedText("说明", blank=True)
    lead = models.ForeignKey(Lead, models.PROTECT, null=True, related_name="+")

    class Meta(ReplyRow.Meta):
        abstract = False
        constraints = [models.UniqueConstraint(fields=["check_row", "item"], name="checks_answer_once")]

    @staticmethod
    def kept(item, value):
        """The columns that hold an answer to an item."""
        in_words = bool(value) and item.kind == ItemKind.TEXT
        return {"value": ItemKind.TEXT.value if in_words else value, "words": value if in_words else ""}

    @property
    def given(self):
        return self.words or self.value


class CheckLog(LogEntry):
    subject = models.ForeignKey(Check, models.PROTECT, related_name="log")
