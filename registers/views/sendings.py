"""What was sent to the level above: sending a register, the list of sendings, one with its files as they were sent."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from core.errors import refuse_if
from core.forms import ReasonForm
from core.lists import download, list_page, query_without
from core.one_form import filled, show_form
from core.xlsx import XLSX
from notices.views import PDF

from .. import exports, forms, rules
from ..enums import SendingKind
from ..filters import SendingFilter
from ..models import Sending
from ..services import printing
from ..services import sendings as services
from .lists import BIG_CHECK, PHOTOS

TITLES = {SendingKind.TEN: BIG_CHECK, SendingKind.PHOTOS: PHOTOS}


def sendings(request):
    refuse_if(rules.may_count(request.user))
    return Sending.objects.visible_to(request.user).select_related("township", "created_by", "report")


def register(request):
    return list_page(
        request,
        sendings(request),
        template="registers/sendings.html",
        partial="registers/_sendings.html",
        filterset=SendingFilter,
        export=("报送件", exports.SENDINGS),
        tabs=[(label, f"kind={kind}") for kind, label in SendingKind.choices],
    )


def detail(request, sending_id):
    row = get_object_or_404(sendings(request), pk=sending_id)
    context = {"row": row, "files": row.files.all(), "may_strike": not rules.may_strike(request.user, row)}
    return render(request, "registers/sending.html", context)


@require_GET
def file(request, sending_id, file_id):
    """The very bytes that were sent."""
    row = get_object_or_404(sendings(request), pk=sending_id)
    kept = get_object_or_404(row.files, pk=file_id)
    return download(kept.name, services.bytes_of(kept), PDF if kept.name.endswith(".pdf") else XLSX)


def send(request, kind):
    """Send the rows of the filter in the address; the files are made and kept by a job."""
    if kind not in TITLES:
        raise Http404
    refuse_if(rules.may_send(request.user))
    title, query = TITLES[kind], query_without(request, "page", "after", "before", "export")
    back = reverse("registers:big_check") + (f"?{query}" if query else "")
    total = printing.chosen(request.user, request.GET).count()
    refuse_if(services.too_many(kind, total))
    form = forms.SendingForm(
        request.POST if request.method == "POST" else None,
        initial={"sent_to": services.sent_to_before(request.user.membership.place)},
    )
    if request.method == "POST" and form.is_valid():
        job = services.begin(by=request.user, kind=kind, title=title, query=query, **form.cleaned_data)
        return redirect("core:job", job_id=job.pk)
    lead = f"{title}，{printing.narrowed(request.user, query)}，共 {total} 条。报送时生成的文件留存，以后台账变动也不改，可以随时再下载。"
    return show_form(request, form, f"报送{title}", "报送并留存", back, lead)


def strike(request, sending_id):
    row = get_object_or_404(sendings(request), pk=sending_id)
    refuse_if(rules.may_strike(request.user, row))
    back = reverse("registers:sending", args=[row.pk])
    form = ReasonForm(request.POST if request.method == "POST" else None)
    act = lambda **given: services.strike(sending=row, by=request.user, **given)  # noqa: E731
    lead = f"{row}。作废后文件仍然保留，列表上标明作废和原因。"
    return filled(request, form, act, "已作废", back) or show_form(request, form, "作废报送件", "作废", back, lead)
