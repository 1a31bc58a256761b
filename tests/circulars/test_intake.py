"""What an office hands in, whole and broken."""
import io
import zipfile

import docx
import pytest

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


@pytest.mark.parametrize(("data", "says"), [
    (b"", "空"), (b"\xef\xbb\xbf \n", "空"), (word()[:600], "损坏"), (word(("word/vbaProject.bin", b"x")), "宏"),
    (word(("xl/workbook.xml", b"x")), "Excel"), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, "另存为.docx"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "密码"),
    (b"%PDF-1.7 broken", "PDF"), (b"{\\rtf1 x}", "RTF"), (b"\x89PNG\r\n\x1a\n" + b"\x00" * 50, "图片"),
    ("安\x01\x02\x03\x04\x05\x06\x0e".encode(), "控制字符"), (b"a" * (MAX_TEXT + 1), "上限")])
def test_what_cannot_be_read_is_refused_with_a_way_out(data, says):
    with pytest.raises(IntakeError, match=says):
        text_from("通知.docx", data)


def test_a_bomb_is_not_unpacked():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * 90_000_000)
    with pytest.raises(IntakeError, match="过大"):
        text_from("通知.docx", out.getvalue())
