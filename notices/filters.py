import django_filters
from django import forms
from django.db.models import Q

from core import clock

from .enums import PaperKind, PaperState
from .models import Paper, Receipt

UNSIGNED = (("mine", "待本单位签收"), ("late", "逾期未签收"))


class PaperFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label="文号、单位或文中的字", method="search")
    kind = django_filters.ChoiceFilter(label="文种", choices=PaperKind.choices, empty_label="全部文种")
    state = django_filters.ChoiceFilter(label="状态", choices=PaperState.choices, empty_label="全部状态")
    year = django_filters.NumberFilter(label="年份", min_value=2012, max_value=2100)
    unsigned = django_filters.ChoiceFilter(choices=UNSIGNED, method="not_signed_for", widget=forms.HiddenInput, label="")

    class Meta:
        model = Paper
        fields = ["q", "kind", "state", "year"]

    def search(self, queryset, name, value):
        units = Q(place__name__icontains=value, office=None, enterprise=None)
        units |= Q(office__name__icontains=value) | Q(enterprise__name__icontains=value)
        match = Q(words__icontains=value) | Q(title__icontains=value) | Q(code__icontains=value)
        match |= Q(pk__in=Receipt.objects.filter(units).values("paper"))
        digits = "".join(c for c in value if c.isdigit())
        if "号" in value and len(digits) > 4:
            match |= Q(year=int(digits[:4]), number=int(digits[4:9]))
        return queryset.filter(match)

    def not_signed_for(self, queryset, name, value):
        """In force, with a copy of one's own unit to sign for, or with copies that nobody signed for in time."""
        copies = Receipt.objects.unsigned()
        copies = copies.of_unit(self.request.user) if value == "mine" else copies.filter(due_on__lt=clock.today())
        return queryset.in_force().filter(pk__in=copies.values("paper"))
