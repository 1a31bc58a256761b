import pytest

from campaigns import source

TEXT = "一、开展排查。责任单位：各村；十二月底前。"


def test_pieces_give_the_text_back_whole():
    marks = [(2, 12, "t1", "task"), (11, 16, "t1", "unit"), (3, 6, "f0", "doubt")]
    assert "".join(piece.text for piece in source.pieces(TEXT, marks)) == TEXT


def test_crossing_marks_are_cut_and_the_inner_one_gives_the_tone():
    found = source.pieces("abcdefgh", [(0, 6, "t1", "task"), (2, 4, "t1", "unit"), (4, 8, "t2", "task")])
    assert [(p.text, p.tone, p.items) for p in found] == [
        ("ab", "src-task", "t1"),
        ("cd", "src-unit", "t1"),
        ("ef", "src-task", "t2 t1"),
        ("gh", "src-task", "t2"),
    ]


def test_a_doubt_is_marked_whatever_lies_inside_it():
    found = source.pieces("abcd", [(0, 4, "f0", "doubt"), (1, 2, "t1", "unit")])
    assert [p.tone for p in found] == ["src-doubt", "src-unit src-doubt", "src-doubt"]


@pytest.mark.parametrize("marks", [[], [(3, 3, "t1", "task")], [(-5, 0, "t1", "task")], [(90, 99, "t1", "task")]])
def test_marks_without_words_mark_nothing(marks):
    assert [(p.text, p.items) for p in source.pieces("abc", marks)] == [("abc", "")]


def test_an_empty_text_has_no_pieces():
    assert source.pieces("", [(0, 1, "t1", "task")]) == []


def test_a_long_text_is_cut_in_one_pass():
    marks = [(n * 10, n * 10 + 9, f"t{n}", "task") for n in range(5000)]
    found = source.pieces("字" * 60_000, marks)
    assert sum(len(p.text) for p in found) == 60_000 and sum(bool(p.items) for p in found) == 5000
