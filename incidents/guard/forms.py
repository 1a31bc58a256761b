"""What is said when a field is opened, a grant prolonged, a month reviewed."""

from django import forms

from core import clock
from core.forms import PortalForm

from .. import rules
from ..forms.fields import day_field, text_field
from ..models.handler import grant_end


class ReasonToOpen(PortalForm):
    reason = forms.CharField(label="查看原因", max_length=60, required=False, help_text="会记入查阅记录，不要写姓名")


class RenewForm(PortalForm):
    until = day_field("延长至", initial=grant_end)

    def clean_until(self):
        day = self.cleaned_data["until"]
        if reason := rules.wrong_end(day, clock.today()):
            raise forms.ValidationError(reason)
        return day


class ReviewForm(PortalForm):
    note = text_field("审阅意见", 3, max_length=300, help_text="例如：未见异常；或某人晚间查阅已问明原因")
    month = forms.CharField(widget=forms.HiddenInput)
