"""One visit or self-check counts in several campaigns: in the matrix, on their pages, and for the duties it settles."""

import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from campaigns import counted as counted_in
from campaigns import coverage
from campaigns.exports import matrix_workbook
from campaigns.models import Submission
from campaigns.services import duties
from checks import counted, services
from checks.services.campaigns import count_many, set_campaigns
from core import clock
from core.errors import Refused
from hazards.counting import in_campaign
from hazards.models import Hazard
from tests import factories

from .conftest import a_check, fresh, submitted
from .visits import begun, own, signed


@pytest.fixture
def two(w):
    """Two running campaigns with a duty of the first firm each that a visit settles."""
    return [duty(w) for _ in range(2)]


def duty(w, how="visit", **values):
    task = factories.task(factories.campaign(w.town), counts=how)
    return factories.assignment(task, w.firm.village, enterprise=w.firm, **values)


def states(rows):
    for row in rows:
        row.refresh_from_db()
    return [row.state for row in rows]


def campaigns(rows):
    return [row.campaign for row in rows]


def test_one_signed_visit_settles_a_duty_in_each_campaign(w, two):
    row = begun(w, campaigns=campaigns(two))
    assert states(two) == ["open", "open"]
    signed(row, w.officer)
    assert states(two) == ["accepted", "accepted"]
    assert [line.actor for line in two[0].log.all()] == [None, None]
    assert "站所检查记录已签名锁定" in two[0].submissions.get().text


def test_a_visit_of_another_campaign_settles_nothing(w, two):
    signed(begun(w, campaigns=[two[0].campaign]), w.officer)
    assert states(two) == ["accepted", "open"]


def test_a_campaign_named_after_signing_counts_at_once(w, two):
    row = signed(begun(w), w.officer)
    set_campaigns(row=row, campaigns=campaigns(two), by=w.officer)
    assert states(two) == ["accepted", "accepted"]
    set_campaigns(row=row, campaigns=campaigns(two), by=w.officer)
    assert Submission.objects.count() == 2
    (line,) = row.log.filter(action="campaigns")
    names = "、".join(sorted((one.name for one in campaigns(two)), key=[one.name for one in campaigns(two)].index))
    assert line.actor == w.officer and line.note == f"计入：无 → {names}" and line.from_state == line.to_state == "signed"


def test_a_duty_that_wants_a_report_is_not_settled_by_a_visit(w):
    row = duty(w, how="")
    signed(begun(w, campaigns=[row.campaign]), w.officer)
    assert states([row]) == ["open"]


def test_only_the_unit_that_was_visited_has_done_its_duty(w):
    task = factories.task(factories.campaign(w.town), counts="visit")
    mine = factories.assignment(task, w.firm.village, enterprise=w.firm)
    other = factories.assignment(task, w.firm2.village, enterprise=w.firm2)
    village = factories.assignment(task, w.village)
    signed(begun(w, campaigns=[task.campaign]), w.officer)
    assert states([mine, other, village]) == ["accepted", "open", "open"]


def test_of_a_recurring_duty_the_period_of_the_visit_is_settled(w):
    task, today = factories.task(factories.campaign(w.town), counts="visit", every="month"), clock.today()
    past, now, coming = (
        factories.assignment(task, w.firm.village, enterprise=w.firm, period_starts_on=today + timedelta(days=days))
        for days in (-60, -20, 10)
    )
    signed(begun(w, campaigns=[task.campaign]), w.officer)
    assert states([past, now, coming]) == ["open", "accepted", "open"]


def test_a_concluded_campaign_takes_nothing_more(w):
    row = duty(w)
    visit = begun(w, campaigns=[row.campaign])
    row.campaign.state = "concluded"
    row.campaign.save()
    signed(visit, w.officer)
    assert states([row]) == ["open"]


def test_a_settled_duty_may_be_sent_back_and_is_settled_by_the_next_visit(w):
    row = duty(w)
    signed(begun(w, campaigns=[row.campaign]), w.officer)
    row.refresh_from_db()
    duties.send_back(assignment=row, note="记录里没有查液氨罐", by=w.officer)
    signed(begun(w, campaigns=[row.campaign]), w.officer)
    assert states([row]) == ["accepted"] and row.submissions.count() == 2


def test_an_accepted_self_check_settles_in_its_own_and_in_further_campaigns(w):
    rows = [duty(w, how="check") for _ in range(2)]
    check = a_check(w, campaign=rows[0].campaign)
    set_campaigns(row=check, campaigns=campaigns(rows), by=w.officer)
    submitted(w, check)
    assert states(rows) == ["open", "open"]
    services.accept(check=check, by=w.officer)
    assert states(rows) == ["accepted", "accepted"]


