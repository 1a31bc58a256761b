"""What people enter to look back: which enterprise, up to which day, from when, why."""

from datetime import timedelta

from django import forms
from django.urls import reverse

from core import clock
from core.forms import PortalForm
from enterprises.models import Enterprise

from .. import rules_trace as rules
from ..forms import day_field
from ..models import Hazard

SPAN = timedelta(days=365)


class SpanForm(PortalForm):
    """The days of a trace, as they stand in its address; without them a year up to today."""

    day = day_field("倒查截止日期", help_text="事故或检出隐患的当天")
    since = day_field("倒查开始日期", help_text="一般从截止日期往前一年")

    def clean(self):
        data = super().clean()
        if data.get("day") and data.get("since"):
            if reason := rules.wrong_span(data["since"], data["day"], clock.today()):
                self.add_error("day", reason)
        return data


class BeginForm(SpanForm):
    enterprise_name = forms.CharField(label="企业（单位）", max_length=80)
    enterprise = forms.ModelChoiceField(Enterprise.objects.none(), required=False, widget=forms.HiddenInput)
    field_order = ("enterprise_name", "enterprise", "day", "since")

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["enterprise"].queryset = Enterprise.objects.visible_to(user)
        self.fields["enterprise_name"].widget.attrs |= {
            "data-options-url": reverse("enterprises:options"), "data-options-for": "id_enterprise", "autocomplete": "off",
        }  # fmt: skip
        self.initial = {"day": clock.today(), "since": clock.today() - SPAN} | self.initial

    def clean(self):
        data = super().clean()
        if not data.get("enterprise") and data.get("enterprise_name"):
            firms = self.fields["enterprise"].queryset
            data["enterprise"] = firms.filter(name=data["enterprise_name"].strip()).first()
            if data["enterprise"] is None:
                self.add_error("enterprise_name", "没有找到这家企业，请从提示中选择")
        return data


class PrintForm(SpanForm):
    reason = forms.CharField(label="倒查事由", max_length=200, help_text="例如：某日发生事故，倒查历次检查")
    hazard = forms.ModelChoiceField(Hazard.objects.none(), required=False, widget=forms.HiddenInput)

    def __init__(self, *args, firm, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["hazard"].queryset = Hazard.objects.visible_to(user).filter(enterprise=firm)
        for name in ("day", "since"):
            self.fields[name].widget = forms.HiddenInput()


def span_of(query):
    """(since, day) of an address; a year up to today for what is missing or cannot be read."""
    today = clock.today()
    day = _day(query.get("day")) or today
    day = min(day, today)
    since = _day(query.get("since")) or day - SPAN
    return min(since, day), day


def _day(text):
    try:
        return forms.DateField().clean(text) if text else None
    except forms.ValidationError:
        return None
