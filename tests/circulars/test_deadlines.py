"""Every way of writing a time limit comes to a date, a cadence, a count from an event, or a question."""

from datetime import date

import pytest

from circulars import read

NOTICE = """关于做好窑厂检查的通知
各村、各窑厂：
现通知如下：
一、重点任务
（一）查窑体。{words}
（二）查电线。逐户登记造册。
二、工作要求
各村要高度重视。
柳镇人民政府
2024年3月1日
"""


def first(words):
    reading = read(NOTICE.format(words=words))
    return reading.tasks[0], reading


@pytest.mark.parametrize(
    ("words", "due"),
    [
        ("6月15日前加固窑体。", "2024-06-15"),
        ("各窑厂9月29日18时前交回自查表。", "2024-09-29"),
        ("12月20日下班前报送。", "2024-12-20"),
        ("六月三十日前完成。", "2024-06-30"),
        ("2024.6.30前完成。", "2024-06-30"),
        ("6月30号之前完成。", "2024-06-30"),
        ("截止6月30日。", "2024-06-30"),
        ("5月底前完成。", "2024-05-31"),
        ("2028年2月底前鉴定完毕。", "2028-02-29"),
        ("2025年2月底前鉴定完毕。", "2025-02-28"),
        ("2026年底前全部退出。", "2026-12-31"),
        ("第三季度前完成。", "2024-09-30"),
        ("7月上旬完成。", "2024-07-10"),
        ("6月中旬前完成首轮检查。", "2024-06-20"),
        ("上半年完成。", "2024-06-30"),
        ("即日起至2024年6月30日，逐窑检查。", "2024-06-30"),
        ("从现在起至2024年12月底开展检查。", "2024-12-31"),
        ("2024年5月15日至8月31日集中整治。", "2024-08-31"),
        ("2024年3月7日-3月10日集中培训。", "2024-03-10"),
        ("9月1日至11月30日组织排查。", "2024-11-30"),
        ("12月1日至次年1月15日开展夜查。", "2025-01-15"),
        ("月底前完成。", "2024-03-31"),
        ("本周五前报送。", "2024-03-01"),
        ("下月10日前报送。", "2024-04-10"),
        ("每季度最后一个周五前（9月27日、12月27日）报送总结。", "2024-09-27"),
    ],
)
def test_a_dated_limit_comes_to_its_day(words, due):
    task, _ = first(words)
    assert (task.deadline.kind, task.deadline.due_on) == ("date", date.fromisoformat(due))


@pytest.mark.parametrize("words", ["2024年1月20日前报送台账。", "2023年11月30日前签订承诺书。"])
def test_a_limit_before_the_issue_is_kept_and_doubted(words):
    task, reading = first(words)
    assert task.deadline.due_on < reading.issued_on
    assert "deadline-before-issue" in {f.code for f in reading.findings}


@pytest.mark.parametrize(
    ("words", "every", "times"),
    [
        ("每日下午4点前实行零报告。", "day", 1),
        ("每天早晚各巡查一次。", "day", 2),
        ("每晚巡查不少于2次。", "day", 2),
        ("每周五12点前报送周报。", "week", 1),
        ("每周不少于两次巡查。", "week", 2),
        ("每7天更新一次台账。", "week", 1),
        ("每旬通报一次。", "ten-days", 1),
        ("每10日上报一次进展。", "ten-days", 1),
        ("每半月上报一次进展。", "half-month", 1),
        ("每月26日前报送小结。", "month", 1),
        ("每月19日（第一次为9月19日）前报送报表。", "month", 1),
        ("每月集中10天左右排查。", "month", 1),
        ("按月通报。", "month", 1),
        ("一月一调度。", "month", 1),
        ("一个月开展一个行业的检查。", "month", 1),
        ("节假日期间每月要增加排查频次。", "month", 1),
        ("每季度至少学习一次。", "quarter", 1),
        ("于每季度末月25日前报送报表。", "quarter", 1),
        ("一季度一会商。", "quarter", 1),
        ("每半年至少演练1次。", "half-year", 1),
        ("半年一督查。", "half-year", 1),
        ("每年不少于一次培训。", "year", 1),
        ("每人每年培训不少于2次。", "year", 2),
        ("全年不少于4次检查。", "year", 4),
        ("每年1月15日前上报上年总结。", "year", 1),
        ("每两天巡查一次。", "two-days", 1),
        ("隔日巡查一次。", "two-days", 1),
        ("每两周自查不少于2次。", "two-weeks", 2),
        ("每隔一周报送一次进展。", "two-weeks", 1),
        ("隔周召开例会。", "two-weeks", 1),
        ("每2个月报送一次进展。", "two-months", 1),
        ("每隔一个月抽查一次。", "two-months", 1),
        ("隔月抽查一次。", "two-months", 1),
        ("每逢双月通报一次。", "two-months", 1),
        ("两个月一调度。", "two-months", 1),
        ("每隔10天报送一次进展。", "ten-days", 1),
        ("每两季度演练一次。", "half-year", 1),
        ("每两年轮训一遍。", "two-years", 1),
    ],
)
def test_a_cadence_is_read_and_is_the_limit_of_its_duty(words, every, times):
    task, _ = first(words)
    assert [(c.every, c.times) for c in task.cadences] == [(every, times)]
    assert (task.deadline.kind, task.deadline.every) == ("recurring", every)


