"""The list of rules, one rule with its steps, the catalogue (制度目录) as paper."""

import django_filters
from csp.decorators import csp_exempt
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from core.errors import Refused, refuse_if
from core.lists import list_page
from core.middleware import say_refused
from core.one_form import filled
from core.tokens import token_of
from core.xlsx import Column
from enterprises.models import Enterprise
from evidence import photos
from evidence.models import Attachment
from notices import typeset
from notices.views import inline

from ..models import Bylaw
from . import forms, rules, services
from .enums import BylawState, Gap

TABS = (("未公布", "open=1"), ("已逾期", "late=1"), ("已公布", "state=published"))
TOLD = {
    "revise": "已登记修订，请公布后登记公布",
    "publish": "已登记公布",
    "send_back": "已退回，单位会收到消息",
    "drop": "已撤销登记",
}
COLUMNS = [
    Column("所在村", "place", 14),
    Column("单位", "unit_name", 30),
    Column("制度名称", "name", 36),
    Column("问题", "get_gap_display", 14),
    Column("具体情况", "problem", 40),
    Column("公布期限", "due_on", 12),
    Column("状态", "get_state_display", 14),
    Column("修订日期", "revised_on", 12),
    Column("修订内容", "change", 40),
    Column("公布日期", "published_on", 12),
    Column("公布方式", "published_where", 24),
    Column("专项行动", "campaign", 28),
]
HEAD = ["序号", "单位", "制度名称", "问题", "修订日期", "公布日期", "公布方式", "状态"]
PRINTED = 2000  # lines of one catalogue


class BylawFilter(django_filters.FilterSet):
    name = django_filters.CharFilter(label="制度名称", lookup_expr="icontains")
    village = django_filters.CharFilter(label="所在村", field_name="place__name", lookup_expr="icontains")
    firm = django_filters.CharFilter(label="企业", field_name="enterprise__name", lookup_expr="icontains")
    gap = django_filters.ChoiceFilter(label="问题", choices=Gap.choices, empty_label="全部问题")
    state = django_filters.ChoiceFilter(label="状态", choices=BylawState.choices, empty_label="全部状态")
    campaign = django_filters.NumberFilter(label="", widget=django_filters.widgets.forms.HiddenInput)
    open = django_filters.ChoiceFilter(
        label="", choices=(("1", "未公布"),), method="is_open", widget=django_filters.widgets.forms.HiddenInput
    )
    late = django_filters.ChoiceFilter(
        label="", choices=(("1", "已逾期"),), method="is_late", widget=django_filters.widgets.forms.HiddenInput
    )

    class Meta:
        model = Bylaw
        fields = []

    def is_open(self, rows, name, value):
        return rows.open()

    def is_late(self, rows, name, value):
        return rows.late()


def bylaws(request):
    return Bylaw.objects.visible_to(request.user).select_related("place", "enterprise", "campaign")


def _filtered(request):
    return BylawFilter(request.GET or None, queryset=bylaws(request), request=request).qs


def register(request):
    return list_page(
        request, bylaws(request), template="campaigns/bylaws/list.html", partial="campaigns/bylaws/_list.html",
        filterset=BylawFilter, export=("制度清单", COLUMNS), tabs=TABS, may_register=not rules.may_register(request.user),
        may_urge=not rules.may_urge(request.user),
    )  # fmt: skip


def of_enterprise(request, firm_id):
    """The rules of one enterprise, for its page."""
    firm = get_object_or_404(Enterprise.objects.visible_to(request.user), pk=firm_id)
    rows = bylaws(request).filter(enterprise=firm)
    return render(request, "campaigns/bylaws/_of_enterprise.html", {"rows": rows})


def new(request):
    refuse_if(rules.may_register(request.user))
    form = forms.BylawForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            row = services.register(by=request.user, key=token_of(request), **form.cleaned_data)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "已登记，单位会收到消息")
            return redirect("campaigns:bylaw", row.pk)
    return render(request, "campaigns/bylaws/new.html", {"form": form})


def detail(request, bylaw_id):
    row = get_object_or_404(bylaws(request), pk=bylaw_id)
    context = {
        "row": row, "steps": row.workflow.open_to(row, request.user), "log": row.log.select_related("actor"),
        "pictures": Attachment.objects.of(row),
    }  # fmt: skip
    return render(request, "campaigns/bylaws/detail.html", context)


def step(request, bylaw_id, action):
    row = get_object_or_404(bylaws(request), pk=bylaw_id)
    if action not in TOLD:
        raise Http404
    back, label = reverse("campaigns:bylaw", args=[row.pk]), row.workflow.steps[action].label
    if reason := row.workflow.refusal(row, action, request.user):
        return say_refused(request, reason, back)
    form = forms.FORMS[action](request.POST or None, request.FILES or None, initial={"row_version": row.version})
    act = lambda **values: services.step(bylaw=row, action=action, by=request.user, **_values(form, values, request.user))  # noqa: E731
    if answer := filled(request, form, act, TOLD[action], back):
        return answer
    lead = f"{row.unit_name}，{row.get_gap_display()}"
    context = {"form": form, "heading": f"{label}：{row.name}", "label": label, "back": back, "lead": lead}
    return render(request, "campaigns/bylaws/step.html", context)


def _values(form, values, user):
    """The service's keywords; the files are kept as uploads and stay with the form when it comes back."""
    values = dict(values)
    version = values.pop("row_version")
    if "files" not in values:
        return values | {"version": version}
    del values["files"]
    return values | {"version": version, "photos": photos.collect(form, by=user)}


@require_POST
def urge(request):
    told = services.urge(rows=_filtered(request), by=request.user)
    messages.success(request, f"已催办，发出 {told} 条消息" if told else "今天已经催办过")
    query = request.GET.urlencode()
    return redirect(reverse("campaigns:bylaws") + (f"?{query}" if query else ""))


@csp_exempt()
@require_GET
def catalogue(request):
    """制度目录 of what the filter leaves: of one village or enterprise when it is one, else of all in sight."""
    rows = list(_filtered(request).exclude(state=BylawState.DROPPED).order_by("place", "enterprise", "pk")[: PRINTED + 1])
    back = reverse("campaigns:bylaws")
    if len(rows) > PRINTED:
        return say_refused(request, f"超过 {PRINTED} 条，请先按村或企业筛选再打印", back)
    names = {row.unit_name for row in rows}
    title = f"{names.pop() if len(names) == 1 else request.user.membership.place}制度目录"
    lines = [HEAD, *([str(number), *_cells(row)] for number, row in enumerate(rows, 1))]
    try:
        return inline(typeset.register(title, lines)[0], f"{title}.pdf")
    except Refused as error:
        return say_refused(request, error, back)


def _cells(row):
    days = (day.isoformat() if day else "" for day in (row.revised_on, row.published_on))
    return [row.unit_name, row.name, row.get_gap_display(), *days, row.published_where, row.get_state_display()]
