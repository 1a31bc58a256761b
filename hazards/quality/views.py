"""The register of marks, the register of pairs, one pair side by side."""

from django import forms
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.enums import PHONE_ROLES
from core.errors import Refused
from core.forms import PortalForm
from core.lists import list_page
from core.middleware import say_refused
from core.views import safe_back
from core.xlsx import Column

from .. import rules_quality as rules
from ..enums import HazardState
from ..enums_quality import MarkState, TwinState
from ..models import Hazard, Mark, Twin
from . import services
from .filters import MarkFilter, TwinFilter

MARK_TABS = (("待核对", "state=standing"), ("核对无问题", "state=dismissed"))
TWIN_TABS = (("待判断", "state=proposed"), ("同一隐患", "state=same"), ("不是同一隐患", "state=different"))
SIDES = tuple(f"{side}__{path}" for side in ("one", "other") for path in ("village", "enterprise"))


class NoteForm(PortalForm):
    note = forms.CharField(label="说明", max_length=500, required=False)


def _staff_only(request):
    if request.user.role in PHONE_ROLES or request.user.membership is None:
        raise Refused("填报质量由乡镇、站所和上级核对")


def _mark_columns():
    return [
        Column("单位", lambda row: str(row.unit), 28), Column("所在村", "village__name"), Column("出处", "title", 36),
        Column("填写内容", "text", 40), Column("标记原因", "get_reason_display", 18), Column("说明", "detail", 40),
        Column("填写日期", "given_on", 12), Column("规则版本", "rule_version", 10), Column("状态", "get_state_display", 12),
        Column("网页地址", "link", 24),
    ]  # fmt: skip


def marks(request):
    """Everything the rules have marked; those that no longer hold stay in the export under their state."""
    _staff_only(request)
    rows = Mark.objects.visible_to(request.user).select_related("village", "enterprise")
    return list_page(
        request, rows, template="hazards/marks.html", partial="hazards/_marks.html", filterset=MarkFilter,
        export=("填报质量标记", _mark_columns()), tabs=MARK_TABS, may_judge=not rules.may_judge(request.user),
        may_scan=not rules.may_scan(request.user),
    )  # fmt: skip


@require_POST
def mark_step(request, mark_id, action):
    """Dismiss a mark with a reason, or take that back."""
    mark = get_object_or_404(Mark.objects.visible_to(request.user), pk=mark_id)
    if action not in ("dismiss", "restore"):
        raise Http404
    if reason := rules.may_judge(request.user):
        raise Refused(reason)
    try:
        if action == "dismiss":
            services.dismiss(mark=mark, by=request.user, note=request.POST.get("note", "")[:500])
        else:
            services.restore(mark=mark, by=request.user)
    except Refused as error:
        return say_refused(request, error, safe_back(request, reverse("hazards:marks")))
    messages.success(request, "已记为核对无问题，以后不再标记" if mark.state == MarkState.DISMISSED else "已恢复标记")
    return redirect(safe_back(request, reverse("hazards:marks")))


@require_POST
def scan(request):
    job = services.ask(by=request.user)
    return redirect("core:job", job_id=job.pk)


def _twin_columns():
    return [
        Column("编号甲", "one__number", 16), Column("编号乙", "other__number", 16), Column("单位", lambda row: str(row.one.unit), 28),
        Column("隐患甲", "one__description", 40), Column("隐患乙", "other__description", 40), Column("相似度（%）", "percent", 10),
        Column("结论", "get_state_display", 14), Column("规则版本", "rule_version", 10),
    ]  # fmt: skip


def twins(request):
    _staff_only(request)
    rows = Twin.objects.visible_to(request.user).select_related(*SIDES)
    return list_page(
        request, rows, template="hazards/twins.html", partial="hazards/_twins.html", filterset=TwinFilter,
        export=("疑似重复隐患", _twin_columns()), tabs=TWIN_TABS, may_scan=not rules.may_scan(request.user),
    )  # fmt: skip


def twin_of(request, twin_id):
    return get_object_or_404(Twin.objects.visible_to(request.user).select_related(*SIDES), pk=twin_id)


def twin(request, twin_id):
    """Both side by side, and the decision."""
    row = twin_of(request, twin_id)
    context = {
        "row": row, "sides": (row.one, row.other), "steps": row.workflow.open_to(row, request.user),
        "log": row.log.select_related("actor"), "cancels": _to_cancel(row, request.user),
    }  # fmt: skip
    return render(request, "hazards/twin.html", context)


def _to_cancel(row, user):
    """[(hazard, the one that stays)]: which of two that are one can still be taken off the register, the later first."""
    both = ((row.other, row.one), (row.one, row.other))
    if row.state != TwinState.SAME or any(hazard.state == HazardState.CANCELLED for hazard, _ in both):
        return []
    return [pair for pair in both if not Hazard.workflow.refusal(pair[0], "cancel", user)]


@require_POST
def twin_step(request, twin_id, action):
    row = twin_of(request, twin_id)
    if action not in Twin.workflow.steps:
        raise Http404
    if reason := rules.may_judge(request.user):
        raise Refused(reason)
    form = NoteForm(request.POST)
    form.is_valid()
    try:
        services.decide(twin=row, by=request.user, same=action == "same", note=form.cleaned_data.get("note", ""))
    except Refused as error:
        return say_refused(request, error, reverse("hazards:twin", args=[row.pk]))
    messages.success(request, "已判断，两条隐患的办理记录里都有记载")
    return redirect("hazards:twin", row.pk)
