"""What one version says otherwise than another."""

from decimal import Decimal

import pytest

from registers import differences
from registers.facts import Fact

FRAME = {"village": [["1", "石桥村", True], ["2", "柳湾村", True]], "office": [["3", "市监所", True]], "sector": []}


def fact(row=1, *keys, **fields):
    given = {"kind": "hazard", "unit": "甲厂", "village": "1", "office": "3", "sector": "fire"}
    return Fact(row=row, marks=[f"month:{key}" for key in keys], **given | fields)


def said(old, new):
    return [row.said for row in differences.rows(old, new, FRAME)]


def test_the_same_rows_differ_in_nothing():
    facts = [fact(1, "o_found"), fact(2, "m_found")]
    assert said(facts, facts[::-1]) == [] and differences.numbers(facts, facts) == []


def test_a_row_that_came_and_one_that_went():
    assert said([fact(1, "o_found")], [fact(2, "o_found")]) == ["新计入", "不再计入"]


def test_a_row_that_counts_otherwise_says_in_which_number():
    assert said([fact(1, "o_found")], [fact(1, "o_found", "o_done")]) == ["新计入本月一般隐患·整改"]
    assert said([fact(1, "o_found")], [fact(1, "m_found")]) == ["新计入本月重大隐患·排查；不再计入本月一般隐患·排查"]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"village": "2"}, "村改为柳湾村"), ({"office": ""}, "站所改为未明确"),
        ({"money": Decimal("20.00")}, "资金由 0.00 元改为 20.00 元"),
    ],
)  # fmt: skip
def test_a_row_under_another_line_says_where_it_went(fields, words):
    assert said([fact(1, "o_found")], [fact(1, "o_found", **fields)]) == [words]


def test_a_state_that_moved_on_is_no_difference():
    assert said([fact(1, "o_found", state="整改中")], [fact(1, "o_found", state="待验收")]) == []


def test_totals_that_differ_are_told_before_and_now_with_their_rates():
    found = differences.numbers([fact(1, "o_found")], [fact(1, "o_found", "o_done"), fact(2, "o_found")])
    assert [(row.label, row.before, row.now) for row in found] == [
        ("一般隐患·排查", 1, 2), ("一般隐患·整改", 0, 1), ("一般隐患·整改率", Decimal("0.0"), Decimal("50.0")),
    ]  # fmt: skip
    assert {row.span for row in found} == {"本月"}
