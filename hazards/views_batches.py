"""Batches and typical cases: register, one batch, picking, the published list."""

from functools import partial

from csp.decorators import csp_exempt
from django.contrib import messages
from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from core.errors import Refused, refuse_if
from core.lists import list_page, ticked
from core.one_form import filled, show_form, step_page
from notices.views import inline

from . import exports_supervision, rules_batches
from . import forms_supervision as forms
from .enums import BatchState
from .filters import HazardFilter
from .filters_supervision import BatchFilter
from .models import Batch, BatchItem
from .papers_on import papers_on
from .public_sheet import batch_sheet
from .services import batches as services
from .views import hazards

PICKED = (
    ("逾期的", "overdue=1"),
    ("重大未销号", "grade=major&open=1"),
    ("上级查出的重大", "grade=major&source=handed-down"),
)


def may_look(user):
    """Drafts are for the township's own staff; the others read what was published."""
    return (
        "" if user.has_role("officer", "leader", "discipline", "supervisor") else "名单草稿只有乡镇机关能看，已公布的见公示"
    )


def batches(request):
    refuse_if(may_look(request.user))
    return Batch.objects.visible_to(request.user)


def register(request):
    return list_page(
        request,
        batches(request).annotate(firms=Count("items__enterprise", distinct=True)).order_by("-created_at", "-pk"),
        template="hazards/batches_list.html",
        partial="hazards/_batches_list.html",
        filterset=BatchFilter,
        export=("四个一批台账", exports_supervision.BATCHES),
        tabs=(("待领导批准", "state=sent"), ("待公布", "state=approved"), ("已公布", "state=published")),
        may_keep=not rules_batches.may_keep(request.user),
    )


def new(request):
    refuse_if(rules_batches.may_keep(request.user))
    form = forms.BatchForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            batch = services.draft_batch(by=request.user, **form.cleaned_data)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "已草拟，请选择企业或隐患")
            return redirect("hazards:batch", batch.pk)
    return show_form(request, form, "草拟一批", "草拟", reverse("hazards:batches"))


def detail(request, round_id):
    batch = get_object_or_404(batches(request), pk=round_id)
    context = {
        "batch": batch,
        "items": batch.items.select_related("enterprise__village", "hazard"),
        "may_edit": not rules_batches.may_edit(request.user, batch),
        "steps": batch.workflow.open_to(batch, request.user),
        "may_paper": not rules_batches.may_keep(request.user) and batch.state in (BatchState.APPROVED, BatchState.PUBLISHED),
        "papers": papers_on(batch, request.user),
        "log": batch.log.select_related("actor"),
    }
    return render(request, "hazards/batches_detail.html", context)


def pick(request, round_id):
    """Hazards of enterprises to be ticked; POST puts the ticked ones on the list."""
    batch = get_object_or_404(batches(request), pk=round_id)
    refuse_if(rules_batches.may_edit(request.user, batch))
    rows = hazards(request).filter(enterprise__isnull=False).exclude(state__in=["draft", "cancelled"])
    if request.method == "POST":
        ids = ticked(request.POST.getlist("ids"))
        count = services.add_hazards(batch=batch, by=request.user, hazards=rows.filter(pk__in=ids))
        messages.success(request, f"已加入 {count} 条，请核对事由")
        return redirect("hazards:batch", batch.pk)
    return list_page(
        request,
        rows.exclude(pk__in=batch.items.exclude(hazard=None).values("hazard")),
        template="hazards/batches_pick.html",
        partial="hazards/_batches_pick.html",
        filterset=HazardFilter,
        tabs=PICKED,
        batch=batch,
    )


def add_firm(request, round_id):
    batch = get_object_or_404(batches(request), pk=round_id)
    refuse_if(rules_batches.may_edit(request.user, batch))
    form = forms.AddFirmForm(request.POST or None, user=request.user)
    act = lambda **values: services.add_enterprise(batch=batch, by=request.user, **values)  # noqa: E731
    back = reverse("hazards:batch", args=[batch.pk])
    return filled(request, form, act, "已加入名单", back) or show_form(request, form, "加入企业", "加入", back, batch.title)


def _item(request, entry_id):
    items = BatchItem.objects.filter(batch__in=batches(request)).select_related("batch", "enterprise")
    row = get_object_or_404(items, pk=entry_id)
    refuse_if(rules_batches.may_edit(request.user, row.batch))
    return row


def item(request, entry_id):
    row = _item(request, entry_id)
    form = forms.ItemForm(request.POST or None, initial={"facts": row.facts, "measure": row.measure})
    act = lambda **values: services.word_item(item=row, by=request.user, **values)  # noqa: E731
    back = reverse("hazards:batch", args=[row.batch_id])
    return filled(request, form, act, "已保存", back) or show_form(request, form, str(row.enterprise), "保存", back)


@require_POST
def item_drop(request, entry_id):
    row = _item(request, entry_id)
    services.drop_item(item=row, by=request.user)
    messages.success(request, f"已从名单中去掉{row.enterprise}")
    return redirect("hazards:batch", row.batch_id)


def step(request, round_id, action):
    batch, back = get_object_or_404(batches(request), pk=round_id), reverse("hazards:batch", args=[round_id])
    act = lambda **given: services.move_batch(batch=batch, action=action, by=request.user, **given)  # noqa: E731
    asked = forms.SeenWhy if action in STEPS and STEPS[action].note else FORMS.get(action, forms.Seen)
    return step_page(request, batch, action, act, back, form=partial(asked, row=batch, seen=request.GET.get("v", "")))


STEPS = Batch.workflow.steps
FORMS = {"publish": forms.PublishBatchForm}


@require_POST
def paper(request, round_id):
    batch = get_object_or_404(batches(request), pk=round_id)
    made = services.draft_bulletin(batch=batch, by=request.user)
    messages.success(request, "通报已起草，核对后送领导签发")
    return redirect("notices:detail", made.pk)


def public_rows(request):
    return Batch.objects.public(request.user.membership.place).select_related("township").order_by("-published_at", "-pk")


def public(request):
    """What was published, for every role of the township."""
    return list_page(
        request,
        public_rows(request).prefetch_related("items__enterprise"),
        template="hazards/batches_public.html",
        partial="hazards/_batches_public.html",
        export=None if request.user.membership.on_phone else ("已公布名单", exports_supervision.PUBLIC_BATCHES),
        per_page=10,
    )


@csp_exempt()
@require_GET
def public_pdf(request, round_id):
    batch = get_object_or_404(public_rows(request), pk=round_id)
    return inline(batch_sheet(batch), f"{batch.title}.pdf")
