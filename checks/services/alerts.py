"""Alerts: written by the officer, issued as a paper, pushed as a search to each enterprise, closed when all have answered."""

from django.db import transaction

from circulars.layout import cn_date
from core import clock
from core.errors import Refused, Stale, refuse_if
from core.tokens import made_once
from core.workflow import advance, begin
from hazards.papers_on import key_of
from notices import prefill
from notices import services as papers
from notices.enums import PaperKind, PaperState
from notices.models import Paper

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
def keep(*, alert, firms, by, token=None):
    """Save a new alert, once per token, or a changed one (its version is one on: core.forms.VersionedForm), with its firms."""
    refuse_if(rules.may_alert(by), "" if firms else "没有符合条件的企业，请放宽条件或点名企业")
    if alert.pk is None:
        return made_once(Alert, token, lambda: _write(alert, firms, by, label="登记警示", token=token))
    row = _held(alert)
    refuse_if(
        "" if row.state == AlertState.DRAFT else "警示已经推送或撤销，不能再改",
        "警示通知已经起草，请在公文里修改；要改排查内容的先作废这份公文" if row.paper_stands else "",
    )
    if row.version >= alert.version:
        raise Stale("这份警示刚被别人改过，请核对后再提交")
    return _write(alert, firms, by, label="修改警示")


def _write(alert, firms, by, label, **first):
    if alert.pk is None:
        alert.created_by, alert.created_at, alert.token = by, clock.now(), first["token"]
    alert.save()
    alert.firms.set(firms)
    return begin(alert, by=by, label=label)


def _held(alert):
    return Alert.objects.select_for_update(of=("self",)).select_related("paper", "township").get(pk=alert.pk)


@transaction.atomic
def draft_paper(*, alert, by):
    """The alert as an official paper to its enterprises: the one that stands, what replaced a void one, else a new draft."""
    row = _held(alert)
    refuse_if(rules.may_alert(by), "" if row.state == AlertState.DRAFT else "警示已经推送或撤销")
    if row.paper_stands:
        return row.paper
    row.paper = _successor(row.paper) or _drafted(row, by)
    row.save(update_fields=["paper"])
    alert.paper = row.paper
    return row.paper


def _successor(paper):
    """What takes the place of a void paper."""
    return paper and Paper.objects.filter(replaces=paper).exclude(state=PaperState.WITHDRAWN).first()


def _drafted(row, by):
    content = prefill.begin(PaperKind.CIRCULAR, by=by).content | {"body": body_of(row)}
    return papers.draft(
        kind=PaperKind.CIRCULAR, title=title_of(row), content=content, by=by, subject=row, units=row.firms.all(),
        key=key_of("alert", row),
    )  # fmt: skip


def title_of(alert):
    return f"{alert.township}人民政府关于吸取{alert}教训开展同类隐患排查的警示通知"


def body_of(alert):
    """The text of the paper, a paragraph a line."""
    wrong = [f"{number}.{line}" for number, line in enumerate(lines(alert.wrong), 1)]
    points = [f"{number}.{line}" for number, line in enumerate(lines(alert.points), 1)]
    told = f"{cn_date(alert.happened_on)}，{alert.where}发生一起{alert.get_accident_display()}事故。"
    what = "".join(lines(alert.what))
    said = [f"{told}{what}", "为吸取教训、防止同类事故发生，现就开展同类隐患排查通知如下。"]
    end = END.format(day=cn_date(alert.due_on))
    return "\n".join([*said, "一、原因和教训", *wrong, "二、排查内容", *points, "三、排查回执", end])


@transaction.atomic
def push(*, alert, by):
    """A search for each enterprise, with the limit of the alert; returns what was sent (checks.services.sending.Sent)."""
    row = _held(alert)
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
