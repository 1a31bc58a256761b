"""A plan that was sent: returned, amended, kept in step with the limit and the person; what it said before stays."""

import pytest
from django.urls import reverse

from core.errors import Refused
from hazards import major, services
from hazards.models import EarlierPlan, Hazard, Plan

from .conftest import SIX_PARTS, accepted, found, graded, later, photo_ids, planned, reported
from .test_exports import exported
from .test_views import as_user, detail_url, step_url

AGAIN = {"responsible": "季长河", "measures": "更换整条除尘管", "money": 9000, "contingency": "停机", **SIX_PARTS}


@pytest.fixture
def hazard(w):
    row = found(w, office=w.office, photos=photo_ids(w.officer))
    row = graded(w, row, grade="major", at_once=False, due_on=later(50))
    return Hazard.objects.get(pk=planned(w, row).pk)


def test_a_returned_plan_waits_for_another_one_and_stays_readable(w, hazard):
    page = as_user(w.department).post(step_url(hazard, "return_plan"), {"note": "措施只有一句话"})
    assert page.status_code == 302
    hazard = Hazard.objects.get(pk=hazard.pk)
    assert hazard.state == "planning" and not Plan.objects.filter(hazard=hazard).exists()
    services.submit_plan(hazard=hazard, by=w.boss, due_on=later(30), **AGAIN)
    text = as_user(w.boss).get(detail_url(hazard)).content.decode()
    for said in ("更换整条除尘管", "加装联锁防护罩", "退回：措施只有一句话"):
        assert said in text
    assert accepted(w, reported(w, hazard)).state == "closed"


def test_a_plan_is_not_returned_without_a_reason_nor_where_there_is_none(w, hazard):
    with pytest.raises(Refused, match="必须写明原因"):
        services.return_plan(hazard=hazard, by=w.officer, note=" ")
    with pytest.raises(Refused, match="没有报送过方案"):
        services.return_plan(hazard=graded(w), by=w.officer, note="x")
    assert not EarlierPlan.objects.exists()


def test_the_unit_amends_its_plan_with_a_reason(w, hazard):
    sent = hazard.plan.at
    values = AGAIN | {"due_on": later(20), "note": "旧管道腐蚀"}
    assert as_user(w.boss).post(step_url(hazard, "amend_plan"), values).status_code == 302
    plan, earlier = Plan.objects.get(hazard=hazard), EarlierPlan.objects.get(hazard=hazard)
    assert (plan.measures, plan.due_on, plan.at) == ("更换整条除尘管", later(20), sent)
    assert (earlier.measures, earlier.why, earlier.ended_by) == ("加装联锁防护罩", "修改：旧管道腐蚀", w.boss)
    assert Hazard.objects.get(pk=hazard.pk).log.last().note == "旧管道腐蚀"


@pytest.mark.parametrize(
    "values, said",
    [({"note": ""}, "修改方案必须写明原因"), ({"due_on": later(51)}, "需要延长请申请延期"), ({"goals": ""}, "缺：治理目标和任务"),
     ({"responsible": "副厂长"}, "主要负责人领衔")],
)  # fmt: skip
def test_an_amended_plan_answers_the_questions_of_a_first_one(w, hazard, values, said):
    with pytest.raises(Refused, match=said):
        services.amend_plan(hazard=hazard, by=w.boss, **(AGAIN | {"due_on": later(20), "note": "改"} | values))
    assert not EarlierPlan.objects.exists()


def test_a_longer_limit_is_the_same_in_every_ledger_paper_and_page(w, hazard):
    asked = services.ask_extension(hazard=hazard, by=w.boss, until=later(80), reason="配件未到货")
    services.decide_extension(extension=asked, by=w.officer, granted=True)
    said_everywhere(w, hazard, f"{later(80)}", "季长河")
    assert EarlierPlan.objects.get(hazard=hazard).due_on == later(15)


def test_an_adjusted_limit_and_person_are_the_same_everywhere(w):
    hazard = planned(w, graded(w, found(w, office=w.office), at_once=False), responsible="工段长")
    assert hazard.responsible == "工段长"
    services.bulk_assign(hazards=[hazard], by=w.officer, responsible="副厂长", due_on=later(9))
    hazard = Hazard.objects.get(pk=hazard.pk)
    assert (hazard.plan.responsible, hazard.plan.due_on, hazard.responsible) == ("副厂长", later(9), "副厂长")
    assert "副厂长" in exported(w.officer, "list")[0]
    services.bulk_assign(hazards=[hazard], by=w.officer, office=w.office)
    assert hazard.earlier_plans.count() == 1


def said_everywhere(w, hazard, day, person):
    hazard = Hazard.objects.get(pk=hazard.pk)
    (row,) = exported(w.boss, "major")
    assert person in row and day in [str(cell)[:10] for cell in row]
    line = major._line(1, hazard)
    assert day in line and person in line
    assert day in as_user(w.officer).get(reverse("hazards:major")).content.decode()
    assert (f"{hazard.plan.due_on}", f"{hazard.due_on}", hazard.plan.responsible) == (day, day, person)


def test_the_money_of_a_plan_is_read_in_groups_of_three(w):
    hazard = planned(w, graded(w, at_once=False), money=1234567)
    assert "1,234,567.00 元" in as_user(w.officer).get(detail_url(hazard)).content.decode()
