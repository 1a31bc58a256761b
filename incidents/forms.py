"""What people enter about a lead, one small form per step."""

from django import forms
from django.db.models import Prefetch
from django.urls import reverse

from accounts.models import Membership
from campaigns.models import Campaign
from core import clock
from core.forms import PortalForm
from enterprises.models import Enterprise
from places.fields import VillageField
from places.models import Place
from places.sight import villages_of

from . import rules
from .enums import Conclusion, LeadSource
from .models import Handler
from .services.again import verified_before
from .services.people import staff_of
from .services.verifying import staff_names


def day_field(label, **kwargs):
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **kwargs)


def text_field(label, rows=4, **kwargs):
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": rows}), **kwargs)


class StaffLabel:
    """People with the seat that lets them handle, e.g. 季长河（应急管理办公室 安监员）."""

    def label_from_instance(self, person):
        return f"{person.name}（{person.seats_here[0]}）" if person.seats_here else person.name


class StaffField(StaffLabel, forms.ModelChoiceField):
    pass


class TeamField(StaffLabel, forms.ModelMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple


def with_seats(people, township_code):
    seats = Membership.objects.of_role(*rules.HANDLING_ROLES).filter(place=township_code).select_related("place", "office")
    return people.prefetch_related(Prefetch("memberships", seats, to_attr="seats_here"))


class LeadForm(PortalForm):
    source = forms.ChoiceField(label="线索来源", choices=[("", "请选择"), *LeadSource.choices])
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


class HandlerForm(PortalForm):
    user = StaffField(label="经办人", queryset=None, empty_label="选择经办人")
    until = day_field("有效期至", required=False, help_text="不填则长期有效")

    def __init__(self, *args, lead, **kwargs):
        super().__init__(*args, **kwargs)
        town = lead.village.township_code
        self.fields["user"].queryset = with_seats(staff_of(town), town)

    def clean_until(self):
        day = self.cleaned_data["until"]
        if reason := rules.wrong_limit(day, clock.today()):
            raise forms.ValidationError(reason)
        return day


class StepForm(PortalForm):
    """A step on a lead or a verification; carries the version of the row it was opened at."""

    row_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, row, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["row_version"].initial = row.version

    def values(self):
        """Keyword arguments of the service."""
        values = dict(self.cleaned_data)
        return values | {"version": values.pop("row_version")}

    def renew(self, row):
        """After a stale try: what was typed stays, and may be sent again once the person has looked."""
        self.data = self.data.copy()
        self.data["row_version"] = str(row.version)


class ReasonStep(StepForm):
    note = text_field("原因", max_length=500)


class TeamStep(StepForm):
    """Choosing a team: a leader among all staff, anybody else among the handlers named; never who verified before."""

    team = TeamField(label="核查人（2 人以上）", queryset=None)

    def __init__(self, *args, lead, user, verification=None, **kwargs):
        super().__init__(*args, **kwargs)
        town = lead.village.township_code
        people, barred = staff_of(town), verified_before(lead, but=verification)
        hints = [f"参加过原核查的{staff_names(barred)}不能再参加"] if barred else []
        if rules.may_name(user, lead):
            people = people.filter(pk__in=Handler.objects.current().filter(lead=lead).values("user_id"))
            hints.append("只列出已指定的经办人，要增加人选请乡镇领导先指定")
        self.fields["team"].queryset = with_seats(people.exclude(pk__in=barred), town)
        self.fields["team"].help_text = "；".join(hints)

    def clean_team(self):
        team = list(self.cleaned_data["team"])
        if len(team) < rules.TEAM_AT_LEAST:
            raise forms.ValidationError(f"核查组不得少于 {rules.TEAM_AT_LEAST} 人")
        return team


class TeamForm(TeamStep):
    due_on = day_field("核查期限")
    plan = text_field("核查方案", max_length=2000, help_text="走访谁、调取什么、怎么分工")

    def clean_due_on(self):
        if reason := rules.wrong_limit(self.cleaned_data["due_on"], clock.today()):
            raise forms.ValidationError(reason)
        return self.cleaned_data["due_on"]


class ChangeTeamForm(TeamStep):
    note = text_field("调整原因", 3, max_length=500, help_text="换下的人仍是经办人；不应再看的，请在线索页取消")


class InterviewForm(PortalForm):
    person = forms.CharField(label="谈话对象", max_length=40)
    relation = forms.CharField(label="身份", max_length=60, required=False, help_text="如：工友、家属、企业安全员")
    place = forms.CharField(label="地点", max_length=80)
    at = forms.DateTimeField(
        label="时间", widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    )
    present = forms.CharField(label="在场人员", max_length=120, help_text="谈话人、记录人，至少两人，用顿号隔开")
    text = text_field("谈话内容", 10, max_length=10000)

    def clean_at(self):
        if self.cleaned_data["at"] > clock.now():
            raise forms.ValidationError("谈话时间不能晚于现在")
        return self.cleaned_data["at"]

    def clean_present(self):
        there = rules.present_of(self.cleaned_data["present"])
        if len(set(there)) < rules.TEAM_AT_LEAST:
            raise forms.ValidationError("在场的谈话人和记录人不得少于两人，用顿号隔开")
        return "、".join(there)


class ReportForm(StepForm):
    findings = text_field("核查情况", 10, max_length=10000)
    proposal = forms.ChoiceField(label="建议结论", choices=[("", "请选择"), *Conclusion.choices])


class ConcludeForm(StepForm):
    conclusion = forms.ChoiceField(label="结论", choices=[("", "请选择"), *Conclusion.choices])
    authority = forms.CharField(
        label="认定机关",
        max_length=60,
        required=False,
        help_text="非生产安全事故、核销、认定瞒报由上级机关认定，乡镇只作登记",
    )
    number = forms.CharField(label="认定文号", max_length=60, required=False, help_text="例如：青应急〔2026〕3号")
    note = text_field("理由", max_length=2000)

    def __init__(self, *args, lead, **kwargs):
        super().__init__(*args, **kwargs)
        self.township = Place.objects.get(code=lead.village.township_code)

    def clean(self):
        data = super().clean()
        conclusion = data.get("conclusion", "")
        faults = {
            "authority": rules.wrong_authority(conclusion, data.get("authority", ""), self.township),
            "number": rules.wrong_number(conclusion, data.get("number", "")),
        }
        for name, reason in faults.items():
            if reason and name not in self.errors:
                self.add_error(name, reason)
        return data


class ExportForm(PortalForm):
    reason = forms.CharField(label="导出用途", max_length=120, min_length=4, help_text="会记入每条线索的查阅记录")
