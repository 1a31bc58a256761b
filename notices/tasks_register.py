"""The job that prints the yearly register."""

from types import SimpleNamespace

from django.http import QueryDict

from core import jobs
from core.errors import Refused

from . import register, typeset
from .filters import RegisterFilter
from .models import Paper
from .tasks import acting


@jobs.handler("notices.register")
def print_register(job):
    """Landscape A4, the head repeated on every page, the sum in the last line."""
    by = acting(job)
    if by.membership is None:
        raise Refused("你的任职已经变动，请重新登录后再打印")
    entries, title = _chosen(job, by)
    jobs.progress(job, 0, 100, "正在读取发文")
    rows = [entry.cells() for entry in entries[:]]
    if not rows:
        raise Refused("没有可以打印的发文")
    rows.append(entries.totals().cells())
    told = lambda done, of_all: jobs.progress(job, done, of_all, f"已排版 {done} 页，共 {of_all} 页")  # noqa: E731
    data, pages = typeset.register(title, [register.HEAD, *rows], told=told)
    jobs.store(job, f"{title}.pdf", data)
    return {"name": f"{title}.pdf", "text": f"{title}，{len(rows) - 1} 条，共 {pages} 页"}


def _chosen(job, by):
    """The lines and the title of what was chosen on the page, in the seat that asked."""
    asked = QueryDict(mutable=True)
    asked.update({"year": "", **job.params["asked"]})
    town = by.membership.place
    papers = register.numbered(Paper.objects.visible_to(by).filter(township=town))
    chosen = RegisterFilter(asked, queryset=papers, request=SimpleNamespace(user=by))
    return chosen.qs, chosen.title
