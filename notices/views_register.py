"""发文登记簿: a year's numbers on the screen, as a workbook and, by a job, as a PDF to be bound."""

from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_POST

from accounts.enums import TOWNSHIP_ROLES
from core import jobs
from core.errors import Refused
from core.lists import list_page, workbook_response
from core.middleware import say_refused

from . import register as register_of
from .exports import year_register
from .filters import RegisterFilter
from .models import Paper


def _town(user):
    if not user.has_role(*TOWNSHIP_ROLES):
        raise Refused("发文登记簿由乡镇登记保管")
    return user.membership.place


@require_GET
def register(request):
    town = _town(request.user)
    rows = register_of.numbered(Paper.objects.visible_to(request.user).filter(township=town))
    if request.GET.get("export") == "xlsx":
        chosen = RegisterFilter(request.GET, queryset=rows, request=request)
        entries = chosen.qs
        lines = [*entries[:], entries.totals()]
        return workbook_response(chosen.title, year_register(chosen.title, lines))
    return list_page(
        request, rows, template="notices/register.html", partial="notices/_register.html", filterset=RegisterFilter,
        export=True, checks=register_of.checked(town),
    )  # fmt: skip


@require_POST
def register_pdf(request):
    """The register as chosen on the page, printed by a job."""
    _town(request.user)
    chosen = RegisterFilter(request.POST, queryset=Paper.objects.none(), request=request)
    if not chosen.form.is_valid():
        return say_refused(request, "筛选条件有误，请重新选择", "notices:register")
    asked = {name: request.POST[name] for name in chosen.form.fields if request.POST.get(name)}
    job = jobs.enqueue(
        "notices.register", by=request.user, title=f"打印{chosen.title}"[:120], asked=asked, seat=request.user.membership.pk
    )
    return redirect("core:job", job_id=job.pk)
