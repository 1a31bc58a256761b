"""What is asked for a bulletin of spot checks: which period, which campaign, which kinds of checks."""

from datetime import timedelta

from django import forms

from campaigns.models import Campaign
from core import clock
from core.forms import PortalForm

from . import spot
from .enums import Kind

DAY = {"type": "date"}


class SpanForm(PortalForm):
    since = forms.DateField(label="检查日期起", widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"))
    until = forms.DateField(label="检查日期止", widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"))
    campaign = forms.ModelChoiceField(Campaign.objects.none(), label="专项行动", required=False, empty_label="不限专项行动")
    kinds = forms.MultipleChoiceField(
        label="检查方式", choices=[(kind.value, kind.label) for kind in spot.KINDS], widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["campaign"].queryset = Campaign.objects.visible_to(user)

    def clean(self):
        data = super().clean()
        if data.get("since") and data.get("until") and data["until"] < data["since"]:
            self.add_error("until", "结束日期不能早于开始日期")
        return data

    def span(self):
        data = self.cleaned_data
        return spot.Span(data["since"], data["until"], tuple(map(Kind, data["kinds"])), data["campaign"])


def usual():
    """The last thirty days, unannounced visits, spot checks and those of villages."""
    today = clock.today()
    return {"since": today - timedelta(days=30), "until": today, "kinds": [kind.value for kind in spot.USUAL]}
