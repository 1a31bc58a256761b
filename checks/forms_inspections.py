"""What people enter about an inspection."""

import re

from django import forms
from django.db.models import Prefetch
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from accounts.enums import Role
from accounts.models import Membership, User
from campaigns.enums import CampaignState
from campaigns.models import Campaign
from core import clock
from core.forms import PortalForm, VersionedForm
from enterprises.models import Enterprise
from evidence import photos
from evidence.photos import PhotosField
from hazards.forms import villages_for
from hazards.forms_criteria import check_clause, clause_fields
from places.models import Office, Place

from . import inspection_rules as rules
from .agency import agency_of
from .enums import Disposal, Kind, Post, Seen
from .models import Checklist, Finding, Inspection
from .services.inspecting import colleagues, no_power_to_stop

DAY, TIME = {"type": "date"}, {"type": "time"}


def time_now():
    return timezone.localtime(clock.now()).strftime("%H:%M")


def people_in(text, post):
    """[(None, name, unit, post)] of lines 姓名 单位或证号; full-width blanks and commas part them too."""
    found = []
    for line in text.splitlines():
        name, *rest = re.split(r"[\s　,，、]+", line.strip(), maxsplit=1)
        if name:
            found.append((None, name[:40], rest[0].strip()[:60] if rest else "", post))
    return found


def with_seats(people):
    """Adds `seats`, those held now."""
    seats = Membership.objects.current().select_related("place", "office").order_by("pk")
    return people.prefetch_related(Prefetch("memberships", seats, to_attr="seats"))


class PeopleField(forms.ModelMultipleChoiceField):
    """People of `with_seats`, told apart by where they sit."""

    def label_from_instance(self, person):
        return f"{person.name}（{'、'.join(map(str, person.seats))}）"


