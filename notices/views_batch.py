"""Many papers in one go: choose, read what will happen, confirm, watch, print."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from core import jobs
from core.errors import Refused
from core.lists import is_partial
from core.middleware import say_refused
from core.models import Job

from . import batch
from .filters import PaperFilter
from .forms import IssueForm
from .views import is_uuid, papers

SHOWN = 200  # refused papers listed on the page


@require_POST
def confirm(request):
    """What would happen with the ticked papers, or with all that the filter in the address shows."""
    act = _act(request)
    try:
        plan = batch.plan(act=act, papers=_chosen(request), by=request.user)
    except Refused as error:
        return say_refused(request, error, _list_url(request))
    if not plan.ready and not plan.refused:
        return say_refused(request, "没有选中公文", _list_url(request))
    ids = ",".join(str(paper.pk) for paper in plan.ready)
    context = {"plan": plan, "ids": ids, "back": _list_url(request), "form": IssueForm() if act == "issue" else None}
    return render(request, "notices/batch_confirm.html", context | {"shown": SHOWN})


@require_POST
def start(request):
    """Start the job for the papers that the confirmation listed; each is checked once more."""
    act, due_on = _act(request), None
    if act == "issue":
        form = IssueForm(request.POST)
        if not form.is_valid():
            return say_refused(request, "；".join(form.errors["due_on"]), "notices:list")
        due_on = form.cleaned_data["due_on"]
    chosen = papers(request).filter(pk__in=[i for i in request.POST.get("ids", "").split(",") if is_uuid(i)])
    try:
        token = request.POST.get("form_token", "")[:32]
        job = batch.start(act=act, papers=chosen, by=request.user, due_on=due_on, key=token)
    except Refused as error:
        return say_refused(request, error, "notices:list")
    return redirect("notices:batch", job_id=job.pk)


@require_GET
def detail(request, job_id):
    """One's own batch; htmx asks again until it is finished."""
    job = _job(request, job_id)
    context = {"job": job, "progress": batch.progress(job), "act": job.params["act"], "done": batch.DONE[job.params["act"]]}
    return render(
        request, "notices/_batch.html" if is_partial(request) else "notices/batch.html", context | {"shown": SHOWN}
    )


@require_POST
def retry(request, job_id):
    job = _job(request, job_id)
    batch.retry(job)
    messages.success(request, "没有办成的已重新开始，已办成的不会重复")
    return redirect("notices:batch", job_id=job.pk)


@require_POST
def print_file(request, job_id):
    """One file for the printing house; asked for twice while no more were issued, it is the same."""
    job = _job(request, job_id)
    ids = [str(pk) for pk in batch.printable(job).values_list("pk", flat=True)]
    if not ids:
        return say_refused(request, "还没有印发的公文", reverse("notices:batch", args=[job.pk]))
    merged = jobs.enqueue(
        "notices.merge", by=request.user, title=f"合并 {len(ids)} 份公文", key=f"merge:{job.pk}:{len(ids)}", papers=ids
    )
    return redirect("core:job", job_id=merged.pk)


def _job(request, job_id):
    return get_object_or_404(Job, pk=job_id, kind=batch.KIND, created_by=request.user)


def _act(request):
    """404 for what is no act of a batch, 403 for one that this seat never does."""
    act = request.POST.get("act", "")
    if act not in batch.ACTS:
        raise Http404
    if act not in dict(batch.offered(request.user)):
        raise Refused("成批核稿、印发由应急办办理，成批签发由乡镇领导办理")
    return act


def _chosen(request):
    if request.POST.get("all_matching"):
        return PaperFilter(request.GET, queryset=papers(request), request=request).qs
    return papers(request).filter(pk__in=[i for i in request.POST.getlist("ids") if is_uuid(i)])


def _list_url(request):
    query = request.GET.urlencode()
    return reverse("notices:list") + (f"?{query}" if query else "")
