"""The editable copy opened in LibreOffice and laid beside the printed paper: pages, rows, widths, places.

LibreOffice sets 5 pt between Chinese and digits that the copy asks it to leave out (Word does), whether it is asked by the
style or by each paragraph, and does not squeeze a mark into a full row. So a full row with digits or a mark at its end may
end a character earlier there; all else must agree row by row.
"""

import io
import os
import shutil
import subprocess
from typing import NamedTuple

import pdfplumber
import pytest
from fontTools.ttLib import TTFont

from circulars.layout import Attachment, Block, Table, rectification_order, render, to_word
from circulars.layout.grid import MM_PT, PITCH
from circulars.layout.measure import measure
from circulars.layout.word import BASE, FACES, ROW

from .test_forms import paper
from .test_millimetres import BEHIND, DAY, text
from .test_millimetres import paper as circular
from .test_tables import NARROW

DOWN = BASE * ROW * MM_PT - 0.8 * 16 * MM_PT  # Word sets the first row's baseline lower; the rows are a little closer
FOOT = {"printer": "柳溪镇应急管理办公室", "printed_on": DAY}
ROSTER = [Block(f"{n}.季长河　第{n}村党支部书记") for n in range(1, 61)]
ORDER = {
    "issuer": "柳溪镇应急管理办公室", "enterprise": "恒远木器厂", "due_on": DAY, "inspectors": "季长河、鲍国良",
    "hazards": ["配电箱前堆放木料，影响操作和疏散", "安全出口上锁"], "issued_on": DAY, "doc_number": "柳应急责改〔2026〕8号",
}  # fmt: skip
PLAIN = {"qr": "", "code": ""}  # a copy bears no code
SAMPLES = {
    "one": circular(text(1, 0), **PLAIN),
    "long": circular(text(5, 3), **PLAIN),
    "attachments": circular(text(2, 1) + BEHIND, **PLAIN),
    "order": rectification_order(**ORDER),
    "letter": paper(form="letter", urgency="加急", copied_to="县安委办"),
    "minutes": paper(form="minutes", mark=["专题会议纪要"], attendance=[("出席", "季长河、鲍国良")], **FOOT),
    "table": paper(blocks=[Block("现将清单印发。"), Table(NARROW[:13]), Block("请逐条整改。")], **FOOT),
    "signers": paper(signer="季长河、鲍国良、邱岚", copy_number="12", classified="机密★1年", urgency="特急", **FOOT),
    "roster": paper(attachments=[Attachment("附件", "成员名单", ROSTER)], **FOOT),
    "copied": paper(copied_to="，".join(f"第{n}村民委员会" for n in "一二三四五六七八九十"), **FOOT),
}


def faces_under_office_names(faces, folder):
    """The role faces under the names the copy asks for, and a fontconfig file that knows them and no others of these."""
    (folder / "fonts").mkdir()
    for role, name in FACES.items():
        with TTFont(faces.folder / f"{role}.font", lazy=True) as font:
            for number, words in ((1, name), (3, name), (4, name), (6, f"Copy{role.title()}")):
                font["name"].setName(words, number, 3, 1, 0x409)
            font.save(folder / "fonts" / f"{role}.ttf")
    file = folder / "fonts.conf"
    file.write_text(
        f'<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><dir>{folder}/fonts</dir>'
        f"<dir>/usr/share/fonts</dir><cachedir>{folder}/cache</cachedir></fontconfig>"
    )
    return file


