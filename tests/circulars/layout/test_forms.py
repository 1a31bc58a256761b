"""Upward papers, joint issuers, marks of secrecy, letters, minutes, seals: read back in millimetres."""

import io
from datetime import date

import pytest
from PIL import Image, ImageDraw

from circulars.layout import Block, Document, render
from circulars.layout.grid import CELL, EM, PITCH
from circulars.layout.heads import signer_rows
from circulars.layout.measure import measure
from circulars.layout.seals import checked

from .test_millimetres import DOTS, SENTENCE, picture_of, red_rows

DAY = date(2026, 11, 20)
TOWN, COUNTY = "柳溪镇人民政府", "云岭县应急管理局"


def paper(**changes):
    fields = {
        "title": "关于开展冬春安全生产隐患集中整治的请示",
        "mark": [TOWN],
        "doc_number": "柳政发〔2026〕31号",
        "addressees": "县人民政府",
        "blocks": [Block("现将有关事项请示如下。"), Block(SENTENCE)],
        "issuers": [TOWN],
        "issued_on": DAY,
    }
    return Document(**(fields | changes))


def printed(faces, **changes):
    data, _ = render(paper(**changes), faces)
    return data, measure(data)


def row_of(sheet, words):
    return next(row for row in sheet.rows if words in row.text)


def seal_picture(size=600):
    image = Image.new("RGB", (size, size), "white")
    ImageDraw.Draw(image).ellipse((2, 2, size - 3, size - 3), outline=(200, 20, 20), width=18)
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def red_box(image, top, bottom):
    """(left, top, right, bottom) in mm of the type area of what is red between two heights."""
    dot = 25.4 / DOTS
    part = image.crop((0, int((37 + top) / dot), image.width, int((37 + bottom) / dot)))
    red, green, _ = part.split()
    ink = Image.eval(green, lambda light: 255 if light < 160 else 0)
    warm = Image.eval(red, lambda light: 255 if light > 150 else 0)
    left, high, right, low = Image.composite(ink, Image.new("L", ink.size), warm).getbbox()
    return left * dot - 28, top + high * dot, right * dot - 28, top + low * dot


# upward papers
def test_the_signer_stands_right_by_one_character_and_the_number_left_by_one(faces):
    sheet = printed(faces, signer="季长河")[1][0]
    row = row_of(sheet, "签发人")
    assert row.text == "柳政发〔2026〕31号签发人：季长河" and row.faces == {"GW-Fang", "GW-Kai"}
    assert abs(row.left - CELL) < 0.3 and abs(row.right - (156 - CELL)) < 0.3


def test_several_signers_stand_two_a_row_and_the_number_beside_the_last(faces):
    data, sheets = printed(faces, signer="季长河、鲍国良、邱岚")
    first, second = row_of(sheets[0], "签发人"), row_of(sheets[0], "31号")
    assert first.text == "签发人：季长河鲍国良" and second.text == "柳政发〔2026〕31号邱岚"
    assert abs(second.top - first.top - PITCH) < 0.1 and abs(first.right - (156 - CELL)) < 0.3
    assert abs(sheets[0].rules[0][1] - (second.top + EM) - 4) < 0.1
    title = sheets[0].titles[0].baseline
    assert abs(title - printed(faces, signer="季长河")[1][0].titles[0].baseline - PITCH) < 0.1


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("", []),
        ("邱岚", ["邱岚"]),
        ("邱岚、季长河", ["邱　岚　季长河"]),
        ("邱岚，林野、高原", ["邱岚　林野", "高原　　　"]),
    ],
)
def test_names_of_signers_are_spread_to_one_width(text, rows):
    assert signer_rows(text) == rows


