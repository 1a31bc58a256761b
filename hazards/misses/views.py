"""What was missed: the register, by unit and by person, one with both records side by side, the settings."""

from django import forms
from django.db.models import Count, IntegerField, Max, Min, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.enums import PHONE_ROLES
from core.errors import Refused, refuse_if
from core.forms import PortalForm
from core.lists import list_page
from core.middleware import say_refused
from core.one_form import filled, show_form
from core.xlsx import Column
from places.models import Place

from .. import rules_misses as rules
from ..forms_transfer import NoteStep, RowStep
from ..models import Miss, MissedLook
from ..stepping import Act, show, take
from . import services
from .filters import MissFilter
from .settings import keep_miss_settings, miss_settings

TABS = (
    ("待核对", "state=marked"),
    ("已认定", "state=confirmed"),
    ("待通报", "unnamed=1"),
    ("不属于漏查", "state=dismissed"),
)
RELATED = ("hazard", "village", "enterprise", "paper")


def _staff_only(request):
    refuse_if("漏查由乡镇、站所和上级核对" if request.user.role in PHONE_ROLES else "")


def misses(request):
    _staff_only(request)
    rows = Miss.objects.visible_to(request.user).standing()
    return rows.select_related(*RELATED).prefetch_related("looks")


def _decide(action):
    return lambda row, by, values: services.decide(miss=row, action=action, by=by, **values)


def _people(row):
    return "、".join(dict.fromkeys(f"{look.name}（{look.on:%m-%d} {look.kind}）" for look in row.looks.all()))


COLUMNS = [
    Column("隐患编号", "hazard__number", 16), Column("单位", lambda row: str(row.unit), 28), Column("所在村", "village__name"),
    Column("隐患", "hazard__description", 40), Column("等级", "hazard__get_grade_display", 10),
    Column("上级检出日期", "hazard__found_on", 14), Column("检出单位", "hazard__found_by", 20), Column("相隔天数", "days", 10),
    Column("没有发现的检查", _people, 40), Column("认定", "get_state_display", 12),
    Column("通报", lambda row: row.paper.title if row.paper else "", 30),
]  # fmt: skip


def register(request):
    rows = misses(request)
    return list_page(
        request, rows, template="hazards/misses.html", partial="hazards/_misses.html", filterset=MissFilter,
        export=("漏查台账", COLUMNS), tabs=TABS, may_keep=not rules.may_keep(request.user),
        unnamed=Miss.objects.visible_to(request.user).to_publish().count(),
    )  # fmt: skip


BY_UNIT = [
    Column("单位", "unit", 30), Column("所在村", "village__name"), Column("漏查隐患", "count", 10),
    Column("其中重大", "major", 10), Column("已认定", "confirmed", 10), Column("最近检出", "last", 12),
]  # fmt: skip
BY_PERSON = [
    Column("检查人员", "name", 14), Column("漏查隐患", "count", 10), Column("其中重大", "major", 10),
    Column("已认定", "confirmed", 10), Column("涉及检查", "held", 10), Column("最近检查", "last", 12),
]  # fmt: skip


def by(request, what):
    """Each hazard counts once for a unit, and once for each person however often the person had looked."""
    _staff_only(request)
    if what not in GROUPED:
        raise Http404
    rows, title, columns = GROUPED[what]
    return list_page(
        request, rows(Miss.objects.visible_to(request.user).standing()), template="hazards/misses_by.html",
        partial="hazards/_misses_by.html", export=(title, columns), what=what,
    )  # fmt: skip


def _by_unit(rows):
    """The first miss of each unit, with the numbers of all of the unit."""
    firsts = rows.order_by().values("village", "enterprise").annotate(first=Min("pk")).values("first")
    unit = Coalesce("enterprise", 0)
    same = rows.annotate(unit_key=unit).filter(village=OuterRef("village"), unit_key=Coalesce(OuterRef("enterprise"), 0))
    return _numbered(rows.filter(pk__in=firsts), same, "village", "pk", last="hazard__found_on").order_by(*GRAVEST, "pk")


