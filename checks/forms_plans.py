"""What people enter about plans of inspection."""

from django import forms

from accounts.models import User
from core import clock
from core.forms import PortalForm
from enterprises.enums import RiskColour, Scale
from places.models import Sector

from . import inspection_rules as rules
from .enums import Kind
from .forms_inspections import PeopleField, with_seats
from .models.plans import QUARTERS
from .services.planning import Scope, pool

TICKS = forms.CheckboxSelectMultiple


class PlanForm(PortalForm):
    name = forms.CharField(label="计划名称", max_length=80)
    year = forms.IntegerField(label="年度", min_value=2000, max_value=2100)
    quarter = forms.TypedChoiceField(label="时段", choices=QUARTERS, coerce=int)
    kinds = forms.MultipleChoiceField(
        label="检查方式", choices=[(kind.value, kind.label) for kind in rules.PLANNED_KINDS], widget=TICKS,
        initial=[Kind.OFFICE, Kind.SPOT],
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        today = clock.today()
        self.fields["year"].initial, self.fields["quarter"].initial = today.year, (today.month + 2) // 3


class ScopeForm(PortalForm):
    """Which enterprises: by trade, colour and scale, or one by name."""

    sectors = forms.ModelMultipleChoiceField(Sector.objects.all(), label="行业领域", required=False, widget=TICKS)
    colours = forms.MultipleChoiceField(label="风险等级", choices=RiskColour.choices, required=False, widget=TICKS)
    scales = forms.MultipleChoiceField(label="规模", choices=Scale.choices, required=False, widget=TICKS)
    high_risk = forms.BooleanField(label="只要高危企业", required=False)

    def scope(self):
        data = self.cleaned_data
        said = [sector.name for sector in data["sectors"]]
        said += [dict(RiskColour.choices)[c] for c in data["colours"]] + [dict(Scale.choices)[s] for s in data["scales"]]
        said += ["高危企业"] if data["high_risk"] else []
        return Scope(
            sectors=[sector.pk for sector in data["sectors"]], colours=data["colours"], scales=data["scales"],
            high_risk=data["high_risk"], words="、".join(said) or "全部在营企业",
        )  # fmt: skip


class DrawForm(ScopeForm):
    want = forms.IntegerField(label="抽几家", min_value=1, max_value=5000)
    each = forms.IntegerField(label="每家几名检查人员", min_value=1, max_value=9, initial=2)
    inspectors = PeopleField(User.objects.none(), label="检查人员名单", widget=TICKS)
    reason = forms.CharField(label="重抽原因", max_length=200, required=False)

    def __init__(self, *args, user, redraw, **kwargs):
        super().__init__(*args, **kwargs)
        people = [person.pk for person in pool(user)]
        self.fields["inspectors"].queryset = with_seats(User.objects.filter(pk__in=people)).order_by("name", "pk")
        if redraw:
            self.fields["reason"].required = True
            self.fields["reason"].help_text = "原来的结果保留，和这次的一起公开"
        else:
            del self.fields["reason"]


class AddFirmForm(PortalForm):
    enterprise_name = forms.CharField(label="企业名称", max_length=80)
