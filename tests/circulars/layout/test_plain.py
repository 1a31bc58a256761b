"""Notices given as text."""

from datetime import date

import pytest

from circulars.layout.plain import block_of, clean_lines, from_text

NOTICE = """柳溪镇人民政府文件
柳政发[2026]031号
柳溪镇人民政府关于开展冬春
安全隐患整治的通知
各村，镇直各单位：
现将有关事项通知如下：
一、工作目标
（一）压实责任。主要负责人每月检查一次。
附件：1.任务清单
2.统计表
柳溪镇人民政府
2026年11月20日
附件1
任务清单
逐项落实。
附件2
统计表
另行下发。
"""


def test_a_notice_falls_into_its_parts():
    document = from_text(NOTICE)
    assert document.mark == ["柳溪镇人民政府文件"]
    assert document.doc_number == "柳政发〔2026〕31号"
    assert document.title == "柳溪镇人民政府关于开展冬春\n安全隐患整治的通知"
    assert document.addressees == "各村，镇直各单位："
    assert document.issuers == ["柳溪镇人民政府"]
    assert document.issued_on == date(2026, 11, 20)
    assert [(a.label, a.title) for a in document.attachments] == [("附件1", "任务清单"), ("附件2", "统计表")]
    assert [block.text for block in document.blocks] == [
        "现将有关事项通知如下：",
        "一、工作目标",
        "（一）压实责任。主要负责人每月检查一次。",
    ]


def test_attachments_named_but_not_enclosed_stay_in_the_note():
    text = "关于报送台账的通知\n请按时报送。\n附件：1.台账\n2.说明"
    assert from_text(text).listed == ["台账", "说明"]


def test_a_sentence_that_leads_to_a_list_names_no_addressees():
    body = "关于试验的函\n{}\n1.配电箱裸露。\n云溪镇人民政府\n2026年11月2日"
    assert from_text(body.format("各村，各站所：")).addressees == "各村，各站所："
    assert from_text(body.format("现将有关情况函告如下：")).addressees == ""
    document = from_text(body.format("某厂负责人季长河。现场检查发现："))
    assert document.addressees == "" and document.blocks[0].text == "某厂负责人季长河。现场检查发现："


@pytest.mark.parametrize(
    ("text", "level"), [("一、目标", 1), ("（二）责任", 2), ("3.消防", 3), ("（4）燃气", 4), ("1.5米以上", 0), ("正文", 0)]
)
def test_the_marker_gives_the_level(text, level):
    assert block_of(text).level == level


def test_only_the_first_sentence_of_a_run_in_heading_is_heading():
    assert block_of("（一）压实责任。主要负责人每月检查一次。").head == len("（一）压实责任。")


def test_control_characters_and_direction_marks_are_removed():
    assert clean_lines("安\x00全\u202e生\u200b产\r\n\n　整治 ") == ["安全生产", "整治"]


def test_an_impossible_date_stays_in_the_text():
    document = from_text("关于检查的通知\n请落实。\n某镇\n2026年2月30日")
    assert document.issued_on is None
    assert document.blocks[-1].text == "2026年2月30日"


def test_nothing_to_print_is_said_in_chinese():
    with pytest.raises(ValueError, match="没有可以排版的文字"):
        from_text(" \n\x00")