@pytest.fixture(scope="module")
def opened(faces, tmp_path_factory):
    """name → printed paper and copy, measured; LibreOffice is started once for all."""
    office = shutil.which("soffice")
    assert office, "没有安装 LibreOffice，请用 ./run test 运行测试"
    folder = tmp_path_factory.mktemp("office")
    for name, document in SAMPLES.items():
        (folder / f"{name}.docx").write_bytes(to_word(document, faces))
    line = [office, "--headless", f"-env:UserInstallation=file://{folder}/profile", "--convert-to", "pdf"]
    environment = os.environ | {"FONTCONFIG_FILE": str(faces_under_office_names(faces, folder)), "HOME": str(folder)}
    subprocess.run(
        [*line, "--outdir", folder, *(folder / f"{name}.docx" for name in SAMPLES)],
        env=environment, check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    copies = {name: (folder / f"{name}.pdf").read_bytes() for name in SAMPLES}
    return {
        name: Both(measure(render(paper, faces)[0]), measure(copies[name]), copies[name]) for name, paper in SAMPLES.items()
    }


class Both(NamedTuple):
    printed: list
    copy: list
    data: bytes


def lines_of(data, page):
    """(top, width, red) in mm of the type area of the horizontal lines of a page; LibreOffice strokes them."""
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        found = [line for line in pdf.pages[page].lines if abs(line["top"] - line["bottom"]) < 0.1]
    rows = [(line["top"] * MM_PT - 37, line["width"] * MM_PT, line["stroking_color"][0] > 0.5) for line in found]
    return sorted({(round(top, 1), round(width, 1), red) for top, width, red in rows})


@pytest.mark.parametrize("name", SAMPLES)
def test_the_copy_has_as_many_pages_as_the_printed_paper(opened, name):
    printed, copy, _ = opened[name]
    assert len(copy) == len(printed)


@pytest.mark.parametrize("name", [name for name in SAMPLES if name != "order"])
def test_every_page_has_the_same_rows(opened, name):
    for printed, copy in zip(opened[name].printed, opened[name].copy, strict=True):
        assert [row.text for row in copy.rows] == [row.text for row in printed.rows]
        assert [row.text for row in copy.titles] == [row.text for row in printed.titles]


def test_where_the_office_breaks_elsewhere_no_more_than_one_row_is_added_and_no_word_is_lost(opened):
    printed, copy = ([row.text for sheet in sheets for row in sheet.rows] for sheets in opened["order"][:2])
    assert 0 <= len(copy) - len(printed) <= 1 and "".join(copy) == "".join(printed)


@pytest.mark.parametrize("name", SAMPLES)
def test_full_rows_are_156_wide_and_pages_hold_no_more_than_22(opened, name):
    rows = [row for sheet in opened[name][1] for row in sheet.rows]
    assert all(len(sheet.rows) <= 22 for sheet in opened[name][1])
    full = [row for row in rows if row.left < 1 and len(row.text) >= 28]
    assert all(abs(row.right - 156) < 0.4 or row.text[-1] in "，。、；：）" for row in full)
    assert all(-0.3 < row.left and row.right < 156.4 + 2.9 * (row.text[-1] in "，。、；：）") for row in rows)


@pytest.mark.parametrize("name", ["one", "long", "attachments", "letter", "minutes", "table", "roster"])
def test_rows_stand_where_the_printed_ones_do(opened, name):
    """Left edges alike; heights by Word's own baseline and its pitch of 28.95 pt, which loses 0.23 mm a row."""
    for printed, copy in zip(opened[name].printed, opened[name].copy, strict=True):
        for ours, theirs in zip(printed.rows, copy.rows, strict=True):
            assert abs(theirs.left - ours.left) < 0.3 or "年11月" in ours.text or "〔" in ours.text, ours.text
            behind = PITCH / 2 if name == "table" else 1.5  # under a table print goes on with the next row of the grid
            assert -behind < theirs.baseline - ours.baseline < DOWN + 0.3, ours.text


@pytest.mark.parametrize("name", ["one", "long", "minutes", "table"])
def test_the_number_and_the_red_rule_have_their_printed_heights(opened, name):
    printed, copy = (sheets[0] for sheets in opened[name][:2])
    ours, theirs = (next(row for row in sheet.rows if "〔" in row.text) for sheet in (printed, copy))
    assert abs(theirs.baseline - ours.baseline) < 0.3
    ((top, width, _),) = [line for line in lines_of(opened[name].data, 0) if line[2]]
    assert abs(top - printed.rules[0][1]) < 0.6 and abs(width - 156) < 0.4


@pytest.mark.parametrize("name", ["one", "long", "attachments", "minutes", "table", "roster", "copied", "letter"])
def test_the_colophon_is_on_the_last_page_at_its_foot(opened, name):
    printed, copy = (sheets[-1].small for sheets in opened[name][:2])
    ours, theirs = ([row for row in rows if not row.text.startswith("—")] for rows in (printed, copy))
    assert "".join(row.text for row in theirs) == "".join(row.text for row in ours)
    assert abs(theirs[-1].baseline - ours[-1].baseline) < 1.6 and abs(theirs[0].left - ours[0].left) < 0.3
    assert abs(theirs[-1].right - ours[-1].right) < 0.6 or not ours[-1].text.endswith("印发")


@pytest.mark.parametrize("name", ["one", "long", "attachments", "roster", "copied"])
def test_the_rules_of_the_colophon_have_their_printed_places(opened, name):
    printed, copy, data = opened[name]
    ours = sorted(rule[1] + rule[3] / 2 for rule in printed[-1].rules)
    theirs = [top for top, width, red in lines_of(data, len(copy) - 1) if not red and abs(width - 156) < 0.4]
    assert len(theirs) == len(ours) and all(abs(a - b) < 0.6 for a, b in zip(ours, theirs, strict=True))


@pytest.mark.parametrize("name", SAMPLES)
def test_page_numbers_stand_outside_at_their_height(opened, name):
    for printed, copy in zip(opened[name].printed, opened[name].copy, strict=True):
        ours, theirs = ([row for row in sheet.small if row.text.startswith("—")] for sheet in (printed, copy))
        assert [row.text for row in theirs] == [row.text for row in ours]
        for a, b in zip(ours, theirs, strict=True):
            assert abs(a.baseline - b.baseline) < 0.4
            assert abs(a.right - b.right) < 0.4 if a.left > 78 else abs(a.left - b.left) < 0.4


def test_the_faces_of_the_copy_are_the_offices(opened):
    for _, copy, _ in opened.values():
        assert {font.split("+")[-1] for sheet in copy for font in sheet.fonts} <= {
            "CopyFang", "CopyKai", "CopyHei", "CopyXbs", "CopySong", "FandolFang-Regular", "FandolKai-Regular",
            "FandolHei-Regular", "FandolSong-Bold",
        }  # fmt: skip
