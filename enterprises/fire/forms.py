"""What is filled in about work with fire, one small form per step."""

from django import forms

from core import clock
from core.forms import PortalForm, PortalModelForm, ReasonForm
from evidence import photos
from evidence.photos import PhotosField

from ..enums import Standing
from ..models import FireTicket, Operator

LOCAL = "%Y-%m-%dT%H:%M"
MEASURES = """清除动火点周围 10 米内可燃物，封堵下水井、孔洞
配备灭火器材，监护人全程在场
检查焊机、气瓶、胶管完好，气瓶间距不小于 5 米、距动火点不小于 10 米
作业后清理现场，留守观察 30 分钟"""


def moment_field(label, **kwargs):
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=LOCAL)
    return forms.DateTimeField(label=label, widget=widget, input_formats=[LOCAL, "%Y-%m-%d %H:%M"], **kwargs)


class AskForm(PortalModelForm):
    starts_at = moment_field("计划开始")
    ends_at = moment_field("计划结束", help_text="特级、一级不超过 8 小时，二级不超过 72 小时")
    files = PhotosField(label="现场照片", required=False)

    class Meta:
        model = FireTicket
        fields = [
            "level", "place", "work", "method", "worker", "guardian", "applicant", "starts_at", "ends_at", "measures",
        ]  # fmt: skip
        widgets = {"measures": forms.Textarea(attrs={"rows": 5})}
        help_texts = {"worker": "从证书有效的特种作业人员中选", "guardian": "全程在场，不能是动火人"}

    def __init__(self, *args, firm, **kwargs):
        super().__init__(*args, **kwargs)
        fit = Operator.standing_is(Standing.GOOD) | Operator.standing_is(Standing.NEAR)
        self.fields["worker"].queryset = Operator.objects.kept().filter(fit, enterprise=firm)
        self.fields["measures"].initial = MEASURES
        self.fields["applicant"].initial = firm.safety_officer

    def values(self, by):
        asked = {name: self.cleaned_data[name] for name in self.Meta.fields}
        return asked | {"photos": photos.collect(self, by=by)}


class ApproveForm(PortalForm):
    approver = forms.CharField(label="批准人", max_length=40, help_text="不能是申请人或动火人")
    signature = forms.CharField(widget=forms.HiddenInput(attrs={"data-sign-value": ""}), required=False)

    def values(self, by):
        return self.cleaned_data


class RefuseForm(PortalForm):
    approver = forms.CharField(label="批准人", max_length=40)
    note = ReasonForm.base_fields["note"]

    def values(self, by):
        return self.cleaned_data


class BeginForm(PortalForm):
    gas_at = moment_field("气体分析时间", required=False, help_text="开始前 30 分钟内")
    gas_result = forms.CharField(
        label="气体分析结果", max_length=80, required=False, help_text="如：可燃气 0.1%，合格；特级、一级必须填"
    )

    def values(self, by):
        return self.cleaned_data


class CloseForm(PortalForm):
    ended_at = moment_field("实际结束")
    note = forms.CharField(label="现场清理和复查情况", max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
    files = PhotosField(label="完工后照片", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["ended_at"].initial = clock.now

    def values(self, by):
        said = {name: self.cleaned_data[name] for name in ("ended_at", "note")}
        return said | {"photos": photos.collect(self, by=by)}


class WatchForm(PortalForm):
    note = forms.CharField(label="现场情况", max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
    files = PhotosField(label="作业中照片", required=False)

    def values(self, by):
        return {"note": self.cleaned_data["note"], "photos": photos.collect(self, by=by)}


class CancelForm(ReasonForm):
    def values(self, by):
        return self.cleaned_data
