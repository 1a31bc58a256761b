"""Each doubt: raised where the fault stands, with a reason, mended where that is safe; silent on a clean paper."""

from pathlib import Path

import pytest

from circulars import read

PAPER = """关于做好窑厂检查的通知
柳政发〔2026〕7号
各村、各窑厂：
{opening}
一、重点任务
（一）查窑体。{words}（责任单位：各村；完成时限：3月31日前）
（二）查电线。逐户登记造册。（责任单位：供电所；完成时限：4月30日前）
二、工作要求
各村要高度重视。
{tail}柳镇人民政府
2026年3月2日
"""


def of(words="逐窑查看。", opening="现通知如下：", tail="", paper=PAPER):
    text = paper.format(words=words, opening=opening, tail=tail)
    return text, read(text)


def only(code, text, reading):
    """The words under the doubt, its mend and its reason; no other doubt stands beside it."""
    assert {f.code for f in reading.findings} == {code}
    found = reading.findings[0]
    assert found.message and not found.message.isascii()
    return (text[slice(*found.span)] if found.span else None), found.mend


def test_a_clean_paper_raises_nothing():
    assert of()[1].findings == []


@pytest.mark.parametrize(
    ("code", "words", "place", "mend"),
    [
        ("doubled-punctuation", "逐窑查看，，不漏一处。", "，，", "，"),
        ("doubled-punctuation", "逐窑查看。。", "。。", "。"),
        ("broken-spaces", "逐窑查看裂 缝和倾斜情况，登记造册。", " ", ""),
        ("unpaired-quotes", "张贴“严禁烟火标牌。", "“", None),
        ("unpaired-brackets", "查看窑体（含烟囱裂缝。", "（", None),
        ("unpaired-brackets", "查看窑体）和烟囱。", "）", None),
        ("unpaired-brackets", "对照《窑厂检查办法查看。", "《", None),
        ("date-impossible", "4月31日前上报。", "4月31日前", None),
        ("date-impossible", "2026年2月29日前上报。", "2026年2月29日前", None),
        ("weekday-wrong", "4月3日（星期四）集中检查。", "四", "五"),
        ("weekday-wrong", "每季度最后一个周五（6月26日、9月30日）报送小结。", "9月30日", "9月25日"),
        ("holiday-wrong", "国庆节（10月2日）放假停火。", "国庆节（10月2日）", None),
        ("citation-malformed", "按照柳安发[2025]第003号要求查看。", "柳安发[2025]第003号", "柳安发〔2025〕3号"),
        ("citation-malformed", "按照柳安发（2025）12号要求查看。", "柳安发（2025）12号", "柳安发〔2025〕12号"),
        ("deadline-before-issue", "1月20日前登记窑主。", "1月20日前", None),
        (
            "count-mismatch",
            "落实“三个必须”（必须登记、必须签字、必须照相、必须归档）。",
            "“三个必须”（必须登记、必须签字、必须照相、必须归档）",
            None,
        ),
    ],
)
def test_a_fault_in_the_words_is_shown_where_it_stands(code, words, place, mend):
    text, reading = of(words)
    assert only(code, text, reading) == (place, mend)


@pytest.mark.parametrize(
    ("number", "code", "mend"),
    [
        ("柳政发[2026]7号", "doc-number-malformed", "柳政发〔2026〕7号"),
        ("柳政发〔2026〕07号", "doc-number-malformed", "柳政发〔2026〕7号"),
        ("柳政发〔2026〕第7号", "doc-number-malformed", "柳政发〔2026〕7号"),
        ("柳政发〔2025〕7号", "doc-number-year", None),
    ],
)
def test_a_number_that_does_not_fit_is_doubted(number, code, mend):
    text, reading = of(paper=PAPER.replace("柳政发〔2026〕7号", number))
    assert only(code, text, reading)[1] == mend


def test_an_attachment_named_but_absent_is_told_with_its_name():
    text, reading = of(tail="附件：窑厂检查登记表\n")
    assert only("attachment-missing", text, reading)[0] == "附件：窑厂检查登记表"
    assert "窑厂检查登记表" in reading.findings[0].message


def test_an_attachment_that_is_there_is_not_doubted():
    text = of(tail="附件：窑厂检查登记表\n")[0] + "附件\n窑厂检查登记表\n窑厂名称 窑主 检查日期\n"
    assert read(text).findings == []


PHASES = PAPER.replace(
    "二、工作要求", "二、实施步骤\n（一）动员阶段（{a}）。开会。\n（二）检查阶段（{b}）。逐窑检查。\n三、工作要求"
)


@pytest.mark.parametrize(
    ("a", "b", "code", "words"),
    [
        ("3月3日至3月20日", "3月15日至4月30日", "phases-overlap", "6天"),
        ("3月3日至3月20日", "4月1日至4月30日", "phases-gap", "11天"),
    ],
)
def test_phases_that_overlap_or_leave_a_gap_are_told_in_days(a, b, code, words):
    text = PHASES.format(words="逐窑查看。", opening="现通知如下：", tail="", a=a, b=b)
    reading = read(text)
    assert only(code, text, reading)[1] is None and words in reading.findings[0].message


def test_phases_that_follow_each_other_are_not_doubted():
    text = PHASES.format(words="逐窑查看。", opening="", tail="", a="3月3日至3月20日", b="3月21日至4月30日")
    assert read(text).findings == []


