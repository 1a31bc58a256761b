"""What is asked of an accident elsewhere, and which enterprises are of the like."""

import re

from django import forms
from django.db.models import Q

from core import clock
from core.forms import PortalForm, VersionedForm
from enterprises.enums import Special
from enterprises.models import Enterprise, RiskPoint
from places.models import Place, Sector

from .models import Alert
from .services.alerts import lines

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
NAMED = re.compile(r"死者|遇难者|亡者|逝者|\d{17}[\dXx]|1[3-9]\d{9}")
MOST_POINTS, LONGEST = 30, 200
TRAITS = (
    ("high_risk", "高危行业"),
    ("crowded", "人员或劳动密集"),
    ("risk", "登记有同类风险点（易发事故含这一类型）"),
)


class AlertForm(VersionedForm):
    sectors = forms.ModelMultipleChoiceField(
        Sector.objects.all(), label="推送给这些行业", required=False, widget=forms.CheckboxSelectMultiple
    )
    specials = forms.MultipleChoiceField(
        label="或这些重点类别", required=False, choices=Special.choices, widget=forms.CheckboxSelectMultiple
    )
    traits = forms.MultipleChoiceField(
        label="或有这些特征", required=False, choices=TRAITS, widget=forms.CheckboxSelectMultiple
    )
    villages = forms.ModelMultipleChoiceField(
        Place.objects.none(), label="只推送这些村的企业", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="不选就是全部村",
    )  # fmt: skip
    named = forms.CharField(
        label="另外点名企业", required=False, widget=forms.Textarea(attrs={"rows": 3}), help_text="一行一家，写全名"
    )

    class Meta:
        model = Alert
        fields = ["happened_on", "where", "accident", "sector", "what", "wrong", "points", "source", "due_on"]
        widgets = {
            "happened_on": DAY, "due_on": DAY, "what": forms.Textarea(attrs={"rows": 4}),
            "wrong": forms.Textarea(attrs={"rows": 4}), "points": forms.Textarea(attrs={"rows": 6}),
        }  # fmt: skip

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        town = user.membership.place
        self.fields["villages"].queryset = Place.objects.villages().within(town).filter(is_active=True)
        self.running = Enterprise.objects.visible_to(user).operating()
        if self.instance.pk:
            names = self.instance.firms.order_by("village_id", "pk").values_list("name", flat=True)
            self.fields["named"].initial = "\n".join(names)

    def clean_happened_on(self):
        day = self.cleaned_data["happened_on"]
        if day > clock.today():
            raise forms.ValidationError("事故日期不能晚于今天")
        return day

    def clean_due_on(self):
        day = self.cleaned_data["due_on"]
        if day < clock.today():
            raise forms.ValidationError("回执期限不能早于今天")
        return day

    def clean_points(self):
        found = lines(self.cleaned_data["points"])
        if len(found) > MOST_POINTS:
            raise forms.ValidationError(f"最多 {MOST_POINTS} 项，现在 {len(found)} 项，请合并")
        for number, line in enumerate(found, 1):
            if len(line) > LONGEST:
                raise forms.ValidationError(f"第 {number} 项有 {len(line)} 字，最多 {LONGEST} 字，请拆开")
        return "\n".join(found)

    def clean(self):
        data = super().clean()
        for name in ("what", "wrong", "source", "where"):
            if found := NAMED.search(data.get(name) or ""):
                self.add_error(name, f"写有“{found[0]}”。警示通知不写伤亡人员的姓名、证件和电话，请只写经过和原因")
        self._named(data)
        return data

    def _named(self, data):
        """The enterprises that are named, by their whole names."""
        wanted = dict.fromkeys(lines(data.get("named") or ""))
        known = {firm.name: firm for firm in self.running.filter(name__in=list(wanted))}
        if missing := [name for name in wanted if name not in known]:
            self.add_error("named", f"没有找到在营企业“{'”“'.join(missing[:3])}”，请写全名")
        data["named_firms"] = list(known.values())

    def firms(self):
        """The enterprises of the like, each once: of the chosen trades, classes or traits, and those named."""
        data = self.cleaned_data
        like = Q(pk__in=[firm.pk for firm in data["named_firms"]])
        of_kind = Q(sector__in=data["sectors"]) | Q(special__in=data["specials"])
        for trait in data["traits"]:
            of_kind |= self._trait(trait)
        if data["villages"]:
            of_kind &= Q(village__in=data["villages"])
        return list(self.running.filter(like | of_kind).order_by("village_id", "pk"))

    def _trait(self, trait):
        if trait != "risk":
            return Q(**{trait: True})
        word = Alert(accident=self.cleaned_data.get("accident", "")).get_accident_display()
        points = RiskPoint.objects.kept().filter(dangers__icontains=word[:2])
        return Q(pk__in=points.values("enterprise"))


class PutOffForm(PortalForm):
    due_on = forms.DateField(label="回执期限", widget=DAY)


class CloseForm(PortalForm):
    note = forms.CharField(
        label="说明", required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="全部回执的可以不写；还有没回执的，写明原因",
    )  # fmt: skip
