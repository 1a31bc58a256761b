"""Mark what was missed, decide about it, write the bulletin; and look over a township again."""

from datetime import timedelta

from django.db import transaction
from django.urls import reverse

from core import clock, jobs
from core.errors import refuse_if
from core.workflow import advance, begin
from notices import prefill
from notices import services as papers
from notices.enums import PaperKind
from places.models import Office, Place
from places.sight import subtree

from .. import rules_misses as rules
from ..enums import HazardState, MissState, Source
from ..looks import looks_at
from ..models import Hazard, Miss, MissedLook
from ..services.running import held
from .settings import soon_days

KIND = "hazards.misses"
OVER = "不再符合：发现日期、认定天数或检查记录已经改变"


def clean_looks(hazard, soon):
    """Signed looks at the unit that found nothing, in the `soon` days before the hazard was found; not of the same day."""
    first, last = hazard.found_on - timedelta(days=soon), hazard.found_on - timedelta(days=1)
    return [look for look in looks_at(hazard.unit, first, last) if look.clean and look.people]


@transaction.atomic
def review(hazard, soon=None):
    """Mark, keep or take off the mark of one hazard; returns its standing Miss or None. Safe to run again."""
    rows = Hazard.objects.select_for_update(of=("self",)).select_related("village", "enterprise")
    hazard = rows.get(pk=hazard.pk)  # held, so that two at once make one mark
    soon = soon or soon_days(hazard.village.township_code)
    counts = hazard.source == Source.HANDED_DOWN and hazard.state not in (HazardState.DRAFT, HazardState.CANCELLED)
    looks = clean_looks(hazard, soon) if counts else []
    known = Miss.objects.filter(hazard=hazard).first()
    if not looks:
        return _lapse(known)
    days = min((hazard.found_on - look.on).days for look in looks)
    if known is None:
        known = Miss.objects.create(
            hazard=hazard, village=hazard.village, enterprise=hazard.enterprise, days=days, soon=soon, made_at=clock.now()
        )
        begin(known, by=None, label="系统标记")
    elif known.state == MissState.MARKED:
        known.days, known.soon, known.withdrawn_at, known.withdrawn_reason = days, soon, None, ""
        known.save(update_fields=["days", "soon", "withdrawn_at", "withdrawn_reason"])
    _keep_looks(known, looks)
    return known


def _lapse(known):
    """A mark nobody decided about goes when it no longer holds; a decision stays."""
    if known and known.state == MissState.MARKED and known.withdrawn_at is None:
        known.withdrawn_at, known.withdrawn_reason = clock.now(), OVER
        known.save(update_fields=["withdrawn_at", "withdrawn_reason"])
    return None


def _keep_looks(miss, looks):
    if miss.state != MissState.MARKED:
        return
    miss.looks.exclude(key__in=[look.key for look in looks]).delete()
    MissedLook.objects.bulk_create(
        [
            MissedLook(
                miss=miss, key=look.key, name=name[:40], kind=look.kind, about=look.about[:80], agency=look.agency[:80],
                on=look.on, signed="；".join(look.signed), link=look.link,
            )
            for look in looks for name in dict.fromkeys(look.people)
        ],
        ignore_conflicts=True,
    )  # fmt: skip


def scan(town, progress=lambda *said: None):
    """Look over every hazard handed down in a township; returns {"marked", "standing"}."""
    rows = Hazard.objects.filter(subtree(town, "village"), source=Source.HANDED_DOWN).select_related("village", "enterprise")
    known, total, soon = Miss.objects.count(), rows.count(), soon_days(town)
    for number, hazard in enumerate(rows.order_by("pk").iterator(chunk_size=500), 1):
        review(hazard, soon)
        if number % 100 == 0:
            progress(number, total, "正在比对")
    return {
        "marked": Miss.objects.count() - known,
        "standing": Miss.objects.filter(subtree(town, "village")).standing().count(),
    }


def ask(*, by):
    """Look the officer's township over again, as a job to watch."""
    refuse_if(rules.may_keep(by))
    town = by.membership.place
    return jobs.enqueue(KIND, by=by, title=f"{town.name}漏查比对", town=town.pk)


@jobs.handler(KIND)
def run(job):
    found = scan(job.params["town"], lambda done, total, said: jobs.progress(job, done, total, said))
    text = f"新标记 {found['marked']} 条，现有漏查 {found['standing']} 条"
    return found | {"url": reverse("hazards:misses"), "text": text}


@transaction.atomic
def decide(*, miss, action, by, note="", version=None):
    return advance(held(miss, version), action, by=by, note=note)


@transaction.atomic
def bulletin(*, by):
    """The draft of a 通报 that names all confirmed misses of major hazards not named before, to the whole township."""
    refuse_if(rules.may_keep(by))
    rows = Miss.objects.visible_to(by).to_publish().select_for_update(of=("self",))
    rows = list(
        rows.select_related("hazard", "village", "enterprise").prefetch_related("looks").order_by("hazard__found_on", "pk")
    )
    refuse_if("" if rows else "没有已认定、还没有通报的重大隐患漏查")
    content = prefill.begin(PaperKind.BULLETIN, by=by).content | {"body": _body(rows)}
    paper = papers.draft(
        kind=PaperKind.BULLETIN, title="关于自查检查不深入、短期内被上级检出重大隐患的通报", content=content, by=by,
        units=_everybody(by.membership.place),
    )  # fmt: skip
    Miss.objects.filter(pk__in=[row.pk for row in rows]).update(paper=paper)
    return paper


def _everybody(town):
    """The villages and offices of the township, for all are to learn from it."""
    return [
        *Place.objects.villages().within(town).filter(is_active=True),
        *Office.objects.filter(township=town, is_active=True),
    ]


def _body(rows):
    lines = [f"{number}.{_line(row)}" for number, row in enumerate(rows, 1)]
    asked = "各村、各站所、各企业要引以为戒，对照检查表逐项查看，谁检查、谁签名、谁负责，不得走过场。"
    return "\n".join(["以下单位检查签名“未发现问题”后，短期内被上级检出重大隐患，现将有关情况通报如下。", *lines, asked])


def _line(row):
    seen = list({look.key: look for look in row.looks.all()}.values())
    said = "、".join(f"{look.on:%-m月%-d日}{look.kind}" for look in sorted(seen, key=lambda look: look.on))
    found = f"{row.hazard.found_on:%Y年%-m月%-d日}上级检出：{row.hazard.description.rstrip('。')}"
    return f"{row.unit}：{said}未发现问题，{row.days}日后即{found}。"
