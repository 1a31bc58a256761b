"""The accident, its people, its reports, the finding, a link to another case."""

from django import forms

from core.forms import PortalForm
from enterprises.models import Enterprise
from evidence import photos
from evidence.files import PapersField

from ..forms.fields import CLEAR, Covered, text_field
from ..forms.steps import StepForm
from ..models import Lead
from .enums import Field, Finding, Outcome, Sender
from .ties import Tie

MINUTE = "%Y-%m-%dT%H:%M"


def moment(label, **kwargs):
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MINUTE)
    return forms.DateTimeField(label=label, widget=widget, input_formats=[MINUTE, "%Y-%m-%d %H:%M"], **kwargs)


class AccidentForm(Covered, StepForm):
    """`row` is the accident, or the lead when it is registered for the first time."""

    happened_at = moment("发生时间")
    field = forms.ChoiceField(label="事故类别", choices=Field.choices, help_text="道路交通和火灾续报 7 天，其他 30 天")
    place = forms.CharField(label="发生地点", max_length=120)
    learned_at = moment("单位负责人知道的时间", required=False, help_text="1 小时时限从这一刻算起；不清楚可以先不填")
    loss = forms.DecimalField(
        label="直接经济损失（元）", max_digits=14, decimal_places=2, min_value=0, initial=0, help_text="没有核定前填 0"
    )
    course = text_field("经过和原因", 4, max_length=5000, required=False)
    reason = forms.CharField(label="更正原因", max_length=200)

    def __init__(self, *args, first=False, **kwargs):
        super().__init__(*args, **kwargs)
        if first:
            del self.fields["reason"]


class VictimForm(Covered, StepForm):
    name = forms.CharField(label="姓名", max_length=40, help_text="不清楚的填“不详”")
    number = forms.CharField(label="身份证号", max_length=18, required=False)
    outcome = forms.ChoiceField(label="伤亡情况", choices=Outcome.choices)
    died_at = moment("死亡时间", required=False)
    died_in = forms.CharField(label="死亡地点", max_length=80, required=False, help_text="现场、途中或医院名称")
    cause = forms.CharField(label="死亡（受伤）原因", max_length=200, required=False)
    certificate = forms.CharField(label="死亡证明编号", max_length=60, required=False)
    certified_by = forms.CharField(label="出具单位", max_length=60, required=False)
    employer = forms.ModelChoiceField(
        Enterprise.objects.none(), label="用人单位", required=False, empty_label="不是下列企业"
    )
    employer_name = forms.CharField(label="其他用人单位", max_length=80, required=False, help_text="外包队、劳务公司等")
    reason = forms.CharField(label="更正原因", max_length=200)

    def __init__(self, *args, lead, first=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["employer"].queryset = Enterprise.objects.filter(pk=lead.enterprise_id)
        if first:
            del self.fields["reason"]

    def clean_number(self):
        from ..matching.names import whole_number

        number = self.cleaned_data["number"].upper().replace(" ", "")
        if number == CLEAR and "number" in self.clearable:
            return number
        if number and not whole_number(number):
            raise forms.ValidationError("身份证号位数或校验位不对，请核对；不清楚可以不填")
        return whole_number(number)


class ReportTimeForm(StepForm):
    sender = forms.ChoiceField(label="谁报给谁", choices=())
    sent_at = moment("报告时间")
    told = forms.CharField(label="接报单位和方式", max_length=80, help_text="如：县应急管理局值班室，电话")
    reason = forms.CharField(label="更正原因", max_length=200, required=False, help_text="改已登记的时间时填写")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["sender"].choices = [(hand.sender, Sender(hand.sender).label) for hand in kwargs["row"].hands]


class FindingForm(Covered, StepForm):
    finding = forms.ChoiceField(label="报告情况", choices=[("", "请选择"), *Finding.choices])
    basis = text_field("认定依据", 3, max_length=1000)
    authority = forms.CharField(label="认定机关", max_length=60, required=False, help_text="瞒报由上级认定，乡镇只作登记")
    number = forms.CharField(label="认定文号", max_length=60, required=False, help_text="例如：青政函〔2026〕9号")
    files = PapersField(label="认定文件扫描件", required=False, help_text="认定瞒报必须有；线索里已有的不用再传")

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user

    def values(self):
        values = super().values() | {"scans": photos.collect(self, by=self.user)}
        return {name: value for name, value in values.items() if name != "files"}


class LinkForm(PortalForm):
    """The other case by its number: under this one, or above it."""

    number = forms.CharField(label="线索编号", max_length=24)
    side = forms.ChoiceField(label="归入方式", choices=(("child", "作为本案的子案"), ("mother", "作为本案的母案")))
    tie = forms.ChoiceField(label="关联", choices=Tie.choices)
    reason = forms.CharField(label="依据", max_length=300)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_number(self):
        """A case out of sight and one that is not there are told apart by nobody."""
        number = self.cleaned_data["number"].strip()
        lead = Lead.objects.visible_to(self.user).filter(number=number).first()
        if lead is None:
            raise forms.ValidationError("没有这条线索，或者您不是它的经办人")
        return lead
