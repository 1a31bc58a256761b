from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from core import clock
from mandates.models import Mandate, Problem, ProblemSheet, Review, ReviewLine
from places.models import Office
from tests import factories

OFFICE = ("officer", "leader", "department", "liaison", "discipline", "supervisor")
PHONE = ("cadre", "boss")


@pytest.fixture
def w(db):
    return factories.world()


@pytest.fixture
def login():
    """A client logged in as a person."""

    def enter(person):
        client = Client()
        client.force_login(person, backend="accounts.backends.SeatedBackend")
        return client

    return enter


def queries(act):
    with CaptureQueriesContext(connection) as found:
        act()
    return len(found)


def total(client, url):
    """How many rows the register behind an address lists."""
    answer = client.get(url)
    assert answer.status_code == 200, url
    return answer.context["total"]


def fill(w, town, village, firm, office):
    """Rows of every kind in one township: late, waiting, done, cancelled; returns them by name."""
    late, soon = clock.today() - timedelta(days=3), clock.today() + timedelta(days=5)
    campaign = factories.campaign(town, name=f"{town.name}冬季行动", doc_number=f"{town.paper_code}〔2026〕31号")
    phase = campaign.phases.create(name="排查整治", order=1, starts_on=late, ends_on=soon)
    task = factories.task(campaign, title="排查取暖设施", phase=phase)
    over = factories.task(factories.campaign(town, state="concluded"))
    sheet = factories.checklist()
    rows = SimpleNamespace(campaign=campaign, phase=phase)
    rows.duty = factories.assignment(task, village, due_on=late)
    factories.assignment(factories.task(campaign), village, due_on=soon, state="returned")
    factories.assignment(factories.task(campaign), village, state="cancelled", due_on=late)
    factories.assignment(task, village, enterprise=firm, due_on=soon, state="accepted")
    factories.assignment(task, town, office=office, due_on=late, state="submitted")
    factories.assignment(over, village, due_on=late)
    rows.check = factories.check(sheet, village, due_on=late)
    factories.check(sheet, village, enterprise=firm, due_on=soon, state="accepted")
    factories.check(factories.checklist(), village, enterprise=firm, due_on=late, state="cancelled")
    factories.check(factories.checklist(), village, enterprise=firm, due_on=late, state="submitted")
    make = lambda **fields: factories.hazard(village, enterprise=firm, sector_id="trade", office=office, **fields)  # noqa: E731
    rows.hazard = make(state="rectifying", grade="major", due_on=late, description=f"{town.name}配电箱敞开")
    rows.hazard.extensions.create(until=soon, reason="配件未到", asked_by=w.boss)
    make(state="planning", grade="ordinary", due_on=soon)
    make(state="found")
    make(state="draft")
    make(state="cancelled")
    make(state="reported", grade="ordinary", due_on=late, reported_at=clock.now())
    make(state="closed", grade="ordinary", accepted_by=w.officer, closed_at=clock.now())
    factories.hazard(village, state="rectifying", grade="ordinary", due_on=late, description=f"{town.name}村道塌方")
    rows.paper = factories.paper(
        town, state="issued", title=f"{town.name}冬季行动的通知", code=town.paper_code, year=2026, number=7, sha256="0" * 64,
        issued_on=late, issued_at=clock.now(),
    )  # fmt: skip
    factories.receipt(rows.paper, village, due_on=late)
    factories.receipt(rows.paper, town, office=office, due_on=soon)
    factories.receipt(rows.paper, village, enterprise=firm, due_on=late, state="signed")
    for state in ("draft", "reviewed", "signed"):
        factories.paper(town, state=state, title=f"{town.name}{state}稿")
    factories.permit(firm, expires_on=late)
    factories.permit(firm, expires_on=soon)
    safety = Office.objects.get(township=town, is_safety_office=True)
    factories.check(factories.checklist(), town, office=safety, due_on=soon, state="submitted")
    for one in {office, safety}:
        answer_for(town, late, soon, office=one)
    if w.leader.membership.place == town:
        answer_for(town, late, soon, person=w.leader)
    return rows


def answer_for(town, late, soon, **holder):
    """What an office or a leader answers for: to fill in, to be judged, and twice past its day in what was judged."""
    span = {"township": town, "period": "上半年", "ends_on": soon, "due_on": soon}
    states, days = ("asked", "submitted", "accepted"), [late - timedelta(days=n) for n in range(3)]
    sheets = [
        ProblemSheet.objects.create(**span, **holder, starts_on=day, state=state)
        for day, state in zip(days, states, strict=True) if "office" in holder
    ]  # fmt: skip
    for sheet in sheets[2:]:
        said = {"township": town, "sheet": sheet, "measures": "上门登记", "responsible": "所长", **holder}
        Problem.objects.bulk_create([Problem(text="底数不清", due_on=day, **said) for day in (late, late, soon)])
    mandate = Mandate.objects.create(township=town, state="in_force", valid_from=late, **holder)
    for day, state in zip(days, ("asked", "submitted", "concluded"), strict=True):
        judged = {"word": "总体到位", "judged_by": factories.user()} if state == "concluded" else {}
        Review.objects.create(**span, **holder, mandate=mandate, starts_on=day, state=state, **judged)
    review = mandate.reviews.get(state="concluded")
    for n, day in enumerate((late, late, soon)):
        item = mandate.items.create(order=n, text=f"职责{n}")
        ReviewLine.objects.create(review=review, item=item, did="做了", is_short=True, mend="补上", mend_by=day)


@pytest.fixture
def full(w):
    """The world with rows of every kind in both townships."""
    w.here = fill(w, w.town, w.village, w.firm, w.office)
    w.there = fill(w, w.other_town, w.other_village, w.other_firm, w.other_office)
    w.here.lead = factories.lead(
        w.village, person="卞长庚", state="verifying", handlers=[w.officer, w.discipline, w.department]
    )
    w.there.lead = factories.lead(w.other_village, person="邹满仓", state="verifying", handlers=[w.other_officer])
    return w
