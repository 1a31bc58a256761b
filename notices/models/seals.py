"""The pictures of issuers' seals, who may put them on papers (用印人), and every use of them (用印登记)."""

from django.db import models
from django.db.models import Q

from accounts.enums import TOWNSHIP_ROLES
from accounts.models import User
from accounts.scoping import ScopedQuerySet
from core import clock
from core.encrypted import SealedBytes
from core.models import LogEntry, Row
from core.workflow import Step, Workflow, state_field
from places.models import Office, Place

from .. import rules
from ..enums import KeeperState, SealState
from ..seal_pictures import PURPOSE
from .papers import Paper


class TownshipQuerySet(ScopedQuerySet):
    """Rows that only the township's own staff see; not even the level above."""

    place_path = "township"

    def visible_to(self, user):
        if not getattr(user, "is_authenticated", False) or not user.has_role(*TOWNSHIP_ROLES):
            return self.none()
        return self.filter(self.inside(user.membership.place))


class SealQuerySet(TownshipQuerySet):
    def in_use(self):
        return self.filter(state=SealState.IN_USE)


class Seal(Row):
    """The seal of one issuer: a township's government or one of its offices. A changed seal is a new row."""

    township = models.ForeignKey(Place, models.PROTECT, related_name="seals")
    office = models.ForeignKey(Office, models.PROTECT, null=True, related_name="+", verbose_name="站所")
    issuer = models.CharField("发文机关", max_length=60)
    sha256 = models.CharField(max_length=64, editable=False)  # of the picture as it is printed
    state = state_field(SealState, SealState.IN_USE)

    objects = SealQuerySet.as_manager()
    workflow = Workflow(
        Step(
            "stop", "停用", (SealState.IN_USE,), SealState.STOPPED, rule=rules.may_stop_seal, note=True, stamp="withdrawn_at"
        )
    )

    class Meta:
        ordering = ["state", "issuer", "-pk"]
        verbose_name = "印章"
        constraints = [
            models.UniqueConstraint(
                fields=["township", "issuer"], condition=Q(state=SealState.IN_USE), name="notices_seal_in_use_once",
                violation_error_message="这个发文机关已有使用中的印章，请先停用",
            )
        ]  # fmt: skip

    def __str__(self):
        return self.issuer


class SealPicture(models.Model):
    """The picture itself, encrypted; a table of its own, so that no list of seals ever reads it."""

    seal = models.OneToOneField(Seal, models.PROTECT, related_name="picture")
    kept = SealedBytes(purpose=PURPOSE)

    class Meta:
        verbose_name = "印章图片"


class KeeperQuerySet(TownshipQuerySet):
    def standing(self):
        return self.filter(state=KeeperState.NAMED)

    def current(self):
        """Named, and today lies within the days named for."""
        today = clock.today()
        open_end = Q(until_on=None) | Q(until_on__gte=today)
        return self.standing().filter(open_end, from_on__lte=today)

    def of_user(self, user):
        """The person's own, in the township of the seat they act in."""
        seat = user.membership
        return self.filter(person=user, township=seat.place.township_code) if seat else self.none()


class SealKeeper(Row):
    """An officer whom a leader of the township names to keep the seals and put them on signed papers."""

    township = models.ForeignKey(Place, models.PROTECT, related_name="+")
    person = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="用印人")
    from_on = models.DateField("起始日期")
    until_on = models.DateField("截止日期", null=True)
    state = state_field(KeeperState, KeeperState.NAMED)

    objects = KeeperQuerySet.as_manager()
    workflow = Workflow(
        Step(
            "withdraw", "撤销授权", (KeeperState.NAMED,), KeeperState.WITHDRAWN, rule=rules.may_withdraw_keeper, note=True,
            stamp="withdrawn_at",
        )
    )  # fmt: skip

    class Meta:
        ordering = ["state", "-pk"]
        verbose_name = "用印授权"
        constraints = [
            models.UniqueConstraint(
                fields=["township", "person"], condition=Q(state=KeeperState.NAMED), name="notices_keeper_once",
                violation_error_message="这个人已经是用印人",
            ),
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gte=models.F("from_on")), name="notices_keeper_days",
                violation_error_message="截止日期不能早于起始日期",
            ),
        ]  # fmt: skip

    def __str__(self):
        return str(self.person)

    @property
    def is_over(self):
        return self.until_on is not None and self.until_on < clock.today()


class SealUseQuerySet(TownshipQuerySet):
    place_path = "seal__township"

    def visible_to(self, user):
        """Of the papers in sight only: what is confidential shows nowhere by its seal."""
        return super().visible_to(user).filter(paper__in=Paper.objects.visible_to(user))

    def standing(self):
        """On the paper as it stands; what was sent back or pressed anew afterwards lost its seals."""
        return self.filter(void=False)


class SealUse(models.Model):
    """One seal put on one paper; never deleted."""

    paper = models.ForeignKey(Paper, models.PROTECT, related_name="seal_uses")
    seal = models.ForeignKey(Seal, models.PROTECT, related_name="uses")
    order = models.PositiveSmallIntegerField(default=1)  # of the issuers under the text
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="用印人")
    at = models.DateTimeField("用印时间")
    note = models.CharField("用印事由", max_length=200)
    void = models.BooleanField(default=False, editable=False)

    objects = SealUseQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = "用印"
        indexes = [models.Index(fields=["-at", "-id"], name="notices_seal_use_at")]
        constraints = [
            models.UniqueConstraint(fields=["paper", "order"], condition=Q(void=False), name="notices_seal_place_once"),
            models.CheckConstraint(
                condition=~Q(note=""), name="notices_seal_use_note", violation_error_message="用印必须写明事由"
            ),
        ]

    @property
    def said(self):
        """What became of it."""
        if self.void:
            return "已作废，未印发"
        return {"signed": "待印发", "issued": "已印发"}.get(self.paper.state, "公文已作废")


class SealLog(LogEntry):
    subject = models.ForeignKey(Seal, models.PROTECT, related_name="log")


class SealKeeperLog(LogEntry):
    subject = models.ForeignKey(SealKeeper, models.PROTECT, related_name="log")