# marks of secrecy
def test_copy_number_classification_and_urgency_have_rows_1_to_3_at_the_left_edge(faces):
    sheet = printed(faces, copy_number="12", classified="机密★1年", urgency="特急")[1][0]
    for place, (words, face) in enumerate((("000012", "GW-Fang"), ("机密★1年", "GW-Hei"), ("特急", "GW-Hei"))):
        row = row_of(sheet, words)
        assert row.text == words and row.faces == {face}
        assert abs(row.top - place * PITCH) < 0.1 and abs(row.left) < 0.3


def test_a_classification_keeps_the_second_row_and_urgency_alone_has_the_first(faces):
    assert abs(row_of(printed(faces, classified="秘密★1年")[1][0], "秘密").top - PITCH) < 0.1
    assert abs(row_of(printed(faces, urgency="加急")[1][0], "加急").top) < 0.1


# joint issuers
@pytest.mark.parametrize("count", [2, 3])
def test_joint_marks_are_stacked_to_one_width_with_one_shared_word(faces, count):
    names = [TOWN, COUNTY, "云岭县消防救援大队"][:count]
    data, sheets = printed(faces, mark=names, issuers=names)
    image = picture_of(data)
    number = row_of(sheets[0], "31号")
    top = red_rows(image, 30, 36)[0]
    bottom = red_rows(image, 36, number.top)[-1]
    assert abs(top - 35) < 0.3 and abs(number.top - bottom - 2 * PITCH) < 0.6
    left, _, right, _ = red_box(image, 34, number.top - 1)
    assert abs(left + right - 156) < 6 and left >= 0 and right <= 156
    import pdfplumber

    with pdfplumber.open(io.BytesIO(data)) as pdf:
        red = [char for char in pdf.pages[0].chars if char["size"] > 23]
    assert "".join(c["text"] for c in red).count("文件") == 1
    heights = sorted({round(c["matrix"][5], 1) for c in red if c["text"] not in "文件"})
    word = next(c["matrix"][5] for c in red if c["text"] == "文")
    assert len(heights) == count and abs(word - (heights[0] + heights[-1]) / 2) < 0.5
    assert abs(sheets[0].rules[0][1] - (number.top + EM) - 4) < 0.1
    assert any("现将有关事项" in row.text for row in sheets[0].rows)


def test_five_joint_issuers_still_leave_text_on_the_first_page(faces):
    names = [f"云岭县第{n}委员会" for n in "一二三四五"]
    sheets = printed(faces, mark=names, issuers=names)[1]
    assert any("现将有关事项" in row.text for row in sheets[0].rows)


@pytest.mark.parametrize("names", [[TOWN, COUNTY], ["柳溪镇", "云岭县", "消防大队"]])
def test_joint_signatures_stand_side_by_side_with_the_date_under_the_last(faces, names):
    sheets = printed(faces, mark=names, issuers=names)[1]
    row, day = row_of(sheets[0], names[0] + names[1]), row_of(sheets[0], "2026年11月20日")
    assert row.text == "".join(names) and abs(day.top - row.top - PITCH) < 0.1
    assert abs(day.right - 24 * CELL) < 0.3
    assert abs(row.right - len(names[-1]) * CELL / 2 - (day.left + day.right) / 2) < 0.4
    assert row.left >= -0.3


# seals
def test_a_seal_is_centred_over_the_date_and_begins_within_one_row_of_the_text(faces):
    data, sheets = printed(faces, seals=[seal_picture()])
    day, text = row_of(sheets[0], "2026年11月20日"), row_of(sheets[0], SENTENCE[-6:])
    left, top, right, bottom = red_box(picture_of(data), text.top + EM, 225)
    assert abs(right - left - 42) < 0.3 and abs(bottom - top - 42) < 0.3
    assert abs((left + right) / 2 - (day.left + day.right) / 2) < 0.4
    assert -0.2 < top - (text.top + EM) < PITCH + 0.2
    assert (top + bottom) / 2 < day.top and bottom > day.top + EM


