"""Rows of a month and a report brought to a state by its steps."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from django.test import Client
from django.utils import timezone

from accounts.enums import Role
from core import clock
from hazards.models import Listing, Plan
from registers.models import Report
from registers.services import monthly
from tests import factories

MONTH = date(2026, 10, 1)
LAST = date(2026, 10, 31)
AFTER = timezone.make_aware(datetime(2026, 11, 2, 9))


def as_user(user):
    client = Client()
    client.force_login(user)
    return client


def noon(day):
    return timezone.make_aware(datetime(day.year, day.month, day.day, 12))


def hazard(w, *, found=date(2026, 10, 10), grade="ordinary", closed=None, firm=None, **fields):
    """A graded hazard of the first firm, closed on a day when one is given."""
    firm = firm or w.firm
    done = {"state": "closed", "closed_at": noon(closed), "accepted_by": w.officer} if closed else {"state": "rectifying"}
    given = {"enterprise": firm, "found_on": found, "grade": grade, "due_on": found + timedelta(days=20)}
    return factories.hazard(fields.pop("village", firm.village), **given | done | fields)


def plan(w, of, *, on=date(2026, 10, 12), money=3000, **fields):
    given = {"responsible": "季长河", "measures": "加装防护罩", "due_on": of.due_on, "contingency": "停用", "by": w.boss}
    return Plan.objects.create(hazard=of, at=noon(on), money=Decimal(money), **given | fields)


def listing(w, of, supervisor, *, on=date(2026, 10, 15), state="listed", level=""):
    return Listing.objects.create(
        hazard=of, township=w.town, reason="整改难", asked="整改", supervisor=supervisor, state=state, level=level,
        listed_at=noon(on), due_on=of.due_on,
    )  # fmt: skip


def visit(w, *, firm=None, on=date(2026, 10, 8), **fields):
    """A signed inspection by the office."""
    firm = firm or w.firm
    kept = {"state": "signed", "sha256": "1" * 64, "record": "{}", "ended": "10:00", "signed_at": noon(on)}
    return factories.inspection(firm.village, w.officer, enterprise=firm, held_on=on, **kept | fields)


def second_officer(w):
    return factories.user(Role.OFFICER, w.town, office=w.safety_office)


def report(w, state="draft", month=MONTH, **fields):
    """October's report in a state."""
    with clock.at(AFTER):
        row = monthly.make(by=w.officer, month=month, **fields)
        return moved(w, row, state)


def moved(w, row, state):
    if state in ("checked", "sent"):
        monthly.check(report=row, by=w.leader)
    if state == "sent":
        monthly.send(report=row, by=w.officer, sent_to="县安委办")
    if state == "dropped":
        monthly.drop(report=row, by=w.officer, note="编错了")
    return Report.objects.get(pk=row.pk)
