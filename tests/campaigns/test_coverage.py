"""The matrix, its workbook, and urging."""

import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from campaigns import coverage, stats
from campaigns.exports import matrix_workbook
from campaigns.services.urging import urge
from core import clock
from core.errors import Refused
from reminders.models import Message
from tests import factories

from . import makers


@pytest.fixture
def late(w):
    """A running campaign whose one task is late in both villages."""
    factories.user("cadre", w.village2)
    return makers.sent(w, due_on=clock.today() - timedelta(days=2))


def queries(act):
    with CaptureQueriesContext(connection) as found:
        act()
    return len(found)


@pytest.mark.parametrize(
    "state, days, tone",
    [
        ("open", 0, "open"),
        ("open", -1, "late"),
        ("returned", 1, "returned"),
        ("returned", -1, "late"),
        ("submitted", -5, "submitted"),
        ("accepted", -5, "accepted"),
        ("cancelled", -5, "cancelled"),
        ("open", None, "open"),
    ],
)
def test_the_tone_of_a_cell(state, days, tone):
    day = clock.today()
    assert coverage.tone_of(state, None if days is None else day + timedelta(days=days), day) == tone


def test_a_cell_shows_the_most_pressing_period_and_counts_all(w):
    campaign = factories.campaign(w.town)
    task = factories.task(campaign, every="month")
    today = clock.today()
    rows = [
        factories.assignment(
            task, w.village, state=state, due_on=today - timedelta(days=n), period_starts_on=today - timedelta(days=n * 31)
        )
        for n, state in enumerate(("accepted", "open", "accepted"))
    ]
    cell = coverage.matrix(w.officer, campaign).lines[0].cells[0]
    assert (cell.tone, cell.total, cell.done, cell.late, cell.pk) == ("late", 3, 2, 1, rows[1].pk)


def test_tabs_hold_villages_offices_and_enterprises_apart(w):
    campaign = factories.campaign(w.town)
    task = factories.task(campaign)
    factories.assignment(task, w.village)
    factories.assignment(task, w.town, office=w.office)
    factories.assignment(task, w.village, enterprise=w.firm)
    for tab, name in (("villages", "石桥村"), ("offices", "市场监督管理所"), ("enterprises", w.firm.name)):
        found = coverage.matrix(w.officer, campaign, tab)
        assert [line.name for line in found.lines] == [name] and found.counts[tab] == 1


def test_the_matrix_shows_only_what_one_may_see(w, late):
    campaign, _ = late
    assert [line.name for line in coverage.matrix(w.cadre, campaign).lines] == ["石桥村"]
    assert coverage.matrix(w.other_officer, campaign).lines == []
    assert len(coverage.matrix(w.supervisor, campaign).lines) == 2


def test_the_page_needs_the_same_few_queries_for_one_row_and_for_many(w, login):
    campaign = factories.campaign(w.town)
    factories.assignment(factories.task(campaign), w.village)
    client, url = login(w.officer), reverse("campaigns:matrix", args=[campaign.pk])
    client.get(url)
    one = queries(lambda: client.get(url))
    for village in (w.village, w.village2):
        for _ in range(4):
            factories.assignment(factories.task(campaign), village)
    assert queries(lambda: client.get(url)) == one
    assert w.officer.membership and queries(lambda: coverage.matrix(w.officer, campaign, "villages")) == 5


@pytest.mark.parametrize("page", ["list", "queue", "duties"])
def test_lists_need_the_same_queries_for_one_row_and_three(w, login, page):
    person = w.cadre if page == "duties" else w.officer
    client, url = login(person), reverse(f"campaigns:{page}")

    def more():
        task = factories.task(factories.campaign(w.town))
        factories.assignment(task, w.village, state="submitted" if page == "queue" else "open")

    more()
    client.get(url)
    one = queries(lambda: client.get(url))
    more(), more()
    assert queries(lambda: client.get(url)) == one


