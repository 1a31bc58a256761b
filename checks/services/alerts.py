"""Alerts: written by the officer, issued as a paper, pushed as a search to each enterprise, closed when all have answered."""

from django.db import transaction

from core import clock
from core.errors import Refused, refuse_if
from core.workflow import advance, begin
from notices import prefill
from notices import services as papers
from notices.enums import PaperKind

from .. import alert_rules as rules
from ..enums import AlertState, Audience
from ..models import Alert, Checklist, ChecklistVersion, Item
from .sending import Units, send

NAME = "举一反三："
GROUP = "同类事故排查"
END = "请各企业主要负责人组织对照排查，于{day}前在平台上签名回执。查出问题的逐项登记并落实整改，没有发现问题的也要签名报零。"


def lines(text):
    return [line.strip() for line in text.splitlines() if line.strip()]


@transaction.atomic
def keep(*, alert, firms, by):
    """Save a new or changed alert with the enterprises it concerns; after it was pushed nothing changes."""
    fresh = alert.pk is None
    refuse_if(
        rules.may_alert(by),
        "" if firms else "没有符合条件的企业，请放宽条件或点名企业",
        "" if fresh or _held(alert).state == AlertState.DRAFT else "警示已经推送或撤销，不能再改",
        "" if alert.paper_id is None else "警示通知已经起草，请在公文里修改；要改排查内容的先撤销，另写一份",
    )
    if fresh:
        alert.created_by, alert.created_at = by, clock.now()
    else:
        alert.version += 1
    alert.save()
    alert.firms.set(firms)
    return begin(alert, by=by, label="登记警示") if fresh else alert


def _held(alert):
    return Alert.objects.select_for_update(of=("self",)).get(pk=alert.pk)


@transaction.atomic
def draft_paper(*, alert, by):
    """The alert as an official paper addressed to its enterprises; asked twice it is the same paper."""
    row = _held(alert)
    refuse_if(rules.may_alert(by), "" if row.state == AlertState.DRAFT else "警示已经推送或撤销")
    if row.paper_id:
        return row.paper
    content = prefill.begin(PaperKind.CIRCULAR, by=by).content | {"body": body_of(row)}
    row.paper = papers.draft(
        kind=PaperKind.CIRCULAR, title=title_of(row), content=content, by=by, subject=row, units=row.firms.all(),
        key=f"alert:{row.pk}",
    )  # fmt: skip
    row.save(update_fields=["paper"])
    alert.paper = row.paper
    return row.paper


def title_of(alert):
    return f"{alert.township}人民政府关于吸取{alert}教训开展同类隐患排查的警示通知"


def body_of(alert):
    """The text of the paper, a paragraph a line."""
    day, due = alert.happened_on, alert.due_on
    wrong = [f"{number}.{line}" for number, line in enumerate(lines(alert.wrong), 1)]
    points = [f"{number}.{line}" for number, line in enumerate(lines(alert.points), 1)]
    told = f"{day.year}年{day.month}月{day.day}日，{alert.where}发生一起{alert.get_accident_display()}事故。"
    what = "".join(lines(alert.what))
    said = [f"{told}{what}", "为吸取教训、防止同类事故发生，现就开展同类隐患排查通知如下。"]
    end = END.format(day=f"{due.year}年{due.month}月{due.day}日")
    return "\n".join([*said, "一、原因和教训", *wrong, "二、排查内容", *points, "三、排查回执", end])


@transaction.atomic
def push(*, alert, by):
    """A search for each enterprise, with the limit of the alert; returns what was sent (checks.services.sending.Sent)."""
    row = Alert.objects.select_for_update(of=("self",)).select_related("paper", "township").get(pk=alert.pk)
    if reason := row.workflow.refusal(row, "push", by):
        raise Refused(reason)
    refuse_if("" if row.due_on >= clock.today() else "回执期限已过，请先改期限")
    version = _list_of(row, by)
    firms = list(row.firms.values_list("pk", flat=True))
    units = Units(township=row.township, audience=Audience.ENTERPRISES, firms=firms)
    sent = send(version=version, units=units, due_on=row.due_on, by=by)
    advance(row, "push", by=by, checklist=version, note=f"推送 {len(sent.checks)} 家")
    alert.refresh_from_db()
    return sent


def _list_of(alert, by):
    """What is looked for, as a published list of its own: "no" makes a hazard, with a photo."""
    row = Checklist.objects.create(
        key=f"alert-{alert.pk}", township=alert.township, name=f"{NAME}{alert}"[:60], audience=Audience.ENTERPRISES,
        sector=alert.sector, created_by=by, created_at=clock.now(),
    )  # fmt: skip
    version = ChecklistVersion.objects.create(checklist=row, number=1, published_at=clock.now(), published_by=by)
    points = enumerate(lines(alert.points), 1)
    Item.objects.bulk_create([Item(version=version, order=n, group=GROUP, text=text[:200]) for n, text in points])
    return version


@transaction.atomic
def put_off(*, alert, due_on, by):
    """A later limit, before the search was pushed."""
    row = _held(alert)
    refuse_if(
        rules.may_alert(by),
        "" if row.state == AlertState.DRAFT else "已经推送的不能改期限",
        "" if due_on >= clock.today() else "回执期限不能早于今天",
    )
    row.due_on = due_on
    row.version += 1
    row.save(update_fields=["due_on", "version", "updated_at"])
    return row


def close(*, alert, by, note=""):
    """All have answered; else the note says why it is closed with some missing."""
    waiting = alert.checklist.checks.waiting().count()
    refuse_if(f"还有 {waiting} 家没有回执，请催办，或写明为什么办结" if waiting and not note.strip() else "")
    return advance(alert, "close", by=by, note=note)


def drop(*, alert, note, by):
    return advance(alert, "drop", by=by, note=note)
