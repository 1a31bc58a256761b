"""The whole of point by point proof that one sample page cannot give: long texts, odd shapes, bad input."""

import io
import math
from datetime import date

import pytest

from circulars import fonts
from circulars.layout import Attachment, Block, Document, circular, merge, merge_into, render
from circulars.layout.grid import COLS, EM, MM_PT, PITCH, TITLE_SIZE, WIDTH
from circulars.layout.lines import HALF_RIGHT, NO_END, NO_START
from circulars.layout.measure import measure
from circulars.layout.titles import title_lines

from .test_millimetres import SENTENCE

DAY = date(2026, 11, 20)
MIXED = (
    "各村（社区）要对照《方案》逐户登记“三类”场所，查出的隐患逐条列入清单；对用气、用电、取暖等部位，"
    "坚持“谁检查、谁签字、谁负责”，做到2026年12月底前整改率达到100%（不含停产企业）。联系电话：0999-1234567、邮箱anquan@example.cn。"
)
LINK = "https://portal.example/" + "a1b2c3d4e5" * 12


def plain(text, **changes):
    return Document(
        title="关于试验的通知", form="plain", even_pages=False, blocks=[Block(row) for row in text.split("\n")], **changes
    )


def rows_of(data):
    return [row for sheet in measure(data) for row in sheet.rows]


@pytest.fixture(scope="module")
def long_text(faces):
    """Forty pages of text with every sort of mark, each paragraph cut elsewhere."""
    rows = [f"第{n}项，" + MIXED + SENTENCE[: n % 45 + 1] * (n % 3) for n in range(220)]
    return measure(render(plain("\n".join(rows)), faces)[0])


def test_the_pitch_over_a_long_text_is_off_by_less_than_a_twentieth_of_a_millimetre(long_text):
    full = [[row.top for row in sheet.rows] for sheet in long_text[1:-1]]
    assert len(full) >= 25 and {len(tops) for tops in full} <= {21, 22}
    worst = max(abs(top / PITCH - round(top / PITCH)) * PITCH for tops in full for top in tops)
    assert worst < 0.05
    assert max(abs(tops[0]) for tops in full) < 0.05 and max(tops[-1] + EM for tops in full) <= 225.05


def test_every_row_of_a_long_text_keeps_to_the_type_area_and_full_ones_reach_its_edge(long_text):
    rows = [row for sheet in long_text for row in sheet.rows]
    edge = [row.right - (EM / 2 if row.text[-1] in HALF_RIGHT else 0) for row in rows]
    assert min(row.left for row in rows) > -0.3 and max(edge) < WIDTH + 0.3
    going_on = [row for row, after in zip(rows, rows[1:], strict=False) if after.left < 1]
    assert len(going_on) > 300
    short = [row for row in going_on if not WIDTH - 0.3 < row.right < WIDTH + EM / 2 + 0.3]
    assert short == []


def test_no_row_of_a_long_text_begins_or_ends_with_a_mark_that_may_not(long_text):
    rows = [row.text for sheet in long_text for row in sheet.rows]
    assert [row for row in rows if row[0] in NO_START] == []
    assert [row for row in rows if row[-1] in NO_END] == []


def test_no_paragraph_of_a_long_text_ends_in_a_row_of_one_character(long_text):
    rows = [row for sheet in long_text for row in sheet.rows]
    last = [row for row, after in zip(rows, rows[1:], strict=False) if row.left < 1 and after.left > 1]
    assert len(last) > 150
    assert [row.text for row in last if len(row.text.rstrip("。，；：、”）")) < 2] == []


@pytest.mark.parametrize("rows", [1, 2, 3, 4, 5])
def test_titles_of_one_to_five_rows_are_centred_whole_and_of_one_shape(faces, rows):
    """A trapezoid or lozenge: no row is a stub, neighbours differ by no more than a third of the widest."""
    title = ("柳溪镇人民政府关于开展" + "冬春安全生产隐患排查整治、重大事故隐患清零、消防通道畅通、燃气使用安全" * 3)[
        : rows * 18 - 5
    ] + "的通知"
    sheet = measure(
        render(circular(issuer="柳溪镇人民政府", title=title, body=f"各村：\n{SENTENCE}", issued_on=DAY), faces)[0]
    )[0]
    texts = [row.text for row in sheet.titles]
    assert "".join(texts) == title and len(texts) == rows
    assert all(abs((row.left + row.right) / 2 - WIDTH / 2) < 0.3 and 0 <= row.left for row in sheet.titles)
    widest = max(map(len, texts))
    assert all(abs(len(a) - len(b)) <= max(4, widest / 3) for a, b in zip(texts, texts[1:], strict=False))
    assert min(map(len, texts)) >= widest / 2
    tops = [row.baseline for row in sheet.titles]
    assert all(abs(b - a - PITCH) < 0.1 for a, b in zip(tops, tops[1:], strict=False))


@pytest.mark.parametrize("length", range(21, 121, 9))
def test_no_title_ends_in_a_stub_whatever_its_length(length):
    lines = title_lines(("关于" + "认真做好冬春季节安全防范工作确保群众平安过节" * 6)[:length])
    assert "".join(lines) and min(map(len, lines)) >= math.ceil(max(map(len, lines)) / 3)


