"""Rows of a paragraph."""

import random

import pytest

from circulars.layout.grid import COLS, EM
from circulars.layout.lines import HALF_RIGHT, NO_END, NO_START, break_lines, tokens
from circulars.layout.measure import measure

ADVANCES = {}


def random_text(seed):
    choice = random.Random(seed)
    return "".join(choice.choice("安全生产隐患整治行动企业村组，。、；（）《》“”2026年—") for _ in range(300))


@pytest.mark.parametrize("seed", range(20))
def test_no_character_is_lost_and_no_row_is_wider_than_its_squeezing_allows(seed):
    text = random_text(seed)
    lines = break_lines(text, ADVANCES)
    assert "".join(line.text for line in lines) == text
    for line in lines:
        assert line.width - sum(token.squeezable for token in line.tokens) <= COLS + 1e-6


def test_punctuation_neither_starts_nor_ends_a_row_wrongly():
    text = "各单位要按照（安全生产）“三个必须”的要求，逐条登记、逐项整改；对查出的隐患，实行清单管理。" * 6
    for line in break_lines(text, ADVANCES):
        assert line.text[0] not in NO_START
        assert line.text[-1] not in NO_END


@pytest.mark.parametrize("before", range(20, 30))
def test_the_second_of_two_marks_does_not_start_a_row(before):
    rows = break_lines("（安）" + "安" * before + "），提供人在管。", ADVANCES)
    assert not [row.text for row in rows if row.text[0] in NO_START]


def test_the_last_row_never_holds_one_character():
    for length in (27, 55, 83):
        assert len(break_lines("安" * length, ADVANCES)[-1].text) >= 2


def test_one_character_with_its_full_stop_is_a_widow_too():
    lines = break_lines("安" * 27 + "。", ADVANCES)
    assert len(lines[-1].text.rstrip("。")) >= 2 or len(lines) == 1


def test_a_western_run_longer_than_a_row_is_cut():
    assert "".join(line.text for line in break_lines("a" * 200, ADVANCES)) == "a" * 200


def test_digits_in_a_heading_have_the_widths_of_its_face(faces, face="kai"):
    text = "（一）动员部署阶段（2026年11月15日至2026年11月30日）。"
    wide = sum(token.cells for token in tokens(text, faces.advances["fang"], len(text), faces.advances[face]))
    plain = sum(token.cells for token in tokens(text, faces.advances[face]))
    assert wide == pytest.approx(plain) != sum(token.cells for token in tokens(text, faces.advances["fang"]))


def test_a_heading_full_of_digits_ends_within_the_type_area(faces):
    from circulars.layout import from_text, render

    body = "（一）动员部署阶段（2026年11月15日至2026年11月30日）。召开会议，分解任务，逐级落实责任，按月调度推进。"
    data, _ = render(from_text(f"关于试验的通知\n各村：\n{body}\n云溪镇人民政府\n2026年11月2日"), faces)
    rows = [row for sheet in measure(data) for row in sheet.rows]
    squeezed = {row.text: EM / 2 if row.text[-1] in HALF_RIGHT else 0 for row in rows}  # the empty half of a mark
    assert max(row.right - squeezed[row.text] for row in rows) < 156.3


@pytest.mark.parametrize("cols", [0.3, 0.9, 1, 1.4, 2, 2.7, 3.5, 5])
@pytest.mark.parametrize("text", ["1/12", "云政发〔2026〕35号", "2026-11-25", "（A）是：10%。", "“安”", "——", "a" * 60, ""])
def test_a_column_narrower_than_its_words_is_broken_to_an_end(cols, text):
    lines = break_lines(text, ADVANCES, indent=0, cols=cols)
    assert "".join(line.text for line in lines) == text
    assert len(lines) <= max(1, len(text))


@pytest.mark.parametrize("cols", [2, 3, 4.5])
def test_a_run_too_wide_for_its_column_keeps_to_the_column(cols):
    for line in break_lines("2026-11-25至2026-12-31", ADVANCES, indent=0, cols=cols):
        assert line.width <= cols + 1e-6


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("统计至 2026-12-01 08:24。", ["统计至 2026-12-01", "08:24。"]),
        ("统计数字全部截至到 2026-12-01", ["统计数字全部截至到", "2026-12-01"]),
        ("甲 2026-12-01T08:24:00.000 乙", ["甲", "2026-12-01T08:24:00.", "000 乙"]),
    ],
)
def test_a_run_with_blanks_is_parted_at_a_blank_and_the_blank_is_not_set(text, rows):
    lines = break_lines(text, {}, indent=0, cols=10)
    assert [line.text for line in lines] == rows
