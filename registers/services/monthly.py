"""A month's form from draft to sent: counted live while a draft, kept row by row once somebody has checked it."""

from django.db import IntegrityError, transaction

from core import clock
from core.errors import Refused, refuse_if
from core.workflow import advance, begin
from places.enums import Level
from places.models import Office, Place, Sector

from .. import rules
from ..enums import ReportState
from ..facts import Fact, digest, facts_of
from ..models import Entry, Report

FIELDS = ("kind", "row", "unit", "village", "office", "sector", "number", "text", "state", "money", "marks")


@transaction.atomic
def make(*, by, month, campaign=None):
    """A draft of a month that has begun."""
    town, first = by.membership.place, month.replace(day=1)
    refuse_if(rules.may_make(by), "这个月还没有开始" if first > clock.today() else "")
    key = Report.key_of(town.pk, first, campaign.pk if campaign else None)
    if Report.objects.standing().filter(key=key).exists():
        raise Refused("这个月的月报已经有了；已报送的要改，请在它的页面更正")
    return _create(by, township=town, month=first, campaign=campaign)


def _create(by, label="编制", note="", **values):
    try:
        with transaction.atomic():
            row = Report.objects.create(created_by=by, created_at=clock.now(), **values)
    except IntegrityError:
        raise Refused("这个月的月报正在编制，不能再编一份") from None
    return begin(row, by=by, label=label, note=note)


@transaction.atomic
def correct(*, report, by, reason):
    """A new version of a sent month; the sent one stays as it is."""
    old = locked(report)
    newest = Report.objects.filter(key=old.key, state=ReportState.SENT).order_by("-number").first()
    refuse_if(
        rules.may_make(by),
        "" if old.state == ReportState.SENT else "只有已报送的月报可以更正",
        "" if newest is None or newest.pk == old.pk else f"已经有第 {newest.number} 版，请在最新一版上更正",
        "" if reason.strip() else "请写明更正原因",
    )
    return _create(
        by, label="更正", note=reason, township=old.township, month=old.month, campaign=old.campaign,
        number=old.number + 1, corrects=old, reason=reason.strip(),
    )  # fmt: skip


@transaction.atomic
def check(*, report, by, digest_seen=None):
    """Keep the rows as they are now; refused when they are no longer those the person looked at."""
    row = locked(report)
    refuse_if(Report.workflow.refusal(row, "check", by))
    facts = facts_of(row.township, row.month, row.campaign)
    sha256 = digest(facts)
    refuse_if("" if digest_seen in (None, sha256) else "打开页面后数据有变动，请核对最新的数后再审核")
    advance(row, "check", by=by, checked_by=by, counted_at=clock.now(), frame=frame_of(row.township), sha256=sha256)
    Entry.objects.bulk_create(
        (Entry(report=row, **{name: getattr(fact, name) for name in FIELDS}) for fact in facts), batch_size=1000
    )
    return row


@transaction.atomic
def send_back(*, report, by, note):
    """To be counted anew: what was kept for the check is dropped."""
    row = advance(locked(report), "send_back", by=by, note=note)
    row.entries.all().delete()
    return row


@transaction.atomic
def send(*, report, by, sent_to):
    """What was checked goes up and stays, with the form as it was filled in."""
    from .sendings import keep_month  # which fills the form with what this module counts

    row = locked(report)
    refuse_if(Report.workflow.refusal(row, "send", by), "" if sent_to.strip() else "请写明报送给谁")
    refuse_if("" if digest(kept_facts(row)) == row.sha256 else "留存的明细与审核时不一致，请退回重编")
    row = advance(row, "send", by=by, note=f"报送{sent_to.strip()}", sent_by=by, sent_to=sent_to.strip())
    keep_month(row, by)
    return row


@transaction.atomic
def drop(*, report, by, note):
    return advance(locked(report), "drop", by=by, note=note)


def locked(report):
    return Report.objects.select_for_update(of=("self",)).select_related("township", "campaign").get(pk=report.pk)


def kept_facts(report):
    return [Fact(**{name: getattr(row, name) for name in FIELDS}) for row in report.entries.all()]


def current_facts(report):
    """The kept rows of a checked or sent month; of a draft those of the registers now."""
    return kept_facts(report) if report.is_frozen else facts_of(report.township, report.month, report.campaign)


def frame_of(township):
    """{by: [[code, name, whether the line stands even where nothing is to count]]}."""
    villages = Place.objects.within(township).filter(level=Level.VILLAGE)
    offices = Office.objects.filter(township=township)
    return {
        "village": [list(row) for row in villages.values_list("code", "name", "is_active")],
        "office": [[str(row.pk), row.name, row.is_active and row.has_safety_duty] for row in offices],
        "sector": [[*row, False] for row in Sector.objects.values_list("code", "name")],
    }


def names_of(frame):
    """{by: {code: name}}."""
    return {by: {code: name for code, name, _ in rows} for by, rows in frame.items()}


def frame_for(report):
    """The lines as kept, or as they are now."""
    return report.frame if report.is_frozen else frame_of(report.township)


def sent_to_before(report):
    """Whom the township sent its last month to."""
    sent = Report.objects.filter(township=report.township, state=ReportState.SENT).order_by("-sent_at")
    return sent.values_list("sent_to", flat=True).first() or ""
