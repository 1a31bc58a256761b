"""Registering a rule that is lacking, its revision and publication, urging; all in sight of the unit it concerns."""

from django.db import transaction
from django.db.models import Count
from django.urls import reverse

from core import clock
from core.errors import Refused, Stale, refuse_if
from core.tokens import made_once
from core.workflow import advance, begin
from evidence import services as evidence
from evidence.enums import Takes
from evidence.models import Attachment
from reminders.deadlines import Due
from reminders.services import addressed, write

from ..models import Bylaw
from ..people import Directory
from . import rules
from .enums import BylawState

PUBLISHED_PHOTO = "published"  # the slot of the pictures of the published rule


def register(*, by, place, name, gap, problem, due_on, enterprise=None, campaign=None, key=None):
    """Say that a rule of a village, or of an enterprise in it, is lacking; the same `key` gives the same row."""
    refuse_if(
        rules.may_register(by), rules.wrong_unit(by, place, enterprise),
        "公布期限不能早于今天" if due_on < clock.today() else "",
    )  # fmt: skip
    values = {"name": name.strip(), "gap": gap, "problem": problem, "due_on": due_on, "campaign": campaign}
    return made_once(Bylaw, key, lambda: _register(by, place=place, enterprise=enterprise, token=key or None, **values))


def _register(by, **values):
    row = Bylaw.objects.create(created_by=by, **values)
    begin(row, by=by, label="登记缺项")
    _tell([row], "制度缺项，请修订后公布", "registered", by)
    return row


@transaction.atomic
def step(*, bylaw, action, by, note="", version=None, photos=(), **values):
    """Revise, publish (with pictures of what was published), send back or drop."""
    row = Bylaw.objects.select_for_update(of=("self",)).get(pk=bylaw.pk)
    if version is not None and row.version != version:
        raise Stale("这条刚被别人办理过，请核对后再提交")
    days = [day for name, day in values.items() if name.endswith("_on") and day]
    refuse_if(*("日期不能晚于今天" for day in days if day > clock.today()))
    if action == "publish":
        refuse_if(
            "公布日期不能早于修订日期" if row.revised_on and values["published_on"] < row.revised_on else "",
            ""
            if Attachment.objects.waiting_of(by).taken(Takes.PAPERS).filter(pk__in=photos).exists()
            else "请上传公布的制度的照片或 PDF",
        )
    advance(bylaw, action, by=by, note=note, **values)
    evidence.bind(ids=photos, owner=bylaw, by=by, slot=PUBLISHED_PHOTO, takes=Takes.PAPERS)
    if action == "send_back":
        _tell([bylaw], "已退回，请重新修订", f"back:{bylaw.version}", by)
    return bylaw


def urge(*, rows, by):
    """Call on the units whose rules of these are not published, once a day; returns how many messages are new."""
    refuse_if(rules.may_urge(by))
    rows = list(rows.open().select_related("place", "enterprise"))
    if not rows:
        raise Refused("没有需要催办的制度")
    return _tell(rows, "请尽快修订公布", f"urge:{clock.today()}", by)


def _tell(rows, words, key, by):
    directory, told = Directory(rows), []
    for row in rows:
        link = reverse("campaigns:bylaw", args=[row.pk])
        people = [person for person in directory.of(row) if person != by]
        told += addressed(
            people=people, title=f"{row.name}：{words}", key=f"bylaw:{row.pk}:{key}", about=row, link=link, by=by
        )
    return write(told)


def due_bylaws(first, last):
    """Rules that are to be published, for the reminder scan."""
    rows = list(Bylaw.objects.open().filter(due_on__range=(first, last)).select_related("place", "enterprise"))
    directory = Directory(rows)
    for row in rows:
        link = reverse("campaigns:bylaw", args=[row.pk])
        yield Due(
            row, row.due_on, directory.of(row), f"{row.unit_name} 制度修订公布：{row.name}", link, directory.ladder(row)
        )


def summary(rows):
    """查出制度缺项 5 项（涉及 3 个单位），已公布 2 项…; "" when there is none."""
    rows = rows.exclude(state=BylawState.DROPPED)
    counts = dict(rows.order_by().values_list("state").annotate(n=Count("pk")))
    if not counts:
        return ""
    units = rows.order_by().values("place", "enterprise").distinct().count()
    parts = [f"{label} {counts[state]} 项" for state, label in BylawState.choices if counts.get(state)]
    return f"清查制度机制，登记制度缺项 {sum(counts.values())} 项，涉及 {units} 个单位，其中{'、'.join(parts)}"