def _by_person(rows):
    """The first look of each person, with the numbers of all misses of the person."""
    looks = MissedLook.objects.filter(miss__in=rows.order_by().values("pk")).order_by()
    firsts = looks.values("name").annotate(first=Min("pk")).values("first")
    same = looks.filter(name=OuterRef("name"))
    chosen = _numbered(looks.filter(pk__in=firsts), same, "name", "miss", last="on", path="miss__")
    held = same.values("name").annotate(n=Count("key", distinct=True)).values("n")
    return chosen.annotate(held=Subquery(held)).order_by(*GRAVEST, "pk")


GRAVEST = ("-count", "-major", "-confirmed")


def _numbered(chosen, same, group, counted, *, last, path=""):
    """Adds count, major, confirmed (hazards, each once) and last of the rows that belong together."""
    wanted = {"count": Q(), "major": Q(**{f"{path}hazard__grade": "major"}), "confirmed": Q(**{f"{path}state": "confirmed"})}
    tally = {
        name: Subquery(
            same.order_by().values(group).annotate(n=Count(counted, filter=only, distinct=True)).values("n"),
            output_field=IntegerField(),
        )
        for name, only in wanted.items()
    }
    newest = same.order_by().values(group).annotate(d=Max(last)).values("d")
    return chosen.annotate(**tally, last=Subquery(newest))


GROUPED = {
    "units": (lambda rows: _by_unit(rows.select_related("enterprise", "village")), "漏查按单位", BY_UNIT),
    "people": (_by_person, "漏查按检查人员", BY_PERSON),
}


# one of them

ACTS = {
    act.action: act
    for act in (
        Act("confirm", "认定漏查", RowStep, _decide("confirm"), "已认定漏查，重大隐患可以写进通报"),
        Act("dismiss", "不属于漏查", NoteStep, _decide("dismiss"), "已记为不属于漏查", main=False),
        Act("restore", "撤销认定，重新核对", NoteStep, _decide("restore"), "已撤销认定，等待重新核对", main=False),
    )
}


def detail(request, miss_id):
    return _page(request, get_object_or_404(misses(request), pk=miss_id))


def _page(request, row, chosen="", form=None):
    """The looks to the left, what the upper level found to the right, and the decision."""
    looks = {}
    for look in row.looks.all():
        looks.setdefault(look.key, {"look": look, "names": []})["names"].append(look.name)
    return show(
        request, row, ACTS, "hazards/miss.html", chosen=chosen or request.GET.get("do", ""), form=form,
        looks=list(looks.values()), step_url="hazards:miss_step",
    )  # fmt: skip


@require_POST
def step(request, miss_id, action):
    row = get_object_or_404(misses(request), pk=miss_id)
    back = reverse("hazards:miss", args=[row.pk])
    return take(request, row, ACTS, action, back, lambda form: _page(request, row, action, form))


# settings, looking again, the bulletin


class SoonForm(PortalForm):
    soon = forms.IntegerField(
        label="检查后多少天内被上级检出算漏查", min_value=1, max_value=365, help_text="文件所说的“短期内”，按本地规定填写"
    )


def settings(request):
    """Saving looks over what is there by the new number of days."""
    refuse_if(rules.may_keep(request.user))
    town = Place.objects.get(pk=request.user.membership.place.township_code)
    form = SoonForm(request.POST or None, initial=miss_settings(town.pk))

    def act(**values):
        keep_miss_settings(town.pk, values)
        services.ask(by=request.user)

    lead = "签名“未发现问题”的自查、检查之后，这么多天内上级检出隐患的，自动标记，由应急办或领导认定。"
    return filled(request, form, act, "已保存，正在按新的天数重新比对", "hazards:misses") or show_form(
        request, form, "漏查认定天数", "保存", reverse("hazards:misses"), lead
    )


@require_POST
def scan(request):
    job = services.ask(by=request.user)
    return redirect("core:job", job_id=job.pk)


@require_POST
def bulletin(request):
    try:
        paper = services.bulletin(by=request.user)
    except Refused as error:
        if rules.may_keep(request.user):
            raise
        return say_refused(request, error, reverse("hazards:misses"))
    return redirect("notices:detail", paper_id=paper.pk)
