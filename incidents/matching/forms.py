"""Uploading a list, choosing another, opening, deciding, registering a lead."""

from datetime import timedelta

from django import forms

from core import clock
from core.forms import PortalForm
from core.imports import MAX_BYTES
from enterprises.models import Enterprise
from places.fields import VillageField
from places.sight import villages_of

from ..forms.fields import day_field, text_field
from ..forms.people import StaffField, with_seats
from ..guard.titles import wrong_title
from ..models import NameList
from ..services.people import staff_of
from . import rules
from .enums import ListKind


class NamesForm(PortalForm):
    kind = forms.ChoiceField(label="名单类别", choices=[("", "请选择"), *ListKind.choices])
    title = forms.CharField(label="名单名称", max_length=60, help_text="如：中心卫生院上半年死亡登记；不要写人名")
    provider = forms.CharField(label="提供单位", max_length=60)
    enterprise_name = forms.CharField(
        label="企业", max_length=80, required=False, help_text="企业人员名单填写；输入名称或首字母，从提示中选择"
    )
    enterprise = forms.ModelChoiceField(Enterprise.objects.none(), required=False, widget=forms.HiddenInput)
    file = forms.FileField(
        label="表格文件（.xlsx 或 .xls，20 MB 以内）", widget=forms.FileInput(attrs={"accept": ".xlsx,.xls"})
    )
    destroy_on = day_field("销毁日期", help_text=f"到这一天名单自动销毁，最长 {rules.KEPT_AT_MOST} 天")

    def __init__(self, *args, user, **kwargs):
        from django.urls import reverse

        super().__init__(*args, **kwargs)
        self.user = user
        self.firms = self.fields["enterprise"].queryset = Enterprise.objects.visible_to(user)
        self.fields["destroy_on"].initial = clock.today() + timedelta(days=rules.KEPT_DAYS)
        self.fields["enterprise_name"].widget.attrs |= {
            "data-options-url": reverse("enterprises:options"), "data-options-for": "id_enterprise", "autocomplete": "off",
        }  # fmt: skip

    def clean_title(self):
        if reason := wrong_title(self.cleaned_data["title"], self.user):
            raise forms.ValidationError(reason)
        return self.cleaned_data["title"]

    def clean_file(self):
        if self.cleaned_data["file"].size > MAX_BYTES:
            raise forms.ValidationError("文件超过 20 MB，请删去图片或分成几个文件")
        return self.cleaned_data["file"]

    def clean_destroy_on(self):
        if reason := rules.wrong_day(self.cleaned_data["destroy_on"], clock.today()):
            raise forms.ValidationError(reason)
        return self.cleaned_data["destroy_on"]

    def clean(self):
        data = super().clean()
        name = (data.get("enterprise_name") or "").strip()
        chosen, found = data.get("enterprise"), list(self.firms.filter(name=name)[:2]) if name else []
        data["enterprise"] = chosen if chosen and chosen.name == name else found[0] if len(found) == 1 else None
        if name and data["enterprise"] is None:
            self.add_error("enterprise_name", "没有找到这家企业，请从提示中选择，或留空")
        return data

    def values(self):
        data = {name: value for name, value in self.cleaned_data.items() if name not in ("enterprise_name", "file")}
        return data | {"data": self.cleaned_data["file"].read()}


class OtherListForm(PortalForm):
    other = forms.ModelChoiceField(NameList.objects.none(), label="与哪份名单比对", empty_label="请选择名单")

    def __init__(self, *args, user, names, **kwargs):
        super().__init__(*args, **kwargs)
        rows = NameList.objects.visible_to(user).kept().exclude(pk=names.pk)
        self.fields["other"].queryset = rows
        self.fields["other"].label_from_instance = lambda row: f"{row.get_kind_display()}：{row.title}（{row.taken} 人）"


class ListHandlerForm(PortalForm):
    user = StaffField(label="经办人", queryset=None, empty_label="选择经办人")

    def __init__(self, *args, names, **kwargs):
        super().__init__(*args, **kwargs)
        people = staff_of(names.township_id).exclude(pk__in=names.handlers.values("pk"))
        self.fields["user"].queryset = with_seats(people, names.township_id)


class WhyForm(PortalForm):
    note = forms.CharField(label="原因", max_length=200, min_length=2)


class DecideForm(PortalForm):
    note = forms.CharField(label="依据或原因", max_length=200, min_length=2)
    row_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, row, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["row_version"].initial = row.version


class MatchLeadForm(DecideForm):
    note = None
    village = VillageField(help_text="名单里写的村已填好，请核对")
    summary = text_field("线索内容", 4, max_length=2000)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["village"].villages = villages_of(user)
