"""Files about people: those who need a certificate, their training, breaches, and units that work or rent there."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from core import clock

from ..enums import Breach, PartyKind, Standing, Trade, Verdict
from .files import ExpiringRow, FileRow, day_order


class Operator(ExpiringRow):
    """A person of a special trade. Without a certificate the row says who hired them and answers for it."""

    name = models.CharField("姓名", max_length=40)
    trade = models.CharField("作业类别", max_length=12, choices=Trade.choices)
    number = models.CharField("证书编号", max_length=40, blank=True, help_text="没有证书就空着，会标为无证上岗")
    issuer = models.CharField("发证机关", max_length=60, blank=True)
    issued_on = models.DateField("发证日期", null=True, blank=True)
    review_on = models.DateField("复审日期", null=True, blank=True)
    hired_by = models.CharField("招用人", max_length=40, help_text="谁招用谁负责，填姓名")
    hired_on = models.DateField("招用日期", null=True, blank=True)
    left_on = models.DateField("离岗日期", null=True, blank=True)

    class Meta(ExpiringRow.Meta):
        verbose_name = "特种作业人员"
        constraints = [
            day_order("issued_on", "expires_on", "enterprises_operator_dates", "有效期不能早于发证日期"),
            models.CheckConstraint(
                condition=Q(number="") | Q(expires_on__isnull=False),
                name="enterprises_operator_expiry",
                violation_error_message="有证书编号的要填有效期",
            ),
            models.UniqueConstraint(
                fields=["enterprise", "name", "trade", "number"],
                condition=Q(withdrawn_at=None),
                name="enterprises_operator_once",
                violation_error_message="这个人的这项作业已经登记过",
            ),
        ]

    def __str__(self):
        return f"{self.name}（{self.get_trade_display()}）"

    @classmethod
    def standing_is(cls, standing):
        gone = Q(left_on__lte=clock.today())
        here = (Q(left_on=None) | Q(left_on__gt=clock.today())) & ~Q(number="")
        if standing == Standing.BARE:
            return (Q(left_on=None) | Q(left_on__gt=clock.today())) & Q(number="")
        return gone if standing == Standing.GONE else here & super().standing_is(standing)

    @property
    def standing(self):
        if self.left_on and self.left_on <= clock.today():
            return Standing.GONE
        return super().standing if self.number else Standing.BARE


class Training(ExpiringRow):
    """One training of one person; all of a person's rows are their file (一人一档)."""

    person = models.CharField("姓名", max_length=40)
    post = models.CharField("岗位", max_length=40)
    hired_on = models.DateField("入职日期", null=True, blank=True)
    topic = models.CharField("培训内容", max_length=120)
    trained_on = models.DateField("培训日期")
    hours = models.DecimalField("学时", max_digits=5, decimal_places=1)
    passed = models.BooleanField("考核合格", default=False)
    on_duties = models.BooleanField("含全员责任制", default=False, help_text="培训内容有本岗位安全生产责任制的勾选")
    expires_on = models.DateField("再培训期限", null=True, blank=True)

    class Meta(ExpiringRow.Meta):
        verbose_name = "培训档案"
        ordering = ["person", "-trained_on", "-pk"]
        constraints = [day_order("trained_on", "expires_on", "enterprises_training_dates", "再培训期限不能早于培训日期")]

    def __str__(self):
        return f"{self.person} {self.topic}"


class Violation(FileRow):
    """A breach the enterprise found and dealt with itself (查“三违”)."""

    breach = models.CharField("三违类别", max_length=10, choices=Breach.choices)
    person = models.CharField("违章人", max_length=40)
    post = models.CharField("岗位", max_length=40, blank=True)
    happened_on = models.DateField("发生日期")
    what = models.TextField("违章情况", max_length=500)
    penalty = models.CharField("处理结果", max_length=120)
    fine = models.DecimalField("罚款（元）", max_digits=10, decimal_places=2, default=0)
    taught = models.CharField("教育情况", max_length=120, blank=True)

    class Meta(FileRow.Meta):
        verbose_name = "三违查处"
        ordering = ["-happened_on", "-pk"]

    def __str__(self):
        return f"{self.person} {self.get_breach_display()}"


class Contract(ExpiringRow):
    """A unit that works for the enterprise or rents from it: qualified, bound by an agreement, checked."""

    party_kind = models.CharField("类别", max_length=10, choices=PartyKind.choices)
    party = models.CharField("承包（承租）单位", max_length=80)
    work = models.CharField("承包内容（出租场所）", max_length=120)
    qualification = models.CharField("资质情况", max_length=120, blank=True)
    agreement = models.CharField("安全管理协议", max_length=60, blank=True, help_text="协议编号或签订日期，没签就空着")
    duties = models.TextField("安全职责约定", max_length=1000, blank=True)
    starts_on = models.DateField("开始日期", null=True, blank=True)
    expires_on = models.DateField("协议到期", null=True, blank=True)
    checked_on = models.DateField("排查日期", null=True, blank=True)
    verdict = models.CharField("排查结论", max_length=6, choices=Verdict.choices, blank=True)
    handling = models.CharField("不合格的处理", max_length=200, blank=True)
    handled_on = models.DateField("处理完成日期", null=True, blank=True)

    class Meta(ExpiringRow.Meta):
        verbose_name = "外包外租"
        constraints = [
            day_order("starts_on", "expires_on", "enterprises_contract_dates", "协议到期不能早于开始日期"),
            models.CheckConstraint(
                condition=~Q(verdict="fit") | (~Q(qualification="") & ~Q(agreement="") & ~Q(duties="")),
                name="enterprises_contract_fit",
                violation_error_message="资质、协议、职责齐全才能判为合格",
            ),
            models.CheckConstraint(
                condition=Q(verdict="") | Q(checked_on__isnull=False),
                name="enterprises_contract_checked",
                violation_error_message="有排查结论的要填排查日期",
            ),
            models.CheckConstraint(
                condition=Q(handled_on=None) | ~Q(handling=""),
                name="enterprises_contract_handled",
                violation_error_message="处理完成的要写明怎样处理",
            ),
        ]

    def __str__(self):
        return self.party

    @classmethod
    def standing_is(cls, standing):
        bare = Q(verdict=Verdict.UNFIT, handled_on=None)
        return bare if standing == Standing.BARE else ~bare & super().standing_is(standing)

    @property
    def standing(self):
        unfit = self.verdict == Verdict.UNFIT and self.handled_on is None
        return Standing.BARE if unfit else super().standing


class NoContract(FileRow):
    """Signed for a year: nobody works for the enterprise under contract, nothing of it is let."""

    year = models.PositiveSmallIntegerField("年度")
    person = models.CharField("签报人", max_length=40, help_text="主要负责人或受委托的安全员")
    signed_on = models.DateField("签报日期")
    note = models.CharField("自查情况", max_length=200, blank=True, help_text="查了哪些场所和作业")

    class Meta(FileRow.Meta):
        verbose_name = "无外包外租签报"
        ordering = ["-year", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["enterprise", "year"],
                condition=Q(withdrawn_at=None),
                name="enterprises_no_contract_once",
                violation_error_message="这家企业本年度已经签过“无”",
            )
        ]

    def __str__(self):
        return f"{self.year} 年无外包外租"

    def clean(self):
        super().clean()
        if bound := Contract.objects.kept().filter(enterprise=self.enterprise).exclude(expires_on__lt=clock.today()).first():
            raise ValidationError(f"已经登记“{bound}”，不能签“无”；已终止的请先填写协议到期日或撤回")
