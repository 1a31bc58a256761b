"""A limit put off, a hazard struck off, a grade changed: none of it by one person alone where much hangs on it."""

import pytest
from django.urls import reverse

from core import clock
from core.errors import Refused
from hazards import services
from hazards.models import Hazard, Listing
from hazards.services import supervision
from reminders.models import Message
from tests import factories

from .conftest import found, graded, in_state, later, planned
from .test_bulk import bulk
from .test_views import as_user, detail_url, step_url


def fresh(hazard):
    return Hazard.objects.get(pk=hazard.pk)


@pytest.fixture
def major(w):
    return graded(w, found(w, office=w.office), grade="major", at_once=False, due_on=later(50))


# the limit


@pytest.mark.parametrize("state", ["planning", "rectifying"])
def test_a_running_limit_is_moved_earlier_but_never_later_by_adjusting(w, state):
    row, without = in_state(w, state), found(w)
    page = bulk(as_user(w.officer), [row, without], due_on=later(60))
    assert [done.pk for done in page.context["outcome"].done] == [without.pk]
    assert "只能提前" in page.content.decode() and "请申请延期" in page.content.decode()
    assert fresh(row).due_on == later()
    bulk(as_user(w.officer), [row], due_on=later(3))
    assert fresh(row).due_on == later(3)


def test_an_overdue_limit_is_not_put_off_by_adjusting(w):
    row = graded(w)
    Hazard.objects.filter(pk=row.pk).update(due_on=later(-3))
    page = bulk(as_user(w.department), [row], due_on=later(5))
    assert page.context["outcome"].done == [] and fresh(row).is_overdue


# striking off


@pytest.mark.parametrize("who", ["officer", "department"])
def test_a_major_one_is_struck_off_by_a_leader_only(w, major, who):
    page = as_user(getattr(w, who)).post(step_url(major, "cancel"), {"note": "误报"})
    assert page.status_code == 403 and "由乡镇领导取消" in page.content.decode()
    assert as_user(w.leader).post(step_url(major, "cancel"), {"note": "误报"}).status_code == 302
    assert fresh(major).state == "cancelled"


def test_an_ordinary_one_under_stop_work_is_not_struck_off(w):
    row = graded(w)
    services.impose(hazard=row, by=w.boss, kind="evacuate", scope="撤出 12 人", begun_at=clock.now())
    with pytest.raises(Refused, match="撤出人员，请先写明原因解除"):
        services.cancel(hazard=row, by=w.officer, note="误报")
    services.lift(hazard=row, by=w.officer, control=row.controls.get(), note="现场安全")
    assert services.cancel(hazard=row, by=w.officer, note="误报").state == "cancelled"


def test_a_listed_one_is_taken_off_the_list_first(w, major):
    listing = supervision.propose(hazard=major, by=w.officer, reason="难", asked="改", supervisor="试验镇人民政府")
    supervision.decide(listing=listing, action="approve", by=w.leader)
    for act in (
        lambda: services.cancel(hazard=major, by=w.leader, note="误报"),
        lambda: services.lower_grade(hazard=major, by=w.leader, note="误判", grade_basis="现场"),
    ):
        with pytest.raises(Refused, match="撤销"):
            act()
    supervision.decide(listing=listing, action="revoke", by=w.leader, note="误判")
    assert services.cancel(hazard=major, by=w.leader, note="误报").state == "cancelled"
    assert not Listing.objects.filter(state="listed").exists()


def test_who_judges_asks_the_leaders(w, major):
    client = as_user(w.department)
    values = {"what": "取消隐患", "note": "现场复核没有粉尘", "row_version": major.version}
    assert client.post(step_url(major, "ask_leader"), values).status_code == 302
    client.post(step_url(major, "ask_leader"), values)
    assert Message.objects.filter(recipient=w.leader, title__contains="请示取消隐患").count() == 1
    assert fresh(major).log.filter(action="ask_leader").count() == 1
    offered = {offer.action for offer in as_user(w.leader).get(detail_url(major)).context["others"]}
    assert {"cancel", "lower_grade"} <= offered


# the grade


def test_raised_it_goes_back_to_the_plan_and_asks_what_a_major_one_asks(w):
    row = planned(w, graded(w, found(w, office=w.office), at_once=False))
    values = {"grade_basis": "判定标准第三条", "due_on": later(40), "responsible": "季长河", "note": "复核为重大"}
    assert as_user(w.department).post(step_url(row, "raise_grade"), values).status_code == 302
    row = fresh(row)
    assert (row.grade, row.state, row.due_on, row.at_once) == ("major", "planning", later(40), False)
    with pytest.raises(Refused, match="缺：治理目标和任务"):
        services.submit_plan(
            hazard=row, by=w.boss, responsible="季长河", measures="清灰", money=1, contingency="断电", due_on=later(9)
        )
    assert planned(w, row).state == "rectifying"
    assert fresh(row).earlier_plans.get().why == "改判为重大隐患：复核为重大"
    assert Message.objects.filter(recipient=w.boss, title__contains="改判为重大隐患").exists()
    assert row.pk in {shown.pk for shown in as_user(w.officer).get(reverse("hazards:major")).context["page"]}


def test_one_to_be_mended_at_once_may_be_raised(w):
    row = services.raise_grade(
        hazard=graded(w), by=w.officer, note="复核", due_on=later(9), responsible="季长河", grade_basis="第三条"
    )
    assert (row.state, row.at_once) == ("planning", False)


@pytest.mark.parametrize(
    "values, said",
    [({"note": " "}, "必须写明原因"), ({"responsible": "副厂长"}, "主要负责人领衔"), ({"grade_basis": ""}, "判定依据"),
     ({"due_on": later(-1)}, "不能早于今天")],
)  # fmt: skip
def test_raising_says_why_and_by_what(w, values, said):
    row = graded(w)
    given = {"note": "复核", "due_on": later(9), "responsible": "季长河", "grade_basis": "第三条"} | values
    with pytest.raises(Refused, match=said):
        services.raise_grade(hazard=row, by=w.officer, **given)
    assert fresh(row).grade == "ordinary"


def test_lowered_by_a_leader_it_stays_where_it_is_and_keeps_why(w, major):
    row = planned(w, major)
    values = {"grade_basis": "复核无涉爆粉尘", "note": "粉尘浓度低"}
    assert as_user(w.officer).post(step_url(row, "lower_grade"), values).status_code == 403
    assert as_user(w.leader).post(step_url(row, "lower_grade"), values).status_code == 302
    row = fresh(row)
    assert (row.grade, row.grade_basis, row.state) == ("ordinary", "复核无涉爆粉尘", "rectifying")
    assert row.log.last().note == "原依据：现场检查。粉尘浓度低"


def test_lowering_drops_the_clause_it_was_judged_by(w):
    clause = factories.clause(grade="major")
    row = graded(w, found(w), clause=clause, at_once=False)
    services.lower_grade(hazard=row, by=w.leader, note="误判", grade_basis="现场")
    assert getattr(fresh(row), "judged_by", None) is None


def test_one_treated_as_an_accident_stays_major(w):
    row = graded(w, found(w, source="inspection"), grade="major", at_once=False)
    services.treat_as_accident(hazard=row, by=w.officer, facts="未列", measures="停产", duty="约谈")
    with pytest.raises(Refused, match="已经当作事故处置"):
        services.lower_grade(hazard=row, by=w.leader, note="误判", grade_basis="现场")
