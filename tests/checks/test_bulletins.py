"""Bulletins of spot checks: numbers with their rows, units named, the paper begun; drawn up once."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from checks import spot
from checks.enums import Kind
from checks.models import SpotBulletin
from checks.services import bulletins, inspecting, signing
from core import clock
from core.errors import Refused
from hazards.models import Hazard
from notices.models import Paper
from tests import factories

from .visits import begun, presented, sign_next, signed


def span(back=0, **values):
    day = clock.today() - timedelta(days=back)
    return spot.Span(day, day, values.pop("kinds", (Kind.SPOT, Kind.OFFICE)), **values)


@pytest.fixture
def checked(w):
    """Two visits of today with two problems each at one firm and none at the other, one of yesterday with one."""
    row = begun(w, kind="spot")
    inspecting.add_finding(inspection=row, by=w.officer, description="地沟没有盖板", location="东门")
    w.bad = signed(row, w.officer, "no")
    w.good = signed(begun(w, kind="office", firm=w.firm2), w.officer)
    before = clock.today() - timedelta(days=1)
    signed(begun(w, kind="spot", held_on=before, checklist=None), w.officer)
    return w


def numbers(figures):
    return {key: row[0] for key, row in figures.items()}


def test_each_number_is_that_of_the_rows_it_names(checked):
    visits = span().visits(checked.officer)
    found = spot.figures(visits, spot.problems_of(visits))
    assert numbers(found) == {
        "visits": 2, "units": 2, "people": 2, "clean": 1, "problems": 3, "hazards": 3, "major": 0, "closed": 0, "open": 3,
        "late": 0, "refused": 0,
    }  # fmt: skip
    assert found["clean"][1] == [checked.good.pk] and found["problems"][1] == [checked.bad.pk]
    assert set(found["hazards"][2]) == set(Hazard.objects.values_list("pk", flat=True))


def test_hazards_are_counted_by_how_far_they_are_today(checked):
    late, closed, major = Hazard.objects.order_by("pk")
    Hazard.objects.filter(pk=late.pk).update(state="rectifying", grade="ordinary", due_on=clock.today() - timedelta(days=1))
    closed_values = {"state": "closed", "grade": "ordinary", "accepted_by": checked.officer, "closed_at": clock.now()}
    Hazard.objects.filter(pk=closed.pk).update(**closed_values)
    Hazard.objects.filter(pk=major.pk).update(grade="major")
    visits = span().visits(checked.officer)
    problems = spot.problems_of(visits)
    found = numbers(spot.figures(visits, problems))
    assert (found["late"], found["closed"], found["open"], found["major"]) == (1, 1, 1, 1)
    assert spot.units_of(visits, problems)[0].grave == "有重大隐患、逾期未整改"


@pytest.mark.parametrize(("kinds", "back", "count"), [
    ((Kind.SPOT,), 0, 1), ((Kind.OFFICE,), 0, 1), ((Kind.JOINT,), 0, 0), ((Kind.SPOT,), 1, 1), ((Kind.SPOT,), 2, 0),
])  # fmt: skip
def test_only_signed_visits_of_the_time_and_kind_count(checked, kinds, back, count):
    presented(begun(checked, kind="spot", firm=checked.firm2), checked.officer)
    signed(begun(checked, checked.other_officer, kind="spot", firm=checked.other_firm), checked.other_officer)
    assert len(span(back, kinds=kinds).visits(checked.officer)) == count


def test_only_visits_of_the_campaign_count(checked):
    campaign = factories.campaign(checked.town)
    checked.bad.campaigns.add(campaign)
    assert span(campaign=campaign).visits(checked.officer) == [checked.bad]


def test_a_refused_signature_is_counted_and_told(w):
    row = sign_next(presented(begun(w, kind="spot"), w.officer), w.officer)
    signing.refuse(inspection=row, reason="不认可", witness="尚文斌", by=w.officer)
    sign_next(row, w.officer)
    visits = span().visits(w.officer)
    unit = spot.units_of(visits, [])[0]
    assert numbers(spot.figures(visits, []))["refused"] == 1 and unit.grave == "拒绝签名"
    told = spot.text_of("云溪镇", span(), spot.figures(visits, []), {"problems": 0}, [unit], visits)
    assert "拒绝在记录上签名" in told and "与前一时段（0 个）持平" in told


def test_the_paper_begins_with_the_numbers_beside_those_before_and_goes_to_the_named(checked):
    row = bulletins.draw_up(span=span(), named=[f"e{checked.firm.pk}"], by=checked.officer)
    body = row.paper.content["body"]
    assert "2 家单位开展检查 2 次" in body and "发现问题 3 个，比前一时段（0 个）增加 3 个" in body
    assert checked.firm.name in body and checked.firm2.name not in body and "东门：地沟没有盖板" in body
    assert (row.paper.kind, row.paper.state) == ("bulletin", "draft")
    assert [receipt.enterprise for receipt in row.paper.receipts.all()] == [checked.firm]


def test_a_village_that_is_named_receives_the_paper(checked):
    w = checked
    finding = begun(w, kind="spot", enterprise=None, place=w.village2, checklist=None, unit_person="卞国强")
    inspecting.add_finding(inspection=finding, by=w.officer, description="村道边坡松动")
    signed(finding, w.officer)
    row = bulletins.draw_up(span=span(), named=[f"p{w.village2.pk}", f"e{w.firm.pk}"], by=w.officer)
    assert "村道边坡松动" in row.paper.content["body"]
    assert {receipt.unit for receipt in row.paper.receipts.all()} == {w.firm, w.village2}


def test_drawn_up_twice_by_one_press_it_is_one(checked):
    made = [bulletins.draw_up(span=span(), named=[], by=checked.officer, token="一次") for _ in range(2)]
    assert made[0] == made[1] and Paper.objects.filter(kind="bulletin").count() == 1


@pytest.mark.parametrize("role", ["leader", "department", "cadre", "boss", "supervisor"])
def test_others_draw_none_up(checked, role):
    with pytest.raises(Refused, match="应急办"):
        bulletins.draw_up(span=span(), named=[], by=getattr(checked, role))


def test_nothing_comes_of_a_time_without_visits(w):
    with pytest.raises(Refused, match="没有签名锁定的检查"):
        bulletins.draw_up(span=span(), named=[], by=w.officer)
    assert not SpotBulletin.objects.exists()


def test_the_time_before_is_as_long_and_ends_the_day_before():
    before = spot.Span(date(2026, 11, 10), date(2026, 11, 19), ()).before
    assert (before.since, before.until) == (date(2026, 10, 31), date(2026, 11, 9))


def test_from_counting_to_the_bulletin_on_its_pages(client, checked):
    client.force_login(checked.officer)
    day = clock.today().isoformat()
    asked = {"since": day, "until": day, "kinds": ["spot", "office"]}
    page = client.get(reverse("checks:bulletin_new"), asked).content.decode()
    assert "3 个" in page and checked.firm.name in page and checked.firm2.name in page
    page = client.post(reverse("checks:bulletin_new"), asked | {"until": "2020-01-01"}).content.decode()
    assert "结束日期不能早于开始日期" in page and not SpotBulletin.objects.exists()
    sent = asked | {"named": [f"e{checked.firm.pk}"], "form_token": "a1"}
    page = client.post(reverse("checks:bulletin_new"), sent, follow=True).content.decode()
    row = SpotBulletin.objects.get()
    assert reverse("checks:inspection", args=[checked.bad.pk]) in page and Hazard.objects.first().number in page
    assert reverse("notices:detail", args=[row.paper_id]) in page
    assert reverse("checks:bulletin", args=[row.pk]) in client.get(reverse("checks:bulletins")).content.decode()


def test_what_was_counted_stands_though_the_rows_move_on(client, checked):
    row = bulletins.draw_up(span=span(), named=[], by=checked.officer)
    signed(begun(checked, kind="spot", firm=checked.firm2), checked.officer)
    client.force_login(checked.leader)
    page = client.get(reverse("checks:bulletin", args=[row.pk])).content.decode()
    assert "2 次" in page and "3 次" not in page and len(span().visits(checked.officer)) == 3
