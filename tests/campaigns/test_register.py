"""The register of duties: each filter, each seat's rows, the export."""

import io
from datetime import timedelta

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from campaigns.models import Assignment, Campaign, Task
from campaigns.services import circulars
from core import clock
from tests import factories

URL = "campaigns:register"


@pytest.fixture
def rows(w):
    """Duties of a village, an office and an enterprise: one late, one cancelled, one over, one next door."""
    today = clock.today()
    campaign = factories.campaign(w.town, doc_number="云政发〔2026〕31号")
    phase = campaign.phases.create(name="排查", order=1)
    task = factories.task(campaign, title="排查取暖设施", phase=phase)
    over = factories.task(factories.campaign(w.town, state="concluded"))
    return {
        "late": factories.assignment(task, w.village, due_on=today - timedelta(days=1)),
        "office": factories.assignment(task, w.town, office=w.office),
        "firm": factories.assignment(task, w.village, enterprise=w.firm, state="submitted"),
        "cancelled": factories.assignment(factories.task(campaign), w.village2, state="cancelled"),
        "over": factories.assignment(over, w.village, due_on=today - timedelta(days=9)),
        "foreign": factories.assignment(factories.task(factories.campaign(w.other_town)), w.other_village),
    }


def listed(client, **query):
    return {row.pk for row in client.get(reverse(URL), query).context["page"]}


@pytest.mark.parametrize(
    "query, names",
    [
        ({}, "late office firm cancelled over"),
        ({"running": 1}, "late office firm cancelled"),
        ({"running": 1, "late": 1}, "late"),
        ({"late": 1}, "late over"),
        ({"running": 1, "counted": 1}, "late office firm"),
        ({"state": "submitted"}, "firm"),
        ({"kind": "offices"}, "office"),
        ({"kind": "enterprises"}, "firm"),
        ({"place": "990101100201", "running": 1}, "late firm"),
        ({"within": "990101100000", "running": 1, "counted": 1}, "late office firm"),
        ({"within": "99010110000x"}, ""),
        ({"q": "取暖"}, "late office firm"),
        ({"unit": "石桥"}, "late over"),
    ],
)
def test_a_filter_leaves_exactly_its_rows(w, login, rows, query, names):
    assert listed(login(w.officer), **query) == {rows[name].pk for name in names.split()}


def test_a_phase_has_its_own_rows(w, login, rows):
    phase = rows["late"].task.phase_id
    assert listed(login(w.officer), phase=phase) == {rows[name].pk for name in ("late", "office", "firm")}
    assert listed(login(w.officer), phase=phase + 99) == set()


@pytest.mark.parametrize(
    "who, names",
    [
        ("cadre", "late firm over"), ("boss", "firm"), ("department", "office"), ("liaison", "late firm over"),
        ("other_officer", "foreign"), ("supervisor", "late office firm cancelled over foreign"),
    ],
)  # fmt: skip
def test_each_seat_lists_the_duties_in_its_sight(w, login, rows, who, names):
    assert listed(login(getattr(w, who))) == {rows[name].pk for name in names.split()}


def test_the_workbook_has_the_filtered_rows(w, login, rows):
    answer = login(w.officer).get(reverse(URL), {"late": 1, "running": 1, "export": "xlsx"})
    sheet = load_workbook(io.BytesIO(answer.content)).active
    values = [cell.value for line in sheet.iter_rows() for cell in line]
    assert "排查取暖设施" in values and "石桥村" in values and "待办" in values and w.firm.name not in values


def test_empty_and_filtered_to_none_are_said(w, login, rows):
    client = login(w.officer)
    assert "没有符合条件的任务" in client.get(reverse(URL), {"q": "无此任务"}).content.decode()
    Assignment.objects.all().delete()
    assert "还没有派发的任务" in client.get(reverse(URL)).content.decode()


def test_three_rows_cost_the_queries_of_one(w, login, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client, task = login(w.officer), factories.task(factories.campaign(w.town))
    factories.assignment(task, w.village)
    client.get(reverse(URL))
    with CaptureQueriesContext(connection) as one:
        client.get(reverse(URL))
    factories.assignment(task, w.village2)
    factories.assignment(task, w.town, office=w.office)
    with django_assert_num_queries(len(one)):
        client.get(reverse(URL))


@pytest.mark.parametrize("typed", ["云政发[2026]31号", "云政发【2026】31", "云政发 〔2026〕 31号"])
def test_a_campaign_is_found_by_its_document_number(w, login, rows, typed):
    page = login(w.officer).get(reverse("campaigns:list"), {"q": typed}).context["page"]
    assert [row.pk for row in page] == [Campaign.objects.get(doc_number="云政发〔2026〕31号").pk]


def test_duties_are_told_apart_by_the_way_of_the_look_back(rows, w, client):
    Task.objects.filter(pk=rows["late"].task_id).update(way="digging")
    client.force_login(w.officer)
    assert listed(client, way="digging") == {rows[name].pk for name in ("late", "office", "firm")}
    assert listed(client, way="cases") == set()
    shown = client.get(reverse(URL), {"way": "digging"}).content.decode()
    assert shown.count('<td class="nowrap">起底核查</td>') == 3
    assert "起底核查" in client.get(reverse("campaigns:detail", args=[rows["late"].campaign_id])).content.decode()
    sheet = load_workbook(io.BytesIO(client.get(reverse(URL), {"way": "digging", "export": "xlsx"}).content)).active
    assert "起底核查" in str(list(sheet.values))


@pytest.mark.parametrize(
    ("title", "section", "way"),
    [("开展企业自查", "", "self-check"), ("逐件复核", "（四）案件深查", "cases"), ("清理消防通道", "排查整治", "")],
)
def test_the_way_is_read_from_a_circular(title, section, way):
    assert circulars.way_of({"title": title, "section": section}) == way
