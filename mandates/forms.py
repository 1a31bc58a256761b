"""What people enter about lists of duties, three lists, chains and reviews."""

from django import forms

from campaigns.models import Campaign
from checks.inspection_rules import OFFICIAL_KINDS
from checks.models import Inspection
from core import clock
from core.forms import PortalForm
from enterprises.models import Enterprise
from hazards.models import Hazard, Trade
from places.models import Office, Place

from .enums import FaultKind, ItemKind
from .holders import holders_of
from .models import Mandate

RECENT = 60  # inspections offered to be counted for a link


class DayInput(forms.DateInput):
    def __init__(self):
        super().__init__(attrs={"type": "date"}, format="%Y-%m-%d")


def day_field(label, **kwargs):
    return forms.DateField(label=label, widget=DayInput(), **kwargs)


def long_field(label, most, **kwargs):
    return forms.CharField(label=label, max_length=most, widget=forms.Textarea(attrs={"rows": 3}), **kwargs)


def offices_of(user):
    return Office.objects.filter(township=user.membership.place, is_active=True)


class MandateForm(PortalForm):
    holder = forms.ChoiceField(label="谁的清单")
    valid_from = day_field("生效日期", initial=clock.today)
    basis = forms.CharField(label="编制依据", max_length=200, required=False)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.holders = {holder.key: holder for holder in holders_of(user)}
        self.fields["holder"].choices = [(key, holder.name) for key, holder in self.holders.items()]

    def clean_holder(self):
        return self.holders[self.cleaned_data["holder"]]


class ItemForm(PortalForm):
    kind = forms.ChoiceField(label="类别", choices=ItemKind.choices, initial=ItemKind.DUTY)
    text = long_field("事项", 300)
    basis = forms.CharField(label="依据", max_length=200, required=False, help_text="法规、文件的名称和条款")
    charge = forms.CharField(label="责任人", max_length=40, required=False)
    due_on = day_field("完成时限", required=False, help_text="任务必须填写")


class PeriodForm(PortalForm):
    """A period with its days and the day by which it is answered."""

    period = forms.CharField(label="时段名称", max_length=40, help_text="例如：2026年上半年")
    starts_on = day_field("起")
    ends_on = day_field("止")
    due_on = day_field("期限")


