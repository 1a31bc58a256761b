"""The ten-column form of a big check, photos before and after, close-outs of a month."""

from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from core.errors import refuse_if
from core.exports import AT_ONCE, answer
from core.lists import list_page, workbook_response
from hazards.models import Hazard

from .. import exports, rules
from ..filters import BigCheckFilter, ClosureFilter
from ..forms import month_choices
from ..services import printing

BIG_CHECK = "安全生产大检查问题隐患登记表"
PHOTOS = "隐患整改前后照片"


def big_check(request):
    refuse_if(rules.may_read(request.user))
    rows = Hazard.objects.visible_to(request.user).select_related(*printing.RELATED)
    rows = rows if request.GET.get("state") else rows.registered()
    if request.GET.get("export") == "xlsx":
        return _workbook(request)
    this = month_choices(1)[0][0]
    return list_page(
        request,
        rows,
        template="registers/big_check.html",
        partial="registers/_big_check.html",
        filterset=BigCheckFilter,
        export=(BIG_CHECK, ()),
        heads=exports.BIG_CHECK_HEADS,
        may_send=not rules.may_send(request.user),
        most=printing.MOST_PRINTED,
        most_photos=printing.MOST_PHOTOS,
        tabs=(
            ("本月", f"month={this}"),
            ("重大未销号", "grade=major&open=1"),
            ("已销号", "state=closed"),
            ("已逾期", "overdue=1"),
        ),
    )


def _workbook(request):
    """The form under its merged title; more rows than one waits for are written by a job, all of them."""
    chosen = printing.chosen(request.user, request.GET)
    if hasattr(request, "export_job") or len(chosen[: AT_ONCE + 1].values_list("pk")) > AT_ONCE:
        return answer(request, BIG_CHECK, exports.big_check_columns(), chosen)
    unit = f"填报单位：{request.user.membership.place}"
    return workbook_response(BIG_CHECK, exports.big_check_workbook(BIG_CHECK, unit, list(chosen)))


@require_POST
def big_check_pdf(request):
    refuse_if(rules.may_read(request.user))
    job = printing.begin("big_check", BIG_CHECK, request.GET.urlencode(), request.user)
    return redirect("core:job", job_id=job.pk)


@require_POST
def photos(request):
    refuse_if(rules.may_read(request.user))
    job = printing.begin("photos", PHOTOS, request.GET.urlencode(), request.user)
    return redirect("core:job", job_id=job.pk)


def closures(request):
    """What was accepted and struck off, by the month it was."""
    refuse_if(rules.may_read(request.user))
    rows = Hazard.objects.visible_to(request.user).closed().select_related(*printing.RELATED, "accepted_by")
    return list_page(
        request,
        rows.prefetch_related("acceptances").order_by("-closed_at", "-pk"),
        template="registers/closures.html",
        partial="registers/_closures.html",
        filterset=ClosureFilter,
        export=("销号清单", exports.CLOSURES),
        tabs=[(f"{label.split('年')[1]}销号", f"month={value}") for value, label in month_choices(3)],
    )
