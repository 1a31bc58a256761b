"""./run manage print_circular FILE OUT: any notice given as text."""

import io

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from pypdf import PdfReader

from .conftest import text_of

NOTICE = """青禾县云溪镇人民政府文件
云政发〔2026〕12号
云溪镇人民政府关于做好汛期安全工作的通知
各村，各站所：
现将有关事项通知如下。
一、巡查值守
每日巡查两次，做好记录。
云溪镇人民政府
2026年6月3日
"""


def run(tmp_path, data, name="notice.txt"):
    source, target, said = tmp_path / name, tmp_path / "out.pdf", io.StringIO()
    source.write_bytes(data)
    call_command("print_circular", str(source), str(target), stdout=said)
    return target.read_bytes(), said.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_notice_in_any_usual_encoding_is_laid_out(tmp_path, encoding):
    data, said = run(tmp_path, NOTICE.encode(encoding))
    text = text_of(data)
    for words in ("云溪镇人民政府文件", "云政发〔2026〕12号", "各村，各站所：", "一、巡查值守", "2026年6月3日"):
        assert words in text, words
    assert f"已排版 {len(PdfReader(io.BytesIO(data)).pages)} 页" in said


def test_nothing_that_was_said_is_lost(tmp_path):
    data, _ = run(tmp_path, NOTICE.encode())
    printed = text_of(data)
    assert [line for line in NOTICE.split() if line not in printed] == []


def test_page_furniture_is_left_out_and_counted(tmp_path):
    web = "首页>政务公开>通知公告\n" + NOTICE + "\n扫一扫在手机打开当前页面\n版权所有：云溪镇©2026\n"
    data, said = run(tmp_path, web.encode())
    assert "扫一扫" not in text_of(data) and "略去网页页眉页脚等 3 行" in said


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "文件是空的"),
        (b" \n\t\n", "文件是空的"),
        (bytes(range(256)) * 40, "不是可读的"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "这是图片"),
        ("各村：请落实。".encode() * 45_000, "超出一份公文的上限"),
        ("关于落实😀的通知\n各村：\n请落实。".encode(), "U\\+1F600"),
    ],
)
def test_what_cannot_be_laid_out_is_said_in_words_and_writes_nothing(tmp_path, data, words):
    with pytest.raises(CommandError, match=words):
        run(tmp_path, data)
    assert not (tmp_path / "out.pdf").exists()


def test_a_file_that_is_not_there_is_said(tmp_path):
    with pytest.raises(CommandError, match="请检查文件是否存在"):
        call_command("print_circular", str(tmp_path / "none.txt"), str(tmp_path / "out.pdf"))


def test_a_target_that_cannot_be_written_is_said(tmp_path):
    source = tmp_path / "n.txt"
    source.write_text(NOTICE)
    with pytest.raises(CommandError, match="不能写入"):
        call_command("print_circular", str(source), str(tmp_path / "no" / "out.pdf"))


def test_missing_faces_are_said(tmp_path, settings):
    settings.FONTS_DIR = tmp_path / "none"
    with pytest.raises(CommandError, match="./run setup"):
        run(tmp_path, NOTICE.encode())


@pytest.mark.parametrize(
    "text",
    [
        "通知",
        "。",
        "各村：",
        "2026年1月1日",
        "附件1",
        "———",
        "a" * 5000,
        "关于" * 300,
        "一、\n二、\n三、",
        "（",
        "　　",
        "附件：\n附件1\n附件2",
    ],
)
def test_scraps_are_laid_out_or_refused_in_words_but_never_break(tmp_path, text):
    try:
        data, _ = run(tmp_path, text.encode())
    except CommandError as error:
        assert any("\u4e00" <= letter <= "\u9fff" for letter in str(error))
    else:
        assert data.startswith(b"%PDF")
