"""Which numbers a row stands in, by the last day of the month."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from registers.columns import COUNTED
from registers.facts import Fact, digest, facts_of, level_word
from tests import factories

from .months import LAST, MONTH, hazard, listing, plan, visit

NOVEMBER = date(2026, 11, 1)


def marks(w, row=None, span="month", **options):
    """What a hazard or the first firm stands in, without the span."""
    row = row or w.firm
    found = [f for f in facts_of(w.town, MONTH, **options) if (f.row, f.kind) == (row.pk, kind_of(row))]
    return {mark.split(":")[1] for fact in found for mark in fact.marks if mark.startswith(f"{span}:")}


def kind_of(row):
    return "hazard" if row._meta.model_name == "hazard" else "unit"


def test_an_ordinary_one_found_in_the_month_is_found(w):
    assert marks(w, hazard(w)) == {"o_found"}


@pytest.mark.parametrize(("closed", "done"), [(LAST, True), (NOVEMBER, False)])
def test_it_counts_as_rectified_when_closed_by_the_last_day(w, closed, done):
    assert ("o_done" in marks(w, hazard(w, closed=closed))) == done


@pytest.mark.parametrize(
    ("found", "month", "year"),
    [
        (date(2026, 10, 1), True, True), (LAST, True, True), (date(2026, 9, 30), False, True),
        (date(2026, 1, 1), False, True), (date(2025, 12, 31), False, False), (NOVEMBER, False, False),
    ],
)  # fmt: skip
def test_the_day_it_was_found_decides_on_month_and_year(w, found, month, year):
    row = hazard(w, found=found)
    assert (bool(marks(w, row)), bool(marks(w, row, "year"))) == (month, year)


@pytest.mark.parametrize("state", ["draft", "cancelled"])
def test_drafts_and_cancelled_ones_count_nowhere(w, state):
    assert marks(w, hazard(w, state=state)) == set()


def test_one_without_a_grade_counts_in_neither(w):
    assert marks(w, hazard(w, grade="", state="found")) == set()


def test_a_major_one_with_its_plan(w):
    row = hazard(w, grade="major", closed=LAST)
    plan(w, row)
    assert marks(w, row) == {"m_found", "m_done", "m_plan", "m_five", "money"}


def test_a_plan_of_the_next_month_is_not_there_yet(w):
    row = hazard(w, grade="major")
    plan(w, row, on=NOVEMBER)
    assert marks(w, row) == {"m_found"}


@pytest.mark.parametrize("missing", ["responsible", "measures", "contingency"])
def test_five_settlements_want_all_five(w, missing):
    row = hazard(w, grade="major")
    plan(w, row, **{missing: ""})
    assert "m_plan" in marks(w, row) and "m_five" not in marks(w, row)


def test_a_plan_without_money_is_settled_all_the_same(w):
    row = hazard(w, grade="major")
    plan(w, row, money=0)
    assert "m_five" in marks(w, row) and "money" not in marks(w, row)


@pytest.mark.parametrize(
    ("supervisor", "key"),
    [
        ("某省安委会办公室", "l_province"), ("某省云州市人民政府", "l_city"), ("云州市青禾县人民政府", None), ("云溪镇人民政府", None),
        ("安委办", None),
    ],
)  # fmt: skip
def test_the_last_level_in_the_name_of_who_supervises_decides(w, supervisor, key):
    row = hazard(w, grade="major")
    listing(w, row, supervisor)
    assert marks(w, row) - {"m_found"} == ({key} if key else set())


@pytest.mark.parametrize(
    ("level", "key"), [("province", "l_province"), ("city", "l_city"), ("county", None), ("township", None)]
)
def test_the_level_that_was_chosen_decides_before_any_name(w, level, key):
    row = hazard(w, grade="major")
    listing(w, row, "介休市人民政府", level=level)
    assert marks(w, row) - {"m_found"} == ({key} if key else set())


@pytest.mark.parametrize(("state", "counts"), [("listed", True), ("removed", True), ("revoked", False)])
def test_a_listing_counts_unless_it_was_revoked(w, state, counts):
    row = hazard(w, grade="major")
    listing(w, row, "云州市安委办", state=state)
    assert ("l_city" in marks(w, row)) == counts


def test_a_listing_after_the_month_does_not_count(w):
    row = hazard(w, grade="major")
    listing(w, row, "云州市安委办", on=NOVEMBER)
    assert "l_city" not in marks(w, row)


def test_the_word_of_a_level():
    assert [level_word(text) for text in ("某省云州市", "某省", "安委办")] == ["市", "省", ""]


def test_every_operating_firm_of_the_township_is_to_be_checked(w):
    names = {fact.unit for fact in facts_of(w.town, MONTH) if fact.kind == "unit"}
    assert names == {w.firm.name, w.firm2.name}
    w.firm2.status = "closed"
    w.firm2.save()
    assert {fact.unit for fact in facts_of(w.town, MONTH) if fact.kind == "unit"} == {w.firm.name}


@pytest.mark.parametrize(
    ("fields", "checked"),
    [({}, True), ({"kind": "principal"}, False), ({"state": "signing"}, False), ({"on": NOVEMBER}, False)],
)
def test_checked_is_a_signed_visit_by_others_in_the_month(w, fields, checked):
    visit(w, **fields)
    assert ("checked" in marks(w)) == checked and "to_check" in marks(w)


def test_a_visit_of_an_earlier_month_counts_in_the_year(w):
    visit(w, on=date(2026, 3, 1))
    assert "checked" not in marks(w) and "checked" in marks(w, span="year")


def test_a_firm_closed_after_its_visit_stays_in_both_numbers(w):
    """Otherwise more would be checked than there are to check."""
    visit(w)
    w.firm.status = "closed"
    w.firm.save()
    assert {"to_check", "checked"} <= marks(w)


def test_a_campaign_counts_its_own(w):
    own = factories.campaign(w.town)
    mine, other = hazard(w, campaign=own), hazard(w)
    factories.assignment(factories.task(own), w.village, enterprise=w.firm)
    rows = {(fact.kind, fact.row) for fact in facts_of(w.town, MONTH, own)}
    assert rows == {("unit", w.firm.pk), ("hazard", mine.pk)} and other.pk != mine.pk


def test_a_check_sent_for_a_campaign_makes_its_firm_one_to_check_and_a_cancelled_one_does_not(w):
    own, of_list = factories.campaign(w.town), factories.checklist()
    factories.check(of_list, w.village, enterprise=w.firm, campaign=own)
    factories.check(of_list, w.village2, enterprise=w.firm2, campaign=own, state="cancelled")
    assert [fact.row for fact in facts_of(w.town, MONTH, own)] == [w.firm.pk]


def test_a_visit_counts_in_the_campaigns_it_was_made_for(w):
    own = factories.campaign(w.town)
    visit(w).campaigns.add(own)
    visit(w, firm=w.firm2)
    assert [f.row for f in facts_of(w.town, MONTH, own) if f.stands_in("month", "checked")] == [w.firm.pk]


def test_what_a_visit_found_counts_in_each_campaign_it_was_made_for(w):
    first, second, third = (factories.campaign(w.town) for _ in range(3))
    seen = visit(w)
    seen.campaigns.set([first, second])
    row = hazard(w, campaign=first)
    seen.findings.create(description="通道堆货", hazard=row, by=w.officer)
    for campaign in (first, second):
        assert [fact.row for fact in facts_of(w.town, MONTH, campaign) if fact.kind == "hazard"] == [row.pk]
    assert facts_of(w.town, MONTH, third) == []


def test_what_a_self_check_found_counts_where_the_check_does(w):
    first, second = factories.campaign(w.town), factories.campaign(w.town)
    check = factories.check(factories.checklist(), w.village, enterprise=w.firm, campaign=first)
    row = hazard(w, campaign=first)
    check.answers.create(
        item=check.version.items.first(), value="no", hazard=row, answered_at=row.created_at, saved_by=w.boss
    )
    check.also_for.add(second)
    assert [fact.row for fact in facts_of(w.town, MONTH, second) if fact.kind == "hazard"] == [row.pk]


def test_the_next_township_is_not_counted(w):
    hazard(w, firm=w.other_firm)
    assert {fact.village for fact in facts_of(w.town, MONTH)} <= {w.village.pk, w.village2.pk}


def test_queries_do_not_grow_with_the_rows(w):
    def count():
        with CaptureQueriesContext(connection) as queries:
            facts_of(w.town, MONTH)
        return len(queries)

    hazard(w)
    one = count()
    for _ in range(3):
        plan(w, hazard(w, grade="major"))
        factories.enterprise(w.village2)
    assert count() == one


def test_the_digest_minds_every_word_and_no_order(w):
    facts = [Fact("hazard", n, "甲厂", "1", "2", "3", marks=["month:o_found"]) for n in (1, 2)]
    assert digest(facts) == digest(facts[::-1]) and len(digest(facts)) == 64
    other = [*facts[:1], Fact("hazard", 2, "甲厂", "1", "2", "3", marks=["month:m_found"])]
    assert digest(other) != digest(facts) != digest([])


def test_only_known_columns_are_marked(w):
    plan(w, hazard(w, grade="major"))
    visit(w)
    known = {f"{span}:{key}" for span in ("month", "year") for key in COUNTED}
    assert {mark for fact in facts_of(w.town, MONTH) for mark in fact.marks} <= known