def test_many_self_checks_are_counted_in_a_campaign_with_a_line_each_and_the_skipped_are_told(client, w):
    row = duty(w, how="check")
    sent_for, other = factories.campaign(w.town), row.campaign
    accepted = services.accept(check=submitted(w, a_check(w, campaign=sent_for)), by=w.officer)
    waiting, gone = a_check(w, firm=w.firm2), a_check(w, place=w.village2, state="cancelled")
    given = {"ids": [one.pk for one in (accepted, waiting, gone)], "counts_in": other.pk}
    client.force_login(w.officer)
    shown = client.post(reverse("checks:bulk"), given | {"act": "count"}).content.decode()
    assert "已计入专项行动 2 份，跳过 1 份" in shown and "自查已取消" in shown
    assert fresh(accepted).counts_in == [sent_for, other] and fresh(waiting).counts_in == [other]
    assert states([row]) == ["accepted"]
    line = fresh(waiting).log.get(action="campaigns")
    assert (line.actor, line.note, line.to_state) == (w.officer, f"计入：无 → {other}", "sent")
    assert client.get(reverse("checks:list"), {"campaign": other.pk}).content.decode().count("data-tick ") == 2
    shown = client.post(reverse("checks:bulk"), given | {"act": "uncount"}).content.decode()
    assert "已不再计入 2 份" in shown and fresh(accepted).counts_in == [sent_for]
    assert fresh(waiting).log.filter(action="campaigns").last().note == f"计入：{other} → 无"


def test_what_it_was_sent_for_a_check_counts_in_for_good(w):
    campaign, over = factories.campaign(w.town), factories.campaign(w.town, state="concluded")
    check = a_check(w, campaign=campaign)
    for one, counts, reason in (
        (campaign, False, "为这个专项行动派发"), (campaign, True, "已经计入"), (over, True, "已经结束"),
        (factories.campaign(w.town), False, "本来就没有"), (factories.campaign(w.other_town), True, "所在乡镇"),
    ):  # fmt: skip
        outcome = count_many(checks=[check], campaign=one, counts=counts, by=w.officer)
        assert not outcome.done and reason in outcome.skipped[0][1]
    with pytest.raises(Refused, match="所在乡镇"):
        set_campaigns(row=check, campaigns=[factories.campaign(w.other_town)], by=w.supervisor)
    assert fresh(check).counts_in == [campaign] and not fresh(check).log.filter(action="campaigns").exists()


@pytest.mark.parametrize("role", ["liaison", "leader", "cadre"])
def test_others_count_nothing_in_bulk_and_are_not_offered_it(client, w, role):
    check, campaign = a_check(w), factories.campaign(w.town)
    client.force_login(getattr(w, role))
    given = {"ids": [check.pk], "act": "count", "counts_in": campaign.pk}
    assert client.post(reverse("checks:bulk"), given).status_code == 403 and fresh(check).counts_in == []
    assert "不再计入" not in client.get(reverse("checks:list")).content.decode()


def test_a_campaign_is_chosen_before_rows_are_counted(client, w):
    check = a_check(w)
    client.force_login(w.officer)
    answer = client.post(reverse("checks:bulk"), {"ids": [check.pk], "act": "count"}, follow=True)
    assert "选一个进行中的专项行动" in answer.content.decode() and answer.context["page"].total == 1


def test_an_enterprises_own_visit_settles_what_a_self_check_does(w):
    by_check, by_visit = duty(w, how="check"), duty(w)
    signed(own(w, campaigns=[by_check.campaign, by_visit.campaign]), w.boss)
    assert states([by_check, by_visit]) == ["accepted", "open"]


def test_the_matrix_counts_one_visit_in_each_campaign(w, two):
    signed(begun(w, campaigns=campaigns(two)), w.officer)
    services.accept(check=submitted(w, a_check(w, campaign=two[0].campaign)), by=w.officer)
    first, second = (coverage.matrix(w.officer, campaign) for campaign in campaigns(two))
    assert first.also == second.also == ["自查", "现场检查"]
    assert first.lines[0].also == [(1, 1), (1, 1)] and second.lines[0].also == [None, (1, 1)]


def test_a_unit_without_a_duty_stands_in_the_matrix_by_its_visit(w, two):
    begun(w, firm=w.firm2, campaigns=[two[0].campaign])
    lines = coverage.matrix(w.officer, two[0].campaign).lines
    assert [(line.name, line.also) for line in lines] == [(w.firm.name, [None, None]), (w.firm2.name, [None, (0, 1)])]


def test_the_workbook_has_the_counts_beside_the_duties(w, two):
    signed(begun(w, campaigns=campaigns(two)), w.officer)
    found = coverage.matrix(w.officer, two[0].campaign)
    sheet = load_workbook(io.BytesIO(matrix_workbook(two[0].campaign, found))).active
    assert [cell.value for cell in sheet[3]][-2:] == ["自查", "现场检查"] and sheet[4][-1].value == "1/1"


def test_the_pages_of_each_campaign_tell_of_the_visit(client, w, two):
    signed(begun(w, campaigns=campaigns(two)), w.officer)
    client.force_login(w.officer)
    for campaign in campaigns(two):
        page = client.get(reverse("campaigns:detail", args=[campaign.pk])).content.decode()
        assert "计入本专项的检查" in page and f"campaigns={campaign.pk}" in page
        matrix = client.get(reverse("campaigns:matrix", args=[campaign.pk])).content.decode()
        assert "现场检查</th>" in matrix and "1/1" in matrix


