"""Long registers printed as jobs: what was chosen on the page, read again in the seat that asked."""

from types import SimpleNamespace

from django.http import QueryDict

from core import jobs
from core.errors import Refused
from hazards.models import Hazard
from notices.tasks import acting

from .. import prints
from ..filters import BigCheckFilter

MOST_PHOTOS, MOST_PRINTED = 200, 5000
RELATED = ("village", "enterprise", "plan", "sector", "office")


def bar(user, query):
    """The filter bar over the rows of the ten-column form; without drafts and cancelled ones unless it asks for them."""
    rows = Hazard.objects.visible_to(user).select_related(*RELATED)
    rows = rows if query.get("state") else rows.registered()
    return BigCheckFilter(query, queryset=rows, request=SimpleNamespace(user=user))


def chosen(user, query):
    return bar(user, query).qs


def narrowed(user, query):
    """A filter in words: 月份 2026年10月；等级 重大隐患."""
    form = bar(user, QueryDict(query)).form
    given = {name: value for name, value in form.cleaned_data.items() if value and name != "o"} if form.is_valid() else {}
    parts = []
    for name, value in given.items():
        words = dict(getattr(form.fields[name], "choices", ()))
        parts.append(f"{form.fields[name].label} {words.get(str(value), value)}".strip())
    return "；".join(parts) or "全部在册隐患"


def asked(job, by):
    if by.membership is None:
        raise Refused("你的任职已经变动，请重新登录后再打印")
    return chosen(by, QueryDict(job.params["query"]))


@jobs.handler("registers.big_check")
def print_big_check(job):
    by = acting(job)
    rows = list(asked(job, by)[: MOST_PRINTED + 1])
    if not rows:
        raise Refused("没有可以打印的隐患")
    data = prints.big_check(job.params["name"], rows[:MOST_PRINTED], told(job))
    left = f"，{left_out(MOST_PRINTED)}" if len(rows) > MOST_PRINTED else ""
    return _kept(job, data, f"{len(rows[:MOST_PRINTED])} 条{left}")


def left_out(most):
    """What a print does not hold, with what to do."""
    return f"只印前 {most} 条，其余请按月份、村或站所筛选后分次打印"


@jobs.handler("registers.photos")
def print_photos(job):
    by = acting(job)
    rows = asked(job, by)
    total = rows.count()
    data = prints.photo_sheets(job.params["name"], rows[:MOST_PHOTOS], told(job))
    left = f"，{left_out(MOST_PHOTOS)}" if total > MOST_PHOTOS else ""
    return _kept(job, data, f"{min(total, MOST_PHOTOS)} 条{left}")


def told(job):
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
