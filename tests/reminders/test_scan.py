from datetime import date, datetime, time, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from core.clock import at
from reminders import deadlines, scan
from reminders.deadlines import Due, Source
from reminders.enums import MessageKind
from reminders.models import Ladder, Message
from tests import factories

MONDAY = date(2026, 11, 23)


@pytest.fixture
def source(w, monkeypatch):
    """One hazard due on a day, answered for by the cadre; liaison, officer and leader above."""
    hazard = factories.hazard(w.village)

    def put(due_on):
        due = Due(hazard, due_on, [w.cadre], "清理消防通道", "/hazards/1/", [[w.liaison], [w.officer], [w.leader]])
        find = lambda first, last: [due] if first <= due_on <= last else []  # noqa: E731
        monkeypatch.setattr(deadlines, "_sources", {"t": Source("t", "试验", find)})

    return put


def told():
    return {(m.recipient.role, m.kind) for m in Message.objects.all()}


@pytest.mark.parametrize(
    "offset, step",
    [(14, None), (9, ("before", 7)), (3, ("before", 3)), (1, ("before", 1)), (0, ("before", 0)), (-3, ("after", 1)), (-5, ("after", 3))],
)
def test_the_rung_is_found_in_workdays(db, offset, step):
    rungs = scan.Rungs((7, 3, 1, 0), (1, 3, 7))
    assert scan.step_reached(MONDAY + timedelta(days=offset), MONDAY, rungs, {}) == step


def test_a_due_sunday_is_late_on_monday(db):
    rungs = scan.Rungs((0,), (1,))
    assert scan.step_reached(MONDAY - timedelta(days=1), MONDAY, rungs, {}) == ("after", 1)


def test_before_the_day_only_the_responsible_are_told(source):
    source(MONDAY + timedelta(days=3))
    assert scan.scan(MONDAY) == {"t": 1}
    assert told() == {("cadre", MessageKind.REMINDER)}
    assert Message.objects.get().title == "还剩 3 天：清理消防通道"


@pytest.mark.parametrize(
    "days, above",
    [(1, {"liaison"}), (3, {"liaison", "officer"}), (9, {"liaison", "officer", "leader"})],
)
def test_the_longer_late_the_higher_it_climbs(source, days, above):
    friday = date(2026, 11, 20)
    source(friday - timedelta(days=days))
    scan.scan(friday)
    assert {role for role, kind in told() if kind == MessageKind.ESCALATION} == above
    assert ("cadre", MessageKind.OVERDUE) in told()


def test_scanning_twice_tells_once(source):
    source(MONDAY)
    scan.scan(MONDAY)
    assert scan.scan(MONDAY) == {"t": 0}
    assert Message.objects.count() == 1


def test_each_day_between_two_rungs_is_silent(source):
    source(MONDAY + timedelta(days=3))
    scan.scan(MONDAY)
    assert scan.scan(MONDAY + timedelta(days=1)) == {"t": 0}


def test_after_a_missed_week_the_latest_rung_is_told_once(source):
    source(MONDAY)
    later = MONDAY + timedelta(days=11)
    assert scan.scan(later) == {"t": 4}
    assert scan.scan(later) == {"t": 0}


def test_a_new_due_day_starts_a_new_ladder(source):
    source(MONDAY)
    scan.scan(MONDAY)
    source(MONDAY + timedelta(days=1))
    assert scan.scan(MONDAY + timedelta(days=1)) == {"t": 1}


def test_the_office_may_change_or_switch_off_a_ladder(source):
    source(MONDAY + timedelta(days=2))
    Ladder.objects.create(source="t", before=[2], after=[])
    assert scan.scan(MONDAY) == {"t": 1}
    Ladder.objects.update(is_active=False)
    assert scan.scan(MONDAY + timedelta(days=2)) == {"t": 0}


def test_messages_bear_the_moment_of_the_scan(source):
    source(MONDAY)
    moment = timezone.make_aware(datetime.combine(MONDAY, time(7, 30)))
    with at(moment):
        scan.scan(MONDAY)
    assert Message.objects.get().created_at == moment


def test_the_command_stands_on_the_day_it_is_given(source, capsys):
    source(MONDAY)
    call_command("remind", on="2026-11-23")
    assert "试验：新提醒 1 条" in capsys.readouterr().out


def test_the_command_explains_a_malformed_day(db):
    with pytest.raises(CommandError, match="2026-11-24"):
        call_command("remind", on="24.11.2026")
