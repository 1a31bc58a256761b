"""The rows of a list as a workbook: at once when they are few, as a job that tells how far it is when they are many.

The job asks the list again, in the seat and with the address of the person who asked, so that scope, filter and columns are
those of the page, whole and never cut.
"""

import tempfile
from hashlib import sha256

from django.core.files import File
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import resolve
from django.utils import timezone

from . import clock, jobs, xlsx
from .errors import Refused
from .sheets import write_to

AT_ONCE = 5_000  # rows that are written while the person waits
CHUNK = 2_000


def file_name(title):
    """A download named in Chinese with the day of counting."""
    return f"{title}（{timezone.localdate():%Y%m%d}）.xlsx"


def answer(request, title, columns, rows):
    """The workbook of a queryset or list, or the way to the job that writes it."""
    job = getattr(request, "export_job", None)
    if job is not None:
        _write(job, title, columns, rows)
        return HttpResponse(status=204)
    if len(rows[: AT_ONCE + 1].values_list("pk") if hasattr(rows, "iterator") else rows) <= AT_ONCE:
        from .lists import workbook_response

        return workbook_response(title, xlsx.write(title, columns, _each(rows)))
    by = request.user
    asked = {"path": request.path, "query": request.GET.urlencode(), "seat": by.membership.pk}
    key = f"export:{by.pk}:{hash_of(asked)}:{clock.now():%Y%m%d%H%M}"
    return redirect("core:job", job_id=jobs.enqueue("core.export", by=by, title=f"导出 {title}", key=key, **asked).pk)


def hash_of(asked):
    return sha256(repr(sorted(asked.items())).encode()).hexdigest()[:32]


def _each(rows):
    return rows.iterator(chunk_size=CHUNK) if hasattr(rows, "iterator") else iter(rows)


def _write(job, title, columns, rows):
    total = rows.count() if hasattr(rows, "iterator") else len(rows)
    told = lambda number: number % 5000 or jobs.progress(job, number, total, f"已写 {number} / {total} 行")  # noqa: E731
    with tempfile.TemporaryFile() as file:
        job.total = write_to(file, title, columns, _each(rows), told=told)
        file.seek(0)
        jobs.store(job, f"{job.pk}.xlsx", File(file))


@jobs.handler("core.export")
def export_job(job):
    """Ask the list as the person did; refused when the seat or the right has ended meanwhile."""
    by, asked = job.created_by, job.params
    seat = next((seat for seat in by.memberships_for_switch if seat.pk == asked["seat"]), None)
    if seat is None:
        raise Refused("导出时的任职已经结束，不能继续导出")
    by.act_as(seat)
    request = HttpRequest()
    request.method, request.path, request.GET = "GET", asked["path"], QueryDict(asked["query"])
    request.user, request.htmx, request.export_job = by, False, job
    request.resolver_match = resolve(asked["path"])
    view, args, kwargs = request.resolver_match
    view(request, *args, **kwargs)
    return {"name": file_name(job.title.removeprefix("导出 ")), "text": f"共 {job.total} 行"}
