"""Strange text neither raises nor hangs, and a notice built at random reads back."""

import time
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from circulars import read
from circulars.intake import MAX_TEXT
from circulars.numerals import chinese, number

HOSTILE = {
    "brackets": "（" * 50_000,
    "numbers": "\n".join(f"{i}." for i in range(20_000)),
    "no breaks": "安全生产" * 20_000,
    "blanks": "安 " * 40_000,
    "ahead": "提前3日" * 10_000,
    "headings": "任务\n责任单位\n时限\n" * 4_000,
    "closers": "）" * 50_000,
    "quotes": "“" * 50_000,
    "open labels": "（责任单位：\n" * 10_000,
    "leaders": "组长：汪守田\n" * 10_000,
    "dates": "2024年1月1日前" * 10_000,
    "open lines": "安全（\n" * 15_000,
    "books": "《" * 30_000 + "》" * 30_000,
    "digits": "1" * 100_000,
    "counted": "一是安\n" * 10_000,
    "quarters": "一季度：\n" * 8_000,
    "by": "由应急办牵头，" * 10_000,
    "every": "每月" * 20_000,
    "notes": "附件：1.甲方案\n" * 5_000,
    "cells": "甲\t乙\n" * 10_000,
    "titles": "关于甲的通知\n" * 5_000,
    "seats": "办公室设在" * 20_000,
    "events": "接到报告" * 20_000 + "3日内",
    "squares": "【" * 30_000 + "应急办" + "】" * 30_000,
}

LONG = "".join(
    (Path(__file__).parent / "notices" / f"{name}.txt").read_text()
    for name in (
        "43-printed-pages",
        "39-group-and-campaign",
        "46-two-issuers-on-a-site",
        "52-full-width-digits",
        "63-bracket-across-lines",
    )
)


def seconds(text, times=1):
    """The best of several runs, so that a busy machine is not blamed on the reader."""
    best = float("inf")
    for _ in range(times):
        begun = time.perf_counter()
        read(text)
        best = min(best, time.perf_counter() - begun)
    return best


def test_a_notice_of_ten_thousand_characters_is_read_at_once():
    """50 ms on a calm machine; the bound leaves room for a busy one."""
    assert seconds((LONG * 10)[:10_000], times=5) < 0.3


def test_time_grows_with_the_length_and_not_faster():
    short, long = (LONG * 40)[:30_000], (LONG * 400)[:300_000]
    assert seconds(long) < 25 * max(seconds(short, times=3), 0.05)


def test_the_longest_text_taken_in_is_read():
    assert seconds((LONG * 800)[:MAX_TEXT]) < 60


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_is_read_in_time(name):
    assert seconds(HOSTILE[name]) < 15


@settings(max_examples=60, deadline=None)
@given(
    st.text(
        alphabet="关于通知一二三、（）()。，：；《》“”第条每月季度至少次日年前后底0123456789.\n\t 　"
        "各村镇政府责任单位完成时限组长张",
        max_size=300,
    )
)
def test_any_text_gives_a_reading_with_spans_inside_it(text):
    reading = read(text)
    for thing in [*reading.tasks, *reading.findings, *reading.cadences]:
        assert thing.span is None or 0 <= thing.span[0] <= thing.span[1] <= len(text)


DUTIES = st.lists(
    st.tuples(
        st.sampled_from(["排查仓库", "清理通道", "检修线路", "培训员工", "设置警示牌"]),
        st.sampled_from(["各村", "派出所", "供电所"]),
        st.integers(1, 200),
    ),
    min_size=1,
    max_size=9,
)


@settings(max_examples=40, deadline=None)
@given(st.lists(DUTIES, min_size=1, max_size=5), st.dates(date(2020, 1, 1), date(2029, 12, 31)))
def test_a_notice_built_at_random_reads_back(sections, issued):
    due = [[issued + timedelta(days=days) for _, _, days in duties] for duties in sections]
    body = ""
    for i, duties in enumerate(sections):
        body += f"{chinese(i + 1)}、抓好第{i + 1}类场所\n"
        for j, (what, unit, _) in enumerate(duties):
            day = due[i][j]
            limit = f"{day.year}年{day.month}月{day.day}日前"
            body += f"（{chinese(j + 1)}）{what}。逐户落实到位。（责任单位：{unit}；完成时限：{limit}）\n"
    signed = f"柳镇人民政府\n{issued.year}年{issued.month}月{issued.day}日\n"
    reading = read(f"关于做好安全工作的通知\n各村：\n现通知如下：\n{body}{signed}")
    wanted = [(what, [unit], due[i][j]) for i, duties in enumerate(sections) for j, (what, unit, _) in enumerate(duties)]
    assert [(t.title, [u.name for u in t.units], t.deadline.due_on) for t in reading.tasks] == wanted
    assert reading.issued_on == issued


@given(st.integers(1, 99))
def test_chinese_numbers_read_back(value):
    assert number(chinese(value)) == value
