"""Why something leaves the portal."""

from django import forms

from core.forms import PortalForm


class ExportForm(PortalForm):
    reason = forms.CharField(
        label="导出用途", max_length=120, min_length=4, help_text="会记入每条线索的查阅记录，不要写姓名"
    )


class PrintForm(PortalForm):
    reason = forms.CharField(label="打印用途", max_length=120, min_length=4, help_text="会记入查阅记录，不要写姓名")
