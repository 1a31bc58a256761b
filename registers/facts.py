"""The rows behind a month's numbers, read from the registers: each with the numbers it stands in. Six queries."""

import hashlib
import json
from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Q
from django.utils import timezone

from campaigns.models import Assignment
from checks.enums import CheckState
from checks.inspection_rules import OWN_KINDS
from checks.models import Check, Inspection
from enterprises.models import Enterprise
from hazards.counting import in_campaign
from hazards.enums import Grade, ListingState
from hazards.models import Hazard, Listing
from places.sight import subtree

from .columns import mark
from .enums import EntryKind
from .months import month_of, year_until

FIVE = ("responsible", "measures", "money", "due_on", "contingency")
LEVELS = {"省": "l_province", "市": "l_city", "province": "l_province", "city": "l_city"}
ADMIN = "省市县区镇乡"


@dataclass(frozen=True)
class Fact:
    """An enterprise to check or a hazard, as it is now; the fields of registers.models.Entry."""

    kind: str
    row: int
    unit: str
    village: str
    office: str
    sector: str
    number: str = ""
    text: str = ""
    state: str = ""
    money: Decimal | None = None
    marks: list = field(default_factory=list)

    def stands_in(self, span, key):
        return mark(span, key) in self.marks

    def key_of(self, by):
        return getattr(self, by)


def facts_of(township, month, campaign=None):
    """All facts of a township's month (first day) and of its year so far."""
    span = month_of(month)
    spans = {"month": span, "year": year_until(span)}
    return [*units(township, spans, campaign), *hazards(township, spans, campaign)]


def units(township, spans, campaign):
    """The enterprises to check, marked where an inspection by others was signed."""
    seen = {name: inspected(township, span, campaign) for name, span in spans.items()}
    rows = Enterprise.objects.filter(subtree(township.pk, "village")).select_related("supervising_office")
    wanted = (Q(pk__in=meant(campaign)) if campaign else _operating()) | Q(pk__in=seen["year"])
    for firm in rows.filter(wanted).order_by("pk"):
        marks = [mark(name, "to_check") for name in spans]
        marks += [mark(name, "checked") for name, found in seen.items() if firm.pk in found]
        yield Fact(
            EntryKind.UNIT, firm.pk, firm.name, firm.village_id, str(firm.supervising_office_id or ""),
            firm.sector_id or "", firm.credit_code, firm.address[:300], firm.get_status_display(), None, marks,
        )  # fmt: skip


def _operating():
    return Q(pk__in=Enterprise.objects.operating().values("pk"))


def inspected(township, span, campaign):
    """Enterprises visited by others in these days, with a signed record."""
    rows = Inspection.objects.filter(subtree(township.pk, "place"), enterprise__isnull=False).signed()
    rows = rows.exclude(kind__in=OWN_KINDS).held_between(span.first, span.last)
    rows = rows.filter(campaigns=campaign) if campaign else rows
    return set(rows.values_list("enterprise_id", flat=True))


def meant(campaign):
    """Enterprises a campaign gave something to do."""
    sent = Check.objects.filter(Q(campaign=campaign) | Q(also_for=campaign), enterprise__isnull=False)
    duties = Assignment.objects.filter(task__campaign=campaign, enterprise__isnull=False)
    ids = set(sent.exclude(state=CheckState.CANCELLED).values_list("enterprise_id", flat=True))
    return ids | set(duties.values_list("enterprise_id", flat=True))


def hazards(township, spans, campaign):
    """The hazards found in the year so far, neither drafts nor cancelled, with what had become of them by the end."""
    whole = spans["year"]
    rows = Hazard.objects.filter(subtree(township.pk, "village"), found_on__range=(whole.first, whole.last)).registered()
    rows = rows.filter(in_campaign(campaign)) if campaign else rows
    rows = list(rows.select_related("village", "enterprise", "plan").order_by("found_on", "pk"))
    listed = listed_levels(township, whole.last)
    for row in rows:
        yield _hazard(row, spans, listed.get(row.pk, ()))


def _hazard(row, spans, levels):
    keys = keys_of(row, spans["year"].last, levels)
    marks = [mark(name, key) for name, span in spans.items() if span.holds(row.found_on) for key in keys]
    plan = getattr(row, "plan", None)
    return Fact(
        EntryKind.HAZARD, row.pk, row.unit.name, row.village_id, str(row.office_id or ""), row.sector_id, row.number,
        f"{row.location}：{row.description}"[:300], row.get_state_display(), plan.money if plan else None, marks,
    )  # fmt: skip


def keys_of(row, end, levels=()):
    """The numbers a hazard stands in by the last day of the span."""
    plan = _plan_by(row, end)
    money = ["money"] if plan and plan.money else []
    closed = row.closed_at is not None and timezone.localdate(row.closed_at) <= end
    if row.grade != Grade.MAJOR:
        return [*(["o_found"] if row.grade else []), *(["o_done"] if closed and row.grade else []), *money]
    found = ["m_found", *(["m_done"] if closed else []), *(["m_plan"] if plan else [])]
    if plan and all(getattr(plan, name) not in (None, "") for name in FIVE):
        found.append("m_five")
    return [*found, *levels, *money]


def _plan_by(row, end):
    plan = getattr(row, "plan", None)
    return plan if plan and timezone.localdate(plan.at) <= end else None


def listed_levels(township, end):
    """{hazard: columns} of the listings standing or removed that began by that day, by the level that supervises.

    Of a listing entered before levels were chosen the name of who supervises tells.
    """
    rows = Listing.objects.filter(subtree(township.pk, "township"), listed_at__date__lte=end)
    found = defaultdict(set)
    for row in rows.exclude(state=ListingState.REVOKED).values("hazard_id", "supervisor", "level"):
        if key := LEVELS.get(row["level"] or level_word(row["supervisor"])):
            found[row["hazard_id"]].add(key)
    return {pk: sorted(keys) for pk, keys in found.items()}


def level_word(supervisor):
    """The last word of a level in a supervising body's name: 省 of 某省安委办, 县 of 某市某县人民政府."""
    return next((char for char in reversed(supervisor) if char in ADMIN), "")


def digest(facts):
    """SHA-256 over all facts in a fixed order: what was checked is what is sent."""
    rows = sorted(
        [f.kind, f.row, f.number, f.unit, f.text, f.state, f.village, f.office, f.sector, _money(f.money), sorted(f.marks)]
        for f in facts
    )
    return hashlib.sha256(json.dumps(rows, ensure_ascii=False).encode()).hexdigest()


def _money(value):
    return f"{value:.2f}" if value is not None else ""
