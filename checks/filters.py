"""The filter bar of the register of checks. What is confidential cannot be found out by filtering."""

import django_filters
from django import forms
from django.db.models import Q

from accounts.enums import Role
from campaigns.models import Campaign
from core import clock
from core.search import every_word, holding
from places.sight import subtree, townships_of

from .enums import CheckState
from .models import SEEN_RESULTS, Check, Checklist

UNITS = (("enterprise", "企业"), ("village", "村"), ("office", "站所"), ("own", "本站所"))
RESULTS = (("some", "有问题"), ("none", "零报告"))


def lists_of(request):
    """Shipped lists and those of the townships in sight; confidential ones for those who may know of them."""
    rows = Checklist.objects.kept().filter(Q(township=None) | townships_of(request.user, "township"))
    known = (Role.OFFICER, Role.LEADER, Role.CADRE, Role.ENTERPRISE)
    return rows if request.user.has_role(*known) else rows.filter(confidential=False)


def campaigns_of(request):
    return Campaign.objects.visible_to(request.user)


def in_campaign(campaign):
    """Predicate of the checks sent for a campaign, or counted in it as well."""
    shared = Check.also_for.through.objects.filter(campaign=campaign).values("check")
    return Q(campaign=campaign) | Q(pk__in=shared)


def of_list():
    return django_filters.ModelChoiceFilter(
        label="检查表", field_name="version__checklist", queryset=lists_of, empty_label="全部检查表"
    )


def of_campaign():
    """A check sent for several campaigns counts in each."""
    return django_filters.ModelChoiceFilter(
        label="专项行动", queryset=campaigns_of, empty_label="全部行动",
        method=lambda rows, name, campaign: rows.filter(in_campaign(campaign)),
    )  # fmt: skip


def of_units_named(rows, text):
    """Rows of enterprises, or of villages themselves, in whose name every word stands."""
    return every_word(rows, text, "enterprise__name", also=lambda word: Q(enterprise=None) & holding("place__name", word))


class CheckFilter(django_filters.FilterSet):
    """Works on rows made by `with_results`."""

    q = django_filters.CharFilter(label="单位", method="search", widget=forms.TextInput(attrs={"placeholder": "企业或村"}))
    checklist = of_list()
    campaign = of_campaign()
    state = django_filters.ChoiceFilter(label="状态", choices=CheckState.choices, empty_label="全部状态")
    village = django_filters.CharFilter(
        label="所在村", method="of_village", widget=forms.TextInput(attrs={"list": "check-villages", "autocomplete": "off"})
    )
    unit = django_filters.ChoiceFilter(label="单位类别", choices=UNITS, method="of_kind", empty_label="全部单位")
    late = django_filters.ChoiceFilter(label="逾期", choices=(("1", "已逾期"),), method="overdue", empty_label="不限")
    problems = django_filters.ChoiceFilter(label="结果", choices=RESULTS, method="by_result", empty_label="不限")
    waiting = django_filters.ChoiceFilter(choices=(("1", "待填"),), method="still_out", widget=forms.HiddenInput, label="")
    judge = django_filters.ChoiceFilter(choices=(("1", "待我审核"),), method="to_judge", widget=forms.HiddenInput, label="")
    counted = django_filters.ChoiceFilter(
        choices=(("1", "未取消"),), method="not_cancelled", widget=forms.HiddenInput, label=""
    )
    within = django_filters.CharFilter(method="inside", widget=forms.HiddenInput, label="")

    class Meta:
        model = Check
        fields = []

    def search(self, rows, name, text):
        return of_units_named(rows, text)

    def of_village(self, rows, name, text):
        text = text.strip()
        return rows.filter(place=text) if text.isdigit() and len(text) == 12 else rows.filter(place__name__icontains=text)

    def of_kind(self, rows, name, value):
        if value in ("office", "own"):
            own = {"office": self.request.user.membership.office_id} if value == "own" else {}
            return rows.filter(office__isnull=False, **own)
        return rows.filter(enterprise__isnull=value != "enterprise", office=None)

    def overdue(self, rows, name, value):
        return rows.late(on=clock.today())

    def still_out(self, rows, name, value):
        return rows.waiting()

    def to_judge(self, rows, name, value):
        return rows.to_judge(self.request.user)

    def not_cancelled(self, rows, name, value):
        return rows.exclude(state=CheckState.CANCELLED)

    def inside(self, rows, name, code):
        return rows.filter(subtree(code, "place"))

    def by_result(self, rows, name, value):
        """Only among the rows whose answers this person may read."""
        known = rows.filter(is_hidden=False, state__in=SEEN_RESULTS)
        return known.filter(problems__gt=0) if value == "some" else known.filter(problems=0)


class CopyFilter(django_filters.FilterSet):
    """Enterprises without an account that have not answered."""

    q = django_filters.CharFilter(label="企业", field_name="enterprise__name", lookup_expr="icontains")
    checklist = of_list()
    campaign = of_campaign()
    late = django_filters.ChoiceFilter(label="逾期", choices=(("1", "已逾期"),), method="overdue", empty_label="不限")

    class Meta:
        model = Check
        fields = []

    def overdue(self, rows, name, value):
        return rows.late(on=clock.today())


class UnheardFilter(django_filters.FilterSet):
    checklist = of_list()
    campaign = of_campaign()

    class Meta:
        model = Check
        fields = []
