"""Sending a checklist to units: one check per unit, never twice while one of the same version and campaign is open."""

from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Q

from accounts.enums import Role
from accounts.models import User
from core import clock
from core.errors import Refused, refuse_if
from enterprises.models import Enterprise
from places.models import Office, Place

from .. import rules
from ..enums import Audience, CheckState
from ..filters import in_campaign
from ..models import OPEN_STATES, Check, ChecklistVersion, CheckLog
from .people import tell_many


@dataclass(frozen=True)
class Units:
    """Which units of a township are meant: its running firms, its villages or its offices, narrowed by keys of places, trades, offices.

    `firms` are keys of enterprises chosen one by one; `seen_by` narrows them to those in that user's sight.
    """

    township: Place
    audience: str
    villages: list = field(default_factory=list)
    sectors: list = field(default_factory=list)
    high_risk: bool = False
    firms: list = field(default_factory=list)
    offices: list = field(default_factory=list)
    seen_by: User | None = None

    def checks(self, **values):
        """Unsaved checks, one per unit."""
        if self.audience == Audience.OFFICES:
            return [Check(place=self.township, office=row, **values) for row in self._offices()]
        if self.audience == Audience.VILLAGES:
            rows = Place.objects.within(self.township).villages().filter(is_active=True)
            rows = rows.filter(pk__in=self.villages) if self.villages else rows
            return [Check(place=row, **values) for row in rows]
        return [Check(place=row.village, enterprise=row, **values) for row in self._enterprises()]

    def _offices(self):
        rows = Office.objects.filter(township=self.township, is_active=True)
        return rows.filter(pk__in=self.offices) if self.offices else rows

    def _enterprises(self):
        first, last = self.township.code_range
        rows = Enterprise.objects.operating().filter(village__gte=first, village__lte=last).select_related("village")
        rows = rows.filter(pk__in=Enterprise.objects.visible_to(self.seen_by).values("pk")) if self.seen_by else rows
        rows = rows.filter(pk__in=self.firms) if self.firms else rows
        rows = rows.filter(village__in=self.villages) if self.villages else rows
        rows = rows.filter(sector__in=self.sectors) if self.sectors else rows
        return rows.filter(high_risk=True) if self.high_risk else rows


@dataclass(frozen=True)
class Sent:
    """The new checks, those units' people who were told, and how many units have it already."""

    checks: list
    reached: dict
    already: int

    @property
    def unreached(self):
        """Checks of units where nobody has an account."""
        return [check for check in self.checks if not self.reached[check.pk]]


def plan(*, version, units, due_on, campaign=None, only_new=False, by=None):
    """(checks to create, number of units that have it already); writes nothing.

    A unit has one open check of a version and campaign. `only_new` leaves out whoever was ever asked this list, whatever its
    version. What a campaign asks in confidence it asks once: a unit whose answer was accepted is not asked again.
    """
    rows = units.checks(version=version, campaign=campaign, due_on=due_on, sent_by=by, sent_at=clock.now())
    for row in rows:
        row.sent_key = row.key()
    open_ones = Check.objects.filter(sent_key__in=[row.sent_key for row in rows], state__in=OPEN_STATES)
    known, asked = set(open_ones.values_list("sent_key", flat=True)), _asked(version.checklist, campaign, only_new)
    fresh = [row for row in rows if row.sent_key not in known and _unit(row) not in asked]
    return fresh, len(rows) - len(fresh)


def _asked(checklist, campaign, only_new):
    """The units that are not asked a list again in a campaign, however open their check is."""
    once = campaign is not None and checklist.confidential
    if not (only_new or once):
        return set()
    rows = Check.objects.filter(in_campaign(campaign) if campaign else Q(), version__checklist=checklist)
    rows = rows if only_new else rows.filter(state__in=(*OPEN_STATES, CheckState.ACCEPTED))
    return {_unit(row) for row in rows.only("place", "office", "enterprise")}


def _unit(row):
    return row.enterprise_id, row.office_id, None if row.enterprise_id or row.office_id else row.place_id


@transaction.atomic
def send(*, version, units, due_on, by, campaign=None, also_for=(), only_new=False):
    """Create the checks and tell the units. Sent twice, the second time creates nothing. Returns Sent.

    They count in `campaign` and in those of `also_for`. `only_new`: to those alone who were never sent it (see plan).
    """
    version = ChecklistVersion.objects.select_for_update(of=("self",)).select_related("checklist").get(pk=version.pk)
    refuse_if(
        rules.may_send(by),
        "" if version.published_at else "检查表发布后才能派发",
        "" if due_on >= clock.today() else "完成期限不能早于今天",
        "" if units.township == by.membership.place else "只能派给本乡镇的单位",
        wrong_audience(version.checklist, units.audience),
        _beyond_office(by, version.checklist, units),
    )
    fresh, already = plan(version=version, units=units, due_on=due_on, campaign=campaign, only_new=only_new, by=by)
    if not fresh and not already:
        raise Refused("没有符合条件的单位，请调整范围")
    Check.objects.bulk_create(fresh, batch_size=500)
    link, others = Check.also_for.through, [one for one in also_for if one != campaign]
    link.objects.bulk_create([link(check=row, campaign=one) for row in fresh for one in others], batch_size=500)
    _log(fresh, by)
    reached = tell_many(fresh, step="check-sent", title=_title, by=by) if fresh else {}
    return Sent(fresh, reached, already)


def _beyond_office(by, checklist, units):
    """An office sends open lists to the enterprises it supervises."""
    if not by.has_role(Role.DEPARTMENT):
        return ""
    mine = units.audience == Audience.ENTERPRISES and units.seen_by == by and not checklist.confidential
    return "" if mine else "站所只能把不保密的检查表派发给自己监管的企业"


def wrong_audience(checklist, audience):
    """A confidential list asks who works in a place; an open one for both may be asked of offices too."""
    if audience == Audience.OFFICES and checklist.confidential:
        return f"“{checklist}”结果保密，不能发给站所"
    if checklist.audience in (Audience.BOTH, audience):
        return ""
    return f"“{checklist}”只用于{checklist.get_audience_display()}"


def _title(check):
    return f"请在 {check.due_on:%m月%d日} 前完成自查：{check.version.checklist}"


def _log(checks, by):
    """The first log line of each, as core.workflow.begin writes it."""
    said = {"actor": by, "actor_title": by.title, "action": "begin", "action_label": "派发自查", "to_state": CheckState.SENT}
    CheckLog.objects.bulk_create([CheckLog(subject=row, at=row.sent_at, **said) for row in checks], batch_size=500)
