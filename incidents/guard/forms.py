"""What is said when a month is reviewed."""

from django import forms

from core.forms import PortalForm

from ..forms.fields import text_field


class ReasonToOpen(PortalForm):
    reason = forms.CharField(label="查看原因", max_length=60, required=False, help_text="会记入查阅记录，不要写姓名")


class ReviewForm(PortalForm):
    note = text_field("审阅意见", 3, max_length=300, help_text="例如：未见异常；或某人晚间查阅已问明原因")
    month = forms.CharField(widget=forms.HiddenInput)
