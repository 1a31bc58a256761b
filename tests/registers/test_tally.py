"""Adding up: against a recount made by hand over random rows."""

import random
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from hazards.models import Hazard
from places.models import Sector
from registers import tally
from registers.columns import BY_KEY, COLUMNS
from registers.facts import Fact, facts_of
from registers.services.monthly import frame_of

from .months import LAST, MONTH, hazard, plan, visit


def town_of_rows(w, seed):
    """Some thirty hazards at random over villages, offices, trades, grades, days and ends."""
    rng = random.Random(seed)
    sectors = list(Sector.objects.all()[:4])
    for _ in range(30):
        found = date(2026, 8, 20) + timedelta(days=rng.randrange(80))
        closed = found + timedelta(days=rng.randrange(1, 40)) if rng.random() < 0.6 else None
        row = hazard(
            w, firm=rng.choice([w.firm, w.firm2, w.other_firm]), found=found, closed=closed, sector=rng.choice(sectors),
            grade=rng.choice(["ordinary", "ordinary", "major"]), office=rng.choice([None, w.office, w.safety_office]),
        )  # fmt: skip
        if rng.random() < 0.5:
            plan(w, row, on=found + timedelta(days=rng.randrange(12)), money=rng.choice([0, 800, 12500]))
    if rng.random() < 0.7:
        visit(w)


def by_hand(w, place=None, office=-1):
    """The month's numbers counted row by row from the database, without the code under test."""
    rows = [
        row for row in Hazard.objects.select_related("plan")
        if row.village_id in (w.village.pk, w.village2.pk) and MONTH <= row.found_on <= LAST
        and (place is None or row.village_id == place) and (office == -1 or row.office_id == office)
    ]  # fmt: skip
    closed = [row for row in rows if row.closed_at and timezone.localdate(row.closed_at) <= LAST]
    plans = [row for row in rows if hasattr(row, "plan") and timezone.localdate(row.plan.at) <= LAST]
    return {
        "o_found": sum(row.grade == "ordinary" for row in rows), "o_done": sum(row.grade == "ordinary" for row in closed),
        "m_found": sum(row.grade == "major" for row in rows), "m_done": sum(row.grade == "major" for row in closed),
        "m_plan": sum(row.grade == "major" for row in plans), "money": sum(row.plan.money for row in plans),
    }  # fmt: skip


@pytest.mark.parametrize("seed", range(6))
def test_the_numbers_equal_a_recount_by_hand(w, seed):
    town_of_rows(w, seed)
    facts, frame = facts_of(w.town, MONTH), frame_of(w.town)
    assert by_hand(w).items() <= tally.total(facts, "month").values.items()
    for line in tally.lines(facts, "village", "month", frame["village"]):
        assert by_hand(w, place=line.key).items() <= line.values.items()
    for line in tally.lines(facts, "office", "month", frame["office"]):
        assert by_hand(w, office=int(line.key) if line.key else None).items() <= line.values.items()


@pytest.mark.parametrize("seed", range(3))
def test_every_number_equals_the_rows_behind_it_and_the_lines_add_up(w, seed):
    town_of_rows(w, seed)
    facts, frame = facts_of(w.town, MONTH), frame_of(w.town)
    for span in ("month", "year"):
        whole = tally.total(facts, span).values
        for by in tally.BY:
            lines = tally.lines(facts, by, span, frame[by])
            for key in whole:
                assert sum(line.values[key] for line in lines) == whole[key], (by, key)
            for line in lines:
                for key in (key for key in whole if key != "money"):
                    assert len(tally.rows_behind(facts, span, key, by, line.key)) == line.values[key]


def fact(number, *keys, village="1", money=None):
    return Fact("hazard", number, "甲厂", village, "", "fire", money=money, marks=[f"month:{key}" for key in keys])


@pytest.mark.parametrize(
    ("part", "whole", "said"),
    [(0, 0, None), (0, 3, "0.0"), (1, 3, "33.3"), (2, 3, "66.7"), (1, 16, "6.3"), (3, 3, "100.0"), (1999, 2000, "99.9")],
)  # fmt: skip
def test_a_rate_has_one_decimal_and_100_means_all(part, whole, said):
    assert tally.rate(part, whole) == (None if said is None else Decimal(said))


@pytest.mark.parametrize(("yuan", "wan"), [(0, "0.00"), (50, "0.01"), (49, "0.00"), (123456, "12.35")])
def test_money_is_told_in_ten_thousands(yuan, wan):
    assert tally.in_wan(yuan) == Decimal(wan)


def test_a_line_gives_its_cells_in_the_order_of_the_form():
    line = tally.total([fact(1, "o_found", "o_done"), fact(2, "o_found", "money", money=Decimal(15000))], "month")
    cells = dict(zip((column.key for column in COLUMNS), line.row(), strict=True))
    assert cells["o_found"] == 2 and cells["o_rate"] == Decimal("50.0") and cells["money"] == Decimal("1.50")
    assert cells["m_rate"] is None and line.value(BY_KEY["coverage"]) is None


def test_standing_lines_show_at_zero_the_others_only_with_rows_nobodys_last():
    frame = [["1", "甲村", True], ["2", "乙村", False], ["3", "丙村", True]]
    names = [
        line.name for line in tally.lines([fact(1, "o_found"), fact(2, "o_found", village="")], "village", "month", frame)
    ]
    assert names == ["甲村", "丙村", "未明确村"]
    assert tally.lines([fact(1, "o_found", village="2")], "village", "month", frame)[1].values["o_found"] == 1


def test_a_place_no_frame_names_is_not_lost():
    assert [line.name for line in tally.lines([fact(1, "o_found", village="9")], "village", "month", [])] == ["9"]
