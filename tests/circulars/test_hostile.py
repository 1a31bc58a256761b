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
    "tabs": "甲\t" * 50_000,
    "bars": "|甲|乙|丙|\n" * 10_000,
    "days": "，".join(f"{i}日" for i in range(20_000)),
    "within": "接到报告后24小时内" * 8_000,
    "phases": "（一）第一阶段（1月1日至2月1日）。甲。\n" * 4_000,
    "strange units": "".join(f"（一）查甲。逐户。责任单位：{chr(0x4E00 + i)}{chr(0x8000 + i)}\n" for i in range(3_000)),
    "signatures": "柳镇人民政府\n2024年1月1日\n" * 5_000,
    "roster": "组长：张三 镇长\n" + "李四 副镇长\n" * 8_000,
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
    """Processor time, the best of several runs, so that a busy machine is not blamed on the reader."""
    best = float("inf")
    for _ in range(times):
        begun = time.process_time()
        read(text)
        best = min(best, time.process_time() - begun)
    return best


def test_a_notice_of_ten_thousand_characters_is_read_at_once():
    """Below 30 ms on a calm machine of two cores; the bound leaves room for a slower one."""
    assert seconds((LONG * 10)[:10_000], times=7) < 0.1


def test_the_longest_text_taken_in_takes_its_length_and_no_more():
    """A hundred times the text takes about a hundred times as long; squared growth would take ten thousand."""
    short, longest = (LONG * 10)[:10_000], (LONG * 800)[:MAX_TEXT]
    assert seconds(longest) < 2 * (len(longest) / len(short)) * seconds(short, times=7)


def grows_with_its_length(text, *, bound=10, tries=3):
    """Four times the text in about four times the time; squared growth takes sixteen. 20 ms are below what can be told.

    What once took long enough is measured again: a busy machine lets it pass then, squared growth never.
    """
    part = text[: len(text) // 4]
    return any(seconds(text) < bound * max(seconds(part), 0.02) for _ in range(tries))


@pytest.mark.parametrize("text", ["line", "blanks"])
def test_a_whole_paper_pasted_as_one_line_grows_no_faster(text):
    assert grows_with_its_length(LONG.replace("\n", "" if text == "line" else " ") * 160, bound=9)


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_takes_four_times_as_long_when_four_times_as_long(name):
    assert grows_with_its_length(HOSTILE[name])


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