class AskSheetsForm(PeriodForm):
    offices = forms.ModelMultipleChoiceField(
        Office.objects.none(), label="填报站所", widget=forms.CheckboxSelectMultiple, help_text="已发起过的自动跳过"
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        rows = offices_of(user)
        self.fields["offices"].queryset = rows
        self.fields["offices"].initial = [row.pk for row in rows if row.has_safety_duty]
        self.fields["due_on"].label = "填报期限"


class MandateChoice(forms.ModelMultipleChoiceField):
    def label_from_instance(self, row):
        return f"{row.holder_name}（第 {row.number} 版，{row.valid_from:%Y-%m-%d} 起）"


class AskReviewsForm(PeriodForm):
    mandates = MandateChoice(Mandate.objects.none(), label="检视谁", widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        rows = Mandate.objects.visible_to(user).in_force().select_related("office", "person")
        self.fields["mandates"].queryset = rows
        self.fields["mandates"].initial = [row.pk for row in rows]
        self.fields["mandates"].help_text = "" if rows else "还没有公布的清单，请先编写并公布"
        self.fields["due_on"].label = "自评期限"


class ProblemForm(PortalForm):
    number = forms.CharField(
        label="隐患编号", max_length=24, required=False, help_text="从隐患台账列入时填，问题内容和办结随隐患走"
    )
    visit = forms.ModelChoiceField(
        Inspection.objects.none(), label="来自哪次检查", required=False, help_text="最近的检查，只作关联"
    )
    text = long_field("问题", 300, required=False, help_text="没有隐患编号的写在这里")
    measures = long_field("措施", 300)
    responsible = forms.CharField(label="责任人", max_length=60)
    due_on = day_field("完成时限")

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        rows = Inspection.objects.visible_to(user).signed().order_by("-held_on", "-pk")
        keys = list(rows.values_list("pk", flat=True)[:RECENT])
        self.fields["visit"].queryset = Inspection.objects.filter(pk__in=keys).select_related("enterprise", "place")

    def clean_number(self):
        number = self.cleaned_data["number"].strip()
        found = Hazard.objects.visible_to(self.user).filter(number=number).first() if number else None
        if number and found is None:
            raise forms.ValidationError("没有找到这个编号的隐患，请在隐患台账里核对")
        return found

    def values(self):
        data = dict(self.cleaned_data)
        return data | {"hazard": data.pop("number"), "inspection": data.pop("visit")}


class DoneForm(PortalForm):
    note = long_field("怎么完成的", 300)


class NoteForm(PortalForm):
    """A word that may be left out."""

    note = long_field("说明", 300, required=False, help_text="没有问题的，写明为什么没有")


class ChainForm(PortalForm):
    name = forms.CharField(label="链条名称", max_length=40, help_text="例如：危险化学品、城镇燃气、电动自行车")
    basis = forms.CharField(label="依据", max_length=200, required=False)


class LinkForm(PortalForm):
    name = forms.CharField(label="环节", max_length=20, help_text="例如：生产、储存、销售、运输、使用、废弃处置")
    order = forms.IntegerField(label="顺序", min_value=1, max_value=99, initial=1)
    lead = forms.ModelChoiceField(Office.objects.none(), label="牵头站所", required=False, empty_label="还没有明确")
    trade = forms.ModelChoiceField(
        Trade.objects.none(), label="按新业态认领结果牵头", required=False,
        help_text="没有明确牵头站所的环节，可发起新业态认领，认领或裁定后自动成为牵头站所",
    )  # fmt: skip
    supports = forms.ModelMultipleChoiceField(
        Office.objects.none(), label="配合站所", required=False, widget=forms.CheckboxSelectMultiple
    )
    duties = long_field("监管职责", 300, required=False)
    within_days = forms.IntegerField(label="至少几天检查一次", min_value=1, max_value=366, initial=90)
    firms = forms.CharField(
        label="这个环节的企业", required=False, widget=forms.Textarea(attrs={"rows": 4}), help_text="每行写一家企业的全名"
    )
    inspections = forms.ModelMultipleChoiceField(
        Inspection.objects.none(), label="另外计入的检查", required=False, widget=forms.SelectMultiple(attrs={"size": 6}),
        help_text="没有固定企业的环节，选计入的检查记录",
    )  # fmt: skip

    def __init__(self, *args, user, link=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.user, offices = user, offices_of(user)
        self.fields["lead"].queryset = self.fields["supports"].queryset = offices
        self.fields["trade"].queryset = Trade.objects.visible_to(user)
        rows = Inspection.objects.visible_to(user).signed().filter(kind__in=OFFICIAL_KINDS).order_by("-held_on", "-pk")
        keys = [
            *rows.values_list("pk", flat=True)[:RECENT],
            *(link.inspections.values_list("pk", flat=True) if link else ()),
        ]
        found = Inspection.objects.filter(pk__in=keys).select_related("enterprise", "place").order_by("-held_on", "-pk")
        self.fields["inspections"].queryset = found

    def clean_firms(self):
        names = list(dict.fromkeys(line.strip() for line in self.cleaned_data["firms"].splitlines() if line.strip()))
        found = list(Enterprise.objects.visible_to(self.user).filter(name__in=names))
        if missing := [name for name in names if name not in {firm.name for firm in found}]:
            raise forms.ValidationError(f"没有找到：{'、'.join(missing[:5])}，请写企业全名")
        return found

    def values(self):
        data = dict(self.cleaned_data)
        return data | {"enterprises": data.pop("firms")}


class LineForm(PortalForm):
    did = long_field("履职情况", 1000)
    is_short = forms.BooleanField(label="有差距", required=False)
    mend = forms.CharField(label="整改措施", max_length=300, required=False, help_text="有差距的填写")
    mend_by = day_field("整改期限", required=False, help_text="有差距的填写")


class LineChoice(forms.ModelMultipleChoiceField):
    def label_from_instance(self, line):
        return line.item.text


class JudgeForm(PortalForm):
    word = long_field("评议意见", 500)
    short = LineChoice(
        queryset=None, label="评议认为有差距的事项", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="本人已自认有差距的不用再选",
    )  # fmt: skip
    mend_by = day_field("整改期限", required=False, help_text="选了有差距的事项时填写")

    def __init__(self, *args, review, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["short"].queryset = review.lines.filter(is_short=False).select_related("item")


class MendedForm(PortalForm):
    on = day_field("整改完成日期", initial=clock.today)
    what = long_field("怎么整改的", 300)


class FaultForm(PortalForm):
    village = forms.ModelChoiceField(Place.objects.none(), label="村", empty_label="请选择")
    person = forms.CharField(label="责任人", max_length=40, required=False, help_text="村干部姓名和职务；追究村集体的不填")
    kind = forms.ChoiceField(label="情形", choices=[("", "请选择"), *FaultKind.choices])
    seen_on = day_field("发现日期", initial=clock.today)
    campaign = forms.ModelChoiceField(
        Campaign.objects.none(), label="专项行动", required=False, empty_label="不属于专项行动"
    )
    facts = long_field("基本情况", 4000, help_text="哪项工作、怎样推诿或作假、有什么后果；不写涉亡人员姓名")
    materials = long_field("材料清单", 1000, required=False, help_text="每件一行")

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["village"].queryset = Place.objects.villages().within(user.membership.place).filter(is_active=True)
        self.fields["campaign"].queryset = Campaign.objects.visible_to(user)

    def clean_seen_on(self):
        day = self.cleaned_data["seen_on"]
        if day > clock.today():
            raise forms.ValidationError("发现日期不能晚于今天")
        return day


class HandForm(PortalForm):
    to_body = forms.CharField(label="受理机关", max_length=80)