def test_the_workbook_says_the_state_in_words_and_colour_and_holds_no_formula(w, late):
    campaign, _ = late
    type(campaign).objects.filter(pk=campaign.pk).update(name="=1+1")
    campaign.refresh_from_db()
    data = matrix_workbook(campaign, coverage.matrix(w.officer, campaign))
    sheet = load_workbook(io.BytesIO(data)).active
    assert sheet["A1"].data_type == "s" and sheet["B4"].value == "逾期" and sheet["B4"].fill.fgColor.rgb.endswith("F6D5D2")
    assert [cell.value for cell in sheet[sheet.max_row]][-3:] == [2, 0, 2]


def test_the_export_has_the_same_rows_as_the_page(w, login, late):
    campaign, _ = late
    answer = login(w.cadre).get(reverse("campaigns:matrix", args=[campaign.pk]), {"export": "xlsx"})
    sheet = load_workbook(io.BytesIO(answer.content)).active
    assert [sheet.cell(row, 1).value for row in range(4, sheet.max_row)] == ["石桥村"]


def test_urging_tells_each_late_unit_once_a_day(w, late):
    campaign, _ = late
    rows = coverage.late_rows(w.officer, campaign)
    first = urge(campaign=campaign, rows=rows, by=w.officer)
    again = urge(campaign=campaign, rows=rows, by=w.officer)
    assert [unit.fresh for unit in first] == [1, 1] and [unit.fresh for unit in again] == [0, 0]
    assert Message.objects.filter(kind="urging", recipient=w.cadre).count() == 1
    assert campaign.log.filter(action_label="催办").count() == 1


def test_the_next_day_a_unit_may_be_urged_again(w, late):
    campaign, _ = late
    rows = coverage.late_rows(w.officer, campaign)
    urge(campaign=campaign, rows=rows, by=w.officer)
    from django.utils import timezone

    with clock.at(timezone.now() + timedelta(days=1)):
        assert [unit.fresh for unit in urge(campaign=campaign, rows=rows, by=w.officer)] == [1, 1]


def test_urging_on_the_page_lists_whom_and_says_when_it_was_done_already(w, login, late):
    campaign, _ = late
    client, url = login(w.officer), reverse("campaigns:urge", args=[campaign.pk])
    assert "已催办 2 个单位" in client.post(url, {"tab": "villages"}).content.decode()
    assert "今天已经催办过" in client.post(url, {"tab": "villages"}).content.decode()
    assert client.post(url, {"tab": "offices"}).status_code == 302


@pytest.mark.parametrize("who", ["leader", "liaison", "cadre", "discipline", "supervisor"])
def test_others_do_not_urge(w, late, who):
    campaign, _ = late
    with pytest.raises(Refused):
        urge(campaign=campaign, rows=coverage.late_rows(w.officer, campaign), by=getattr(w, who))


def test_figures_agree_with_each_other(w, late):
    campaign, rows = late
    type(rows[w.village.code]).objects.filter(pk=rows[w.village.code].pk).update(state="accepted")
    totals = stats.totals(w.officer, campaign)
    assert (totals["total"], totals["done"], totals["late"]) == (2, 1, 1)
    units = stats.coverage(w.officer, campaign)
    assert [(u.name, u.done, u.late, u.percent) for u in units] == [("柳湾村", 0, 1, 0), ("石桥村", 1, 0, 100)]
    listed = stats.with_counts(type(campaign).objects.all(), w.officer).get()
    assert (listed.total, listed.done, listed.late) == (2, 1, 1)
    assert stats.totals(w.cadre, campaign)["total"] == 1


def test_phases_may_overlap_and_count_their_tasks(w):
    campaign, today = factories.campaign(w.town), clock.today()
    spans = [(-20, -10), (-15, 5), (0, 30), (10, 40)]
    phases = [
        campaign.phases.create(name=str(n), order=n, starts_on=today + timedelta(days=a), ends_on=today + timedelta(days=b))
        for n, (a, b) in enumerate(spans)
    ]
    factories.assignment(factories.task(campaign, phase=phases[1]), w.village, state="accepted")
    found = stats.phases(w.officer, campaign)
    assert [step.state for step in found] == ["over", "running", "running", "before"]
    assert [step.percent for step in found] == [0, 100, 0, 0]
