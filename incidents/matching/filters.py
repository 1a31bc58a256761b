"""Filters of lists and candidates; none takes a name."""

import django_filters

from ..models import Candidate, NameList
from .engine import LIKELY
from .enums import CandidateState, ListKind, ListState


class NamesFilter(django_filters.FilterSet):
    kind = django_filters.ChoiceFilter(label="名单类别", choices=ListKind.choices, empty_label="全部类别")
    state = django_filters.ChoiceFilter(label="状态", choices=ListState.choices, empty_label="全部状态")

    class Meta:
        model = NameList
        fields = []


class CandidateFilter(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(label="判定", choices=CandidateState.choices, empty_label="全部判定")
    score = django_filters.ChoiceFilter(
        label="相似度", choices=(("100", "身份证号相同"), (str(LIKELY), f"{LIKELY} 分以上"), ("0", f"{LIKELY} 分以下")),
        method="of_score", empty_label="不限",
    )  # fmt: skip
    lead = django_filters.ChoiceFilter(
        label="线索", choices=(("1", "已登记线索"), ("0", "未登记线索")), method="with_lead", empty_label="不限"
    )

    class Meta:
        model = Candidate
        fields = []

    def of_score(self, rows, name, value):
        return rows.filter(score__lt=LIKELY) if value == "0" else rows.filter(score__gte=int(value))

    def with_lead(self, rows, name, value):
        return rows.filter(lead__isnull=value == "0")
