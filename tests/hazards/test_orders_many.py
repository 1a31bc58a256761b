"""Orders to many enterprises from the ticked rows of the register."""

from datetime import timedelta

import pytest
from django.urls import reverse

from core import clock, jobs
from core.models import Job
from hazards import orders
from hazards.models import Hazard
from notices.models import Paper
from tests import factories
from tests.notices.conftest import as_user


@pytest.fixture
def w(db):
    w = factories.world()
    w.rows = [factories.hazard(w.village, enterprise=w.firm, description=f"甲隐患{n}") for n in range(2)]
    w.rows += [factories.hazard(w.village2, enterprise=w.firm2, description="乙隐患")]
    w.public = factories.hazard(w.village, description="村道塌方")
    w.closed = factories.hazard(w.village, enterprise=w.firm, state="cancelled", description="不算隐患的")
    return w


def confirm(w, role="officer", query="", **data):
    return as_user(getattr(w, role)).post(reverse("hazards:orders") + query, data, follow=True)


def start(w, rows, role="officer", **changes):
    data = {
        "ids": ",".join(str(row.pk) for row in rows), "due_on": (clock.today() + timedelta(days=15)).isoformat(),
        "inspectors": "季长河、鲍国良", "form_token": "t",
    }  # fmt: skip
    return as_user(getattr(w, role)).post(reverse("hazards:orders_start"), data | changes)


def test_the_confirmation_groups_by_enterprise_and_names_what_stays_out(w):
    page = confirm(w, ids=[row.pk for row in [*w.rows, w.public, w.closed]]).content.decode()
    assert '将起草 <b class="num">2</b> 份指令书，写入 <b class="num">3</b> 条隐患' in page
    assert "这条隐患不属于企业" in page and "”的隐患不能再写进指令书" in page
    assert not Paper.objects.exists() and not Job.objects.exists()


def test_all_that_the_filter_shows_goes_along(w):
    page = confirm(w, query="?state=found", all_matching="1").content.decode()
    assert '将起草 <b class="num">2</b> 份' in page


def test_one_order_per_enterprise_is_drafted_with_all_its_hazards(w):
    answer = start(w, [*w.rows, w.public])
    job = jobs.run(Job.objects.get().pk)
    assert str(job.pk) in answer.url and job.result["url"] == orders.DRAFTS and "已起草 2 份" in job.result["text"]
    papers = {paper.receipts.get().enterprise: paper for paper in Paper.objects.all()}
    assert set(papers) == {w.firm, w.firm2} and {paper.state for paper in papers.values()} == {"draft"}
    assert len(papers[w.firm].content["hazards"]) == 2 and papers[w.firm].content["inspectors"] == "季长河、鲍国良"


def test_sent_twice_and_run_twice_it_drafts_each_once(w):
    start(w, w.rows)
    start(w, w.rows)
    job = Job.objects.get()
    for _ in range(2):
        orders.draft_all(job)
    assert Paper.objects.count() == 2


def test_a_hazard_closed_meanwhile_is_left_out_and_told(w):
    start(w, w.rows)
    Hazard.objects.filter(pk=w.rows[0].pk).update(state="cancelled")
    assert "1 条隐患情况有变" in jobs.run(Job.objects.get().pk).result["text"]
    assert Paper.objects.get(receipts__enterprise=w.firm).content["sources"] == [str(w.rows[1].pk)]


@pytest.mark.parametrize("role", ["leader", "department", "cadre", "boss", "supervisor"])
def test_others_are_refused(w, role):
    assert confirm(w, role, ids=[w.rows[0].pk]).status_code == 403
    assert start(w, w.rows, role).status_code == 403 and not Job.objects.exists()


def test_the_next_townships_hazards_are_out_of_sight(w):
    assert "没有选中隐患" in confirm(w, "other_officer", ids=[w.rows[0].pk]).content.decode()
    start(w, w.rows, "other_officer")
    assert not Job.objects.exists()


@pytest.mark.parametrize(
    ("field", "value", "said"), [("inspectors", "季长河", "不得少于两人"), ("due_on", "2020-01-01", "整改期限")]
)
def test_a_wrong_field_is_said_and_the_choice_is_kept(w, field, value, said):
    page = start(w, w.rows, **{field: value}).content.decode()
    assert said in page and str(w.rows[2].pk) in page and not Job.objects.exists()


def test_the_register_offers_it_to_the_safety_office_alone(w):
    pages = {
        role: as_user(getattr(w, role)).get(reverse("hazards:list")).content.decode() for role in ("officer", "department")
    }
    assert "按企业起草指令书" in pages["officer"] and "按企业起草指令书" not in pages["department"]
