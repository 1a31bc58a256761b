"""Registering a lead, and concluding it."""

from django import forms
from django.urls import reverse

from campaigns.models import Campaign
from core import clock
from core.forms import PortalForm
from enterprises.models import Enterprise
from evidence.files import PapersField
from evidence.photos import waiting_ids
from places.fields import VillageField
from places.models import Place
from places.sight import villages_of

from .. import rules
from ..enums import Conclusion, LeadSource
from ..services.again import names_before
from .fields import day_field, text_field
from .steps import StepForm

# a self-check and a match of lists register theirs themselves: who spoke first is never typed in
TYPED = [(key, word) for key, word in LeadSource.choices if key not in (LeadSource.SELF_CHECK, LeadSource.DEATH_LIST)]


class LeadForm(PortalForm):
    source = forms.ChoiceField(label="线索来源", choices=[("", "请选择"), *TYPED])
    summary = text_field("线索内容", 5, max_length=5000, help_text="谁在什么时间、什么地点、因为什么死亡，线索从哪里来")
    person = forms.CharField(
        label="死亡人员", max_length=40, required=False, help_text="不清楚可以不填；列表和消息里不显示姓名"
    )
    happened_on = day_field("发生日期", required=False)
    enterprise_name = forms.CharField(
        label="涉及企业", max_length=80, required=False, help_text="输入名称或首字母，从提示中选择"
    )
    enterprise = forms.ModelChoiceField(Enterprise.objects.none(), required=False, widget=forms.HiddenInput)
    village = VillageField(required=False, help_text="填了企业可不填")
    campaign = forms.ModelChoiceField(
        Campaign.objects.none(), label="专项行动", required=False, empty_label="不属于专项行动"
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["enterprise_name"].widget.attrs |= {
            "data-options-url": reverse("enterprises:options"),
            "data-options-for": "id_enterprise",
            "autocomplete": "off",
        }
        self.firms = self.fields["enterprise"].queryset = Enterprise.objects.visible_to(user)
        self.fields["village"].villages = villages_of(user)
        self.fields["campaign"].queryset = Campaign.objects.visible_to(user).running()

    def clean_happened_on(self):
        day = self.cleaned_data["happened_on"]
        if day and day > clock.today():
            raise forms.ValidationError("发生日期不能晚于今天")
        return day

    def clean(self):
        data = super().clean()
        firm = data["enterprise"] = self._firm(data)
        if "village" not in data or "enterprise_name" in self.errors:
            return data
        if firm and not data["village"]:
            data["village"] = firm.village
        elif firm and firm.village_id != data["village"].pk:
            self.add_error("village", f"{firm.name}在{firm.village.name}，与所填的村不一致")
        elif not data["village"]:
            self.add_error("village", "请填写所在村，或填写涉及企业")
        return data

    def _firm(self, data):
        """The chosen enterprise; one typed in full counts as chosen."""
        name = (data.get("enterprise_name") or "").strip()
        if not name:
            return None
        chosen = data.get("enterprise")
        found = list(self.firms.filter(name=name)[:2])
        if chosen and chosen.name == name:
            return chosen
        if len(found) != 1:
            self.add_error("enterprise_name", "没有找到这家企业，请从提示中选择，或留空")
        return found[0] if len(found) == 1 else None

    def values(self):
        return {name: value for name, value in self.cleaned_data.items() if name != "enterprise_name"}


class FactsForm(LeadForm):
    """What became known later; an empty field leaves what stands there. Names are not shown for being changed."""

    row_version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    note = forms.CharField(label="依据", max_length=200, help_text="从哪里得知，例如：走访笔录、派出所回函；不写姓名")

    def __init__(self, *args, row, user, **kwargs):
        kwargs["initial"] = {
            "happened_on": row.happened_on, "village": row.village, "campaign": row.campaign_id, "enterprise": row.enterprise_id,
            "enterprise_name": row.enterprise.name if row.enterprise else "", "row_version": row.version,
        }  # fmt: skip
        super().__init__(*args, user=user, **kwargs)
        del self.fields["source"], self.fields["summary"]
        self.fields["addition"] = text_field(
            "补充情况", 5, max_length=5000, required=False, help_text="接在原来的线索内容后面，原文不改"
        )
        self.fields["person"].help_text = "只在补充或更正时填写，不改留空"
        self.fields["campaign"].queryset |= Campaign.objects.filter(pk=row.campaign_id)
        self.order_fields(
            ["addition", "person", "happened_on", "enterprise_name", "enterprise", "village", "campaign", "note"]
        )

    def values(self):
        values = super().values()
        return values | {"version": values.pop("row_version")}

    renew = StepForm.renew


class ConcludeForm(StepForm):
    conclusion = forms.ChoiceField(label="结论", choices=[("", "请选择"), *Conclusion.choices])
    authority = forms.CharField(
        label="认定机关",
        max_length=60,
        required=False,
        help_text="非生产安全事故、核销、认定瞒报由上级机关认定，乡镇只作登记",
    )
    number = forms.CharField(label="认定文号", max_length=60, required=False, help_text="例如：青应急〔2026〕3号")
    verifiers = forms.CharField(
        label="核查人", max_length=120, required=False, help_text="核查机关这次派谁核查，用顿号隔开；不能是参加过原核查的人"
    )
    direct = text_field(
        "没有报送核销申请的情况",
        2,
        max_length=200,
        required=False,
        help_text="只在核销时填，例如：上级直接认定；认定文号照填",
    )
    note = text_field("理由", max_length=2000)
    exception = text_field(
        "带矛盾作结论的理由", 3, max_length=500, required=False, help_text="签署后这些矛盾按“领导签署”记录，写进核查报告"
    )
    files = PapersField(label="认定文件扫描件", required=False)

    def __init__(self, *args, lead, open_matters=0, **kwargs):
        super().__init__(*args, **kwargs)
        self.lead, self.open_matters = lead, open_matters
        if not open_matters:
            del self.fields["exception"]
        if not rules.names_verifiers(lead):
            del self.fields["verifiers"]
        if rules.applied_for(lead):
            del self.fields["direct"]
        self.township = Place.objects.get(code=lead.village.township_code)

    def is_above(self, conclusion):
        return rules.is_above(self.lead, conclusion)

    def clean(self):
        data = super().clean()
        conclusion = data.get("conclusion", "")
        above = self.is_above(conclusion)
        scans = len(data.get("files") or ()) + len(waiting_ids(self.data))
        why_not = f"还有 {self.open_matters} 处矛盾没有处理，请先处理，或在这里写明为什么可以带矛盾作结论"
        faults = {
            "exception": why_not if self.open_matters and not data.get("exception", "").strip() else "",
            "authority": rules.wrong_authority(above, conclusion, data.get("authority", ""), self.township),
            "number": rules.wrong_number(above, conclusion, data.get("number", "")),
            "files": rules.wrong_scans(above, scans),
            "direct": rules.wrong_write_off(self.lead, conclusion, data.get("direct", "")),
            "verifiers": rules.wrong_verifiers(self.lead, data["verifiers"], names_before(self.lead))
            if "verifiers" in data
            else "",
        }
        for name, reason in faults.items():
            if reason and name not in self.errors:
                self.add_error(name, reason)
        return data


class ReviseForm(ConcludeForm):
    """What a body above decided after the case was concluded."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields.pop("verifiers", None)
        words = [(key, word) for key, word in Conclusion.choices if not rules.wrong_revision(self.lead, key)]
        self.fields["conclusion"].choices = [("", "请选择"), *words]
        for name in ("authority", "number", "files"):
            self.fields[name].help_text = ""

    def is_above(self, conclusion):
        return bool(conclusion)


class RulingForm(StepForm):
    files = PapersField(label="认定文件扫描件", required=False)

    def clean(self):
        data = super().clean()
        if "files" not in self.errors and (
            reason := rules.wrong_scans(True, len(data["files"]) + len(waiting_ids(self.data)))
        ):
            self.add_error("files", reason)
        return data
