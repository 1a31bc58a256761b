"""Tables in plain text: lines of cells parted by tabs become tables, in the text and behind it, and print as tables."""

import io
import random
from datetime import date

import docx
import pdfplumber
import pytest

from circulars.layout import Block, Table, blocks_of, circular, render, to_word
from circulars.layout.plain import body_lines, clean_lines, from_text, text_of

TABLE = "村名\t户数\n石桥村\t46\n柳湾村\t31"
ROWS = [["村名", "户数"], ["石桥村", "46"], ["柳湾村", "31"]]
HEAD = {"issuer": "云溪镇人民政府", "title": "关于报送台账的通知"}


def printed(faces, body):
    """(tables of all pages as rows, number of pages)."""
    data, count = render(circular(body=body, issued_on=date(2026, 11, 2), **HEAD), faces)
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        found = [[clean(table.extract()) for table in page.find_tables()] for page in pdf.pages]
    return [table for page in found for table in page], count


def clean(rows):
    return [["".join((cell or "").split()) for cell in row] for row in rows]


def kinds(blocks):
    return ["table" if isinstance(block, Table) else "block" for block in blocks]


def test_lines_of_as_many_cells_are_a_table():
    before, table, after = blocks_of(f"户数如下。\n{TABLE}\n请核对。")
    assert (before.text, table.rows, table.head, after.text) == ("户数如下。", ROWS, 1, "请核对。")


def test_a_table_may_begin_and_end_a_text_and_stand_in_an_attachment():
    document = from_text(f"通知\n请填报。\n附件1\n台账\n{TABLE}\n附件2\n{TABLE}")
    first, second = document.attachments
    assert (first.title, first.blocks[0].rows) == ("台账", ROWS)
    assert (second.title, second.blocks[0].rows) == ("", ROWS)


def test_a_table_under_the_text_is_neither_signature_nor_addressee():
    document = from_text(f"通知\n{TABLE}\n云溪镇人民政府\n2026年11月2日")
    assert document.blocks[0].rows == ROWS and document.issuers == ["云溪镇人民政府"] and not document.addressees


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("姓名\t职务", ["姓名 职务"]),
        ("甲\t乙\n丙", ["甲 乙", "丙"]),
        ("甲\t乙\n丙\t丁\t戊", ["甲 乙", "丙 丁 戊"]),
        ("1.\t查烟囱\n2.\t查煤炉", ["1. 查烟囱", "2. 查煤炉"]),
        ("\t\t\n请落实。", ["请落实。"]),
    ],
)
def test_a_tab_anywhere_else_is_a_blank(text, words):
    assert [block.text for block in blocks_of(text)] == words


def test_numbers_of_rows_are_cells_like_others():
    assert blocks_of("序号\t村名\n1\t石桥村\n2\t柳湾村")[0].rows[1] == ["1", "石桥村"]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("村名\t户数\n石桥村\t\n\t\n\t31", [["村名", "户数"], ["石桥村", ""], ["", ""], ["", "31"]]),
        ("村名\t户数\n\t\n　\t \n请填。", [["村名", "户数"], ["", ""], ["", ""]]),
        ("\t\n \t\n村名\t户数\n石桥村\t46", [["村名", "户数"], ["石桥村", "46"]]),
    ],
)
def test_empty_rows_under_a_head_are_to_be_filled_in_by_hand(text, rows):
    assert blocks_of(text)[0].rows == rows


def test_empty_rows_are_printed_as_high_as_others(faces):
    assert printed(faces, "请填。\n村名\t户数\n\t\n\t\n请报送。")[0] == [[["村名", "户数"], ["", ""], ["", ""]]]


def test_an_unprinted_mark_keeps_an_empty_cell_at_the_edge():
    assert blocks_of("\u2060\t户数\n石桥村\t\u2060")[0].rows == [["", "户数"], ["石桥村", ""]]


def test_blanks_around_cells_and_invisible_marks_go():
    assert body_lines("　村名 \t 户数\u200b\n石桥村\t　46") == ["村名\t户数", "石桥村\t46"]


def test_lists_that_know_no_tables_have_no_tabs():
    assert clean_lines(TABLE)[1] == "石桥村 46"


def random_blocks(seed):
    """Paragraphs and tables at random; two tables never touch."""
    pick, blocks = random.Random(seed), []
    word = lambda: "".join(pick.choice("查烟囱村户安全煤炉一、（）1.。：5") for _ in range(pick.randint(1, 12)))  # noqa: E731
    for _ in range(pick.randint(1, 12)):
        wide = pick.randint(2, 6)
        if pick.random() < 0.4 and not (blocks and isinstance(blocks[-1], Table)):
            cells = lambda wide=wide: [pick.choice(["", word()]) for _ in range(wide - 1)]  # noqa: E731
            blocks.append(Table([["名", *cells()] for _ in range(pick.randint(2, 5))]))
        else:
            blocks.append(Block(word()))
    return blocks


@pytest.mark.parametrize("seed", range(200))
def test_blocks_written_as_text_read_back_as_the_same_blocks(seed):
    blocks = random_blocks(seed)
    again = blocks_of(text_of(blocks))
    assert kinds(again) == kinds(blocks)
    assert [getattr(block, "rows", block.text) for block in again] == [
        getattr(block, "rows", block.text) for block in blocks
    ]
    assert text_of(again) == text_of(blocks)


def test_a_table_is_printed_as_a_table(faces):
    assert printed(faces, f"户数如下。\n{TABLE}")[0] == [ROWS]


def test_a_table_of_an_attachment_is_printed_behind_the_text(faces):
    tables, count = printed(faces, f"请填报。\n附件\n户数表\n{TABLE}")
    assert tables == [ROWS] and count >= 2


def test_two_hundred_rows_go_over_pages_under_their_head(faces):
    rows = [["序号", "村名", "户数"], *([str(n), f"第{n}村", str(n * 3)] for n in range(1, 201))]
    tables, count = printed(faces, "户数如下。\n" + "\n".join("\t".join(row) for row in rows))
    assert len(tables) > 5 and count >= len(tables)
    assert all(table[0] == rows[0] for table in tables)
    assert [row for table in tables for row in table[1:]] == rows[1:]


def test_fourteen_columns_are_all_printed(faces):
    head = ["村名", *(f"第{n}类隐患数量" for n in range(1, 14))]
    rows = [head, *([f"石桥{n}村", *(str(n + at) for at in range(13))] for n in range(1, 6))]
    data = render(
        circular(body="见下表。\n" + "\n".join("\t".join(row) for row in rows), issued_on=date(2026, 11, 2), **HEAD), faces
    )[0]
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        words = "".join("".join(char["text"] for char in page.chars) for page in pdf.pages)
        turned = [page for page in pdf.pages if any(not char["upright"] for char in page.chars)]
        inside = all(0 <= char["x0"] and char["x1"] <= page.width for page in pdf.pages for char in page.chars)
    assert turned and inside
    assert all(name in words for name in ["第13类隐患数量", "石桥5村"])


def test_the_word_copy_has_the_table_too(faces):
    word = docx.Document(io.BytesIO(to_word(circular(body=f"如下。\n{TABLE}", issued_on=date(2026, 11, 2), **HEAD), faces)))
    found = [[[cell.text for cell in row.cells] for row in table.rows] for table in word.tables]
    assert ROWS in found
