"""The guide of grid workers: its versions, one of them, writing and publishing; how far this year's trainings are."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from circulars.layout import blocks_of
from core import clock
from core.errors import Refused, refuse_if
from core.lists import download, list_page
from core.one_form import show_form, step_page
from core.xlsx import Column

from .. import frequency, rules, sheets
from ..enums import Form, Holder
from ..forms import GuideForm
from ..models import Guide
from ..services import guides as services

COLUMNS = [
    Column("版次", lambda row: f"第{row.number}版", 8), Column("名称", "title", 30), Column("本版改动", "changed", 40),
    Column("公布时间", "published_at", 18), Column("状态", "get_state_display", 10),
    Column("编写人", lambda row: str(row.created_by or ""), 12),
]  # fmt: skip


def guides(request):
    refuse_if(rules.may_read(request.user), rules.may_read_guide(request.user))
    return Guide.objects.visible_to(request.user).select_related("township", "created_by")


def guide_of(request, guide_id):
    return get_object_or_404(guides(request), pk=guide_id)


def index(request):
    return list_page(
        request, guides(request).exclude(state="dropped"), template="routines/guides.html", partial="routines/_guides.html",
        export=None if request.user.membership.on_phone else ("网格工作指南", COLUMNS),
        may_guide=not rules.may_guide(request.user), trainings=_trainings(request.user),
    )  # fmt: skip


def _trainings(user):
    """The lines of the frequency table that are the township's own trainings; none for who reads no table."""
    if rules.may_read_office(user) or user.membership.place.level in ("county", "city"):
        return []
    return frequency.table(user.membership.place, clock.today().year, form=Form.TRAINING, holder=Holder.TOWNSHIP)


def edit(request, guide_id=None):
    """A new version starts as the text in force."""
    refuse_if(rules.may_guide(request.user))
    town = request.user.membership.place
    row = guide_of(request, guide_id) if guide_id else _next(town)
    refuse_if(rules.may_guide(request.user, row))
    form = GuideForm(request.POST or None, instance=row)
    back = reverse("routines:guide", args=[row.pk]) if guide_id else reverse("routines:guides")
    if request.method == "POST" and form.is_valid():
        try:
            kept = services.keep(guide=form.save(commit=False), by=request.user)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "已保存，核对后公布")
            return redirect("routines:guide", kept.pk)
    return show_form(request, form, "修改草稿" if guide_id else "编写新版", "保存", back)


def _next(town):
    last = Guide.objects.filter(township=town).in_force().first()
    return Guide(township=town, title=last.title if last else "网格员工作指南", body=last.body if last else "")


def detail(request, guide_id):
    row = guide_of(request, guide_id)
    context = {
        "row": row, "blocks": blocks_of(row.body), "steps": row.workflow.open_to(row, request.user),
        "log": row.log.select_related("actor"), "may_edit": not rules.may_guide(request.user, row) and row.state == "draft",
    }  # fmt: skip
    return render(request, "routines/guide.html", context)


def step(request, guide_id, action):
    """Publish or throw a draft away; a version is replaced only by the next one."""
    row, back = guide_of(request, guide_id), reverse("routines:guide", args=[guide_id])
    if action == "publish":
        return step_page(request, row, action, lambda: services.publish(guide=row, by=request.user), back)
    if action == "drop":
        act = lambda note: services.drop(guide=row, note=note, by=request.user)  # noqa: E731
        return step_page(request, row, action, act, back, to=reverse("routines:guides"))
    raise Http404


def pdf(request, guide_id):
    row = guide_of(request, guide_id)
    return download(f"{row}.pdf", sheets.guide_sheet(row), "application/pdf")
