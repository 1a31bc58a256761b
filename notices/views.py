"""Papers: register, drafting, the steps to issue, receipts, downloads."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from core import jobs
from core.errors import Refused
from core.lists import download, list_page
from core.middleware import say_refused
from core.workflow import advance
from enterprises.models import Enterprise

from . import rules, services, typeset
from .enums import PaperKind, PaperState
from .exports import REGISTER
from .filters import PaperFilter
from .forms import CircularForm, IssueForm
from .models import Paper, Receipt

PDF = "application/pdf"


def papers(request):
    """The papers in sight, newest first."""
    return Paper.objects.visible_to(request.user).select_related("township", "signer")


def paper_list(request):
    return list_page(
        request, papers(request), template="notices/list.html", partial="notices/_list.html", filterset=PaperFilter,
        export=REGISTER, may_draft=not rules.may_draft(request.user),
    )  # fmt: skip


@require_GET
def detail(request, paper_id):
    paper = get_object_or_404(papers(request), pk=paper_id)
    mine = Receipt.objects.visible_to(request.user).filter(paper=paper).select_related("place", "office", "enterprise")
    staff = not request.user.membership.on_phone and paper.township_id == request.user.membership.place.township_code
    context = {
        "paper": paper,
        "steps": Paper.workflow.open_to(paper, request.user),
        "own": [r for r in mine if not Receipt.workflow.refusal(r, "sign", request.user)],
        "receipts": mine,
        "staff": staff,
        "issue_form": IssueForm(),
        "log": paper.log.select_related("actor"),
    }
    return render(request, "notices/detail.html", context)


def edit(request, paper_id=None):
    """Write or change a circular."""
    paper = get_object_or_404(papers(request), pk=paper_id) if paper_id else Paper()
    _may_edit(request, paper)
    form = CircularForm(request.POST or None, instance=paper)
    if request.method == "POST" and form.is_valid():
        saved = _save(request, paper_id, form)
        messages.success(request, "已保存。核稿后送领导签发")
        return redirect("notices:detail", paper_id=saved.pk)
    return render(request, "notices/edit.html", {"form": form, "paper": paper if paper_id else None})


def _may_edit(request, paper):
    reason = rules.may_draft(request.user)
    if not reason and paper.state != PaperState.DRAFT:
        reason = "只有起草中的公文可以修改，请先退回修改"
    if not reason and not paper._state.adding and paper.kind != PaperKind.CIRCULAR:
        reason = "指令书和督办通知的内容来自隐患和任务，不在这里修改；可以作废后重新制作"
    if reason:
        raise Refused(reason)


def _save(request, paper_id, form):
    title, content, by = form.cleaned_data["title"], form.content, request.user
    if paper_id:
        return services.revise(paper=form.instance, title=title, content=content, by=by)
    return services.draft(kind=PaperKind.CIRCULAR, title=title, content=content, by=by)


@require_POST
def step(request, paper_id, action):
    """Review, send back, sign, withdraw. Issuing has its own address because it is a job."""
    paper = get_object_or_404(papers(request), pk=paper_id)
    if action not in {"review", "send_back", "sign", "withdraw"}:
        raise Http404
    try:
        note = request.POST.get("note", "")
        services.sign(paper=paper, by=request.user) if action == "sign" else advance(paper, action, by=request.user, note=note)
    except Refused as error:
        return say_refused(request, error, paper_url(paper))
    messages.success(request, f"已{Paper.workflow.steps[action].label}")
    return redirect(paper_url(paper))


@require_POST
def issue(request, paper_id):
    paper = get_object_or_404(papers(request), pk=paper_id)
    form = IssueForm(request.POST)
    try:
        job = services.request_issue(paper=paper, by=request.user, due_on=form.cleaned_data["due_on"] if form.is_valid() else None)
    except (Refused, typeset.Untypable) as error:
        return say_refused(request, error, paper_url(paper))
    if job.state == "failed":
        jobs.retry(job)
    return redirect("core:job", job_id=job.pk)


def paper_url(paper):
    from django.urls import reverse

    return reverse("notices:detail", args=[paper.pk])


@require_GET
def preview(request, paper_id):
    """The pages as they would be printed now, marked as a draft by having no number."""
    paper = get_object_or_404(papers(request), pk=paper_id)
    if paper.state == PaperState.ISSUED:
        return file(request, paper_id)
    try:
        data, _ = typeset.render(paper)
    except typeset.Untypable as error:
        return say_refused(request, error, paper_url(paper))
    return HttpResponse(data, content_type=PDF, headers={"Content-Disposition": "inline"})


@require_GET
def file(request, paper_id):
    """The stored bytes, their hash checked; a unit's first look marks its copy as read."""
    paper = get_object_or_404(papers(request), pk=paper_id)
    if not paper.file:
        raise Http404
    data = services.intact_bytes(paper)
    for receipt in Receipt.objects.visible_to(request.user).filter(paper=paper):
        services.mark_read(receipt=receipt, by=request.user)
    return download(f"{paper.doc_number} {paper.title}.pdf", data, PDF)


@require_POST
def merged(request):
    """One print file of the ticked papers, as a job."""
    wanted = request.POST.getlist("ids")[:1000]
    chosen = papers(request).filter(pk__in=[i for i in wanted if _is_uuid(i)], number__isnull=False)
    ids = [str(pk) for pk in chosen.values_list("pk", flat=True)]
    if not ids:
        return say_refused(request, "没有选中已印发的公文", "notices:list")
    job = jobs.enqueue("notices.merge", by=request.user, title=f"合并 {len(ids)} 份公文", papers=ids)
    return redirect("core:job", job_id=job.pk)


def _is_uuid(text):
    from uuid import UUID

    try:
        UUID(text)
    except ValueError:
        return False
    return True


@require_GET
def of_enterprise(request, enterprise_id):
    """The papers an enterprise received, as a tab of its page."""
    firm = get_object_or_404(Enterprise.objects.visible_to(request.user), pk=enterprise_id)
    received = Receipt.objects.visible_to(request.user).filter(enterprise=firm)
    rows = papers(request).filter(pk__in=received.values("paper_id"))[:100]
    return render(request, "notices/_of_enterprise.html", {"papers": rows})
