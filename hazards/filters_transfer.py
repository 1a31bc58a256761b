"""Filter bars of the registers of transfers, new trades and penalty cases."""

import django_filters
from django import forms
from django.db.models import Q

from core import clock
from core.search import every_word, holding
from enterprises.files.firm_filter import FirmFilter
from places.models import Sector
from places.sight import offices_of

from .enums import Certainty
from .enums_transfer import CaseState, PenaltyKind, TradeState, TransferKind, TransferState
from .filters import DAY
from .models import Case, Offence, Power, Trade, Transfer

WORDS = forms.TextInput(attrs={"placeholder": "事项、企业、单位"})


class TransferFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label="关键词", method="search", widget=WORDS)
    state = django_filters.ChoiceFilter(label="状态", choices=TransferState.choices, empty_label="全部状态")
    kind = django_filters.ChoiceFilter(label="移送类型", choices=TransferKind.choices, empty_label="全部类型")
    office = django_filters.ModelChoiceFilter(label="站所", queryset=offices_of, method="of_office", empty_label="全部站所")
    sent_from = django_filters.DateFilter(label="移送自", field_name="sent_at", lookup_expr="date__gte", widget=DAY)
    sent_to = django_filters.DateFilter(label="移送至", field_name="sent_at", lookup_expr="date__lte", widget=DAY)
    mine = django_filters.ChoiceFilter(choices=(("1", "待我办理"),), method="to_do", widget=forms.HiddenInput, label="")
    late = django_filters.ChoiceFilter(choices=(("1", "已逾期"),), method="overdue", widget=forms.HiddenInput, label="")

    class Meta:
        model = Transfer
        fields = []

    def search(self, rows, name, text):
        return every_word(
            rows, text, "matter", "facts", "enterprise__name", "to_body", "to_office__name", "from_office__name",
            "hazard__number",
        )  # fmt: skip

    def of_office(self, rows, name, office):
        return rows.filter(Q(from_office=office) | Q(to_office=office))

    def to_do(self, rows, name, value):
        return rows.filter(pk__in=Transfer.objects.to_do(self.request.user).values("pk"))

    def overdue(self, rows, name, value):
        day = clock.today()
        return rows.filter(Q(state="sent", receive_by__lt=day) | Q(state__in=["received", "handled"], answer_by__lt=day))


class TradeFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label="关键词", method="search")
    state = django_filters.ChoiceFilter(label="状态", choices=TradeState.choices, empty_label="全部状态")
    office = django_filters.ModelChoiceFilter(label="牵头站所", queryset=offices_of, empty_label="全部站所")

    class Meta:
        model = Trade
        fields = []

    def search(self, rows, name, text):
        return every_word(rows, text, "name", "what")


class OffenceFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(
        label="关键词", method="search", widget=forms.TextInput(attrs={"placeholder": "类型、依据"})
    )
    certainty = django_filters.ChoiceFilter(
        label="可靠程度", choices=Certainty.choices, method="as_certain", empty_label="不限"
    )
    used = django_filters.ChoiceFilter(choices=(("1", "在用"),), method="in_use", widget=forms.HiddenInput, label="")

    class Meta:
        model = Offence
        fields = []

    def search(self, rows, name, text):
        return every_word(rows, text, "name", "basis", "sector__name")

    def as_certain(self, rows, name, value):
        return rows.filter(certainty=value, township=None)

    def in_use(self, rows, name, value):
        return rows.in_use()


class PowerFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(
        label="关键词", method="search", widget=forms.TextInput(attrs={"placeholder": "赋权文号、适用范围"})
    )
    kind = django_filters.ChoiceFilter(label="处罚种类", choices=PenaltyKind.choices, empty_label="全部种类")
    force = django_filters.ChoiceFilter(
        label="效力", choices=(("1", "现行有效"), ("0", "未生效或已失效")), method="in_force", empty_label="不限"
    )

    class Meta:
        model = Power
        fields = []

    def search(self, rows, name, text):
        return every_word(rows, text, "document", "scope_note")

    def in_force(self, rows, name, value):
        day = clock.today()
        now = Q(from_on__lte=day, withdrawn_at=None) & (Q(to_on=None) | Q(to_on__gte=day))
        return rows.filter(now if value == "1" else ~now)


class ClosureFilter(FirmFilter):
    """Works on rows of closures.warned."""

    sector = django_filters.ModelChoiceFilter(label="行业", queryset=Sector.objects.all(), empty_label="全部行业")


class CaseFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(
        label="关键词", method="search", widget=forms.TextInput(attrs={"placeholder": "企业、事实、决定书文号"})
    )
    state = django_filters.ChoiceFilter(label="状态", choices=CaseState.choices, empty_label="全部状态")
    kind = django_filters.ChoiceFilter(
        label="处罚种类", choices=PenaltyKind.choices, method="of_kind", empty_label="全部种类"
    )
    half = django_filters.ChoiceFilter(label="一案双罚", choices=(("1", "缺一半"),), method="lacks_half", empty_label="不限")
    decided_from = django_filters.DateFilter(label="决定自", method="since", widget=DAY)
    decided_to = django_filters.DateFilter(label="决定至", method="until", widget=DAY)

    class Meta:
        model = Case
        fields = []

    def search(self, rows, name, text):
        def decided(word):
            return Q(pk__in=Case.objects.filter(holding("penalties__document", word)).values("pk"))

        return every_word(rows, text, "enterprise__name", "facts", also=decided)

    def of_kind(self, rows, name, kind):
        return rows.filter(pk__in=Case.objects.filter(penalties__kind=kind).values("pk"))

    def lacks_half(self, rows, name, value):
        both = [Case.objects.filter(penalties__target=target).values("pk") for target in ("enterprise", "principal")]
        return rows.filter(Q(pk__in=both[0]) & ~Q(pk__in=both[1]) | Q(pk__in=both[1]) & ~Q(pk__in=both[0]))

    def since(self, rows, name, day):
        return rows.filter(pk__in=Case.objects.filter(penalties__decided_on__gte=day).values("pk"))

    def until(self, rows, name, day):
        return rows.filter(pk__in=Case.objects.filter(penalties__decided_on__lte=day).values("pk"))
