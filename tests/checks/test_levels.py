"""The principal's checks of a month and the five levels of a firm."""

from datetime import date, datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from checks import levels
from checks.deadlines import due_principals
from checks.models import CheckLevels
from core import clock
from enterprises.models import Enterprise

from .visits import own, signed

NOON = timezone.make_aware(datetime(2026, 11, 25, 12))


def led(w, firm=None):
    rows = levels.with_led(Enterprise.objects.filter(pk=(firm or w.firm).pk), clock.today())
    row = rows.get()
    return row.led, row.wanted


def test_a_signed_check_of_the_principal_counts_an_open_one_does_not(w):
    row = own(w)
    assert led(w) == (0, 1)
    signed(row, w.boss)
    assert led(w) == (1, 1) and led(w, w.firm2) == (0, 1)


def test_a_firm_of_high_risk_needs_two(w):
    w.firm.high_risk = True
    w.firm.save()
    signed(own(w), w.boss)
    assert led(w) == (1, 2)


def test_the_page_shows_who_is_below_and_exports_it(client, w):
    signed(own(w), w.boss)
    client.force_login(w.officer)
    page = client.get(reverse("checks:principal"), {"short": 1}).content.decode()
    assert w.firm2.name in page and w.firm.name not in page and w.other_firm.name not in page
    assert client.get(reverse("checks:principal"), {"export": "xlsx"}).status_code == 200


def test_near_the_months_end_those_below_are_reminded(w):
    with clock.at(NOON):
        first, last = date(2026, 11, 1), date(2026, 12, 30)
        dues = list(due_principals(first, last))
        assert [(due.obj, due.due_on, due.people) for due in dues] == [(w.firm, date(2026, 11, 30), [w.boss])]
        assert list(due_principals(first, date(2026, 11, 29))) == []


def test_who_has_led_enough_is_not_reminded(w):
    with clock.at(NOON):
        signed(own(w), w.boss)
        assert list(due_principals(date(2026, 11, 1), date(2026, 12, 30))) == []


@pytest.mark.parametrize(("kind", "count"), [("group", 1), ("principal", 1), ("deputy", 3), ("workshop", 5), ("team", 30)])
def test_the_periods_of_a_month(kind, count):
    found = levels.periods(kind, date(2026, 11, 1))
    assert len(found) == count and all(first <= last for _, first, last in found)


def test_the_calendar_shows_what_is_held_missing_open_and_ahead(w):
    with clock.at(NOON):
        w.firm.created_at = NOON.replace(month=10)
        signed(own(w, kind="team"), w.boss)
        CheckLevels.objects.create(enterprise=w.firm, kinds=["deputy", "team"], set_by=w.officer)
        deputy, team = levels.calendar(w.firm, date(2026, 11, 1))
        assert [cell.tone for cell in deputy.cells] == ["missing", "missing", "open"]
        assert team.cells[24].tone == "done" and team.cells[25].tone == "ahead" and team.missing == 24


@pytest.mark.parametrize(("scale", "kinds"), [("micro", levels.SMALL), ("large", levels.FULL)])
def test_without_a_word_the_scale_decides_the_levels(w, scale, kinds):
    w.firm.scale = scale
    assert levels.levels_of(w.firm) == kinds


@pytest.mark.parametrize("text", ["", "2026-13", "邻月", "2999-01"])
def test_a_wrong_month_is_this_month(text):
    assert levels.month_of(text) == clock.today().replace(day=1)


@pytest.mark.parametrize(("who", "status"), [("officer", 200), ("boss", 200), ("leader", 403), ("other_officer", 404)])
def test_who_says_which_levels_a_firm_holds(client, w, who, status):
    client.force_login(getattr(w, who))
    assert client.get(reverse("checks:levels", args=[w.firm.pk])).status_code == status


def say(client, w, who, kinds):
    client.force_login(getattr(w, who))
    answer = client.post(reverse("checks:levels", args=[w.firm.pk]), {"kinds": kinds})
    return answer.content.decode() if answer.status_code == 200 else ""


def test_levels_said_on_the_page_are_kept_with_who_said_them(client, w):
    assert say(client, w, "officer", ["principal", "team", "deputy"]) == ""
    assert set(levels.levels_of(w.firm)) == {"principal", "team", "deputy"}
    assert say(client, w, "officer", ["principal"]) == ""
    page = client.get(reverse("checks:calendar", args=[w.firm.pk])).content.decode()
    assert page.count(f"{w.officer}：主要负责人") == 2 and "主要负责人、班组" not in page


def test_a_firm_adds_levels_and_takes_none_away(client, w):
    """w.firm is small: principal and team."""
    assert "不能取消：主要负责人每月检查" in say(client, w, "boss", ["team"])
    assert "不能取消：班组每日检查" in say(client, w, "boss", ["principal", "deputy"])
    assert levels.levels_of(w.firm) == levels.SMALL
    assert say(client, w, "boss", ["principal", "deputy", "team"]) == ""
    assert "deputy" in levels.levels_of(w.firm)


def test_the_principals_check_stays_whoever_says_it(client, w):
    assert "不能取消：主要负责人每月检查" in say(client, w, "officer", ["team"])
    assert not CheckLevels.objects.exists()


def test_periods_before_an_enterprise_was_registered_are_not_held_against_it(w):
    with clock.at(NOON):
        w.firm.created_at = NOON.replace(day=12)
        cells = {line.kind: line.cells for line in levels.calendar(w.firm, date(2026, 11, 1))}
    days = {cell.label: cell.tone for cell in cells["team"]}
    assert (days["11"], days["12"], days["13"]) == ("before", "missing", "missing")
    assert all(cell.tone in ("before", "open") for cell in cells["principal"])