def test_each_sees_only_what_is_in_sight(w, two):
    signed(begun(w, campaigns=campaigns(two)), w.officer)
    sums = lambda who: [one.done for one in counted_in.sums(who, two[0].campaign)]  # noqa: E731
    assert (sums(w.officer), sums(w.cadre), sums(w.other_officer)) == ([1], [1], [])
    assert sums(factories.user("cadre", w.village2)) == []


def test_the_matrix_asks_no_more_for_more_visits(w, two):
    def asked():
        with CaptureQueriesContext(connection) as found:
            coverage.matrix(w.officer, two[0].campaign)
        return len(found)

    begun(w, campaigns=campaigns(two))
    once = asked()
    for firm in (w.firm, w.firm2, w.firm2):
        begun(w, firm=firm, campaigns=campaigns(two))
    assert asked() == once


def test_the_form_of_a_task_offers_what_settles_it(client, w, two):
    client.force_login(w.officer)
    task = two[0].task
    page = client.get(reverse("campaigns:task", args=[task.campaign_id, task.pk])).content.decode()
    assert "有一次签名锁定的现场检查" in page and "责任单位上报" in page


def test_an_offices_self_check_is_owed_counted_and_settles_its_duty(w):
    task = factories.task(factories.campaign(w.town), counts="check")
    duty = factories.assignment(task, w.town, office=w.office)
    village = factories.assignment(task, w.village)
    check = a_check(w, place=w.town, office=w.office, campaign=task.campaign)
    found = coverage.matrix(w.officer, task.campaign, "offices")
    assert [(line.name, line.also) for line in found.lines] == [(w.office.name, [(0, 1), None])]
    assert [one.said for one in counted.unanswered(w.officer, task.campaign)] == ["1 个站所没有上报自查"]
    assert [one.said for one in counted.remaining(w.officer, task.campaign)] == ["1 个站所没有上报自查"]
    services.accept(check=submitted(w, check, w.department), by=w.officer)
    assert states([duty, village]) == ["accepted", "open"]
    assert coverage.matrix(w.officer, task.campaign, "offices").lines[0].also == [(1, 1), None]
    assert not list(counted.unanswered(w.officer, task.campaign))


def test_what_remains_names_enterprises_and_offices_and_opens_both(client, w):
    campaign = factories.campaign(w.town)
    for where in ({}, {"firm": w.firm2}, {"place": w.town, "office": w.office}):
        a_check(w, campaign=campaign, **where)
    (remain,) = counted.remaining(w.officer, campaign)
    assert remain.said == "2 家企业、1 个站所没有上报自查"
    client.force_login(w.officer)
    page = client.get(remain.link).content.decode()
    assert all(name in page for name in (w.firm.name, w.firm2.name, w.office.name))
    assert [client.get(one.link).context["total"] for one in counted.unanswered(w.officer, campaign)] == [2, 1]


def test_the_register_lists_what_was_found_in_each_campaign(client, w, two):
    signed(begun(w, campaigns=campaigns(two)), w.officer, "no")
    client.force_login(w.officer)
    for campaign in campaigns(two):
        page = client.get(reverse("hazards:list"), {"campaign": campaign.pk})
        assert page.context["total"] == 2
    other = factories.campaign(w.town)
    assert client.get(reverse("hazards:list"), {"campaign": other.pk}).context["total"] == 0


def test_a_hazards_page_names_every_campaign_it_counts_in_as_a_link(client, w, two):
    found = "no"
    visit = signed(begun(w, campaigns=campaigns(two)), w.officer, found)
    check = a_check(w, campaign=two[1].campaign)
    check.also_for.add(third := factories.campaign(w.town), factories.campaign(w.other_town))
    services.accept(check=submitted(w, check, value=found), by=w.officer)
    other = factories.hazard(w.village, enterprise=w.firm)
    of_visit = visit.answers.exclude(hazard=None).first().hazard
    of_check = check.answers.exclude(hazard=None).first().hazard
    expected = {of_visit: campaigns(two), of_check: [two[1].campaign, third], other: []}
    for who in (w.officer, w.boss):
        client.force_login(who)
        for hazard, wanted in expected.items():
            page = client.get(reverse("hazards:detail", args=[hazard.pk]))
            assert list(page.context["campaigns"]) == wanted
            links = [f'href="{reverse("campaigns:detail", args=[one.pk])}">{one}</a>' for one in wanted]
            assert all(link in page.content.decode() for link in links)
            assert all(client.get(reverse("campaigns:detail", args=[one.pk])).status_code == 200 for one in wanted)


def test_a_hazard_leaves_a_campaign_with_its_visit(w, two):
    row = signed(begun(w, campaigns=[two[0].campaign]), w.officer, "no")
    set_campaigns(row=row, campaigns=[two[1].campaign], by=w.officer)
    assert set(Hazard.objects.values_list("campaign", flat=True)) == {two[1].campaign_id}
    assert Hazard.objects.filter(in_campaign(two[0].campaign)).count() == 0
    set_campaigns(row=row, campaigns=[], by=w.officer)
    assert set(Hazard.objects.values_list("campaign", flat=True)) == {None}
