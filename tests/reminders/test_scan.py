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
    [
        (14, None),
        (9, ("before", 7)),
        (3, ("before", 3)),
        (1, ("before", 1)),
        (0, ("before", 0)),
        (-3, ("after", 1)),
        (-5, ("after", 3)),
    ],
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


@pytest.fixture
def autumn(db):
    """National Day of a year: a week off, a Saturday worked in exchange."""
    from core.models import Holiday

    Holiday.objects.filter(day__year=2030).delete()
    for day in range(1, 8):
        Holiday.objects.create(day=date(2030, 10, day), is_workday=False)
    Holiday.objects.create(day=date(2030, 10, 12), is_workday=True)


def at_day(source, due_on, day):
    source(due_on)
    Message.objects.all().delete()
    return scan.scan(day)["t"]


def test_a_holiday_week_is_no_lead_time(source, autumn):
    """Due on the second workday after the holiday: the Sunday before it is already the last but three workdays."""
    due_on = date(2030, 10, 9)
    assert at_day(source, due_on, date(2030, 9, 30)) == 1
    assert Message.objects.get().key.split(":")[3].startswith("before3")
    assert at_day(source, due_on, date(2030, 9, 27)) == 1


def test_a_saturday_worked_in_exchange_counts(source, autumn):
    friday, monday = date(2030, 10, 11), date(2030, 10, 14)
    assert scan.step_reached(monday, friday, scan.Rungs((1,), ()), {}) == ("before", 1)
    from core import workdays

    table = workdays.exceptions(friday, monday)
    assert scan.step_reached(monday, friday, scan.Rungs((1,), ()), table) is None


def test_overdue_over_the_holidays_does_not_climb(source, autumn):
    """Due on the last day before the week off: on its sixth day it is late by one step, not by six."""
    source(date(2030, 9, 30))
    scan.scan(date(2030, 10, 6))
    assert {role for role, kind in told() if kind == MessageKind.ESCALATION} == {"liaison"}


def test_the_year_may_end_between(source):
    from core.models import Holiday

    Holiday.objects.filter(day__gte=date(2030, 12, 1)).delete()
    Holiday.objects.create(day=date(2031, 1, 1), is_workday=False)
    source(date(2031, 1, 2))
    assert scan.scan(date(2030, 12, 30)) == {"t": 1}
    assert Message.objects.get().title == "还剩 3 天：清理消防通道"
    source(date(2030, 12, 31))
    scan.scan(date(2031, 1, 2))
    assert Message.objects.filter(kind=MessageKind.OVERDUE).get().title == "逾期 2 天：清理消防通道"


def test_each_person_climbs_in_order_over_the_days(source):
    source(MONDAY)
    first = {}
    for offset in range(1, 15):
        scan.scan(MONDAY + timedelta(days=offset))
        for role, kind in told():
            if kind == MessageKind.ESCALATION:
                first.setdefault(role, offset)
    assert list(first) == ["liaison", "officer", "leader"] and sorted(first.values()) == list(first.values())


def test_a_scan_that_dies_halfway_is_finished_by_the_next(source, monkeypatch):
    from reminders import services

    monkeypatch.setattr(services, "SLICE", 1)
    source(MONDAY - timedelta(days=14))
    real, calls = services._write, []

    def die(rows):
        calls.append(1)
        if len(calls) == 3:
            raise KeyboardInterrupt
        return real(rows)

    monkeypatch.setattr(services, "_write", die)
    with pytest.raises(KeyboardInterrupt):
        scan.scan(MONDAY)
    assert Message.objects.count() == 2
    assert scan.scan(MONDAY) == {"t": 2}
    assert scan.scan(MONDAY) == {"t": 0}


def test_a_broken_source_keeps_nobody_else_uninformed(source, monkeypatch, capsys, caplog):
    source(MONDAY)
    good = deadlines.sources()

    def broken(first, last):
        raise ValueError("secret 13812345678")

    monkeypatch.setattr(deadlines, "_sources", {"b": Source("b", "坏的", broken), "t": good[0]})
    call_command("remind", on="2026-11-23")
    out = capsys.readouterr().out
    assert "坏的：读取出错，已记录" in out and "试验：新提醒 1 条" in out and "secret" not in out


def test_every_registered_source_can_be_read_over_an_empty_portal(w):
    told = {name: count for name, count in scan.scan(MONDAY).items() if count != 0}
    owed = {
        "short-contracts",
        "short-drills",
        "short-pledges",
        "short-duties",
        "short-training",
        "short-exams",
        "short-filings",
        "short-expenses",
        "principal",
    }  # by the end of a period, though nothing stands yet
    assert set(told) <= owed and None not in told.values()


@pytest.mark.parametrize("name", ["permit", "hazard", "assignment", "lead"])
def test_the_sources_of_the_portal_tell_of_their_rows(w, name):
    due_on = MONDAY + timedelta(days=1)
    campaign = factories.campaign(w.town, starts_on=MONDAY - timedelta(days=30))
    mended = {"state": "rectifying", "grade": "ordinary"}
    rows = {
        "permit": lambda: factories.permit(w.firm, expires_on=due_on),
        "hazard": lambda: factories.hazard(w.village, enterprise=w.firm, due_on=due_on, **mended),
        "assignment": lambda: factories.assignment(factories.task(campaign), w.village, due_on=due_on),
        "lead": lambda: factories.lead(w.village, handlers=[w.discipline], due_on=due_on, summary="机密内容"),
    }
    row = rows[name]()
    assert scan.scan(MONDAY)[name] >= 1
    told_about = Message.objects.about(row)
    assert told_about and all(m.link and "机密" not in m.title + m.body for m in told_about)
