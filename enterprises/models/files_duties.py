"""Files about duties: drills, insurance, supplies and plans, lists on the wall, pledges, filings, expenses, guardians."""

from django.db import models
from django.db.models import Q

from ..enums import DrillKind, Entry, FilingKind, ListKind, Outcome, PledgeKind, Rating, SupplyKind
from .files import ExpiringRow, FileRow, day_order


class Drill(FileRow):
    drill_kind = models.CharField("演练类型", max_length=10, choices=DrillKind.choices)
    subject = models.CharField("演练科目", max_length=80)
    held_on = models.DateField("演练日期")
    place = models.CharField("地点", max_length=80, blank=True)
    people = models.PositiveIntegerField("参加人数")
    assessment = models.TextField("效果评估", max_length=1000)
    improved = models.CharField("预案修订", max_length=200, blank=True)

    class Meta(FileRow.Meta):
        verbose_name = "应急演练"
        ordering = ["-held_on", "-pk"]

    def __str__(self):
        return self.subject


class Insurance(ExpiringRow):
    """A policy of 安全生产责任险. Money in yuan."""

    insurer = models.CharField("承保公司", max_length=60)
    number = models.CharField("保单号", max_length=40)
    people = models.PositiveIntegerField("投保人数")
    per_person = models.DecimalField("每人赔偿限额（元）", max_digits=12, decimal_places=2, null=True, blank=True)
    premium = models.DecimalField("保费（元）", max_digits=12, decimal_places=2, null=True, blank=True)
    starts_on = models.DateField("起保日期")
    expires_on = models.DateField("保险到期")

    class Meta(ExpiringRow.Meta):
        verbose_name = "安责险"
        constraints = [
            day_order("starts_on", "expires_on", "enterprises_insurance_dates", "保险到期不能早于起保日期"),
            models.UniqueConstraint(
                fields=["enterprise", "number"],
                condition=Q(withdrawn_at=None),
                name="enterprises_insurance_once",
                violation_error_message="这份保单已经登记过",
            ),
        ]

    def __str__(self):
        return f"{self.insurer} {self.number}"


class Supply(ExpiringRow):
    """Emergency supplies to be maintained, or a plan to be revised, by a day."""

    supply_kind = models.CharField("类别", max_length=10, choices=SupplyKind.choices)
    name = models.CharField("名称", max_length=60)
    quantity = models.CharField("数量或版本", max_length=40, blank=True)
    place = models.CharField("存放地点", max_length=60, blank=True)
    keeper = models.CharField("责任人", max_length=40, blank=True)
    checked_on = models.DateField("上次维护（评估）", null=True, blank=True)
    expires_on = models.DateField("下次维护（修订）", null=True, blank=True)

    class Meta(ExpiringRow.Meta):
        verbose_name = "应急物资和预案"
        constraints = [day_order("checked_on", "expires_on", "enterprises_supply_dates", "下次维护不能早于上次维护")]

    def __str__(self):
        return self.name


class DutyList(FileRow):
    """A list of duties or of special work, as it hangs on the wall."""

    list_kind = models.CharField("清单类别", max_length=10, choices=ListKind.choices)
    post = models.CharField("岗位", max_length=40)
    holder = models.CharField("责任人", max_length=40)
    content = models.TextField("清单内容", max_length=2000)
    published_on = models.DateField("公示日期", null=True, blank=True)
    where = models.CharField("公示位置", max_length=60, blank=True)

    class Meta(FileRow.Meta):
        verbose_name = "责任清单"

    def __str__(self):
        return f"{self.post} {self.get_list_kind_display()}"


