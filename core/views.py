"""Jobs a person can watch, saved views."""

from django.contrib import messages
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from . import jobs, once, xlsx
from .lists import download, is_partial
from .models import Job, SavedView


def job_detail(request, job_id):
    """The progress of one's own job; htmx asks again until it is finished."""
    job = get_object_or_404(Job, pk=job_id, created_by=request.user)
    return render(request, "core/_job.html" if is_partial(request) else "core/job.html", {"job": job})


def job_file(request, job_id):
    job = get_object_or_404(Job, pk=job_id, created_by=request.user)
    if job.params.get("once"):
        return _file_once(request, job)
    if not job.file:
        raise Http404
    return FileResponse(job.file.open(), as_attachment=True, filename=job.result.get("name") or job.title)


def _file_once(request, job):
    """Only by the button, so that no preview or download manager uses it up; the page tells when it is gone."""
    data = once.hand_out(job) if request.method == "POST" else None
    if data is None:
        return redirect("core:job", job_id=job.pk)
    response = download(job.result.get("name") or job.title, data, xlsx.XLSX)
    response["Cache-Control"] = "no-store"
    return response


@require_POST
def job_retry(request, job_id):
    job = get_object_or_404(Job, pk=job_id, created_by=request.user)
    jobs.retry(job)
    return redirect("core:job", job_id=job.pk)


@require_POST
def save_view(request):
    """Keep the current filter as a tab; the same name replaces it."""
    name, page = request.POST.get("name", "").strip()[:20], request.POST.get("page", "")[:80]
    if name and page:
        SavedView.objects.update_or_create(
            owner=request.user, page=page, name=name, defaults={"query": request.POST.get("query", "")[:1000]}
        )
        messages.success(request, f"已保存视图“{name}”")
    return redirect(safe_back(request))


@require_POST
def drop_view(request, view_id):
    view = get_object_or_404(SavedView, pk=view_id, owner=request.user)
    view.delete()
    messages.success(request, f"已删除视图“{view.name}”")
    return redirect(safe_back(request))


def safe_back(request, fallback="/"):
    """The page one came from, when it is this portal's."""
    from django.utils.http import url_has_allowed_host_and_scheme

    back = request.POST.get("next") or request.META.get("HTTP_REFERER", "")
    allowed = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()})
    return back if allowed else fallback


def bad_request(request, exception=None):
    """What was sent cannot be taken; too much of it is said in words."""
    reason = "提交的内容超过 8 MB，没有保存。请返回上一页，改用上传文件，或分成几次提交。" if too_big(exception) else ""
    return render(request, "errors/400.html", {"reason": reason}, status=400)


def too_big(exception):
    return isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent)


def forbidden(request, exception=None):
    return render(request, "errors/403.html", status=403)


def not_found(request, exception=None):
    return render(request, "errors/404.html", status=404)


def server_error(request):
    """Without context processors: what failed may be what they need."""
    from django.http import HttpResponseServerError
    from django.template.loader import render_to_string

    return HttpResponseServerError(render_to_string("errors/500.html"))


def csrf_failure(request, reason=""):
    return render(request, "errors/csrf.html", status=403)
