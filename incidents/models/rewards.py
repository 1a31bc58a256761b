"""Rewards for tips: the rule in force, the year's budget, each reward from proposal to payment. None names anybody."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q

from accounts.enums import Role
from accounts.scoping import ScopedQuerySet
from core import clock
from core.encrypted import EncryptedText
from core.models import LogEntry, Row
from core.workflow import Step, Workflow, state_field
from places.models import Place

from ..tips import rules
from ..tips.reward_enums import AccidentGrade, Basis, RewardState, Sureness
from .tips import Tip

SEEN_BY = (Role.OFFICER, Role.LEADER, Role.DISCIPLINE)
COUNTED = (RewardState.APPROVED, RewardState.PAID)


def money(label, **kwargs):
    """Yuan."""
    return models.DecimalField(label, max_digits=10, decimal_places=2, validators=[MinValueValidator(0)], **kwargs)


class RewardRuleQuerySet(ScopedQuerySet):
    place_path = "township"

    def visible_to(self, user):
        """The national rules and those of one's own township."""
        if not getattr(user, "is_authenticated", False) or user.membership is None or not user.has_role(*SEEN_BY):
            return self.none()
        return self.filter(Q(township=None) | self.inside(user.membership.place))

    def in_force(self, township_code, day):
        """The township's own rule, else the national one, that was in force on a day; None before the first."""
        rows = self.filter(Q(township=None) | Q(township=township_code), valid_from__lte=day)
        return rows.order_by(models.F("township").asc(nulls_last=True), "-valid_from").first()


class RewardRule(Row):
    """How much a tip is worth, by which document, from when on. A rule once used is never changed: a new one follows."""

    township = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="+")
    document = models.CharField("依据文件", max_length=120)
    valid_from = models.DateField("施行日期")
    percent = models.DecimalField(
        "按罚款金额的百分比", max_digits=4, decimal_places=1, validators=[MinValueValidator(0), MaxValueValidator(100)]
    )
    least = money("最低（元）")
    most = money("最高（元）")
    ordinary = money("一般事故每人（元）")
    larger = money("较大事故每人（元）")
    grave = money("重大事故每人（元）")
    gravest = money("特别重大事故每人（元）")
    sureness = models.CharField("核对情况", max_length=1, choices=Sureness.choices, default=Sureness.TO_CONFIRM)

    objects = RewardRuleQuerySet.as_manager()

    class Meta:
        ordering = ["-valid_from"]
        verbose_name = "奖励标准"
        constraints = [
            models.UniqueConstraint(
                fields=["township", "valid_from"], name="incidents_rule_once", violation_error_message="这一天已经有施行的标准"
            ),
            models.UniqueConstraint(
                fields=["valid_from"], condition=Q(township=None), name="incidents_national_rule_once",
                violation_error_message="这一天已经有施行的全国标准",
            ),
            models.CheckConstraint(
                condition=Q(most__gte=models.F("least")), name="incidents_rule_span", violation_error_message="最高不能低于最低"
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.document


class RewardBudgetQuerySet(ScopedQuerySet):
    place_path = "township"

    def visible_to(self, user):
        return super().visible_to(user) if getattr(user, "role", "") in SEEN_BY else self.none()


class RewardBudget(Row):
    """What a township may spend on rewards in a year."""

    township = models.ForeignKey(Place, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField("年度")
    amount = money("预算（元）")
    document = models.CharField("批准文件", max_length=120)

    objects = RewardBudgetQuerySet.as_manager()

    class Meta:
        ordering = ["-year"]
        verbose_name = "奖励预算"
        constraints = [
            models.UniqueConstraint(
                fields=["township", "year"], name="incidents_budget_once", violation_error_message="这一年度已登记预算"
            )
        ]

    @property
    def spent(self):
        """Yuan approved or paid."""
        rows = Reward.objects.filter(township=self.township_id, year=self.year, state__in=COUNTED)
        return rows.aggregate(total=models.Sum("amount"))["total"] or 0

    @property
    def left(self):
        return self.amount - self.spent


class RewardQuerySet(ScopedQuerySet):
    place_path = "township"

    def visible_to(self, user):
        """The rewards of one's reach; `is_told`: whether the user sees the tip, and so for what it is paid."""
        rows = super().visible_to(user) if getattr(user, "role", "") in SEEN_BY else self.none()
        return rows.annotate(is_told=Exists(Tip.objects.visible_to(user).filter(pk=OuterRef("tip"))))

    def waiting(self):
        return self.filter(state__in=[RewardState.PROPOSED, RewardState.APPROVED])


class Reward(Row):
    """The reward of one tip, computed by the rule in force when the tip came in; paid to whoever shows the code."""

    tip = models.OneToOneField(Tip, models.PROTECT, related_name="reward")
    number = models.CharField("奖励编号", max_length=24, unique=True)
    township = models.ForeignKey(Place, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField("年度")
    rule = models.ForeignKey(RewardRule, models.PROTECT, related_name="+")
    basis = models.CharField("计算依据", max_length=8, choices=Basis.choices)
    fine = money("罚款金额（元）", null=True, blank=True)
    document = models.CharField("处罚或认定文书", max_length=80, blank=True)
    deaths = models.PositiveSmallIntegerField("瞒报谎报死亡人数", default=0)
    grade = models.CharField("事故等级", max_length=10, choices=AccidentGrade.choices, blank=True)
    amount = money("奖励金额（元）")
    state = state_field(RewardState, RewardState.PROPOSED)
    approve_by = models.DateField("审批期限")
    claim_by = models.DateField("领取期限", null=True, blank=True)
    approved_at = models.DateTimeField("批准时间", null=True)
    paid_at = models.DateTimeField("发放时间", null=True)
    voucher = models.CharField("付款凭证号", max_length=40, blank=True)

    objects = RewardQuerySet.as_manager()
    workflow = Workflow(
        Step(
            "approve", "批准", (RewardState.PROPOSED,), RewardState.APPROVED, rule=rules.may_approve, stamp="approved_at",
            fields=("claim_by",),
        ),
        Step("refuse", "不予奖励", (RewardState.PROPOSED,), RewardState.REFUSED, rule=rules.may_approve, note=True),
        Step("pay", "发放", (RewardState.APPROVED,), RewardState.PAID, rule=rules.may_pay, stamp="paid_at", fields=("voucher",)),
        Step("lapse", "逾期未领", (RewardState.APPROVED,), RewardState.LAPSED, rule=rules.may_lapse, note=True),
    )  # fmt: skip

    class Meta:
        ordering = ["-created_at"]
        verbose_name = "举报奖励"
        constraints = [
            models.CheckConstraint(
                condition=Q(basis="deaths", deaths__gt=0) & ~Q(grade="") | Q(basis="fine", fine__isnull=False),
                name="incidents_reward_basis", violation_error_message="请填写罚款金额，或死亡人数和事故等级",
            ),
            models.CheckConstraint(
                condition=~Q(state="done") | ~Q(voucher=""), name="incidents_reward_paid", violation_error_message="发放必须有付款凭证号"
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.number

    @property
    def is_late(self):
        return self.state == RewardState.APPROVED and self.claim_by < clock.today()


class RewardLog(LogEntry):
    subject = models.ForeignKey(Reward, models.PROTECT, related_name="log")
    note = EncryptedText("说明", blank=True)