def test_title_rows_are_of_22_pt_and_body_rows_of_16(faces):
    sheet = measure(render(plain(SENTENCE), faces)[0])[0]
    (title,) = sheet.titles
    assert abs((title.right - title.left) - len(title.text) * TITLE_SIZE * MM_PT) < 0.3
    body = sheet.rows[0]
    assert abs((body.right - body.left) / len(body.text) - WIDTH / COLS) < 0.03


# what does not fit
def test_an_address_longer_than_a_row_is_cut_inside_the_type_area(faces):
    rows = rows_of(render(plain(f"详见{LINK}，请按时报送。"), faces)[0])
    assert "".join(row.text for row in rows) == f"详见{LINK}，请按时报送。"
    assert max(row.right for row in rows) < WIDTH + 0.3 and min(row.left for row in rows) > -0.3


def test_a_roster_of_200_padded_names_keeps_its_columns_and_its_pages(faces):
    names = [Block(f"{n}.季　河　第{n}村党支部书记") for n in range(1, 201)]
    document = plain(SENTENCE, attachments=[Attachment("附件", "成员名单", names)])
    sheets = measure(render(document, faces)[0])
    listed = [row for sheet in sheets for row in sheet.rows if "党支部书记" in row.text]
    assert len(listed) == 200 and all(abs(row.left - 2 * WIDTH / COLS) < 0.3 for row in listed)
    assert max(len(sheet.rows) for sheet in sheets) == 22


# characters
@pytest.mark.parametrize(
    "bad",
    [
        "请落实😀",
        "请\u202e落实",
        "请\u200f落实",
        "请\u0000落实",
        "请\u0007落实",
        "请\ufffd落实",
        "请\ue123落实",
        "请שלום落实",
    ],
)
def test_what_no_face_can_print_is_an_error_with_its_code_before_any_page(faces, bad):
    (char,) = {c for c in bad if c not in "请落实"} if len({c for c in bad if c not in "请落实"}) == 1 else {None}
    with pytest.raises(fonts.MissingGlyphs, match="公文字体里没有这些字") as error:
        render(plain(bad), faces)
    assert char is None or f"U+{ord(char):04X}" in str(error.value)


@pytest.mark.parametrize("char", "堃喆䶮㎡⑪珺")
def test_rare_characters_come_from_the_face_of_rare_ones_and_keep_row_and_cell(faces, char):
    text = f"由王{char}、李{char}负责，" + SENTENCE
    data = render(plain(f"{text}\n{SENTENCE * 2}"), faces)[0]
    rows = measure(data)[0].rows
    rare = next(row for row in rows if row.faces == {"GW-Rare"})  # its face stands on a line of its own, painted lower
    body = [row for row in rows if "GW-Rare" not in row.faces]
    assert rare.text == char * 2 and 0 < rare.baseline - body[0].baseline < 0.08 * EM + 0.05
    assert all(abs(b.top - a.top - PITCH) < 0.05 for a, b in zip(body, body[1:], strict=False))
    left = body[0].left + 2 * WIDTH / COLS  # behind 由王
    assert abs(rare.left - left) < 0.2 and abs(body[0].right - WIDTH) < 0.3


def test_a_character_in_no_face_at_all_is_named(faces):
    with pytest.raises(fonts.MissingGlyphs, match="U\\+20BB7"):
        render(plain("由𠮷田负责。"), faces)


def test_missing_faces_are_said_with_what_to_run(tmp_path):
    with pytest.raises(fonts.FontsMissing, match="./run setup"):
        fonts.load(tmp_path / "none")


# many papers in one file
def test_a_merged_file_has_every_paper_whole_from_an_odd_page(faces, tmp_path):
    from pypdf import PdfReader

    one, two = (render(plain(SENTENCE * n), faces)[0] for n in (1, 15))
    assert len(PdfReader(io_of(two)).pages) == 2
    with open(tmp_path / "all.pdf", "wb") as file:
        pages = merge_into(file, [one, two, one, one])
    read = PdfReader(tmp_path / "all.pdf")
    texts = [page.extract_text().strip() for page in read.pages]
    assert pages == len(texts) == 7
    assert [bool(text) for text in texts] == [True, False, True, True, True, False, True]
    assert "".join(texts[2].split()) == "".join(PdfReader(io_of(two)).pages[0].extract_text().split())
    read.stream.close()


def test_merging_changes_no_place_on_a_page(faces):
    data = render(plain(MIXED * 3), faces)[0]
    before, after = measure(data), measure(merge([data, data]))[: len(measure(data))]
    assert [[(row.text, row.left, row.baseline) for row in sheet.rows] for sheet in after] == [
        [(row.text, row.left, row.baseline) for row in sheet.rows] for sheet in before
    ]


def io_of(data):
    return io.BytesIO(data)


# the faces kept between papers
def test_a_paper_reads_alike_whatever_was_printed_before_it(faces):
    first = measure(render(plain(SENTENCE), faces)[0])
    render(plain(MIXED + "璟瑄烜煊晞暐"), faces)
    again = measure(render(plain(SENTENCE), faces)[0])
    assert [(row.text, row.left, row.baseline, row.faces) for row in again[0].rows] == [
        (row.text, row.left, row.baseline, row.faces) for row in first[0].rows
    ]
