"""Which enterprises were inspected, by office; which leaders went along, by month."""

from datetime import date, datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from checks import coverage
from core import clock

from .visits import begun, own, presented, signed

MAY = timezone.make_aware(datetime(2027, 5, 20, 9))


@pytest.fixture
def may(w):
    with clock.at(MAY):
        yield w


def supervised(w):
    w.firm.supervising_office = w.office
    w.firm.save()


def test_signed_visits_by_offices_cover_an_enterprise_its_own_checks_do_not(may):
    supervised(may)
    signed(own(may), may.boss)
    presented(begun(may), may.officer)
    year = date(2027, 1, 1), date(2027, 12, 31)
    assert coverage.by_office(may.officer, *year)[0] | {"name": ""} == {
        "office": may.office.pk, "name": "", "all": 1, "done": 0, "left": 1,
    }  # fmt: skip
    signed(begun(may), may.officer)
    rows = coverage.by_office(may.officer, *year)
    assert [(row["office"], row["done"], row["left"]) for row in rows] == [(may.office.pk, 1, 0), (None, 0, 1)]


def test_the_page_lists_who_was_left_out_in_the_days_asked(client, may):
    supervised(may)
    signed(begun(may, held_on=date(2027, 2, 3)), may.officer)
    client.force_login(may.officer)
    url = reverse("checks:coverage")
    shown = lambda **asked: [firm.pk for firm in client.get(url, asked).context["page"].object_list]  # noqa: E731
    assert shown(visited=0) == [may.firm2.pk] and shown(visited=1) == [may.firm.pk]
    assert set(shown(visited=0, since="2027-03-01")) == {may.firm.pk, may.firm2.pk}
    assert shown(office=may.office.pk) == [may.firm.pk]
    assert client.get(url, {"since": "2027-13-40", "until": "x"}).status_code == 200
    assert client.get(url, {"export": "xlsx"}).status_code == 200


def test_joint_visits_are_counted_for_each_office_that_led_or_went_along(client, may):
    counts = lambda year=2027, by=may.officer: dict(coverage.joint(by, year))  # noqa: E731
    row = begun(may, kind="joint", office=may.safety_office, offices=[may.office], held_on=date(2027, 2, 3))
    assert set(counts().values()) == {0}
    signed(row, may.officer)
    signed(begun(may, kind="office"), may.officer)
    assert counts()[may.safety_office] == 1 and counts()[may.office] == 1 and set(counts(2026).values()) == {0}
    assert counts(by=may.department) == {may.office: 1}
    client.force_login(may.officer)
    page = client.get(reverse("checks:coverage"), {"until": "2026-12-31"}).content.decode()
    assert "2026 年联合检查" in page and page.count('<b class="num text-danger">0 次</b>') == len(counts(2026))
    assert f'{may.office} <b class="num">1 次</b>' in client.get(reverse("checks:coverage")).content.decode()


def test_months_without_a_visit_of_a_leader_are_missing_once_they_are_over(client, may):
    team = [(may.officer, may.officer.name, "", "lead"), (may.leader, may.leader.name, "", "member")]
    signed(begun(may, team=team, held_on=date(2027, 2, 3)), may.officer)
    signed(begun(may, team=team, held_on=date(2027, 2, 9)), may.officer)
    presented(begun(may, team=team, held_on=date(2027, 3, 9)), may.officer)
    ((person, months),) = coverage.leaders(may.officer, 2027)
    assert person == may.leader and [month.count for month in months[:5]] == [0, 2, 0, 0, 0]
    assert [month.tone for month in months[:7]] == ["missing", "done", "missing", "missing", "open", "ahead", "ahead"]
    client.force_login(may.leader)
    assert "缺 3 个月" in client.get(reverse("checks:leaders")).content.decode()
    assert client.get(reverse("checks:leaders"), {"year": "9999", "export": "xlsx"}).status_code == 200


@pytest.mark.parametrize("role", ["cadre", "boss"])
def test_those_who_are_inspected_see_neither(client, w, role):
    client.force_login(getattr(w, role))
    assert client.get(reverse("checks:coverage")).status_code == 403
    assert client.get(reverse("checks:leaders")).status_code == 403
