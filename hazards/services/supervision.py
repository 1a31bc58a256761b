"""Listed supervision: proposed, decided, filed, made public, its parts ticked, removed."""

from datetime import datetime, time

from django.db import IntegrityError, transaction
from django.utils import timezone

from core import clock
from core.errors import Refused, refuse_if
from core.workflow import advance, begin
from notices import services as papers
from notices.enums import PaperKind

from .. import parts
from .. import rules_supervision as rules
from ..enums import ListingLevel, ListingState
from ..models import Listing, ListingPart
from ..papers_on import key_of
from ..rules_batches import personal
from .loop import held
from .notes import write_line
from .people import tell_leaders, tell_rectifiers

TOLD = {"approve": "已挂牌督办", "remove": "已摘牌", "revoke": "已撤销挂牌"}
TITLE = "重大事故隐患挂牌督办通知书"


@transaction.atomic
def propose(*, hazard, by, version=None, **said):
    """Ask the leaders to list a major hazard: `said` are reason, asked, supervisor."""
    row = held(hazard, version)
    listing = _create(row, by, level=ListingLevel.TOWNSHIP, **said)
    begin(listing, by=by, label="提请挂牌", note=listing.reason)
    tell_leaders(row, f"listing-proposed-{listing.pk}", f"{row.number} 提请挂牌督办，请批准", by=by, body=listing.reason)
    return listing


@transaction.atomic
def enter_from_above(*, hazard, by, level, paper, listed_on, version=None, **said):
    """What the county, city or province has listed by a paper of its own: nothing is left for the township to approve."""
    row = held(hazard, version)
    refuse_if(
        "" if paper.strip() else "请写明上级挂牌的文号",
        "" if level in ABOVE else "请选择上级的督办级别",
        "挂牌日期不能晚于今天" if listed_on > clock.today() else "",
        "挂牌日期不能早于发现日期" if listed_on < row.found_on else "",
    )
    noon = timezone.make_aware(datetime.combine(listed_on, time(12)))
    dated = {"listed_at": min(noon, clock.now()), "due_on": row.due_on, "paper": paper.strip()}
    listing = _create(row, by, level=level, **dated, **said)
    begin(
        listing,
        by=by,
        label="登记上级挂牌",
        note=f"{listing.get_level_display()}，{listing.paper}",
        state=ListingState.LISTED,
    )
    note = f"{listing.supervisor}（{listing.get_level_display()}，{listing.paper}）"
    write_line(row, "listing_above", "上级挂牌督办", by=by, note=note)
    tell_leaders(row, f"listing-above-{listing.pk}", f"{row.number} 由上级挂牌督办", by=by, body=note)
    tell_rectifiers(row, f"listing-above-{listing.pk}", f"{row.number} 由上级挂牌督办", by=by, body=listing.asked)
    return listing


ABOVE = (ListingLevel.COUNTY, ListingLevel.CITY, ListingLevel.PROVINCE)


def _create(row, by, *, reason, asked, supervisor, **values):
    refuse_if(rules.may_propose(by, row), "" if reason.strip() else "请写明挂牌理由")
    try:
        with transaction.atomic():
            return Listing.objects.create(
                hazard=row, township_id=row.village.township_code, reason=reason.strip(), asked=asked.strip(),
                supervisor=supervisor.strip(), created_by=by, created_at=clock.now(), **values,
            )  # fmt: skip
    except IntegrityError:
        raise Refused("这条隐患已经提请或正在挂牌督办") from None


@transaction.atomic
def decide(*, listing, action, by, note=""):
    """One step of the table; what the unit must know is told to it and written to the hazard's log."""
    row = held(listing.hazard)
    listing = locked(listing)
    listing.hazard = row
    values = {"due_on": row.due_on} if action == "approve" else {}
    advance(listing, action, by=by, note=note, **values)
    if action in TOLD:
        write_line(row, f"listing_{action}", TOLD[action], by=by, note=note)
        tell_rectifiers(row, f"listing-{action}", f"{row.number} {TOLD[action]}", by=by, body=note or listing.asked)
    return listing


def locked(listing):
    return Listing.objects.select_for_update(of=("self",)).get(pk=listing.pk)


@transaction.atomic
def file_listing(*, listing, by, filed_on, filed_with):
    """Filed with the office above."""
    row = locked(listing)
    refuse_if(rules.may_file(by, row), _wrong_day(row, filed_on), "" if filed_with.strip() else "请写明备案机关和编号")
    row.filed_on, row.filed_with = filed_on, filed_with.strip()
    return _noted(row, "file", "登记备案", by, f"{filed_on:%Y-%m-%d} {row.filed_with}", "filed_on", "filed_with")


@transaction.atomic
def publish_listing(*, listing, by, published_on):
    """Onto the public list; nothing on it names a person."""
    row = locked(listing)
    hazard = row.hazard
    names = (hazard.responsible, hazard.found_by, hazard.enterprise.principal if hazard.enterprise else "")
    refuse_if(
        rules.may_publish(by, row),
        _wrong_day(row, published_on),
        personal(f"{hazard.location}\n{hazard.description}", names),
    )
    row.published_on = published_on
    return _noted(row, "publish", "公示", by, f"{published_on:%Y-%m-%d}", "published_on")


@transaction.atomic
def tick(*, listing, by, key, done_on, evidence):
    """A person says that a part is done, with the day and the evidence."""
    row, part = locked(listing), parts.BY_KEY[key]
    refuse_if(
        rules.may_keep(by, row),
        "" if part.ticked else f"“{part.label}”由系统按记录自动认定",
        "" if evidence.strip() else "请写明依据，例如文号、会议或照片编号",
        _wrong_day(row, done_on),
    )
    try:
        with transaction.atomic():
            ListingPart.objects.create(
                listing=row, key=key, done_on=done_on, evidence=evidence.strip(), by=by, at=clock.now()
            )
    except IntegrityError:
        raise Refused(f"“{part.label}”已经登记") from None
    return _noted(row, "tick", "登记落实", by, f"{part.group}：{part.label}，{evidence.strip()}")


@transaction.atomic
def untick(*, listing, by, key, note):
    """Take a tick back; the log keeps what it said."""
    row, part = locked(listing), parts.BY_KEY[key]
    kept = row.parts.filter(key=key).first()
    refuse_if(
        rules.may_keep(by, row),
        "" if kept else f"“{part.label}”没有登记过",
        "" if note.strip() else "取消登记必须写明原因",
    )
    kept.delete()
    return _noted(row, "untick", "取消登记", by, f"{part.label}（{kept.done_on:%Y-%m-%d} {kept.evidence}）：{note.strip()}")


def _wrong_day(row, day):
    return rules.wrong_day(day, timezone.localdate(row.listed_at), clock.today()) if row.listed_at else ""


def _noted(row, action, label, by, note, *fields):
    write_line(row, action, label, by=by, note=note, fields=fields)
    return row


def draft_notice(*, listing, by):
    """挂牌督办通知书 begun from the record; pressed twice it is the same draft until that is made void."""
    refuse_if(rules.may_keep(by, listing))
    hazard = listing.hazard
    content = {
        "matters": f"{hazard.location}：{hazard.description}", "asked": listing.asked, "charge": hazard.responsible,
        "due_on": hazard.due_on.isoformat(), "supervisor": listing.supervisor, "removal": "", "contact": by.name,
        "phone": by.phone,
    }  # fmt: skip
    return papers.draft(
        kind=PaperKind.LISTING, title=TITLE, content=content, by=by, subject=listing, units=[hazard.unit],
        key=key_of("listing", listing),
    )  # fmt: skip
