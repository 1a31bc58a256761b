"""The filter bars. There is none for names: what is typed into a filter stands in the address."""

import django_filters
from django import forms

from accounts.models import User
from campaigns.models import Campaign
from core import clock

from .enums import AccessAction, Conclusion, LeadSource, LeadState, VerificationState
from .models import AccessLog, Lead, Referral
from .referral_enums import ReferralKind, ReferralState

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def campaigns_of(request):
    return Campaign.objects.visible_to(request.user)


class LeadFilter(django_filters.FilterSet):
    number = django_filters.CharFilter(label="线索编号", lookup_expr="icontains")
    state = django_filters.ChoiceFilter(label="状态", choices=LeadState.choices, empty_label="全部状态")
    source = django_filters.ChoiceFilter(label="来源", choices=LeadSource.choices, empty_label="全部来源")
    conclusion = django_filters.ChoiceFilter(label="结论", choices=Conclusion.choices, empty_label="全部结论")
    village = django_filters.CharFilter(
        label="所在村", method="of_village", widget=forms.TextInput(attrs={"list": "villages", "autocomplete": "off"})
    )
    overdue = django_filters.ChoiceFilter(label="逾期", choices=(("1", "已逾期"),), method="late", empty_label="不限")
    campaign = django_filters.ModelChoiceFilter(label="专项行动", queryset=campaigns_of, empty_label="全部行动")
    undecided = django_filters.ModelChoiceFilter(
        queryset=campaigns_of, method="undecided_in", widget=forms.HiddenInput, label=""
    )
    noscan = django_filters.ChoiceFilter(
        choices=(("1", "缺扫描件"),), method="without_scan", widget=forms.HiddenInput, label=""
    )
    unlisted = django_filters.ModelChoiceFilter(
        queryset=campaigns_of, method="unlisted_in", widget=forms.HiddenInput, label=""
    )
    unasked = django_filters.ModelChoiceFilter(
        queryset=campaigns_of, method="unasked_in", widget=forms.HiddenInput, label=""
    )
    uninquired_in = django_filters.ModelChoiceFilter(
        queryset=campaigns_of, method="in_uninquired", widget=forms.HiddenInput, label=""
    )
    uninquired = django_filters.ChoiceFilter(
        choices=(("1", "待移交一案双查"),), method="not_inquired", widget=forms.HiddenInput, label=""
    )
    reported = django_filters.ChoiceFilter(
        choices=(("1", "报告待审定"),), method="to_confirm", widget=forms.HiddenInput, label=""
    )

    class Meta:
        model = Lead
        fields = []

    def of_village(self, rows, name, text):
        text = text.strip()
        whole = text.isdigit() and len(text) == 12
        return rows.filter(village=text) if whole else rows.filter(village__name__icontains=text)

    def late(self, rows, name, value):
        return rows.overdue(on=clock.today())

    def undecided_in(self, rows, name, campaign):
        return rows.undecided_in(campaign)

    def without_scan(self, rows, name, value):
        return rows.without_scan()

    def unlisted_in(self, rows, name, campaign):
        return rows.unlisted_in(campaign)

    def unasked_in(self, rows, name, campaign):
        return rows.unasked_in(campaign)

    def in_uninquired(self, rows, name, campaign):
        return rows.concluded_in(campaign).uninquired()

    def not_inquired(self, rows, name, value):
        return rows.uninquired()

    def to_confirm(self, rows, name, value):
        return rows.filter(verifications__state=VerificationState.REPORTED).distinct()


def people_of(request):
    """Those who ever looked."""
    looked = AccessLog.objects.visible_to(request.user)
    return User.objects.filter(pk__in=looked.values("user_id"))


class AccessFilter(django_filters.FilterSet):
    user = django_filters.ModelChoiceFilter(label="人员", queryset=people_of, empty_label="全部人员")
    number = django_filters.CharFilter(label="线索编号", field_name="lead__number", lookup_expr="icontains")
    action = django_filters.ChoiceFilter(label="动作", choices=AccessAction.choices, empty_label="全部动作")
    since = django_filters.DateFilter(label="自", field_name="at", lookup_expr="date__gte", widget=DAY)
    until = django_filters.DateFilter(label="至", field_name="at", lookup_expr="date__lte", widget=DAY)

    class Meta:
        model = AccessLog
        fields = []


class ReferralFilter(django_filters.FilterSet):
    number = django_filters.CharFilter(label="线索编号", field_name="lead__number", lookup_expr="icontains")
    kind = django_filters.ChoiceFilter(label="事项", choices=ReferralKind.choices, empty_label="全部事项")
    state = django_filters.ChoiceFilter(label="状态", choices=ReferralState.choices, empty_label="全部状态")
    waiting = django_filters.ChoiceFilter(
        choices=(("1", "待答复"),), method="unanswered", widget=forms.HiddenInput, label=""
    )
    late = django_filters.ChoiceFilter(choices=(("1", "逾期"),), method="overdue", widget=forms.HiddenInput, label="")
    campaign = django_filters.ModelChoiceFilter(
        queryset=campaigns_of, method="awaited_in", widget=forms.HiddenInput, label=""
    )

    class Meta:
        model = Referral
        fields = []

    def unanswered(self, rows, name, value):
        return rows.awaiting_answer()

    def overdue(self, rows, name, value):
        return rows.overdue()

    def awaited_in(self, rows, name, campaign):
        return rows.awaited_in(campaign)


class DisciplineFilter(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(label="状态", choices=ReferralState.choices, empty_label="全部状态")
    open = django_filters.ChoiceFilter(
        choices=(("1", "待签收答复"),), method="to_answer", widget=forms.HiddenInput, label=""
    )

    class Meta:
        model = Referral
        fields = []

    def to_answer(self, rows, name, value):
        return rows.awaiting_answer()
