"""What officers enter: whom to send a list to, and the list itself."""

from django import forms

from accounts.enums import Role
from campaigns.models import Campaign
from core import clock
from core.forms import PortalForm, PortalModelForm
from hazards.forms_criteria import check_clause, clause_fields
from places.models import Office, Place, Sector

from . import rules
from .enums import Audience, ItemKind, Topic
from .models import Checklist, Item
from .services import Units
from .services.lists import mark_of
from .services.sending import wrong_audience

UNITS = ((Audience.ENTERPRISES, "企业"), (Audience.VILLAGES, "村"), (Audience.OFFICES, "站所"))


class SendForm(PortalForm):
    """Which list goes to which units until when."""

    checklist = forms.ModelChoiceField(Checklist.objects.none(), label="检查表", empty_label="请选择")
    campaign = forms.ModelChoiceField(
        Campaign.objects.none(), label="专项行动", required=False, empty_label="不属于专项行动"
    )
    also_for = forms.ModelMultipleChoiceField(
        Campaign.objects.none(), label="同时计入", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="一份自查计入几个专项行动时选",
    )  # fmt: skip
    due_on = forms.DateField(label="完成期限", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    audience = forms.ChoiceField(label="发给", choices=UNITS, widget=forms.RadioSelect, initial=Audience.ENTERPRISES)
    offices = forms.ModelMultipleChoiceField(
        Office.objects.none(), label="站所", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="发给站所时有效，不选就是全部站所",
    )  # fmt: skip
    villages = forms.ModelMultipleChoiceField(
        Place.objects.none(), label="所在村", required=False, widget=forms.CheckboxSelectMultiple, help_text="不选就是全部村"
    )
    sectors = forms.ModelMultipleChoiceField(
        Sector.objects.all(), label="行业领域", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="只对企业有效，不选就是全部行业",
    )  # fmt: skip
    high_risk = forms.BooleanField(label="只发给高危行业企业", required=False)
    only_new = forms.BooleanField(
        label="只发给还没有派发过的单位", required=False,
        help_text="例如后来新登记的企业。这个专项行动派发过这张检查表的不再发，已采信、已取消的也不再发",
    )  # fmt: skip

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.township, self.office_user = user.membership.place, user if user.has_role(Role.DEPARTMENT) else None
        self.fields["checklist"].queryset = Checklist.objects.visible_to(user).published()
        for name in ("campaign", "also_for"):
            self.fields[name].queryset = Campaign.objects.visible_to(user).running()
        self.fields["offices"].queryset = Office.objects.filter(township=self.township, is_active=True)
        self.fields["villages"].queryset = Place.objects.villages().within(self.township).filter(is_active=True)
        if self.office_user:
            self.fields["audience"].choices = UNITS[:1]
            self.fields["audience"].help_text = "本站所监管的在营企业"
            del self.fields["offices"]

    def clean_due_on(self):
        day = self.cleaned_data["due_on"]
        if day < clock.today():
            raise forms.ValidationError("完成期限不能早于今天")
        return day

    def clean(self):
        data = super().clean()
        checklist, audience = data.get("checklist"), data.get("audience")
        if checklist and audience and (wrong := wrong_audience(checklist, audience)):
            self.add_error("audience", wrong)
        return data

    def values(self):
        """Keyword arguments of services.send."""
        data = self.cleaned_data
        units = Units(
            township=self.township, audience=data["audience"], villages=[place.code for place in data["villages"]],
            sectors=[sector.code for sector in data["sectors"]], high_risk=data["high_risk"],
            offices=[office.pk for office in data.get("offices", ())], seen_by=self.office_user,
        )  # fmt: skip
        return {
            "version": data["checklist"].current, "units": units, "due_on": data["due_on"], "campaign": data["campaign"],
            "also_for": list(data["also_for"]), "only_new": data["only_new"],
        }  # fmt: skip


class OneCampaignForm(PortalForm):
    """The campaign that many rows of the list are to count in, or no longer."""

    counts_in = forms.ModelChoiceField(Campaign.objects.none(), label="专项行动", empty_label="选专项行动")

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, auto_id="id_bulk_%s", use_required_attribute=False, **kwargs)
        self.fields["counts_in"].queryset = Campaign.objects.visible_to(user).running()


class ListForm(PortalModelForm):
    class Meta:
        model = Checklist
        fields = ["name", "topic", "sector", "audience", "confidential"]
        help_texts = {
            "confidential": "只有填报单位、乡镇领导和经办人能看到答案。转涉亡线索的内容只能放在保密的检查表里；定了不能改"
        }

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["topic"].required = False
        if rules.may_be_confidential(user):
            del self.fields["confidential"]

    def clean_topic(self):
        return self.cleaned_data["topic"] or Topic.DUTY


class ItemForm(PortalModelForm):
    class Meta:
        model = Item
        fields = ["group", "text", "help", "kind", "bad_answer", "leads_to", "photo_when_bad", "basis", "grade"]
        help_texts = {
            "group": "手机上一次显示一组，同一组的写同样的名称", "bad_answer": "只对“是 / 否”有效",
            "basis": "选了判定条款的按条款填写", "grade": "选了判定条款的按条款定",
        }  # fmt: skip

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["seen"] = forms.CharField(label="版本", required=False, widget=forms.HiddenInput)
        self.initial["seen"] = mark_of(self.instance) if self.instance.pk else ""
        clause_fields(self, user)
        self.fields["clause"].label = "判定条款"
        self.fields["clause_words"].help_text = "输入两个字或拼音首字母查找，选中后等级和依据按条款定，答成问题时随隐患登记"
        if clause := self.instance.clause:
            self.initial |= {"clause": clause.pk, "clause_words": clause.label}
        self.order_fields(["group", "text", "help", "kind", "bad_answer", "leads_to", "photo_when_bad", "clause_words"])

    def clean(self):
        data = super().clean()
        check_clause(self, data)
        return data

    def clean_text(self):
        text = self.cleaned_data["text"].strip()
        if len(text) < 2:
            raise forms.ValidationError("请写清检查什么")
        return text

    def clean_kind(self):
        return ItemKind(self.cleaned_data["kind"])

    def values(self):
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}

    def renew(self, item):
        """What was told may be saved over."""
        self.data = self.data.copy()
        self.data["seen"] = mark_of(item)