class DutyExam(FileRow):
    """How somebody kept the duties of a post in a year; who did not must be dealt with."""

    year = models.PositiveSmallIntegerField("年度")
    post = models.CharField("岗位", max_length=40)
    person = models.CharField("责任人", max_length=40)
    examined_on = models.DateField("考核日期")
    outcome = models.CharField("考核结果", max_length=10, choices=Outcome.choices)
    basis = models.CharField("考核情况", max_length=200, blank=True, help_text="考核办法、得分或主要表现")
    handling = models.CharField("不合格的处理", max_length=200, blank=True)

    class Meta(FileRow.Meta):
        verbose_name = "责任制考核"
        ordering = ["-year", "-examined_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["enterprise", "year", "post", "person"],
                condition=Q(withdrawn_at=None),
                name="enterprises_exam_once",
                violation_error_message="这个人这一岗位本年度已经考核过",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="unfit") | ~Q(handling=""),
                name="enterprises_exam_handled",
                violation_error_message="考核不合格的要写明怎样处理",
            ),
        ]

    def __str__(self):
        return f"{self.year} 年{self.person}（{self.post}）责任制考核"


class Pledge(FileRow):
    """A promise or an account given by the head each year; the office says what it thinks of it."""

    pledge_kind = models.CharField("类别", max_length=10, choices=PledgeKind.choices)
    year = models.PositiveSmallIntegerField("年度")
    person = models.CharField("承诺（述职）人", max_length=40)
    content = models.TextField("内容摘要", max_length=2000)
    signed_on = models.DateField("签署日期")
    rating = models.CharField("评议", max_length=6, choices=Rating.choices, blank=True)
    opinion = models.CharField("评议意见", max_length=200, blank=True)

    class Meta(FileRow.Meta):
        verbose_name = "承诺和述职"
        ordering = ["-signed_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["enterprise", "pledge_kind", "year", "person"],
                condition=Q(withdrawn_at=None),
                name="enterprises_pledge_once",
                violation_error_message="这个人这一年度的已经交过",
            )
        ]

    def __str__(self):
        return f"{self.year} 年{self.get_pledge_kind_display()}"


class Filing(FileRow):
    """What was sent to a department to be put on file, and its receipt."""

    filing_kind = models.CharField("备案事项", max_length=10, choices=FilingKind.choices)
    title = models.CharField("材料名称", max_length=80)
    sent_to = models.CharField("报送部门", max_length=60)
    sent_on = models.DateField("报送日期")
    received_on = models.DateField("备案日期", null=True, blank=True)
    receipt = models.CharField("备案回执", max_length=60, blank=True)

    class Meta(FileRow.Meta):
        verbose_name = "报备材料"
        ordering = ["-sent_on", "-pk"]
        constraints = [day_order("sent_on", "received_on", "enterprises_filing_dates", "备案日期不能早于报送日期")]

    def __str__(self):
        return self.title


class Expense(FileRow):
    """Safety money set aside into the own account, or spent from it. Yuan."""

    entry = models.CharField("收支", max_length=6, choices=Entry.choices)
    booked_on = models.DateField("日期")
    amount = models.DecimalField("金额（元）", max_digits=12, decimal_places=2)
    purpose = models.CharField("用途", max_length=120)
    voucher = models.CharField("专户或凭证号", max_length=60, blank=True)

    class Meta(FileRow.Meta):
        verbose_name = "安全费用"
        ordering = ["-booked_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gt=0), name="enterprises_expense_amount", violation_error_message="金额要大于 0"
            )
        ]

    def __str__(self):
        return f"{self.get_entry_display()} {self.purpose}"


class Guardian(FileRow):
    """The three who answer for a major source of danger (包保责任人)."""

    source = models.CharField("重大危险源", max_length=80)
    grade = models.CharField("级别", max_length=10, blank=True, help_text="一级至四级")
    principal = models.CharField("主要负责人", max_length=40)
    technician = models.CharField("技术负责人", max_length=40)
    operator = models.CharField("操作负责人", max_length=40)
    controller = models.CharField("实际控制人", max_length=40, blank=True)
    published_on = models.DateField("公示日期", null=True, blank=True)

    class Meta(FileRow.Meta):
        verbose_name = "包保责任人"

    def __str__(self):
        return self.source
