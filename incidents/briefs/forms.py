"""What the office and the leaders enter about a report."""

from datetime import timedelta

from django import forms

from campaigns.models import Campaign
from core import clock
from core.forms import PortalForm

from ..forms.fields import Covered, day_field, text_field
from ..forms.steps import ReasonStep, StepForm
from ..guard import veil
from ..guard.titles import wrong_title
from ..models import Lead
from . import rhythm, rules
from .enums import BriefKind


class BriefForm(Covered, PortalForm):
    kind = forms.ChoiceField(label="类别", choices=[("", "请选择"), *BriefKind.choices])
    campaign = forms.ModelChoiceField(
        Campaign.objects.none(), label="专项行动", required=False, empty_label="不属于专项行动"
    )
    period = forms.ChoiceField(label="报送期次", required=False, help_text="定期报告选这一项；专项行动按期次自动对应")
    lead = forms.ModelChoiceField(
        Lead.objects.none(), label="涉及线索", required=False, empty_label="不是专写一件线索",
        help_text="专写一件线索的要选，只有能看到这条线索的人能打开",
    )  # fmt: skip
    title = forms.CharField(label="标题", max_length=80, help_text="会出现在列表里，不写姓名")
    text = text_field("正文", 14, max_length=20000)

    def __init__(self, *args, user, row=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.user, campaigns = user, Campaign.objects.visible_to(user)
        self.fields["campaign"].queryset = campaigns
        kinds = rules.kinds_of(user)
        self.fields["kind"].choices = [one for one in self.fields["kind"].choices if one[0] in ("", *kinds)]
        regular = BriefKind.REGULAR in kinds
        self.periods = {one.key: one for one in [*rhythm.own(row), *rhythm.open_periods(campaigns)]} if regular else {}
        self.cases = Lead.objects.visible_to(user).select_related("village").order_by("-received_at")
        self.fields["lead"].queryset = self.cases
        if not self.cases.exists():
            del self.fields["lead"]
        self.fields["period"].choices = [("", "不按期次报送"), *((key, one.words) for key, one in self.periods.items())]
        if not self.periods:
            del self.fields["period"]

    def clean(self):
        cleaned = super().clean()
        period = cleaned["period"] = self.periods.get(cleaned.get("period", ""))
        if period and cleaned.get("kind") != BriefKind.REGULAR:
            self.add_error("period", "只有定期报告才选报送期次")
        if not period and cleaned.get("kind") == BriefKind.REGULAR and self._owes(cleaned.get("campaign")):
            self.add_error("period", "这个专项行动定了报送频次，请选是哪一期的报告")
        if cleaned.get("kind") == BriefKind.URGENT and "lead" in self.fields and not cleaned.get("lead"):
            if self._tells_of_one(cleaned.get("text", "")):
                self.add_error("lead", "正文写到了登记的线索，请选是哪一件")
        return cleaned

    def _tells_of_one(self, text):
        cases = list(self.cases)
        return any(word in text for word in (*(case.number for case in cases), *veil.names_among(cases)))

    def _owes(self, campaign):
        return any(one.campaign == campaign for one in self.periods.values())

    def clean_title(self):
        if reason := wrong_title(self.cleaned_data["title"], self.user):
            raise forms.ValidationError(reason)
        return self.cleaned_data["title"]


class InstructForm(StepForm):
    instruction = text_field("批示", 4, max_length=2000)
    due_on = day_field("办理期限", initial=lambda: clock.today() + timedelta(days=7))


class FinishForm(StepForm):
    result = text_field("办理结果", 5, max_length=5000)


class TieForm(StepForm):
    lead = forms.ModelChoiceField(Lead.objects.none(), label="线索", empty_label="请选择")

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["lead"].queryset = Lead.objects.visible_to(user).order_by("-received_at")


FORMS = {
    "submit": StepForm,
    "send_back": ReasonStep,
    "instruct": InstructForm,
    "finish": FinishForm,
    "file": StepForm,
    "drop": ReasonStep,
}