def test_a_person_twice_in_a_roster_is_told_with_both_seats():
    text, reading = of(tail="组长：汪守田  镇长\n成员：柏小禾  应急办主任\n汪守田  派出所所长\n")
    assert only("member-twice", text, reading)
    assert "组长" in reading.findings[0].message and "成员" in reading.findings[0].message


@pytest.mark.parametrize(("new", "place", "mend"), [("（三）查电线", "（三）", None), ("二、查电线", "二、", None)])
def test_a_number_out_of_order_or_given_twice_is_told(new, place, mend):
    text = of()[0].replace("（二）查电线", new, 1)
    assert only("heading-number-irregular", text, read(text)) == (place, mend)


def test_a_level_left_out_is_told():
    text = of()[0].replace("（一）查", "（1）查").replace("（二）查", "（2）查")
    assert {f.code for f in read(text).findings} == {"heading-level-skipped"}


@pytest.mark.parametrize("opening", ["现抓好以下三项工作：", "现将任务细化为5项任务，通知如下："])
def test_a_count_that_is_not_kept_is_told(opening):
    text, reading = of(opening=opening)
    assert only("count-mismatch", text, reading)[1] is None


def test_the_title_promising_ten_measures_is_held_to_it():
    text, reading = of(paper=PAPER.replace("关于做好窑厂检查的通知", "关于窑厂检查十条措施的通知"))
    assert only("count-mismatch", text, reading)[0] == "十条措施"


def test_a_unit_named_nowhere_else_and_like_no_unit_is_doubted():
    text, reading = of(paper=PAPER.replace("责任单位：供电所", "责任单位：老窑把式"))
    assert only("unit-unknown", text, reading)[0] == "老窑把式"


def test_a_vague_limit_asks_for_a_day():
    text, reading = of(paper=PAPER.replace("4月30日前", "尽快"))
    assert only("vague-deadline", text, reading)[0] == "尽快"


def test_duties_without_any_limit_raise_one_doubt():
    text, reading = of(paper=PAPER.replace("；完成时限：3月31日前", "").replace("；完成时限：4月30日前", ""))
    assert only("no-deadline", text, reading) == (None, None)


def test_a_letter_without_its_scheme_is_an_error():
    reading = read(
        "关于印发《窑厂检查方案》的通知\n各村：\n现将《窑厂检查方案》印发给你们，请落实。\n柳镇人民政府\n2026年3月2日\n"
    )
    assert [(f.code, f.severity) for f in reading.findings] == [("attachment-missing", "error")]


NOTICES = sorted((Path(__file__).parent / "notices").glob("*.txt"))


@pytest.mark.parametrize("path", NOTICES, ids=lambda path: path.stem)
def test_every_mend_put_in_takes_its_doubt_away(path):
    text = path.read_text()
    for finding in read(text).findings:
        if finding.mend is not None:
            start, end = finding.span
            again = read(text[:start] + finding.mend + text[end:])
            assert not [f for f in again.findings if f.code == finding.code and f.span and f.span[0] == start], (
                finding.message
            )


@pytest.mark.parametrize("path", NOTICES, ids=lambda path: path.stem)
def test_every_doubt_gives_a_reason_in_chinese(path):
    for finding in read(path.read_text()).findings:
        assert len(finding.message) >= 6 and finding.message.endswith(("。", "！")) and finding.code not in finding.message


def test_a_number_in_the_form_of_another_level_is_told_and_mended():
    duties = (
        "".join(f"（{n}）查{n}号窑。逐窑登记。\n" for n in "一二三四")
        + "五、查五号窑。逐窑登记。\n（六）查六号窑。逐窑登记。\n"
    )
    text = f"关于查窑的通知\n各村：\n一、任务\n{duties}二、要求\n各村3月31日前完成。\n柳镇人民政府\n2026年3月2日\n"
    found = next(f for f in read(text).findings if f.code == "heading-number-irregular")
    assert (text[slice(*found.span)], found.mend) == ("五、", "（五）")


@pytest.mark.parametrize(
    ("heading", "told"), [("突出抓好三项任务", True), ("突出抓好两项任务", False), ("抓好重点任务", False)]
)
def test_a_heading_that_promises_another_number_than_it_holds_is_told(heading, told):
    text, reading = of(paper=PAPER.replace("重点任务", heading))
    assert [f.code for f in reading.findings] == (["count-mismatch"] if told else [])
    assert not told or text[slice(*reading.findings[0].span)] == "三"


@pytest.mark.parametrize(("names", "told"), [("汪守田、柏　禾、齐　远。", False), ("汪守田和柏　禾。", True)])
def test_a_short_name_padded_in_a_list_is_no_broken_word(names, told):
    assert bool(of(opening=f"参加查看的有：{names}")[1].findings) is told


def test_an_attachment_begins_its_own_numbers():
    listed = "附件\n窑厂名单\n（一）南窑。\n（二）北窑。\n"
    again = PAPER.replace("各村要高度重视。", "（一）要重视。各村落实到人。\n（二）要登记。逐窑登记造册。")
    text = again.format(words="逐窑查看。", opening="现通知如下：", tail="") + listed
    assert read(text).findings == []
