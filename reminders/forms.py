from django import forms

from core.forms import PortalForm


class DaysField(forms.CharField):
    """Workday numbers parted by commas, each 0–60; Chinese commas are fine."""

    def clean(self, value):
        parts = super().clean(value).replace("，", ",").replace("、", ",").split(",")
        try:
            days = sorted({int(part) for part in parts if part.strip()})
        except ValueError as error:
            raise forms.ValidationError("请填写数字，用逗号隔开，例如 7, 3, 1, 0") from error
        if any(day < 0 or day > 60 for day in days):
            raise forms.ValidationError("天数应在 0 到 60 之间")
        return days


class LadderForm(PortalForm):
    before = DaysField(label="到期前几个工作日提醒", required=False)
    after = DaysField(label="逾期几个工作日提醒并升级", required=False)
    is_active = forms.BooleanField(label="启用", required=False)
