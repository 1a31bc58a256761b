from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from campaigns.models import Assignment, TaskUnit
from campaigns.services import dispatch
from campaigns.tasks import open_periods
from core import clock
from core.errors import Refused
from places.models import Office, Place, Sector
from reminders.models import Message
from tests import factories

from . import makers


def at(*day):
    return clock.at(timezone.make_aware(datetime(*day, 9)))


def test_every_active_village_gets_the_duty_and_no_other_townships(w):
    Place.objects.filter(code=w.village2.code).update(is_active=False)
    campaign, rows = makers.sent(w)
    assert set(rows) == {w.village.code} and campaign.state == "running"


@pytest.mark.parametrize(
    "group, units",
    [("villages", 2), ("offices", 3), ("safety-offices", 2), ("enterprises", 3), ("high-risk", 1)],
)
def test_a_group_becomes_its_units(w, group, units):
    Office.objects.create(township=w.town, name="文化站", has_safety_duty=False)
    factories.enterprise(w.village, high_risk=True)
    factories.enterprise(w.village, status="closed")
    campaign = makers.draft(w)
    makers.task(campaign, group=group, due_on=campaign.starts_on)
    assert dispatch.preview(campaign).total == units
    assert dispatch.dispatch(campaign=campaign, by=w.officer) == units == campaign.assignments.count()


def test_enterprises_are_limited_to_the_chosen_sectors(w):
    chosen = factories.enterprise(w.village, sector=Sector.objects.get(code="gas"))
    campaign = makers.draft(w)
    makers.task(campaign, group="enterprises", due_on=campaign.starts_on).sectors.set(["gas"])
    dispatch.dispatch(campaign=campaign, by=w.officer)
    assert [row.enterprise_id for row in campaign.assignments.all()] == [chosen.pk]


def test_a_unit_named_twice_gets_one_assignment(w):
    campaign = makers.draft(w)
    task = makers.task(campaign, due_on=campaign.starts_on)
    TaskUnit.objects.create(task=task, name="石桥村", place=w.village)
    TaskUnit.objects.create(task=task, name="市监所", office=w.office)
    assert dispatch.dispatch(campaign=campaign, by=w.officer) == 3


def test_dropped_tasks_are_not_sent(w):
    campaign = makers.draft(w)
    makers.task(campaign, due_on=campaign.starts_on)
    makers.task(campaign, due_on=campaign.starts_on, dropped=True, drop_reason="由县里统一办")
    assert dispatch.dispatch(campaign=campaign, by=w.officer) == 2


@pytest.mark.parametrize("kind", ["vague", "standing", "relative", "conditional"])
def test_an_unsettled_deadline_stops_the_dispatch(w, kind):
    campaign = makers.draft(w)
    row = factories.task(campaign, deadline_kind=kind)
    TaskUnit.objects.create(task=row, name="各村", group="villages")
    with pytest.raises(Refused, match="还不能派发"):
        dispatch.dispatch(campaign=campaign, by=w.officer)
    campaign.refresh_from_db()
    assert campaign.state == "draft" and not Assignment.objects.exists()


def test_unexplained_units_and_missing_units_stop_the_dispatch(w):
    campaign = makers.draft(w)
    task = makers.task(campaign, due_on=campaign.starts_on, units=False)
    assert dispatch.problems_of(task) == ["没有责任单位"]
    TaskUnit.objects.create(task=task, name="综合服务中心")
    assert "综合服务中心" in dispatch.problems_of(task)[0]


def test_dispatching_twice_is_refused_and_doubles_nothing(w):
    campaign, _ = makers.sent(w)
    with pytest.raises(Refused):
        dispatch.dispatch(campaign=campaign, by=w.officer)
    assert dispatch.open_periods(campaign=campaign) == [] and campaign.assignments.count() == 2