class StartForm(PortalForm):
    """Who goes where, with which list. The team signs; who leads is named."""

    kind = forms.ChoiceField(label="检查方式")
    enterprise_name = forms.CharField(label="被检查企业", required=False, help_text="检查村级场所的可不填，下面选村")
    enterprise = forms.ModelChoiceField(Enterprise.objects.none(), required=False, widget=forms.HiddenInput)
    village = forms.ModelChoiceField(Place.objects.none(), label="所在村", required=False, help_text="填了企业可不选")
    checklist = forms.ModelChoiceField(
        Checklist.objects.none(), label="检查表", required=False, empty_label="不用检查表，只记发现的问题"
    )
    also = forms.ModelMultipleChoiceField(
        Checklist.objects.none(), label="合并其他检查表", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="一次检查用几张表：相同的内容只问一次，答案在每张表、每个专项行动里都算",
    )  # fmt: skip
    held_on = forms.DateField(label="检查日期", initial=clock.today, widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"))
    begun = forms.TimeField(label="开始时间", initial=time_now, widget=forms.TimeInput(attrs=TIME, format="%H:%M"))
    location = forms.CharField(label="检查地点", max_length=120, required=False, help_text="不填就用企业地址")
    lead = forms.CharField(label="带队人", max_length=40)
    colleagues = PeopleField(User.objects.none(), label="同行人员", required=False, widget=forms.CheckboxSelectMultiple)
    others = forms.CharField(
        label="其他检查人员", required=False, widget=forms.Textarea(attrs={"rows": 2}), help_text="每行一人：姓名 单位或证号"
    )
    experts = forms.CharField(
        label="专家", required=False, widget=forms.Textarea(attrs={"rows": 2}), help_text="每行一人：姓名 单位或证号"
    )
    offices = forms.ModelMultipleChoiceField(
        Office.objects.none(), label="参加的站所", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="联合检查时选",
    )  # fmt: skip
    campaigns = forms.ModelMultipleChoiceField(
        Campaign.objects.none(), label="计入专项行动", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="一次检查可以计入几个专项行动",
    )  # fmt: skip

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user, fields = user, self.fields
        fields["kind"].choices = [(kind.value, kind.label) for kind in rules.kinds_of(user)]
        self.firms = Enterprise.objects.visible_to(user).operating()
        fields["enterprise"].queryset = self.firms
        fields["enterprise_name"].widget.attrs |= {
            "data-options-url": reverse("enterprises:options"), "data-options-for": "id_enterprise", "autocomplete": "off",
        }  # fmt: skip
        fields["village"].queryset = villages_for(user)
        fields["checklist"].queryset = Checklist.objects.for_inspections(user).prefetch_related("versions")
        fields["also"].queryset = self._also(fields["checklist"].queryset)
        fields["campaigns"].queryset = Campaign.objects.visible_to(user).running()
        fields["lead"].initial = user.name
        self._fit_role()

    def _also(self, lists):
        """All lists at a desk, on a phone those of running campaigns."""
        running = {"campaign__state": CampaignState.RUNNING} if self.user.membership.on_phone else {}
        return lists.filter(**running)

    def _fit_role(self):
        """Phones are asked less; who may not know the township's staff by account names them."""
        fields, user = self.fields, self.user
        if user.membership.on_phone:
            drop = ["offices", "experts", "colleagues", "campaigns", "village"]
        else:
            drop = []
            fields["colleagues"].queryset = with_seats(colleagues(user))
            fields["offices"].queryset = Office.objects.filter(township=user.membership.place.township_code, is_active=True)
        if user.has_role(Role.ENTERPRISE):
            drop += ["enterprise_name", "enterprise"]
            firm = self.firms.first()
            fields["lead"].initial = firm.principal if firm else user.name
        for name in ("also", "colleagues", "campaigns"):
            if name not in drop and not fields[name].queryset.exists():
                drop.append(name)
        for name in drop:
            del fields[name]

    def clean(self):
        data = super().clean()
        data["enterprise"] = self._firm(data)
        village = data.get("village")
        if data["enterprise"] is not None:
            village = data["enterprise"].village
        elif village is None and self.user.has_role(Role.CADRE):
            village = self.user.membership.place
        data["place"] = village
        if data.get("also") and not data.get("checklist"):
            self.add_error("checklist", "合并其他检查表时，请先在这里选一张")
        if village is None and not self.errors:
            self.add_error("village" if "village" in self.fields else None, "请填写企业，或选择所在村")
        return data

    def _firm(self, data):
        if self.user.has_role(Role.ENTERPRISE):
            return self.firms.first()
        if data.get("enterprise") or not data.get("enterprise_name"):
            return data.get("enterprise")
        found = self.firms.filter(name=data["enterprise_name"].strip()).first()
        if found is None:
            self.add_error("enterprise_name", "没有找到这家企业，请从提示中选择，或留空")
        return found

    def values(self):
        """Keyword arguments of services.inspecting.start."""
        data, seat = self.cleaned_data, self.user.membership
        firm, place = data["enterprise"], data["place"]
        return {
            "kind": data["kind"], "place": place, "enterprise": firm, "held_on": data["held_on"], "begun": data["begun"],
            "location": (data["location"] or (firm.address if firm else "") or place.name)[:120],
            "checklist": data["checklist"].current if data["checklist"] else None, "agency": agency_of(self.user),
            "also": [row.current for row in data.get("also", ())],
            "office": seat.office, "offices": data.get("offices", ()), "campaigns": data.get("campaigns", ()),
            "team": self._team(),
        }  # fmt: skip

    def _team(self):
        """The person themselves, then those chosen and named; the one named as leader comes first."""
        data, user = self.cleaned_data, self.user
        rows = [(user, user.name, user.title[:60], Post.MEMBER)]
        rows += [(person, person.name, person.title[:60], Post.MEMBER) for person in data.get("colleagues", ())]
        rows += people_in(data.get("others", ""), Post.MEMBER) + people_in(data.get("experts", ""), Post.EXPERT)
        rows = list({(name, unit): (who, name, unit, post) for who, name, unit, post in rows}.values())
        lead = data["lead"].strip()
        first = next((row for row in rows if row[1] == lead), (None, lead, "", Post.LEAD))
        return [(*first[:3], Post.LEAD), *(row for row in rows if row is not first)]


class HeadForm(VersionedForm):
    """The written part of the record."""

    disposals = forms.MultipleChoiceField(
        label="现场处置", choices=Disposal.choices, required=False, widget=forms.CheckboxSelectMultiple,
        help_text="记录锁定后，按这里选的制作文书或移送",
    )  # fmt: skip

    class Meta:
        model = Inspection
        fields = ["begun", "location", "present", "unit_person", "disposals", "opinions", "expert_opinion"]
        widgets = {
            "begun": forms.TimeInput(attrs=TIME, format="%H:%M"), "opinions": forms.Textarea(attrs={"rows": 4}),
            "expert_opinion": forms.Textarea(attrs={"rows": 3}),
        }  # fmt: skip
        help_texts = {"unit_person": "不填就是主要负责人", "opinions": "对发现的问题怎么处理，例如：责令立即整改、限期整改"}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.is_own:
            del self.fields["unit_person"], self.fields["present"]
        if rules.may_order(self.instance):
            del self.fields["disposals"]
        else:
            self.initial["disposals"] = self.instance.disposed
            if reason := no_power_to_stop(self.instance):
                link = f"{reverse('hazards:transfer_new')}?kind=power"
                self.fields["disposals"].help_text += format_html('。{}（<a href="{}">移送</a>）', reason, link)
        if self.instance.kind != Kind.EXPERT and not self.instance.team.filter(post=Post.EXPERT).exists():
            del self.fields["expert_opinion"]

    def clean_disposals(self):
        return ",".join(self.cleaned_data["disposals"])


class FindingForm(PortalForm):
    """A problem seen: photo first."""

    files = PhotosField(label="现场照片", required=False)
    description = forms.CharField(label="发现的问题", max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
    location = forms.CharField(label="具体位置", max_length=120, required=False)
    found_on = forms.DateField(required=False, disabled=True, widget=forms.HiddenInput)
    grade = forms.ChoiceField(
        label="建议等级", choices=(("", "由定级人判定"), *Finding._meta.get_field("grade").choices), required=False
    )
    grade_basis = forms.CharField(label="判定依据", max_length=200, required=False, help_text="标准名称和条款，可不填")

    def __init__(self, *args, row, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["found_on"].initial = row.held_on
        clause_fields(self, user, with_fields="id_found_on", into="grade")
        self.order_fields(["files", "description", "location", "clause_words", "clause", "grade", "grade_basis"])

    def clean(self):
        data = super().clean()
        check_clause(self, data)
        return data

    def clean_description(self):
        text = self.cleaned_data["description"].strip()
        if len(text) < 4:
            raise forms.ValidationError("请写清是什么问题，至少 4 个字")
        return text

    def values(self, by):
        data = {name: value for name, value in self.cleaned_data.items() if name not in ("files", "found_on")}
        data["basis"] = data.pop("grade_basis")
        return data | {"photos": photos.collect(self, by=by)}


class RecheckForm(PortalForm):
    """What was seen of one hazard of the visit before."""

    files = PhotosField(label="现场照片", required=False)
    seen = forms.ChoiceField(label="复查结果", choices=Seen.choices, widget=forms.RadioSelect)
    note = forms.CharField(
        label="情况", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="未改的写明现在怎样、下一步怎么办",
    )  # fmt: skip

    def values(self, by):
        data = {name: value for name, value in self.cleaned_data.items() if name != "files"}
        return data | {"photos": photos.collect(self, by=by)}


class MemberForm(PortalForm):
    name = forms.CharField(label="姓名", max_length=40)
    unit = forms.CharField(label="单位或证号", max_length=60, required=False)
    post = forms.ChoiceField(label="分工", choices=Post.choices, initial=Post.MEMBER)


class PresentForm(PortalForm):
    ended = forms.TimeField(label="结束时间", widget=forms.TimeInput(attrs=TIME, format="%H:%M"), initial=time_now)


class RefusalForm(PortalForm):
    reason = forms.CharField(label="拒绝签名的情况", max_length=200, widget=forms.Textarea(attrs={"rows": 2}))
    witness = forms.CharField(label="见证人", max_length=40, help_text="例如村干部，由见证人签名")


class CampaignsForm(PortalForm):
    campaigns = forms.ModelMultipleChoiceField(
        Campaign.objects.none(), label="计入专项行动", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["campaigns"].queryset = Campaign.objects.visible_to(user).running()
