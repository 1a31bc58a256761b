"""外包台账 over all enterprises: who has some, who signed that there is none, who has not answered; urging the latter."""

import django_filters
from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from core.errors import Refused
from core.lists import list_page
from core.middleware import say_refused
from core.xlsx import Column

from ..models import Enterprise
from . import parties, urging
from .everyone_views import year_of
from .firm_filter import FirmFilter

ANSWERS = {
    "some": ("有外包外租", parties.SOME), "none": ("已签“无”", parties.NONE), "silent": ("没有填报", parties.SILENT),
    "unseen": ("没有排查", parties.UNSEEN), "unfit": ("不合格待处理", parties.UNFIT), "short": ("要催报的", parties.SILENT | parties.UNSEEN),
}  # fmt: skip


class PartiesFilter(FirmFilter):
    """Works on rows made by with_answers."""

    answer = django_filters.ChoiceFilter(
        label="填报", choices=[(key, label) for key, (label, _) in ANSWERS.items()], method="answered", empty_label="不限"
    )

    def answered(self, rows, name, value):
        return rows.filter(ANSWERS[value][1])


def firms(request, year):
    rows = Enterprise.objects.visible_to(request.user).operating().select_related("village", "sector")
    return parties.with_answers(rows, year).order_by("village_id", "pk")


def overview(request):
    year = year_of(request)
    return list_page(
        request, firms(request, year), template="enterprises/files/parties.html", partial="enterprises/files/_parties.html",
        filterset=PartiesFilter, export=(f"{year}年外包外租台账", _columns()), year=year, may_urge=not urging.may_urge(request.user),
        tabs=[(label, f"answer={key}") for key, (label, _) in ANSWERS.items()],
    )  # fmt: skip


def word(row):
    """What an enterprise has answered."""
    return "有" if row.bound else "无" if row.none_on else "没有填报"


def _columns():
    return [
        Column("企业", "name", 30), Column("统一社会信用代码", "credit_code", 22), Column("所在村", "village__name"),
        Column("有无外包外租", word, 14), Column("签“无”日期", "none_on", 12), Column("外包外租单位", "bound", 12),
        Column("没有排查", "unseen", 10), Column("不合格待处理", "unfit", 12), Column("主要负责人", "principal", 12),
    ]  # fmt: skip


@require_POST
def urge(request):
    """Urge those of the filter in the address who owe an answer of this year."""
    back = reverse("enterprises:parties") + (f"?{request.GET.urlencode()}" if request.GET else "")
    bar = PartiesFilter(request.GET, queryset=firms(request, year_of(request)), request=request)
    try:
        asked, bare = parties.urge(firms=bar.qs, by=request.user)
    except Refused as error:
        return say_refused(request, error, back)
    messages.success(request, urging.told(asked, bare))
    return redirect(back)