@pytest.mark.parametrize("words", ["每隔两个月演练一次。", "每5天报送一次进展。", "每四个月通报一次。"])
def test_a_rhythm_without_a_period_of_its_own_is_kept_in_its_words(words):
    task, _ = first(words)
    assert [(c.raw, c.every) for c in task.cadences] == [(words[:-1], None)]


@pytest.mark.parametrize("words", ["与民房间隔一个月台。", "设置防火分隔日常检查。", "双月刊登载。", "隔离观察。"])
def test_words_that_only_look_like_a_rhythm_are_none(words):
    task, _ = first(words)
    assert not [c for c in task.cadences if c.every]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (
            "村主任每周、企业每月、应急办每季度检查一次。",
            [("村主任", "week", 1), ("企业", "month", 1), ("应急办", "quarter", 1)],
        ),
        (
            "村主任每周、点长每月、安委会每季度、班子每年两次开展检查。",
            [("村主任", "week", 1), ("点长", "month", 1), ("安委会", "quarter", 1), ("班子", "year", 2)],
        ),
        (
            "落实集团季查、主要负责人月查、分管负责人旬查、车间周查、班组日查制度。",
            [
                ("集团", "quarter", 1),
                ("主要负责人", "month", 1),
                ("分管负责人", "ten-days", 1),
                ("车间", "week", 1),
                ("班组", "day", 1),
            ],
        ),
        ("每月至少检查1次，高危窑厂每月至少2次。", [(None, "month", 1), ("高危窑厂", "month", 2)]),
    ],
)
def test_several_subjects_with_several_cadences_stay_apart(words, found):
    task, _ = first(words)
    assert [(c.who, c.every, c.times) for c in task.cadences] == found


@pytest.mark.parametrize(
    ("words", "amount", "unit", "origin"),
    [
        ("发生事故的，1小时内向县应急局报告。", 1, "hour", None),
        ("每级上报不得超过2小时。", 2, "hour", None),
        ("接到报告后的24小时内到场核查。", 24, "hour", "接到报告"),
        ("收到督办通知之日起30日内整改完毕。", 30, "day", "收到督办通知"),
        ("批准后5个工作日内公布。", 5, "workday", "批准"),
        ("演练应提前5个工作日告知。", -5, "workday", "演练"),
        ("治理期限届满前20个工作日申请延期。", -20, "workday", "治理期限届满"),
        ("三个月内完成。", 3, "month", None),
        ("各企业应当自本通知印发之日起10个工作日内完成自查。", 10, "workday", "本通知印发"),
        ("企业应当在整改完成后3日内公示。", 3, "day", "整改完成"),
        ("学校应当在30分钟内报告。", 30, "minute", None),
    ],
)
def test_a_limit_counted_from_an_event_keeps_event_and_count(words, amount, unit, origin):
    task, reading = first(words)
    assert task.deadline.kind == "relative"
    limit = reading.relative_deadlines[0]
    assert (limit.amount, limit.unit, limit.from_) == (amount, unit, origin)


def test_two_limits_of_one_event_are_both_kept():
    _, reading = first("10分钟内电话报告、30分钟内书面报告。")
    assert [(d.amount, d.unit) for d in reading.relative_deadlines] == [(10, "minute"), (30, "minute")]


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("（完成时限：长期坚持）", "standing"),
        ("（完成时限：持续推进）", "standing"),
        ("（完成时限：2024年8月1日后长期坚持）", "standing"),
        ("（完成时限：立即）", "vague"),
        ("（完成时限：近期）", "vague"),
        ("（完成时限：及时报送）", "vague"),
        ("（完成时限：汛期前）", "conditional"),
        ("（完成时限：安全生产月期间）", "conditional"),
        ("（完成时限：今冬明春）", "conditional"),
        ("开工前备案。", "conditional"),
        ("整改到位前派人盯守。", "conditional"),
        ("春节前全面检查。", "conditional"),
    ],
)
def test_a_limit_without_a_day_keeps_its_word_and_sort(words, kind):
    task, _ = first(words)
    assert (task.deadline.kind, task.deadline.due_on) == (kind, None)
    assert task.deadline.raw in words


def test_vague_words_raise_a_question_for_the_officer():
    _, reading = first("（完成时限：尽快）")
    assert "vague-deadline" in {f.code for f in reading.findings}


def test_a_cadence_hidden_in_a_standing_duty_is_found():
    task, _ = first("党支部每季度至少学习一次。（责任单位：各村。完成时限：长期坚持。）")
    assert task.deadline.kind == "standing"
    assert [(c.every, c.times) for c in task.cadences] == [("quarter", 1)]


@pytest.mark.parametrize(
    "words",
    [
        "本制度自2024年12月1日起施行，有效期至2028年12月7日止。",
        "自印发后30日起施行。",
        "力争用4年左右时间实现清零。",
        "截至2月20日已排查36处。",
        "2023年12月31日前建成的窑厂应当鉴定。",
        "公示不少于5个工作日。",
        "对照《2024年5月底前完成事项清单》办理。",
        "2021年至2023年发生火情3起。",
    ],
)
def test_validity_goals_and_history_are_no_limits(words):
    task, reading = first(words)
    assert task.deadline is None
    assert not reading.cadences


def test_an_event_as_the_end_is_left_to_the_officer():
    reading = read(NOTICE.format(words="自即日起至全县庙会结束，加强看守。"))
    assert reading.tasks[0].deadline is None or reading.tasks[0].deadline.due_on is None
