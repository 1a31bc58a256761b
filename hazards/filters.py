"""The register's filter bar."""

import django_filters
from django import forms
from django.urls import reverse_lazy

from campaigns.models import Campaign
from core import clock
from core.choices import RowFilter, RowFilterSet
from places.models import Sector
from places.sight import named, offered, offices_of, subtree

from .counting import in_campaign
from .enums import ExtensionState, Grade, HazardState, ProblemKind, Source
from .models import Extension, Hazard, HazardText
from .rules import BEING_MENDED

SUGGESTED = {"autocomplete": "off", "data-options-url": reverse_lazy("places:options"), "data-options-for": "id_village"}
DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
ORDERS = {"due": ("due_on", "pk"), "-due": ("-due_on", "pk"), "found": ("found_on", "pk"), "-found": ("-found_on", "-pk")}
ORDER_LABELS = (("due", "期限近的在前"), ("-due", "期限远的在前"), ("found", "早发现的在前"))


def offered_offices(bar):
    return offered(offices_of(bar.request), "township", bar.request.user, **asked(bar, "office"))


def offered_campaigns(bar):
    rows = Campaign.objects.visible_to(bar.request.user)
    return offered(rows, "township", bar.request.user, **asked(bar, "campaign"))


def asked(bar, name):
    """What the address says of a choice and of the place beside it, for places.sight.offered."""
    return {"chosen": bar.data.get(name) or "", "near": (bar.data.get("village"), bar.data.get("within"))}


class HazardFilter(RowFilterSet):
    q = django_filters.CharFilter(
        label="关键词", method="search", widget=forms.TextInput(attrs={"placeholder": "描述、地点、企业、编号"})
    )
    state = django_filters.ChoiceFilter(label="状态", choices=HazardState.choices, empty_label="全部状态")
    overdue = django_filters.ChoiceFilter(label="逾期", choices=(("1", "已逾期"),), method="late", empty_label="不限")
    grade = django_filters.ChoiceFilter(label="等级", choices=Grade.choices, empty_label="全部等级")
    village = django_filters.CharFilter(label="所在村", method="of_village", widget=forms.TextInput(attrs=SUGGESTED))
    sector = RowFilter(label="行业领域", rows=lambda bar: Sector.objects.all(), rank="order", empty_label="全部行业")
    source = django_filters.ChoiceFilter(label="来源", choices=Source.choices, empty_label="全部来源")
    office = RowFilter(label="监管站所", rows=offered_offices, empty_label="全部站所")
    campaign = RowFilter(label="专项行动", rows=offered_campaigns, rank="-pk", empty_label="全部行动", method="counting_in")
    found_from = django_filters.DateFilter(label="发现自", field_name="found_on", lookup_expr="gte", widget=DAY)
    found_to = django_filters.DateFilter(label="发现至", field_name="found_on", lookup_expr="lte", widget=DAY)
    closed_from = django_filters.DateFilter(
        field_name="closed_at", lookup_expr="date__gte", widget=forms.HiddenInput, label=""
    )
    closed_to = django_filters.DateFilter(
        field_name="closed_at", lookup_expr="date__lte", widget=forms.HiddenInput, label=""
    )
    problem = django_filters.ChoiceFilter(
        label="问题类型", field_name="problem_kind", choices=ProblemKind.choices, empty_label="全部类型"
    )
    again = django_filters.ChoiceFilter(label="复发", choices=(("1", "复发的"),), method="came_back", empty_label="不限")
    open = django_filters.ChoiceFilter(choices=(("1", "未销号"),), method="still_open", widget=forms.HiddenInput, label="")
    registered = django_filters.ChoiceFilter(choices=(("1", "在册"),), method="counted", widget=forms.HiddenInput, label="")
    mending = django_filters.ChoiceFilter(
        choices=(("1", "整改中"), ("own", "本村整改中")), method="being_mended", widget=forms.HiddenInput, label=""
    )
    asked = django_filters.ChoiceFilter(
        choices=(("1", "申请延期"), ("mine", "待我审批延期")), method="asks_longer", widget=forms.HiddenInput, label=""
    )
    unrouted = django_filters.ChoiceFilter(
        choices=(("1", "体制机制待分流"),), method="to_route", widget=forms.HiddenInput, label=""
    )
    no_office = django_filters.ChoiceFilter(
        choices=(("1", "未明确站所"),), method="without_office", widget=forms.HiddenInput, label=""
    )
    accident = django_filters.ChoiceFilter(
        choices=(("1", "当作事故处置"),), method="as_accident", widget=forms.HiddenInput, label=""
    )
    within = django_filters.CharFilter(method="inside", widget=forms.HiddenInput, label="")
    o = django_filters.ChoiceFilter(label="排序", choices=ORDER_LABELS, method="sort", empty_label="新发现的在前")

    class Meta:
        model = Hazard
        fields = []

    def search(self, rows, name, text):
        """Every word must occur in what a hazard says or its enterprise or village is called; two characters are enough."""
        return HazardText.seen_by(self.request.user, rows, text, among=self.queryset)

    def of_village(self, rows, name, text):
        return rows.filter(named(text, self.request.user, "village", has_area_index=True))

    def late(self, rows, name, value):
        return rows.overdue(on=clock.today())

    def still_open(self, rows, name, value):
        return rows.open()

    def counting_in(self, rows, name, campaign):
        return rows.filter(in_campaign(campaign))

    def came_back(self, rows, name, value):
        return rows.filter(first__isnull=False)  # as their index says it

    def counted(self, rows, name, value):
        return rows.registered()

    def being_mended(self, rows, name, value):
        """Waiting for the unit; "own": for the village itself, not for an enterprise in it."""
        rows = rows.filter(state__in=BEING_MENDED)
        return rows.filter(enterprise=None) if value == "own" else rows

    def asks_longer(self, rows, name, value):
        if value == "mine":
            return rows.filter(pk__in=Extension.objects.to_decide(self.request.user).values("hazard"))
        return rows.filter(extensions__state=ExtensionState.ASKED)

    def to_route(self, rows, name, value):
        return rows.to_route()

    def without_office(self, rows, name, value):
        return rows.filter(office=None)

    def as_accident(self, rows, name, value):
        return rows.filter(as_accident__isnull=False)

    def inside(self, rows, name, code):
        return rows.filter(subtree(code, "village", has_area_index=True))

    def sort(self, rows, name, value):
        return rows.order_by(*ORDERS[value])
