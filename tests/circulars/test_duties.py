"""Which words of a circular are duties, which are not, and which year an undated limit lies in."""

from datetime import date

import pytest

from circulars import read

PAPER = """关于做好窑厂检查的通知
各村、各窑厂：
现通知如下：
一、重点任务
（一）查窑体。逐窑登记造册。
（二）查电线。逐户登记造册。
二、{heading}
{words}
柳镇人民政府
2026年3月2日
"""


def titles(heading, words):
    return [task.title for task in read(PAPER.format(heading=heading, words=words)).tasks][2:]


def test_a_section_without_items_that_demands_something_is_a_duty():
    assert titles("严格管控停窑复工", "停窑超过一个月的，复工前由镇里组织验收。") == ["严格管控停窑复工"]


@pytest.mark.parametrize("heading", ["施行日期", "切实加强督导检查", "加强组织领导", "检查对象", "工作机制"])
def test_a_section_that_tells_of_other_things_is_none(heading):
    assert titles(heading, "镇里派出三个组逐村查看，发现问题当场交办。") == []


@pytest.mark.parametrize("heading", ["检查原则", "治理目标", "发现的主要问题", "总体情况", "其他事项"])
def test_items_of_a_section_about_aims_or_facts_are_no_duties(heading):
    assert titles(heading, "（一）南窑。两处裂缝未补。\n（二）北窑。配电箱前堆放柴草。") == []


def test_items_with_units_by_label_are_duties_even_under_appraisal():
    words = "（一）强化考核激励\n1.建立积分制度。按等级计分。（责任单位：镇财政所；完成时限：5月底前）\n2.评选先进。择优评选。（责任单位：镇政府）"
    assert titles("具体措施", words) == ["建立积分制度", "评选先进"]


def test_how_often_comes_before_what_an_event_would_start():
    task = read(PAPER.replace("逐窑登记造册", "窑长每周巡查一次，发现裂缝的，2小时内报告")).tasks[0]
    assert (task.deadline.kind, task.deadline.every) == ("recurring", "week")


@pytest.mark.parametrize(
    ("title", "issued", "words", "due"),
    [
        ("2026年窑厂检查计划", "2025年12月29日", "3月底前", date(2026, 3, 31)),
        ("2026年窑厂检查计划", "2025年12月29日", "12月底前", date(2026, 12, 31)),
        ("2026年窑厂检查计划", "2025年12月29日", "12月31日前", date(2025, 12, 31)),
        ("2026年窑厂检查计划", "2025年12月29日", "今年12月底前", date(2025, 12, 31)),
        ("2026年窑厂检查计划", "2026年3月2日", "1月底前", date(2026, 1, 31)),
        ("2025至2026年冬春窑厂检查计划", "2025年11月2日", "3月底前", date(2026, 3, 31)),
        ("2025年窑厂检查计划", "2025年11月2日", "3月底前", date(2025, 3, 31)),
        ("窑厂检查计划", "2025年12月29日", "3月底前", date(2025, 3, 31)),
    ],
)
def test_a_plan_for_the_coming_year_means_that_year(title, issued, words, due):
    body = f"一、任务\n（一）查窑体。{words}完成登记。\n（二）查电线。逐户登记造册。\n"
    reading = read(f"柳镇{title}\n各村：\n现将计划通知如下：\n{body}柳镇人民政府\n{issued}\n")
    assert reading.tasks[0].deadline.due_on == due


def test_a_long_letter_without_its_scheme_is_still_only_a_letter():
    demands = "各村要逐窑登记，做到底数清、责任清。" * 80
    letter = f"关于印发《窑厂检查方案》的通知\n各村：\n现将《窑厂检查方案》印发给你们，请落实。\n{demands}\n柳镇人民政府\n2026年3月2日\n"
    assert read(letter).kind == "notice-shell"


