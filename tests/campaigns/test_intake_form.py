"""The form through which a circular comes in accepts every usual file and says plainly what is wrong with others."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from campaigns.forms import IntakeForm
from circulars.intake import MAX_FILE
from tests.circulars.test_intake import paragraph, word, wps


def filled(text="", name="", data=None):
    files = {"file": SimpleUploadedFile(name, data)} if data is not None else {}
    return IntakeForm({"text": text}, files)


@pytest.mark.parametrize(
    "name, data",
    [
        ("通知.txt", "各村：请检查窑厂。".encode()),
        ("通知.txt", "各村：请检查窑厂。".encode("gb18030")),
        ("通知.docx", word()),
        ("通知.wps.docx", wps(paragraph("检查窑厂", 0))),
        ("没有后缀", "各村：请检查窑厂。".encode("utf-16")),
    ],
)
def test_usual_files_are_taken(name, data):
    form = filled(name=name, data=data)
    assert form.is_valid(), form.errors
    assert "检查" in form.cleaned_data["circular"]


@pytest.mark.parametrize(
    "name, data, words",
    [
        ("宏.docx", word(("word/vbaProject.bin", b"x")), "宏"),
        ("表.docx", word(("xl/workbook.xml", b"x")), "Excel"),
        ("断.docx", word()[:900], "损坏"),
        ("断.pdf", b"%PDF-1.7 x", "PDF"),
        ("图.txt", b"\x89PNG\r\n\x1a\n" + bytes(40), "图片"),
        ("旧.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "另存为"),
        ("长.txt", b"a" * 2_000_000, "40万字"),
        ("白.txt", " \u200b\n".encode(), "没有读到文字"),
    ],
)
def test_what_cannot_be_read_is_told_beside_the_file(name, data, words):
    form = filled(name=name, data=data)
    assert not form.is_valid() and words in form.errors["file"][0]


def test_an_empty_file_and_one_too_large_are_told_in_chinese():
    assert "空" in filled(name="空.txt", data=b"").errors["file"][0]
    assert "MB" in filled(name="大.pdf", data=b"%PDF-" + bytes(MAX_FILE)).errors["file"][0]


def test_pasted_text_too_long_is_told_beside_the_text():
    form = filled(text="安全" * 300_000)
    assert not form.is_valid() and "40万字" in form.errors["text"][0]


def test_pasted_lines_of_windows_are_lines():
    form = filled(text="关于检查的通知\r\n各村：\r\n请检查。")
    assert form.is_valid() and form.cleaned_data["circular"].split("\n")[1] == "各村："


def test_emoji_and_marks_of_direction_are_taken():
    assert filled(text="😀各村：\u202e请检查窑厂。").is_valid()