@pytest.mark.parametrize("count", [2, 3])
def test_seals_of_joint_issuers_do_not_touch(faces, count):
    names = ["柳溪镇政府", "云岭县局", "消防大队"][:count]
    data, sheets = printed(faces, mark=names, issuers=names, seals=[seal_picture()] * count)
    last = row_of(sheets[0], SENTENCE[-6:])
    left, top, right, bottom = red_box(picture_of(data), last.top + EM, 225)
    assert bottom - top < 42.4 and right - left >= count * 42 + count - 1.5
    assert left >= 0 and right <= 156


@pytest.mark.parametrize("sentences", range(1, 24, 2))
def test_neither_seal_nor_signature_is_ever_alone_on_a_page(faces, sentences):
    blocks = [Block(SENTENCE[: 24 + n % 3]) for n in range(sentences)]
    data, sheets = printed(faces, blocks=blocks, seals=[seal_picture()])
    page = next(n for n, sheet in enumerate(sheets) if any(row.text == "2026年11月20日" for row in sheet.rows))
    texts = [row for row in sheets[page].rows if row.text not in (TOWN, "2026年11月20日")]
    assert texts and texts[-1].text.strip("各村") in SENTENCE
    _, top, _, bottom = red_box(picture_of(data, page), texts[-1].top + EM + 0.1 if page else 100, 260)
    assert bottom < 236


@pytest.mark.parametrize(
    ("data", "reason"),
    [(b"no picture", "打不开"), (b"", "打不开")],
)
def test_what_is_no_picture_is_refused_in_chinese(data, reason):
    with pytest.raises(ValueError, match=reason):
        checked(data)


@pytest.mark.parametrize(("size", "reason"), [((300, 200), "正方形"), ((300, 300), "空白")])
def test_a_seal_that_is_not_square_or_empty_is_refused(size, reason):
    out = io.BytesIO()
    Image.new("RGB", size, "white").save(out, "PNG")
    with pytest.raises(ValueError, match=reason):
        checked(out.getvalue())


def test_the_paper_of_a_seal_is_clear_and_its_ink_red():
    picture = Image.open(io.BytesIO(checked(seal_picture())))
    assert picture.getpixel((500, 500))[3] == 0
    assert picture.getpixel((500, 15))[:3] == (230, 0, 18) and picture.getpixel((500, 15))[3] > 200


# unsealed
@pytest.mark.parametrize("name", ["柳溪镇", "柳溪镇人民政府安全生产委员会"])
def test_an_unsealed_issuer_or_its_longer_date_ends_two_characters_from_the_right(faces, name):
    sheet = printed(faces, issuers=[name], sealed=False)[1][0]
    row, day = row_of(sheet, name), row_of(sheet, "2026年11月20日")
    assert abs(day.left - row.left - 2 * CELL) < 0.3
    assert abs(max(row.right, day.right) - 26 * CELL) < 0.3
    assert abs(row.top - row_of(sheet, SENTENCE[-6:]).top - 2 * PITCH) < 0.1


# letters
@pytest.fixture(scope="module")
def letter(faces):
    blocks = [Block("现就有关事项函告如下。"), *[Block(SENTENCE * 2)] * 7]
    fields = {"form": "letter", "title": "柳溪镇人民政府关于商请派员的函", "blocks": blocks, "copied_to": "县安委办"}
    return printed(faces, urgency="加急", printer=TOWN, **fields)


def test_a_letters_mark_begins_30_mm_below_the_pages_edge(letter):
    image = picture_of(letter[0])
    left, top, right, _ = red_box(image, -20, 5)
    assert abs(top + 37 - 30) < 0.3 and abs(left + right - 156) < 4


def test_a_letters_double_rules_are_170_wide_and_at_their_places(letter):
    rules = sorted(rule[:4] for rule in letter[1][0].rules)
    tops = sorted(rules, key=lambda rule: rule[1])
    assert [rule[2] for rule in rules] == [170.0] * 4 and all(abs(rule[0] + 28 - 20) < 0.1 for rule in rules)
    assert tops[0][3] > tops[1][3] and tops[2][3] < tops[3][3]
    assert abs(tops[3][1] + tops[3][3] + 37 - 277) < 0.1
    mark_bottom = red_box(picture_of(letter[0]), -8, tops[0][1] - 0.5)[3]
    assert abs(tops[0][1] - mark_bottom - 4) < 0.4
    assert not letter[1][1].rules


