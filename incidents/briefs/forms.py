"""What the office and the leaders enter about a report."""

from datetime import timedelta

from django import forms

from campaigns.models import Campaign
from core import clock
from core.forms import PortalForm

from ..forms.fields import Covered, day_field, text_field
from ..forms.steps import ReasonStep, StepForm
from ..guard.rules import NUMBERS
from .enums import BriefKind


class BriefForm(Covered, PortalForm):
    kind = forms.ChoiceField(label="类别", choices=[("", "请选择"), *BriefKind.choices])
    campaign = forms.ModelChoiceField(
        Campaign.objects.none(), label="专项行动", required=False, empty_label="不属于专项行动"
    )
    title = forms.CharField(label="标题", max_length=80, help_text="会出现在列表里，不写姓名")
    text = text_field("正文", 14, max_length=20000)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["campaign"].queryset = Campaign.objects.visible_to(user)

    def clean_title(self):
        if NUMBERS.search(title := self.cleaned_data["title"]):
            raise forms.ValidationError("标题会出现在列表里，请不要写证件号和电话")
        return title


class InstructForm(StepForm):
    instruction = text_field("批示", 4, max_length=2000)
    due_on = day_field("办理期限", initial=lambda: clock.today() + timedelta(days=7))


class FinishForm(StepForm):
    result = text_field("办理结果", 5, max_length=5000)


FORMS = {
    "submit": StepForm,
    "send_back": ReasonStep,
    "instruct": InstructForm,
    "finish": FinishForm,
    "file": StepForm,
    "drop": ReasonStep,
}