def test_a_stale_copy_of_the_campaign_cannot_be_dispatched_again(w):
    campaign = makers.draft(w)
    makers.task(campaign, due_on=campaign.starts_on)
    stale = type(campaign).objects.get(pk=campaign.pk)
    dispatch.dispatch(campaign=campaign, by=w.officer)
    with pytest.raises(Refused):
        dispatch.dispatch(campaign=stale, by=w.officer)
    assert campaign.assignments.count() == 2


@pytest.mark.parametrize(
    "who", ["leader", "department", "liaison", "cadre", "boss", "discipline", "supervisor", "other_officer"]
)
def test_only_the_townships_officer_dispatches(w, who):
    campaign = makers.draft(w)
    makers.task(campaign, due_on=campaign.starts_on)
    with pytest.raises(Refused):
        dispatch.dispatch(campaign=campaign, by=getattr(w, who))


def test_each_unit_is_told_once_however_many_tasks(w):
    campaign = makers.draft(w)
    for _ in range(3):
        makers.task(campaign, due_on=campaign.starts_on)
    dispatch.dispatch(campaign=campaign, by=w.officer)
    assert Message.objects.filter(recipient=w.cadre).count() == 1
    assert "3 项任务" in Message.objects.get(recipient=w.cadre).title


def test_periods_open_over_the_turn_of_the_year_once_each(w):
    campaign = makers.draft(w, starts_on=date(2027, 12, 10))
    makers.task(campaign, every="month")
    with at(2027, 12, 10):
        dispatch.dispatch(campaign=campaign, by=w.officer)
    for day in (date(2027, 12, 31), date(2028, 1, 1), date(2028, 1, 1), date(2028, 2, 29)):
        dispatch.open_all_periods(day)
    rows = campaign.assignments.filter(place=w.village).order_by("due_on")
    assert list(rows.values_list("due_on", flat=True)) == [date(2027, 12, 31), date(2028, 1, 31), date(2028, 2, 29)]


def test_a_missed_week_is_caught_up(w):
    campaign = makers.draft(w, starts_on=date(2026, 11, 2))
    makers.task(campaign, every="week")
    with at(2026, 11, 2):
        dispatch.dispatch(campaign=campaign, by=w.officer)
    assert len(dispatch.open_periods(campaign=campaign, day=date(2026, 11, 25))) == 2 * 3


def test_the_daily_task_opens_what_is_due_and_leaves_finished_campaigns(w):
    campaign = makers.draft(w, starts_on=clock.today() - timedelta(days=40))
    makers.task(campaign, every="month")
    with clock.at(timezone.now() - timedelta(days=40)):
        dispatch.dispatch(campaign=campaign, by=w.officer)
    over = factories.campaign(w.town, state="concluded")
    makers.task(over, every="month")
    open_periods()
    assert campaign.assignments.count() > 2 and not over.assignments.exists()


def test_a_standing_duty_kept_without_cadence_is_never_late(w):
    campaign = makers.draft(w)
    makers.task(campaign)
    dispatch.dispatch(campaign=campaign, by=w.officer)
    assert campaign.assignments.filter(due_on=None).count() == 2 and not campaign.assignments.late().exists()


def test_units_without_accounts_are_named_before_dispatch(w):
    campaign = makers.draft(w)
    makers.task(campaign, due_on=campaign.starts_on)
    assert [target.place_id for target in dispatch.preview(campaign).silent] == [w.village2.code]


def test_what_would_be_late_at_once_is_told_before_dispatch(w, login):
    campaign = makers.draft(w)
    gone = makers.task(campaign, group="villages", due_on=clock.today() - timedelta(days=1), title="补报底数")
    makers.task(campaign, group="villages", due_on=clock.today())
    assert dispatch.preview(campaign).past == [gone]
    html = login(w.officer).get(f"/campaigns/{campaign.pk}/dispatch/").content.decode()
    assert "1 项任务的期限已过" in html and f"/campaigns/{campaign.pk}/tasks/{gone.pk}/" in html