def test_a_letters_number_stands_right_and_its_urgency_left_under_the_rule(letter):
    row = row_of(letter[1][0], "31号")
    rules = sorted((rule[:4] for rule in letter[1][0].rules), key=lambda rule: rule[1])
    assert row.text == "加急柳政发〔2026〕31号" and abs(row.left) < 0.3 and abs(row.right - 156) < 0.5
    assert abs(row.top - (rules[1][1] + rules[1][3]) - EM * 7 / 8) < 0.1
    title = letter[1][0].titles[0]
    assert abs(title.baseline - 0.8 * 22 * 25.4 / 72 + 11 * 25.4 / 72 - (row.top + 3 * PITCH + EM / 2)) < 0.1


def test_a_letter_has_no_number_on_page_1_and_a_colophon_without_rules_or_printer(letter):
    first, second = letter[1]
    assert [row.text for row in first.small] == []
    assert [row.text for row in second.small] == ["抄送：县安委办。", "—2—"]


def test_a_joint_letter_bears_the_mark_of_the_first_issuer(faces):
    import pdfplumber

    data, _ = printed(faces, form="letter", mark=[TOWN, COUNTY], issuers=[TOWN, COUNTY])
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        assert "".join(c["text"] for c in pdf.pages[0].chars if c["size"] > 23) == TOWN


def test_the_code_of_a_letter_keeps_clear_of_its_lower_rule(faces):
    data, sheets = printed(faces, form="letter", qr="https://portal.example/v/A", code="ABCD2345EFGH")
    image, dot = picture_of(data).convert("L"), 25.4 / DOTS
    assert len(sheets) == 1
    assert image.crop((int(97 / dot), int(277.3 / dot), int(130 / dot), int(277.9 / dot))).getextrema() == (255, 255)


# minutes
@pytest.fixture(scope="module")
def minutes(faces):
    fields = {
        "form": "minutes",
        "mark": ["柳溪镇安全生产专题会议纪要"],
        "doc_number": "〔2026〕8号",
        "title": "研究部署冬春安全生产工作",
        "addressees": "",
        "issuers": [],
        "issued_on": None,
        "attendance": [
            ("出席", "季长河（镇党委）、鲍国良（镇政府）、" + "、".join(f"第{n}村书记" for n in range(1, 9))),
            ("请假", "邱岚（派出所）"),
            ("列席", "林野（应急办）"),
        ],
    }
    return printed(faces, **fields)


def test_the_mark_of_minutes_begins_35_mm_below_the_type_area_and_keeps_its_words(minutes):
    import pdfplumber

    left, top, right, _ = red_box(picture_of(minutes[0]), 20, 50)
    assert abs(top - 35) < 0.3 and left >= 1 and right <= 155
    with pdfplumber.open(io.BytesIO(minutes[0])) as pdf:
        assert "".join(c["text"] for c in pdf.pages[0].chars if c["size"] > 23) == "柳溪镇安全生产专题会议纪要"


def test_who_attended_is_named_in_hei_with_the_names_hanging(minutes):
    rows = [row for sheet in minutes[1] for row in sheet.rows]
    came = next(n for n, row in enumerate(rows) if row.text.startswith("出席"))
    assert rows[came].faces == {"GW-Hei", "GW-Fang"} and abs(rows[came].left - 2 * CELL) < 0.3
    assert abs(rows[came + 1].left - 5 * CELL) < 0.3
    assert abs(rows[came].top - rows[came - 1].top - 2 * PITCH) < 0.1
    words = [row.text[:3] for row in rows[came:] if row.text[:2] in ("出席", "请假", "列席")]
    assert words == ["出席：", "请假：", "列席："]
