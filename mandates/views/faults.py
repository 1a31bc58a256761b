"""追责线索 of villages and their cadres: the register, entering one, judging it, handing it to discipline."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from campaigns.models import Assignment
from core.errors import Refused, refuse_if
from core.lists import list_page
from core.one_form import filled, refused, show_form, step_page
from core.xlsx import Column

from .. import rules
from ..filters import FaultFilter
from ..forms import FaultForm, HandForm
from ..models import Fault
from ..services import faults as services

COLUMNS = [
    Column("村", "village__name", 16), Column("情形", "get_kind_display", 12), Column("发现日期", "seen_on", 12),
    Column("专项行动", lambda row: row.campaign.name if row.campaign else "", 30), Column("状态", "get_state_display", 12),
    Column("移送编号", lambda row: row.transfer.number if row.transfer else "", 16),
    Column("办理情况", lambda row: row.transfer.get_state_display() if row.transfer else "", 12),
]  # fmt: skip


def faults(request):
    refuse_if(rules.may_read_faults(request.user))
    return Fault.objects.visible_to(request.user).select_related("village", "campaign", "transfer", "created_by")


def index(request):
    return list_page(
        request, faults(request), template="mandates/faults.html", partial="mandates/_faults.html", filterset=FaultFilter,
        export=("追责线索", COLUMNS), tabs=(("待核实", "state=noted"), ("待移交", "state=confirmed"), ("已移交", "state=handed")),
        may_note=not rules.may_note_fault(request.user),
    )  # fmt: skip


def new(request):
    """`?duty=`, or `?village=` and `?campaign=`, begin the form."""
    refuse_if(rules.may_note_fault(request.user))
    start = {name: request.GET.get(name, "")[:24] for name in ("village", "campaign")}
    if duty := request.GET.get("duty", ""):
        seen = Assignment.objects.visible_to(request.user).select_related("campaign", "task", "place", "office")
        start = services.told_by(get_object_or_404(seen, pk=duty if duty.isdecimal() and len(duty) < 18 else 0))
    form, back = FaultForm(request.POST or None, user=request.user, initial=start), reverse("mandates:faults")
    if request.method == "POST" and form.is_valid():
        token = request.POST.get("form_token", "")[:60] or None
        try:
            row = services.note(by=request.user, key=token, **form.cleaned_data)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "已登记，乡镇领导会收到消息")
            return redirect("mandates:fault", row.pk)
    return show_form(request, form, "登记追责线索", "登记", back)


def detail(request, fault_id):
    row = get_object_or_404(faults(request), pk=fault_id)
    context = {
        "row": row, "steps": row.workflow.open_to(row, request.user), "log": row.log.select_related("actor"),
        "record": services.record_of(row.village, row.campaign),
    }  # fmt: skip
    return render(request, "mandates/fault.html", context)


def step(request, fault_id, action):
    row, back = get_object_or_404(faults(request), pk=fault_id), reverse("mandates:fault", args=[fault_id])
    if action not in Fault.workflow.steps:
        raise Http404
    if action != "hand":
        act = lambda note: services.judge(fault=row, action=action, note=note, by=request.user)  # noqa: E731
        return step_page(request, row, action, act, back)
    if reason := row.workflow.refusal(row, action, request.user):
        return refused(request, reason, back)
    form = HandForm(request.POST or None, initial={"to_body": services.own_discipline(row)})
    act = lambda **given: services.hand(fault=row, by=request.user, **given)  # noqa: E731
    told = "已移交，签收和反馈期限由移送登记跟踪；移送函在移送页起草"
    return filled(request, form, act, told, back) or show_form(request, form, "追责移交", "移交", back, str(row))
