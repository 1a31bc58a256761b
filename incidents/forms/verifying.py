"""Notes of a talk and the report of a verification."""

from django import forms

from core import clock
from core.forms import PortalForm

from .. import rules
from ..enums import Conclusion
from .fields import day_field, text_field
from .steps import StepForm


class InterviewForm(PortalForm):
    person = forms.CharField(label="谈话对象", max_length=40)
    relation = forms.CharField(label="身份", max_length=60, required=False, help_text="如：工友、家属、企业安全员")
    place = forms.CharField(label="地点", max_length=80)
    at = forms.DateTimeField(
        label="时间", widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    )
    present = forms.CharField(label="在场人员", max_length=120, help_text="谈话人、记录人，至少两人，用顿号隔开")
    text = text_field("谈话内容", 10, max_length=10000)

    def clean_at(self):
        if self.cleaned_data["at"] > clock.now():
            raise forms.ValidationError("谈话时间不能晚于现在")
        return self.cleaned_data["at"]

    def clean_present(self):
        there = rules.present_of(self.cleaned_data["present"])
        if len(set(there)) < rules.TEAM_AT_LEAST:
            raise forms.ValidationError("在场的谈话人和记录人不得少于两人，用顿号隔开")
        return "、".join(there)


class VisitForm(PortalForm):
    at = forms.DateTimeField(
        label="走访时间", widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    )
    place = forms.CharField(label="走访地点", max_length=80, help_text="如：死者家中、邻近商铺、卫生院")
    visitors = forms.CharField(label="走访人", max_length=120, help_text="至少两人，用顿号隔开")
    met = forms.CharField(label="见到的人", max_length=120, required=False, help_text="用顿号隔开；没有见到人的不填")
    learnt = text_field("了解的情况", 8, max_length=10000)

    def clean_at(self):
        if self.cleaned_data["at"] > clock.now():
            raise forms.ValidationError("走访时间不能晚于现在")
        return self.cleaned_data["at"]

    def clean_visitors(self):
        there = rules.present_of(self.cleaned_data["visitors"])
        if reason := rules.wrong_visitors(there):
            raise forms.ValidationError(reason)
        return "、".join(there)


class PlanForm(StepForm):
    """How and until when a verification goes on: what is left empty stays, so that nobody has to open the plan for a day."""

    plan = text_field("核查方案", 6, max_length=5000, required=False, help_text="重写后生效；不改留空")
    due_on = day_field("核查期限", required=False)
    note = forms.CharField(label="调整原因", max_length=200, help_text="原来的方案和期限记入办理记录")

    def __init__(self, *args, lead, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["due_on"].initial = lead.due_on
        if rules.may_change_limit(user):
            del self.fields["due_on"]


class ReportForm(StepForm):
    findings = text_field("核查情况", 10, max_length=10000)
    proposal = forms.ChoiceField(label="建议结论", choices=[("", "请选择"), *Conclusion.choices])
