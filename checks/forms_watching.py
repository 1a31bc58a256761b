"""What is asked to watch over an enterprise, and of each day."""

from django import forms
from django.urls import reverse

from core import clock
from core.forms import PortalForm
from enterprises.models import Enterprise


class WatchForm(PortalForm):
    enterprise_name = forms.CharField(label="企业", max_length=80, help_text="从提示中选，或写全名")
    reason = forms.CharField(
        label="列入原因",
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="例如：多次复查不合格、隐患反复出现",
    )
    weekly = forms.IntegerField(label="每周至少检查次数", min_value=1, max_value=14, initial=1)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.firms = Enterprise.objects.visible_to(user).operating()
        self.fields["enterprise_name"].widget.attrs |= {
            "data-options-url": reverse("enterprises:options"), "data-options-for": "watch-firm", "autocomplete": "off",
        }  # fmt: skip

    def clean(self):
        data = super().clean()
        name = data.pop("enterprise_name", "").strip()
        data["enterprise"] = self.firms.filter(name=name).first()
        if name and data["enterprise"] is None:
            self.add_error("enterprise_name", "没有找到这家在营企业，请从提示中选，或写全名")
        return data


class RosterForm(PortalForm):
    first = forms.DateField(
        label="从", initial=clock.today, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    last = forms.DateField(label="到", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    names = forms.CharField(
        label="盯守人",
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="每行一人，按天轮流；已有人的日子不动",
    )

    def clean_names(self):
        return self.cleaned_data["names"].replace("、", "\n").splitlines()


class ShiftForm(PortalForm):
    on = forms.DateField(
        label="日期", initial=clock.today, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    name = forms.CharField(label="盯守人", max_length=40)
    said = forms.CharField(label="情况", max_length=200, required=False, help_text="当天看到的情况；提前排班的先不填")
