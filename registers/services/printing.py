"""Long registers printed as jobs: what was chosen on the page, read again in the seat that asked."""

from types import SimpleNamespace

from django.http import QueryDict

from core import jobs
from core.errors import Refused
from hazards.models import Hazard
from notices.tasks import acting

from .. import prints
from ..filters import BigCheckFilter

MOST_PHOTOS = 200
RELATED = ("village", "enterprise", "plan", "sector", "office")


def chosen(user, query):
    """The rows of the ten-column form for a filter; without drafts and cancelled ones unless it asks for them."""
    rows = Hazard.objects.visible_to(user).select_related(*RELATED)
    rows = rows if query.get("state") else rows.registered()
    return BigCheckFilter(query, queryset=rows, request=SimpleNamespace(user=user)).qs


def asked(job, by):
    if by.membership is None:
        raise Refused("你的任职已经变动，请重新登录后再打印")
    return chosen(by, QueryDict(job.params["query"]))


@jobs.handler("registers.big_check")
def print_big_check(job):
    by = acting(job)
    rows = list(asked(job, by)[:5000])
    if not rows:
        raise Refused("没有可以打印的隐患")
    data = prints.big_check(job.params["name"], rows, _told(job))
    return _kept(job, data, f"{len(rows)} 条")


@jobs.handler("registers.photos")
def print_photos(job):
    by = acting(job)
    rows = asked(job, by)
    total = rows.count()
    data = prints.photo_sheets(job.params["name"], rows[:MOST_PHOTOS], _told(job))
    left = f"，只印前 {MOST_PHOTOS} 条，其余请缩小范围再印" if total > MOST_PHOTOS else ""
    return _kept(job, data, f"{min(total, MOST_PHOTOS)} 条{left}")


def _told(job):
    return lambda done, of_all: jobs.progress(job, done, of_all, f"已排 {done}，共 {of_all}")


def _kept(job, data, said):
    name = f"{job.params['name']}.pdf"
    jobs.store(job, name, data)
    return {"name": name, "text": f"{job.params['name']}，{said}"}


def begin(kind, title, query, by):
    """The job that prints; the page of its progress is core:job."""
    return jobs.enqueue(
        f"registers.{kind}", by=by, title=f"打印{title}"[:120], query=query, seat=by.membership.pk, name=title
    )
