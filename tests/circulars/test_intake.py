"""What an office hands in, whole and broken."""

import io
import zipfile
from pathlib import Path

import docx
import pytest

from circulars import read
from circulars.intake import MAX_TEXT, IntakeError, text_from


def word(extra=None):
    paper, out = docx.Document(), io.BytesIO()
    paper.add_paragraph("关于开展窑厂检查的通知")
    paper.add_paragraph("检查窑体", style="List Number")
    table = paper.add_table(1, 2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "窑厂", "应急办"
    paper.save(out)
    if extra:
        with zipfile.ZipFile(out, "a") as archive:
            archive.writestr(*extra)
    return out.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_plain_text_in_the_usual_encodings(encoding):
    assert text_from("通知.txt", "各村：请检查。".encode(encoding)) == "各村：请检查。"


def test_word_gives_paragraphs_numbers_and_table_rows():
    lines = text_from("通知.docx", word()).split("\n")
    assert lines[0] == "关于开展窑厂检查的通知"
    assert lines[1] == "1.检查窑体"
    assert "窑厂\t应急办" in lines


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "空"),
        (b"\xef\xbb\xbf \n", "空"),
        (word()[:600], "损坏"),
        (word(("word/vbaProject.bin", b"x")), "宏"),
        (word(("xl/workbook.xml", b"x")), "Excel"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, "另存为.docx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "密码"),
        (b"%PDF-1.7 broken", "PDF"),
        (b"{\\rtf1 x}", "RTF"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 50, "图片"),
        ("安\x01\x02\x03\x04\x05\x06\x0e".encode(), "控制字符"),
        (b"a" * (MAX_TEXT + 1), "上限"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_way_out(data, says):
    with pytest.raises(IntakeError, match=says):
        text_from("通知.docx", data)


def test_a_bomb_is_not_unpacked():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * 90_000_000)
    with pytest.raises(IntakeError, match="过大"):
        text_from("通知.docx", out.getvalue())


def paragraph(text, level=None, number="1"):
    mark = (
        f'<w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr></w:pPr>'
        if level is not None
        else ""
    )
    return f"<w:p>{mark}<w:r><w:t>{text}</w:t></w:r></w:p>"


LEVELS = "".join(
    f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
    for n, (form, text) in enumerate([("japaneseCounting", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3.")])
)
SPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def wps(body, numbering=LEVELS):
    """A package as WPS writes it: no styles part, numbers left to the program."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", f"<w:document {SPACE}><w:body>{body}</w:body></w:document>")
        archive.writestr(
            "word/numbering.xml",
            f'<w:numbering {SPACE}><w:abstractNum w:abstractNumId="0">{numbering}'
            '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>',
        )
    return out.getvalue()


def test_numbers_that_wps_generates_are_written_out_and_read():
    data = wps(
        paragraph("关于做好窑厂检查的通知")
        + paragraph("各村：")
        + paragraph("重点任务", 0)
        + paragraph("查窑体。逐窑查看，3月31日前查完。", 1)
        + paragraph("查电线。逐户登记造册。", 1)
        + paragraph("工作要求", 0)
        + paragraph("加强领导。专人负责。", 1)
        + paragraph("柳镇人民政府")
        + paragraph("2026年3月2日")
    )
    text = text_from("通知.docx", data)
    assert text.split("\n")[2:7] == [
        "一、重点任务",
        "（一）查窑体。逐窑查看，3月31日前查完。",
        "（二）查电线。逐户登记造册。",
        "二、工作要求",
        "（一）加强领导。专人负责。",
    ]
    assert [task.title for task in read(text).tasks] == ["查窑体", "查电线"]


def test_deleted_words_are_left_out_and_inserted_ones_read():
    body = (
        "<w:p><w:del><w:r><w:delText>旧</w:delText></w:r></w:del><w:ins><w:r><w:t>新</w:t></w:r></w:ins>"
        "<w:r><w:t>通知</w:t></w:r></w:p>"
    )
    assert text_from("a.docx", wps(body)) == "新通知"


def test_a_cell_merged_downwards_stands_in_every_row_and_the_table_is_read():
    def cell(text, merge=""):
        return f"<w:tc><w:tcPr>{merge}</w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"

    begin, on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    rows = [
        cell("任务") + cell("责任单位") + cell("完成时限"),
        cell("查窑体") + cell("应急办") + cell("4月底前", begin),
        cell("查电线") + cell("供电所") + cell("", on),
    ]
    table = "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"
    text = text_from("a.docx", wps(paragraph("2026年窑厂检查安排表") + table))
    assert text.split("\n")[3] == "查电线\t供电所\t4月底前"
    assert [(t.title, t.deadline.due_on.isoformat()) for t in read(text).tasks] == [
        ("查窑体", "2026-04-30"),
        ("查电线", "2026-04-30"),
    ]


def printed(text, head=""):
    """A PDF of the text, hard-wrapped by its page, with page numbers and a running head."""
    import weasyprint

    page = f'@page{{size:A4;margin:3cm;@bottom-center{{content:"— " counter(page) " —"}}@top-center{{content:"{head}"}}}}'
    body = 'body{font:26pt "Noto Serif CJK SC";white-space:pre-wrap}'
    return weasyprint.HTML(string=f"<style>{page}{body}</style>{text}").write_pdf()


def test_a_text_pdf_is_joined_over_lines_and_pages_and_its_furniture_dropped():
    notice = (Path(__file__).parent / "notices" / "64-duties-by-office.txt").read_text()
    text = text_from("通知.pdf", printed(notice, head="河口乡防汛抗旱值班室"))
    assert "\x0c" in text and "值班室" not in text and "— 1 —" not in text
    label, reading = read(notice), read(text)
    assert [t.title for t in reading.tasks] == [t.title for t in label.tasks]
    assert reading.period == label.period or reading.period.ends_on == label.period.ends_on
    assert [m.name for m in reading.members] == [m.name for m in label.members]


def test_a_scanned_pdf_is_told_apart():
    import weasyprint

    data = weasyprint.HTML(string='<div style="width:9cm;height:9cm;background:#888"></div>').write_pdf()
    with pytest.raises(IntakeError, match="扫描件"):
        text_from("扫描.pdf", data)


def test_a_locked_pdf_and_half_a_pdf_are_told():
    from pypdf import PdfReader, PdfWriter

    writer, out = PdfWriter(PdfReader(io.BytesIO(printed("各村：请检查窑厂。")))), io.BytesIO()
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(out)
    with pytest.raises(IntakeError, match="密码"):
        text_from("锁.pdf", out.getvalue())
    with pytest.raises(IntakeError, match="PDF"):
        text_from("半.pdf", out.getvalue()[:400])


@pytest.mark.parametrize("at", range(40, 3000, 370))
def test_a_word_file_cut_anywhere_is_told_to_be_broken(at):
    with pytest.raises(IntakeError, match="损坏"):
        text_from("断.docx", word()[:at])


def test_entities_and_a_locked_zip_are_refused():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", '<!DOCTYPE d [<!ENTITY a "aaaa">]><d>&a;</d>')
    with pytest.raises(IntakeError, match="损坏"):
        text_from("实体.docx", out.getvalue())
    locked = bytearray(wps(paragraph("x")))
    for sign in (b"PK\x03\x04", b"PK\x01\x02"):
        at = locked.find(sign)
        while at >= 0:
            locked[at + (6 if sign[3] == 4 else 8)] |= 1
            at = locked.find(sign, at + 4)
    with pytest.raises(IntakeError, match="密码"):
        text_from("锁.docx", bytes(locked))


def test_five_megabytes_of_text_are_refused_at_once_and_the_limit_is_named():
    with pytest.raises(IntakeError, match="40万字"):
        text_from("长.txt", ("安全生产" * 450_000).encode())


def test_a_few_control_characters_marks_of_direction_and_emoji_do_not_harm():
    text = text_from(
        "通知.txt",
        "\u202e关于做好\u200b窑厂检查的通知\u202c\n各村：\n😀一、查\x01窑体。逐窑登记，3月31日前完成。\n二、查电线。\n".encode(),
    )
    reading = read(text)
    assert reading.title == "关于做好窑厂检查的通知" and reading.recipients == ["各村"]


def test_every_refusal_says_in_chinese_what_to_do_instead():
    for data in (b"", b"PK\x03\x04", b"%PDF-1.4", b"Rar!xxxxxxxx", b"<html></html>", b"\x00\x01" * 90, b"{\\rtf1}"):
        with pytest.raises(IntakeError) as told:
            text_from("通知.wps", data)
        assert any(word in str(told.value) for word in ("请", "粘贴"))
