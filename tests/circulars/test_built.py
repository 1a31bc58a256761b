"""A notice built at random from every part a notice can have reads back; faultless ones raise no doubt."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from circulars import read
from circulars.numerals import chinese

DEEDS = ["排查仓库", "清理通道", "检修线路", "培训员工", "设置警示牌", "更换气瓶", "登记窑主", "检查烟囱"]
UNITS = ["各村", "派出所", "供电所", "应急办", "市场监管所", "中心校"]
PEOPLE = ["汪守田", "柏小禾", "齐远", "施月芳", "欧阳木", "卢成"]
POSTS = ["党委书记", "镇长", "副镇长", "派出所所长", "应急办主任"]
STAGES = ["动员部署", "自查自改", "集中检查", "巩固提升"]
EVERY = {"每周": "week", "每旬": "ten-days", "每月": "month", "每季度": "quarter", "每半年": "half-year", "每年": "year"}

STYLES = {
    "full": ("{n}、", "（{n}）", "（责任单位：{units}；完成时限：{limit}）"),
    "half": ("{n}、", "({n})", "(责任单位:{units};完成时限:{limit})"),
    "digits": ("{n}、", "{d}.", "责任单位：{units}；完成时限：{limit}"),
    "bare": ("{n}、", "（{n}）", "（{units}，{limit}）"),
    "square": ("{n}、", "{d}、", "【责任单位：{units}。完成时限：{limit}】"),
}


@st.composite
def notices(draw):
    """(text, what it must read as)"""
    issued = draw(st.dates(date(2020, 1, 5), date(2029, 11, 20)))
    section, item, tail = STYLES[draw(st.sampled_from(sorted(STYLES)))]
    duties = draw(
        st.lists(
            st.tuples(
                st.sampled_from(DEEDS),
                st.lists(st.sampled_from(UNITS), min_size=1, max_size=3, unique=True),
                st.integers(1, 300) | st.sampled_from(sorted(EVERY)),
            ),
            min_size=2,
            max_size=8,
            unique_by=lambda duty: duty[0],
        )
    )
    lengths = draw(st.lists(st.integers(3, 40), min_size=2, max_size=4))
    people = draw(
        st.lists(
            st.tuples(st.sampled_from(PEOPLE), st.sampled_from(POSTS)), min_size=1, max_size=5, unique_by=lambda one: one[0]
        )
    )
    tasks = [_duty(issued, item, tail, n, *duty) for n, duty in enumerate(duties, 1)]
    stages, lines = _stages(issued, item, lengths)
    roster = [
        f"{'组  长：' if n == 0 else '成  员：' if n == 1 else '        '}{_padded(name)}    {post}"
        for n, (name, post) in enumerate(people)
    ]
    heads = ["重点任务", "实施步骤", "组织领导"]
    blocks = [[text for text, _ in tasks], lines, roster]
    body = "\n".join(
        line
        for n, (head, block) in enumerate(zip(heads, blocks, strict=True), 1)
        for line in [section.format(n=chinese(n)) + head, *block]
    )
    text = f"关于做好窑厂检查的通知\n柳政发〔{issued.year}〕7号\n各村、各窑厂：\n现通知如下：\n{body}\n"
    text += f"柳镇人民政府\n{issued:%Y年%-m月%-d日}\n"
    return text, {
        "issued": issued,
        "tasks": [want for _, want in tasks],
        "stages": stages,
        "sections": heads,
        "people": [("组长" if n == 0 else "成员", *one) for n, one in enumerate(people)],
    }


def _padded(name):
    return f"{name[0]}  {name[1]}" if len(name) == 2 else name


def _duty(issued, item, tail, n, deed, units, when):
    day = issued + timedelta(days=when) if isinstance(when, int) else None
    limit = f"{day:%Y年%-m月%-d日}前" if day else f"{when}至少2次"
    line = f"{item.format(n=chinese(n), d=n)}{deed}。逐户落实到位。{tail.format(units='、'.join(units), limit=limit)}"
    return line, (deed, units, "date" if day else "recurring", day, EVERY.get(when) if not day else None)


def _stages(issued, item, lengths):
    found, lines, first = [], [], issued + timedelta(days=1)
    for n, (name, length) in enumerate(zip(STAGES, lengths, strict=False), 1):
        last = first + timedelta(days=length)
        lines.append(
            f"{item.format(n=chinese(n), d=n)}{name}阶段（{first:%Y年%-m月%-d日}至{last:%Y年%-m月%-d日}）。抓好落实。"
        )
        found.append((f"{name}阶段", first, last))
        first = last + timedelta(days=1)
    return found, lines


@settings(max_examples=60, deadline=None, derandomize=True)
@given(notices())
def test_a_notice_of_any_build_reads_back(built):
    text, wanted = built
    reading = read(text)
    assert reading.issued_on == wanted["issued"] and [s.title for s in reading.sections] == wanted["sections"]
    assert [
        (t.title, [u.name for u in t.units], t.deadline.kind, t.deadline.due_on, t.deadline.every) for t in reading.tasks
    ] == wanted["tasks"]
    assert [(p.name, p.starts_on, p.ends_on) for p in reading.phases] == wanted["stages"]
    assert [(m.role, m.name, m.post) for m in reading.members] == wanted["people"]


@settings(max_examples=40, deadline=None, derandomize=True)
@given(notices())
def test_a_faultless_notice_of_any_build_raises_no_doubt(built):
    assert read(built[0]).findings == []


@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(notices(), st.integers(22, 30))
def test_hard_wraps_change_nothing_that_is_read(built, width):
    text, wanted = built
    assume(len(wanted["tasks"]) >= 6)  # a measure is told from several full lines
    whole = read(text)
    wrapped = read("\n".join(line[i : i + width] for line in text.split("\n") for i in range(0, len(line), width)))
    assert [t.title for t in wrapped.tasks] == [t.title for t in whole.tasks]
    assert [(t.deadline.kind, t.deadline.due_on) for t in wrapped.tasks] == [
        (t.deadline.kind, t.deadline.due_on) for t in whole.tasks
    ]


@settings(max_examples=30, deadline=None, derandomize=True)
@given(notices(), st.randoms(use_true_random=False))
def test_blanks_inside_dates_and_blank_lines_change_nothing_that_is_read(built, random):
    text, _ = built
    broken = "".join(
        c + " " if c in "年月" and random.random() < 0.5 else c + "\n" if c == "\n" and random.random() < 0.5 else c
        for c in text
    )
    assert [t.deadline.due_on for t in read(broken).tasks] == [t.deadline.due_on for t in read(text).tasks]


@pytest.mark.parametrize("marks", [("“", "”"), ("【", "】"), ("《", "》")])
def test_every_place_points_at_the_words_it_was_read_from(marks):
    text = f"关于检查的通知\n各村：\n一、任务\n（一）查{marks[0]}窑体{marks[1]}。逐窑登记。"
    text += "（责任单位：各村；完成时限：3月31日前）\n（二）查线。\n柳镇人民政府\n2026年3月2日\n"
    task = read(text).tasks[0]
    assert text[slice(*task.deadline.span)] == "3月31日前" and text[slice(*task.units[0].span)] == "各村"
