"""What officials enter about a tip, one small form per step."""

from django import forms
from django.urls import reverse

from core import clock
from core.forms import PortalForm
from enterprises.models import Enterprise
from places.fields import VillageField
from places.sight import villages_of

from ..forms.fields import day_field, text_field
from ..forms.lead import LeadForm
from ..forms.people import StaffField, with_seats
from ..forms.steps import StepForm
from ..models.handler import grant_end
from ..rules import wrong_end
from ..services.people import staff_of
from . import outlets, rules
from .enums import Finding, TipKind

USUAL = {TipKind.HAZARD: "hazard", TipKind.CONCEALED: "lead"}


class AcceptForm(StepForm):
    """Taking a tip on. What goes on is written anew, beside what the tipster wrote."""

    outlet = forms.ChoiceField(label="怎么办", widget=forms.RadioSelect, error_messages={"required": "请选择怎么办"})
    text = text_field(
        "转办内容", 5, max_length=1000, required=False,
        help_text="重新写一遍事实，不要照抄，不要写能看出谁举报的话；直接核实的不用填",
    )  # fmt: skip
    where = forms.CharField(label="地点", max_length=60, required=False)
    enterprise_name = forms.CharField(
        label="涉及企业", max_length=80, required=False, help_text="输入名称或首字母，从提示中选择"
    )
    enterprise = forms.ModelChoiceField(Enterprise.objects.none(), required=False, widget=forms.HiddenInput)
    village = VillageField(required=False, help_text="填了企业可不填")
    _firm = LeadForm._firm

    def __init__(self, *args, row, user, **kwargs):
        super().__init__(*args, row=row, **kwargs)
        self.tip, self.firms = row, Enterprise.objects.visible_to(user)
        hidden = [name for name, _ in outlets.choices() if rules.wrong_outlet(row, name)]
        self.fields["outlet"].choices = [choice for choice in outlets.choices() if choice[0] not in hidden]
        self.fields["outlet"].initial = USUAL.get(row.kind, outlets.DIRECT)
        self.fields["enterprise"].queryset = self.firms
        self.fields["village"].villages = villages_of(user)
        self.fields["enterprise_name"].widget.attrs |= {
            "data-options-url": reverse("enterprises:options"), "data-options-for": "id_enterprise", "autocomplete": "off",
        }  # fmt: skip
        if row.place.level == "village":
            self.fields["village"].initial = row.place.name

    def clean(self):
        data = super().clean()
        if data.get("outlet") == outlets.DIRECT:
            return data
        firm = data["enterprise"] = self._firm(data)
        if not data.get("text"):
            self.add_error("text", "转办时请写明转办内容")
        elif reason := rules.wrong_words(data["text"] + data.get("where", ""), getattr(self.tip, "source", None)):
            self.add_error("text", reason)
        self._place(data, firm)
        return data

    def _place(self, data, firm):
        if "village" in self.errors or "enterprise_name" in self.errors:
            return
        if firm and data["village"] and firm.village_id != data["village"].pk:
            self.add_error("village", f"{firm.name}在{firm.village.name}，与所填的村不一致")
        data["village"] = data["village"] or (firm and firm.village)
        if not data["village"]:
            self.add_error("village", "请填写所在村，或填写涉及企业")

    def values(self):
        values = {name: value for name, value in super().values().items() if name != "enterprise_name"}
        if values["outlet"] == outlets.DIRECT:
            return {name: values[name] for name in ("outlet", "version")}
        return values


class HandOverForm(StepForm):
    handed_to = forms.CharField(label="移送给", max_length=60, help_text="如：县应急管理局、县市场监督管理局")
    note = text_field("理由", 3, max_length=500, help_text="举报人凭查询码能看到")


class SortForm(StepForm):
    kind = forms.ChoiceField(
        label="改为", choices=(), help_text="改为“瞒报、谎报事故”后，只有乡镇领导和指定的经办人能看到这件举报"
    )
    note = text_field("原因", max_length=500)

    def __init__(self, *args, row, **kwargs):
        super().__init__(*args, row=row, **kwargs)
        self.fields["kind"].choices = [("", "请选择"), *(one for one in TipKind.choices if one[0] != row.kind)]


class CloseForm(StepForm):
    finding = forms.ChoiceField(label="核实结果", choices=[("", "请选择"), *Finding.choices])
    note = text_field("答复", 4, max_length=1000, help_text="举报人凭查询码能看到，不要写姓名和电话")


class TipHandlerForm(PortalForm):
    user = StaffField(label="经办人", queryset=None, empty_label="选择经办人")
    until = day_field("有效期至", initial=grant_end, help_text="到期后自动看不到；再次指定同一人即延长")

    def __init__(self, *args, tip, **kwargs):
        super().__init__(*args, **kwargs)
        town = tip.place.township_code
        self.fields["user"].queryset = with_seats(staff_of(town), town)

    def clean_until(self):
        if reason := wrong_end(self.cleaned_data["until"], clock.today()):
            raise forms.ValidationError(reason)
        return self.cleaned_data["until"]


class EndHandlerForm(PortalForm):
    reason = forms.CharField(label="取消原因", max_length=120, min_length=2)


class WhyForm(PortalForm):
    reason = forms.CharField(label="打开理由", max_length=120, help_text="会留下记录，乡镇领导能看到")

    def clean_reason(self):
        if reason := rules.wrong_reason(self.cleaned_data["reason"]):
            raise forms.ValidationError(reason)
        return self.cleaned_data["reason"]


class PassOnForm(PortalForm):
    text = text_field(
        "补充的情况",
        4,
        max_length=1000,
        help_text="重新写一遍举报人补充的事实，不要照抄，不要写能看出谁举报的话；写入线索，核查人会收到消息",
    )


class NoteForm(PortalForm):
    text = text_field("给举报人留言", 3, max_length=1000, help_text="举报人凭查询码能看到，也可以请对方补充情况")
