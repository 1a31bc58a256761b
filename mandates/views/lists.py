"""Lists of powers and duties: the register, one version with its lines, writing and publishing."""

from django.contrib import messages
from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from core.errors import refuse_if
from core.lists import list_page
from core.one_form import filled, show_form, step_page
from core.xlsx import Column
from notices.views import inline

from .. import prints, rules
from ..filters import MandateFilter
from ..forms import ItemForm, MandateForm
from ..models import Mandate, MandateItem
from ..services import lists as services

COLUMNS = [
    Column("单位或领导", "holder_name", 24), Column("版次", "number", 8), Column("生效日期", "valid_from", 12),
    Column("编制依据", "basis", 40), Column("事项", "lines", 8), Column("状态", "get_state_display"),
    Column("公布时间", "published_at", 18),
]  # fmt: skip


def mandates(request):
    refuse_if(rules.may_read(request.user))
    return Mandate.objects.visible_to(request.user).select_related("township", "office", "person", "created_by")


def mandate_of(request, mandate_id):
    return get_object_or_404(mandates(request), pk=mandate_id)


def index(request):
    rows = mandates(request).annotate(lines=Count("items")).order_by("holder", "-number", "pk")
    return list_page(
        request, rows, template="mandates/lists.html", partial="mandates/_lists.html", filterset=MandateFilter,
        export=("职责清单", COLUMNS), tabs=(("现行", "now=1"), ("起草中", "state=draft")),
        may_write=not rules.may_write(request.user),
    )  # fmt: skip


def new(request):
    refuse_if(rules.may_write(request.user))
    form, made = MandateForm(request.POST or None, user=request.user), []
    act = lambda **given: made.append(services.new(by=request.user, **given))  # noqa: E731
    back = reverse("mandates:lists")
    lead = "有现行清单的，新一版先照抄现行事项，改好后公布。"
    done = filled(request, form, act, "已起草，核对事项后公布", back)
    return redirect("mandates:list", made[0].pk) if done else show_form(request, form, "起草清单", "起草", back, lead)


def detail(request, mandate_id):
    row = mandate_of(request, mandate_id)
    open_steps = row.workflow.open_to(row, request.user)
    versions = mandates(request).filter(township=row.township_id, holder=row.holder).order_by("-number")
    context = {
        "row": row, "items": row.items.all(), "steps": open_steps, "log": row.log.select_related("actor"), "versions": versions,
        "may_edit": row.state == "draft" and not rules.may_write(request.user, row),
        "reviews": row.reviews.standing().order_by("-due_on")[:10],
    }  # fmt: skip
    return render(request, "mandates/list.html", context)


def pdf(request, mandate_id):
    row = mandate_of(request, mandate_id)
    return inline(prints.mandate(row), f"{row}.pdf")


def step(request, mandate_id, action):
    row, back = mandate_of(request, mandate_id), reverse("mandates:list", args=[mandate_id])
    does = services.drop if action == "drop" else services.publish
    return step_page(request, row, action, lambda **given: does(mandate=row, by=request.user, **given), back)


def item_add(request, mandate_id):
    row = mandate_of(request, mandate_id)
    refuse_if(rules.may_write(request.user, row))
    form, back = ItemForm(request.POST or None), reverse("mandates:list", args=[row.pk])
    act = lambda **given: services.add(mandate=row, by=request.user, **given)  # noqa: E731
    return filled(request, form, act, "已加入清单", back) or show_form(request, form, "加一项", "加入", back, str(row))


def item_of(request, duty_id):
    row = get_object_or_404(MandateItem.objects.select_related("mandate"), pk=duty_id, mandate__in=mandates(request))
    refuse_if(rules.may_write(request.user, row.mandate))
    return row


def item_edit(request, duty_id):
    row = item_of(request, duty_id)
    start = {name: getattr(row, name) for name in services.ITEM}
    form, back = ItemForm(request.POST or None, initial=start), reverse("mandates:list", args=[row.mandate_id])
    act = lambda **given: services.change(item=row, by=request.user, **given)  # noqa: E731
    return filled(request, form, act, "已修改", back) or show_form(request, form, "修改事项", "保存", back, str(row.mandate))


@require_POST
def item_drop(request, duty_id):
    row = item_of(request, duty_id)
    services.drop_item(item=row, by=request.user)
    messages.success(request, "已删去这一项")
    return redirect("mandates:list", row.mandate_id)
