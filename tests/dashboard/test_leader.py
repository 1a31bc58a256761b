"""The leader's screen: every number is that of its list, in every office seat's sight; empty townships; phones refused."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from campaigns.models import Assignment, Campaign
from checks.models import Check
from core import clock
from dashboard import figures, leader
from hazards.models import Hazard
from tests import factories

from .conftest import OFFICE, PHONE, queries, total

URL = "dashboard:leader"


def page(client):
    return client.get(reverse(URL))


def numbers(context):
    """Every figure of the screen that has an address and is a count, and the rates with what they are taken of."""
    for tile in context["tiles"]:
        yield tile.label, tile.main
        yield from ((f"{tile.label} {name}", part) for name, part in tile.parts)
    for line in context["areas"]:
        yield from ((f"{line.name} {n}", figure) for n, figure in enumerate(line.figures))
    for line in context["sectors"]:
        yield from ((f"{line.name} {n}", figure) for n, figure in enumerate(line.figures))
    for line in context["months"]:
        yield from ((f"{line.month}", figure) for figure in (line.found, line.closed))
    for line in context["campaigns"]:
        yield "campaign late", line.figures["late"]
        for word, *found in line.coverage():
            yield from ((word, figure) for figure in found)


@pytest.mark.parametrize("role", OFFICE)
def test_each_number_is_that_of_its_list(full, login, role):
    client = login(getattr(full, role))
    checked = 0
    for name, figure in numbers(page(client).context):
        if figure.unit != "%" and figure.value is not None:
            assert figure.url and total(client, figure.url) == figure.value, (role, name, figure.url)
            checked += bool(figure.value)
    assert checked > 8


@pytest.mark.parametrize("role", OFFICE)
def test_each_phase_lists_the_duties_it_counts(full, login, role):
    client = login(getattr(full, role))
    for line in page(client).context["campaigns"]:
        for progress, url in line.phases:
            assert total(client, url) == progress.total


def test_the_six_numbers_of_a_township(full, login):
    tiles = {tile.label: str(tile.main) for tile in page(login(full.officer)).context["tiles"]}
    assert tiles == {
        "任务完成率": "25%", "逾期任务": "1 项", "逾期自查": "1 份",
        "逾期隐患": "2 条", "隐患销号率": "16.7%", "未销号重大隐患": "1 条",
    }  # fmt: skip


def test_a_rate_leads_to_all_it_is_taken_of(full, login):
    client = login(full.officer)
    tiles = {tile.label: tile for tile in page(client).context["tiles"]}
    assert total(client, tiles["任务完成率"].main.url) == dict(tiles["任务完成率"].parts)["应报"].value == 4
    assert total(client, tiles["隐患销号率"].main.url) == dict(tiles["隐患销号率"].parts)["在册"].value == 6


def test_nothing_of_next_door_is_shown_or_counted(full, login):
    for role in set(OFFICE) - {"supervisor"}:
        body = page(login(getattr(full, role))).content.decode()
        assert (
            full.other_town.name not in body and full.other_village.name not in body and full.there.campaign.name not in body
        )
    before = figures.duty_rows(full.officer)
    factories.assignment(factories.task(full.there.campaign), full.other_village)
    assert figures.duty_rows(full.officer) == before


def test_a_county_sees_its_townships_a_township_its_villages(full, login):
    context = page(login(full.supervisor)).context
    assert {line.name for line in context["areas"]} == {"云溪镇", "白塔乡"} and context["area_word"] == "乡镇"
    assert {line.full_name for line in context["campaigns"]} == {"云溪镇冬季行动", "白塔乡冬季行动"}
    assert {line.name for line in page(login(full.officer)).context["areas"]} == {"石桥村", "柳湾村", "镇直单位"}
    assert {line.name for line in page(login(full.liaison)).context["areas"]} == {"石桥村"}


def test_the_most_overdue_area_comes_first(full, login):
    assert [line.name for line in page(login(full.officer)).context["areas"]][0] == "石桥村"


def test_deaths_appear_nowhere(full, login):
    """A leader and a handler, who may read the lead, do not meet it here: neither its name nor its number nor a count."""
    for person in (full.leader, full.officer):
        body = page(login(person)).content.decode()
        main = re.search(r"<main.*</main>", body, re.S)[0]
        assert not any(word in main for word in ("卞长庚", full.here.lead.number, "涉亡", "死亡"))


@pytest.mark.parametrize("role", PHONE)
def test_a_phone_seat_is_told_why_it_has_no_such_page(full, login, role):
    answer = page(login(getattr(full, role)))
    assert answer.status_code == 403 and "统计页供乡镇、站所和上级查看" in answer.content.decode()


def test_someone_without_a_seat_is_sent_to_the_office(w, login):
    assert "还没有任职" in page(login(factories.user())).content.decode()


@pytest.mark.parametrize("role", OFFICE)
def test_an_empty_township_has_a_calm_page(w, login, role):
    answer = page(login(getattr(w, role)))
    body = answer.content.decode()
    assert answer.status_code == 200 and "没有进行中的专项行动" in body and "还没有登记隐患" in body
    tiles = {tile.label: str(tile.main) for tile in answer.context["tiles"]}
    assert tiles["任务完成率"] == tiles["隐患销号率"] == "—" and tiles["逾期任务"] == "0 项"


def test_a_county_without_townships_says_so(w, login):
    empty = factories.place("990102000000", "空县", "county")
    body = page(login(factories.user("supervisor", empty))).content.decode()
    assert "没有可统计的乡镇" in body


def test_the_page_says_when_it_was_counted(w, login):
    assert f'统计至 <time class="num">{clock.today():%Y-%m-%d}' in page(login(w.officer)).content.decode()


def test_a_campaign_past_its_end_waits_for_its_conclusion(w, login):
    day = clock.today()
    factories.campaign(w.town, starts_on=day - timedelta(days=9), ends_on=day - timedelta(days=1))
    assert "已过结束日期，待结束" in page(login(w.leader)).content.decode()


def test_a_rate_is_full_only_when_all_is_done(w):
    tally = figures.Tally()
    assert tally.rate is None
    tally.add({"total": 201, "done": 200, "late": 0})
    assert tally.rate == 99


def test_queries_stay_few_and_the_same(full, login):
    client = login(full.supervisor)
    page(client)
    one = queries(lambda: page(client))
    for n in range(3):
        campaign = factories.campaign(full.town)
        campaign.phases.create(name=f"阶段{n}", order=n)
        village = factories.place(f"99010110021{n}", f"新村{n}")
        factories.assignment(factories.task(campaign), village)
        factories.hazard(village)
        factories.check(factories.checklist(), village)
    assert queries(lambda: page(client)) == one <= 25


def test_the_chart_draws_the_numbers_of_the_table(full, login):
    context = page(login(full.officer)).context
    drawn = context["charts"]["areas"]
    assert drawn["names"] == [line.name for line in context["areas"] if sum(line.late)]
    assert [one["values"] for one in drawn["series"]] == [[1], [1], [2]]
    trend = context["charts"]["trend"]
    assert len(trend["names"]) == 12 and trend["series"][1]["values"][-1] == 1


def test_a_chart_holds_the_worst_dozen_and_the_table_all(w, login):
    late = clock.today() - timedelta(days=1)
    task = factories.task(factories.campaign(w.town))
    for n in range(leader.SHOWN_IN_CHART + 8):
        factories.assignment(task, factories.place(f"9901011003{n:02d}", f"多村{n}"), due_on=late)
    context = page(login(w.officer)).context
    assert len(context["charts"]["areas"]["names"]) == leader.SHOWN_IN_CHART
    assert len(context["areas"]) == leader.SHOWN_IN_CHART + 10
    assert "其余见平台统计页" in page(login(w.officer)).content.decode()


def test_no_address_outside_the_portal_and_no_inline_code(full, login):
    body = page(login(full.leader)).content.decode()
    assert not re.search(r'(?:src|href|action)="(?:https?:)?//', body)
    assert not re.search(r"<script(?![^>]*(?:src=|application/json))[^>]*>", body)
    assert not re.search(r"<style| style=| on\w+=\"", body)


def test_names_of_people_cannot_break_the_data_of_the_charts(full, login):
    type(full.village).objects.filter(pk=full.village.pk).update(name='</script><b>"村')
    body = page(login(full.officer)).content.decode()
    assert "</script><b>" not in body and "\\u003C/script\\u003E" in body


def test_what_a_department_counts_is_what_it_sees(full):
    counted = sum(row["total"] for row in figures.duty_rows(full.department))
    seen = Assignment.objects.visible_to(full.department).of_running().exclude(state="cancelled")
    assert counted == seen.count() > 0
    assert (
        sum(row["total"] for row in figures.check_rows(full.department))
        == Check.objects.visible_to(full.department).exclude(state="cancelled").count()
    )
    assert Hazard.objects.visible_to(full.department).count() and Campaign.objects.visible_to(full.department).count()


@pytest.mark.parametrize(
    "late, state", [(True, "sent"), (True, "filling"), (True, "returned"), (False, "submitted"), (False, "accepted")]
)
def test_a_check_is_late_while_its_unit_has_to_act(w, late, state):
    factories.check(factories.checklist(), w.village, due_on=clock.today() - timedelta(days=1), state=state)
    factories.check(factories.checklist(), w.village, due_on=clock.today(), state=state)
    row = figures.check_rows(w.officer)[0]
    assert (row["late"], row["total"], row["done"]) == (int(late), 2, 2 if state == "accepted" else 0)


def test_of_very_many_campaigns_the_most_overdue_are_shown(w, login):
    day = clock.today()
    late = factories.campaign(w.town, name="拖期行动", starts_on=day - timedelta(days=90))
    late.phases.create(name="收尾阶段", order=1)
    factories.assignment(factories.task(late), w.village, due_on=day - timedelta(days=1))
    for n in range(leader.SHOWN_CAMPAIGNS):
        factories.campaign(w.town, name=f"新行动{n}", starts_on=day)
    context = page(login(w.officer)).context
    lines = context["campaigns"]
    assert [line.campaign.pk for line in lines][0] == late.pk and [p.phase.name for p, _ in lines[0].phases] == ["收尾阶段"]
    assert len({line.campaign.pk for line in lines}) == leader.SHOWN_CAMPAIGNS and context["campaigns_total"] == 21