def test_the_title_of_minutes_stands_below_the_name_of_the_form():
    head = "柳镇人民政府\n专题会议纪要\n〔2026〕第7号\n关于研究窑厂安全问题的会议纪要\n"
    assert (
        read(f"{head}2026年3月2日，镇长主持召开会议。\n一、查窑体。各村3月底前完成。\n").title
        == "关于研究窑厂安全问题的会议纪要"
    )


def test_the_sentence_after_a_roster_is_no_member():
    roster = "组长：汪守田　镇长\n各村党支部书记\n领导小组办公室设在镇应急所，办公室主任由柏小禾同志兼任。\n"
    reading = read(f"关于成立窑厂检查领导小组的通知\n各村：\n一、组成人员\n{roster}柳镇人民政府\n2026年3月2日\n")
    assert reading.collective_members == ["各村党支部书记"]
    assert (reading.office.place, reading.office.director) == ("镇应急所", "柏小禾")


def test_leaders_told_in_a_sentence_and_a_director_with_his_post_are_read():
    words = "成立指挥部，镇长汪守田任指挥长，副镇长柏小禾任副指挥长。指挥部办公室设在镇应急所，办公室主任由所长齐远兼任。"
    reading = read(PAPER.format(heading="组织领导", words=words))
    assert [(m.role, m.name, m.post) for m in reading.members] == [
        ("指挥长", "汪守田", "镇长"),
        ("副指挥长", "柏小禾", "副镇长"),
    ]
    assert reading.office.director == "齐远"


def test_a_line_without_indent_goes_on_with_the_indented_one_above():
    words = " （一）补查窑门。各村每日登记一次进出窑厂的人，看火人每日\n查看窑门和烟囱2次，发现裂缝后15\n分钟内报告"
    task = read(PAPER.format(heading="补查任务", words=words)).tasks[-1]
    assert [(c.who, c.times) for c in task.cadences] == [("各村", 1), ("看火人", 2)]
    assert "15分钟内报告" in task.text


def test_the_rule_below_a_table_head_is_no_row():
    table = "| 任务 | 责任单位 | 时限 |\n| --- | --- | --- |\n| 查窑体 | 各村 | 3月底前 |\n| 查电线 | 供电所 | 4月底前 |\n"
    reading = read(f"关于检查窑厂的通知\n各村：\n{table}柳镇人民政府\n2026年3月2日\n")
    assert [task.title for task in reading.tasks] == ["查窑体", "查电线"] and reading.findings == []


def test_a_rule_given_to_a_unit_is_a_duty_whatever_it_is_about():
    rules = "第一条 规范用火。各窑厂逐窑登记用火时间和看火人。\n第二条 查看烟囱。每次点火之前逐窑查看一遍烟囱。\n"
    rules += "第三条 严格考核。结果与评优挂钩。（应急办负责）\n第四条 加强考核。结果与年底的评优评先挂钩。\n"
    reading = read(f"柳镇关于窑厂安全的四条措施\n各村：\n{rules}柳镇人民政府\n2026年3月2日\n")
    assert [task.number for task in reading.tasks] == ["第一条", "第二条", "第三条"] and reading.findings == []


def test_stretches_set_in_one_sentence_are_phases():
    words = "3月5日至3月20日，动员部署；3月21日至4月30日，集中检查。"
    found = read(PAPER.format(heading="时间步骤", words=words)).phases
    assert [(phase.name, phase.starts_on, phase.ends_on) for phase in found] == [
        ("动员部署", date(2026, 3, 5), date(2026, 3, 20)),
        ("集中检查", date(2026, 3, 21), date(2026, 4, 30)),
    ]


def test_a_list_of_facts_in_the_opening_words_is_no_section():
    facts = "经查，存在以下隐患：\n1.烟道没有联锁；\n2.没有报警器。\n现通知如下："
    reading = read(PAPER.replace("现通知如下：", facts).format(heading="工作要求", words="各村要重视。"))
    assert [section.title for section in reading.sections] == ["重点任务", "工作要求"]
    assert [task.title for task in reading.tasks] == ["查窑体", "查电线"]
