"""Notices as they come: hard wraps, schemes behind a letter, tables, colophons."""

from datetime import date

import pytest

from circulars.layout import document_of, editable, from_text
from circulars.layout.builders import circular

LETTER = """柳溪镇人民政府关于印发《柳溪镇冬春安全生产
集中整治行动实施方案》的通知

柳政发[2026]031号

各村，各站所：

现将《柳溪镇冬春安全生产集中整治行动实施方案》印发给你们，
请结合实际抓好落实。

柳溪镇人民政府
2026年11月20日

柳溪镇冬春安全生产集中整治行动实施方案

为防范化解安全风险，制定本方案。
一、总体要求
坚持问题导向，逐户排查，逐条登记，逐项整改，做到底数清楚、责任
明确，确保全镇安全形势稳定。
（一）压实责任。主要负责人每月检查一次。
附件1
任务清单
逐项落实。
抄送：县安委办。
柳溪镇党政办公室　　2026年11月20日印发
"""


def test_a_letter_and_the_scheme_it_issues_are_told_apart():
    document = document_of(LETTER)
    assert document.doc_number == "柳政发〔2026〕31号"
    assert document.mark == ["柳溪镇人民政府"] and document.form == "circular"
    assert document.addressees == "各村，各站所："
    assert (document.issuers, document.issued_on) == (["柳溪镇人民政府"], date(2026, 11, 20))
    assert [block.text for block in document.blocks] == [
        "现将《柳溪镇冬春安全生产集中整治行动实施方案》印发给你们，请结合实际抓好落实。"
    ]
    scheme, listed = document.attachments
    assert (scheme.label, scheme.title) == ("", "柳溪镇冬春安全生产集中整治行动实施方案")
    assert (listed.label, listed.title) == ("附件1", "任务清单")
    assert (document.copied_to, document.printer) == ("县安委办", "柳溪镇党政办公室")


def test_hard_wraps_are_undone():
    words = "为防范化解冬春季节安全风险，确保全镇安全形势稳定，各村要逐户登记取暖用火和用电情况，发现隐患立即整改。" * 5
    wrapped = "\n".join(words[at : at + 28] for at in range(0, len(words), 28))
    document = document_of(f"关于冬春安全的通知\n各村：\n{wrapped}\n一、抓好落实\n按月报送。")
    assert [block.text for block in document.blocks] == [words, "一、抓好落实", "按月报送。"]


def test_what_the_editor_gets_prints_as_the_letter_did():
    title, body = editable(LETTER)
    again = circular(issuer="柳溪镇人民政府", title=title, body=body, issued_on=date(2026, 11, 20))
    first = document_of(LETTER)
    assert again.addressees == first.addressees
    assert [block.text for block in again.blocks] == [block.text for block in first.blocks]
    assert [(a.label, a.title, len(a.blocks)) for a in again.attachments] == [
        (a.label, a.title, len(a.blocks)) for a in first.attachments
    ]


def test_the_editors_text_bears_no_number_signature_or_date():
    _, body = editable(LETTER)
    assert "柳政发" not in body and "2026年11月20日" not in body
    assert body.split("\n").count("———") == 1


def test_a_table_stays_a_table_on_paper_and_in_the_editor():
    text = "关于分工的通知\n各村：\n分工如下。\n姓名\t职务\n季长河\t组长\n某镇人民政府\n2026年1月5日"
    assert document_of(text).blocks[1].rows == [["姓名", "职务"], ["季长河", "组长"]]
    assert editable(text)[1].endswith("分工如下。\n姓名\t职务\n季长河\t组长")


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("组　长：季长河　镇党委书记", "组长：季长河　镇党委书记"),
        ("　　　　鲍国良　副镇长", "鲍国良　副镇长"),
        ("王　强　应急办主任", "王强　应急办主任"),
        ("一、 总体要求", "一、总体要求"),
        ("各村要 逐户登记 用火用电情况。", "各村要逐户登记用火用电情况。"),
    ],
)
def test_name_and_post_stay_apart_and_broken_blanks_close(line, expected):
    text = f"关于分工的通知\n各村：\n{line}\n请各村遵照执行，有变动的及时报告。"
    assert document_of(text).blocks[0].text == expected


def test_without_issuer_there_is_no_red_head():
    document = document_of("关于报送台账的提示\n请按时报送。")
    assert (document.form, document.mark) == ("plain", [])


def test_a_remark_under_the_date_is_kept_as_remark():
    text = "关于检查的通知\n各村：\n请落实。\n柳溪镇人民政府\n2026年1月5日\n（此件公开发布）"
    assert document_of(text).note == "（此件公开发布）"


def test_a_number_below_the_title_is_the_number():
    document = from_text("关于检查的通知\n柳政发（2026）第008号\n各村：\n请落实。")
    assert document.doc_number == "柳政发〔2026〕8号" and document.addressees == "各村："


def test_a_row_of_dashes_begins_the_paper_that_is_issued():
    document = from_text("关于印发方案的通知\n各村：\n印发给你们。\n———\n柳溪镇方案\n一、目标\n附件：1.清单")
    assert [(a.label, a.title) for a in document.attachments] == [("", "柳溪镇方案")]


@pytest.mark.parametrize("text", ["", " \n\u3000\n", "\ufeff\n"])
def test_nothing_to_print_is_said_in_chinese(text):
    with pytest.raises(ValueError, match="没有可以排版的文字"):
        document_of(text)


def test_hostile_signs_are_gone():
    document = document_of("关于安\u200b全的通知\n各村：\n请\u202e落\x00实⚠\ufe0f。")
    assert document.title == "关于安全的通知"
    assert "\ufe0f" not in document.blocks[0].text and "\u202e" not in document.blocks[0].text
