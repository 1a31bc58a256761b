import django_filters
from django import forms
from django.db.models import Q
from django.http import QueryDict

from accounts.models import User
from core import clock
from core.search import holding

from . import register
from .enums import PaperKind, PaperState
from .models import Paper, PaperNumber, PaperText, Receipt, Seal, SealUse

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
UNSIGNED = (("mine", "待本单位签收"), ("late", "逾期未签收"))

DESKS = {
    "round": ("会签中", lambda rows, user: rows.going_round()),
    "mine": ("待我会签", lambda rows, user: rows.to_countersign(user)),
    "sign": ("待签发", lambda rows, user: rows.to_sign()),
    "seal": ("待用印", lambda rows, user: rows.to_seal(user)),
}


def numbered_or_titled(value):
    """Papers with a word in their title or code, or of a number written out as 云政发〔2026〕12号."""
    match = holding("title", value) | holding("code", value)
    digits = "".join(c for c in value if c.isdigit())
    if "号" in value and len(digits) > 4:
        match |= Q(year=int(digits[:4]), number=int(digits[4:9]))
    return match


class PaperFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label="文号、单位或文中的字", method="search")
    kind = django_filters.ChoiceFilter(label="文种", choices=PaperKind.choices, empty_label="全部文种")
    state = django_filters.ChoiceFilter(label="状态", choices=PaperState.choices, empty_label="全部状态")
    year = django_filters.NumberFilter(label="年份", min_value=2012, max_value=2100)
    unsigned = django_filters.ChoiceFilter(choices=UNSIGNED, method="not_signed_for", widget=forms.HiddenInput, label="")

    desk = django_filters.ChoiceFilter(
        choices=[(key, label) for key, (label, _) in DESKS.items()], method="on_desk", widget=forms.HiddenInput, label=""
    )

    class Meta:
        model = Paper
        fields = ["q", "kind", "state", "year"]

    def on_desk(self, queryset, name, value):
        """What waits for one step."""
        return DESKS[value][1](queryset, self.request.user)

    def search(self, queryset, name, value):
        return PaperText.narrow(queryset, value)

    def not_signed_for(self, queryset, name, value):
        """In force, with a copy of one's own unit to sign for, or with copies that nobody signed for in time."""
        copies = Receipt.objects.unsigned()
        copies = copies.of_unit(self.request.user) if value == "mine" else copies.filter(due_on__lt=clock.today())
        return queryset.in_force().filter(pk__in=copies.values("paper"))


class SealUseFilter(django_filters.FilterSet):
    """用印登记簿: by word, seal, person, days."""

    q = django_filters.CharFilter(label="文号、标题或事由", method="search")
    seal = django_filters.ModelChoiceFilter(label="印章", queryset=Seal.objects.none(), empty_label="全部印章")
    by = django_filters.ModelChoiceFilter(label="用印人", queryset=User.objects.none(), empty_label="全部用印人")
    since = django_filters.DateFilter(label="起", field_name="at", lookup_expr="date__gte", widget=DAY)
    until = django_filters.DateFilter(label="止", field_name="at", lookup_expr="date__lte", widget=DAY)

    class Meta:
        model = SealUse
        fields = ["q", "seal", "by", "since", "until"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        seen = SealUse.objects.visible_to(self.request.user).order_by()
        self.filters["seal"].queryset = Seal.objects.visible_to(self.request.user).select_related("office")
        self.filters["by"].queryset = User.objects.filter(pk__in=seen.values("by"))

    def search(self, queryset, name, value):
        return queryset.filter(holding("note", value) | Q(paper__in=Paper.objects.filter(numbered_or_titled(value))))


class RegisterFilter(django_filters.FilterSet):
    """发文登记簿 of one year, this one unless another is chosen; `qs` are its lines, `title` its name."""

    year = django_filters.ChoiceFilter(label="年份", empty_label="全部年份")
    code = django_filters.ChoiceFilter(label="机关代字", empty_label="全部代字")
    kind = django_filters.ChoiceFilter(label="文种", choices=PaperKind.choices, empty_label="全部文种")
    state = django_filters.ChoiceFilter(
        label="状态", choices=((PaperState.ISSUED, "有效"), (PaperState.WITHDRAWN, "作废")), empty_label="全部状态"
    )
    q = django_filters.CharFilter(label="文号或标题", method="search")

    class Meta:
        model = Paper
        fields = ["year", "code", "kind", "state", "q"]

    def __init__(self, data=None, *args, **kwargs):
        data = QueryDict(mutable=True) if data is None else data.copy()
        if "year" not in data:
            data["year"] = str(clock.today().year)
        super().__init__(data, *args, **kwargs)
        self.town = self.request.user.membership.place
        given = PaperNumber.objects.filter(township=self.town, last__gt=0)
        years = sorted({clock.today().year, *given.values_list("year", flat=True)}, reverse=True)
        self.filters["year"].extra["choices"] = [(year, f"{year}年") for year in years]
        codes = sorted(set(given.values_list("code", flat=True)))
        self.filters["code"].extra["choices"] = [(code, code) for code in codes]

    def search(self, queryset, name, value):
        return queryset.filter(numbered_or_titled(value))

    @property
    def qs(self):
        chosen = self.form.cleaned_data if self.form.is_valid() else {}
        papers, narrowed = super().qs, any(chosen.get(name) for name in ("kind", "state", "q"))
        runs = () if narrowed else register.raises_of(self.town, year=chosen.get("year"), code=chosen.get("code"))
        return register.Entries(papers, runs)

    @property
    def title(self):
        chosen = self.form.cleaned_data if self.form.is_valid() else {}
        year = f"{chosen['year']}年" if chosen.get("year") else ""
        return f"{self.town.name}{year}{chosen.get('code') or ''}发文登记簿"
