from django import forms
from django.utils import timezone

from accounts.models import User
from campaigns.models import Campaign
from core.forms import PortalForm, PortalModelForm
from enterprises.models import Enterprise
from places.models import Place

from .enums import Conclusion
from .models import Lead
from .rules import HANDLING_ROLES

DAY = {"type": "date"}


def staff_of(township_code):
    """The people of a township who may handle confidential cases."""
    seats = {"memberships__role__in": HANDLING_ROLES, "memberships__place": township_code, "memberships__ended_at": None}
    return User.objects.filter(is_active=True, **seats).distinct()


class LeadForm(PortalModelForm):
    enterprise = forms.ModelChoiceField(
        label="涉及企业", queryset=Enterprise.objects.none(), required=False, widget=forms.TextInput(attrs={"data-autocomplete": "enterprises"})
    )

    class Meta:
        model = Lead
        fields = ["source", "village", "enterprise", "campaign", "happened_on", "person", "summary"]
        widgets = {"happened_on": forms.DateInput(attrs=DAY), "summary": forms.Textarea(attrs={"rows": 5})}

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        town = user.membership.place
        self.fields["village"].queryset = Place.objects.within(town).villages()
        self.fields["campaign"].queryset = Campaign.objects.visible_to(user).running()
        self.fields["enterprise"].queryset = Enterprise.objects.visible_to(user)

    def clean_happened_on(self):
        day = self.cleaned_data["happened_on"]
        if day and day > timezone.localdate():
            raise forms.ValidationError("发生日期不能晚于今天")
        return day

    def clean(self):
        cleaned = super().clean()
        firm, village = cleaned.get("enterprise"), cleaned.get("village")
        if firm and village and firm.village_id != village.pk:
            self.add_error("enterprise", f"{firm.name}不在{village.name}，请核对所在村")
        return cleaned


class HandlerForm(PortalForm):
    user = forms.ModelChoiceField(label="经办人", queryset=User.objects.none())
    until = forms.DateField(label="有效期至", required=False, widget=forms.DateInput(attrs=DAY))

    def __init__(self, *args, lead, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = staff_of(lead.village.township_code)


class TeamForm(PortalForm):
    team = forms.ModelMultipleChoiceField(label="核查人（2 人以上）", queryset=User.objects.none(), widget=forms.CheckboxSelectMultiple)
    due_on = forms.DateField(label="核查期限", widget=forms.DateInput(attrs=DAY))
    plan = forms.CharField(label="核查方案", max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, *args, lead, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = staff_of(lead.village.township_code)


class InterviewForm(PortalForm):
    person = forms.CharField(label="谈话对象", max_length=40)
    relation = forms.CharField(label="身份", max_length=60, required=False, help_text="如：工友、家属、企业安全员")
    place = forms.CharField(label="地点", max_length=80)
    at = forms.DateTimeField(label="时间", widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"))
    present = forms.CharField(label="在场人员", max_length=120, help_text="谈话人、记录人，至少两人，用顿号隔开")
    text = forms.CharField(label="谈话内容", max_length=10000, widget=forms.Textarea(attrs={"rows": 8}))

    def clean_at(self):
        if self.cleaned_data["at"] > timezone.now():
            raise forms.ValidationError("谈话时间不能晚于现在")
        return self.cleaned_data["at"]

    def clean_present(self):
        names = [n.strip() for n in self.cleaned_data["present"].replace("，", "、").split("、") if n.strip()]
        if len(names) < 2:
            raise forms.ValidationError("在场的谈话人和记录人不得少于两人，用顿号隔开")
        return "、".join(names)


class ReportForm(PortalForm):
    findings = forms.CharField(label="核查情况", max_length=10000, widget=forms.Textarea(attrs={"rows": 8}))
    proposal = forms.ChoiceField(label="建议结论", choices=Conclusion.choices)


class ConcludeForm(PortalForm):
    conclusion = forms.ChoiceField(label="结论", choices=Conclusion.choices)
    authority = forms.CharField(label="认定机关", max_length=60, required=False, help_text="非生产安全事故、核销、认定瞒报必须由上级认定")
    number = forms.CharField(label="认定文号", max_length=60, required=False)
    note = forms.CharField(label="理由", max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))


class ExportForm(PortalForm):
    reason = forms.CharField(label="导出用途", max_length=120, min_length=4)
