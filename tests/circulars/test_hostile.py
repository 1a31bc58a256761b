"""Strange text neither raises nor hangs, and a notice built at random reads back."""
import time
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from circulars import read
from circulars.numerals import chinese, number

HOSTILE = {"brackets": "（" * 50_000, "numbers": "\n".join(f"{i}." for i in range(20_000)), "no breaks": "安全生产" * 20_000,
           "blanks": "安 " * 40_000, "ahead": "提前3日" * 10_000, "headings": "任务\n责任单位\n时限\n" * 4_000}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_is_read_in_time(name):
    begun = time.perf_counter()
    read(HOSTILE[name])
    assert time.perf_counter() - begun < 15


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="关于通知一二三、（）()。，：；《》“”第条每月季度至少次日年前后底0123456789.\n\t 　"
               "各村镇政府责任单位完成时限组长张", max_size=300))
def test_any_text_gives_a_reading_with_spans_inside_it(text):
    reading = read(text)
    for thing in [*reading.tasks, *reading.findings, *reading.cadences]:
        assert thing.span is None or 0 <= thing.span[0] <= thing.span[1] <= len(text)


DUTIES = st.lists(st.tuples(st.sampled_from(["排查仓库", "清理通道", "检修线路", "培训员工", "设置警示牌"]),
                            st.sampled_from(["各村", "派出所", "供电所"]), st.integers(1, 200)), min_size=1, max_size=9)


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
