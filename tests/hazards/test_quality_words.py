"""Rules of words on the labelled set, and their edges."""

from pathlib import Path

import pytest

from hazards.enums_quality import Reason
from hazards.quality import alike, measure, words

DATA = Path(__file__).parent / "data"


@pytest.mark.parametrize(
    "name, found, precision, recall",
    [("answers", measure.perfunctory, 0.95, 0.95), ("pairs", measure.same, 0.9, 0.85)],
)
@pytest.mark.parametrize("part", [0, 1])
def test_the_labelled_set_is_told_apart_also_where_it_was_held_back(name, found, precision, recall, part):
    score = measure.score(measure.parted(measure.rows_of(DATA / f"{name}.tsv"))[part], found)
    assert score.precision >= precision and score.recall >= recall, score.wrong


def test_the_labelled_set_is_large_and_balanced():
    rows = [row for name in ("answers", "pairs") for row in measure.rows_of(DATA / f"{name}.tsv")]
    share = sum(row["label"] == "1" for row in rows) / len(rows)
    assert len(rows) >= 300 and 0.4 < share < 0.6
    assert len({tuple(row.values()) for row in rows}) == len(rows)


@pytest.mark.parametrize("text", ["", "  ", "……", "无", "1", "aa", "同上", "。。。", "OK"])
def test_nothing_is_said(text):
    assert words.judge(text) == Reason.BLANK


@pytest.mark.parametrize(
    "text", ["已整改", "已按照要求整改到位。", "加强管理，落实责任", "未发现问题", "举一反三，全面排查"]
)
def test_only_stock_phrases_are_hollow(text):
    assert words.judge(text) == Reason.HOLLOW


@pytest.mark.parametrize("text", ["消防通道保持畅通", "是，消防通道 保持畅通！", "消防通道均保持畅通"])
def test_the_question_said_again_is_copied(text):
    assert words.judge(text, ("消防通道是否保持畅通",)) == Reason.COPIED


@pytest.mark.parametrize(
    "text", ["已整改，更换插座 3 个", "门锁死", "电线老化", "消防通道被三轮车堵住，已拖走", "司炉工请假，老梁顶班"]
)
def test_what_tells_something_is_left_alone(text):
    assert words.judge(text, ("消防通道是否保持畅通",)) == ""


def test_a_number_tells_something_unless_it_was_asked():
    assert words.judge("已整改 12 处") == ""
    assert words.judge("护栏高1.2米", ("护栏高 1.2 米",)) == Reason.COPIED


def test_a_place_of_another_number_or_direction_is_another_place():
    same = ("二号车间", "冲床没有防护罩"), ("2号车间", "冲床防护罩缺失")
    assert alike.likeness(*same) >= alike.NEAR
    assert alike.likeness(same[0], ("三号车间", "冲床防护罩缺失")) == 0
    assert alike.likeness(("仓库东侧", "灭火器压力不足"), ("仓库西侧", "灭火器压力不足")) == 0


def test_likeness_does_not_depend_on_the_order_and_is_whole_for_the_same():
    one, other = ("打磨间", "配电箱门缺锁"), ("打磨间", "配电箱没有上锁")
    assert alike.likeness(one, other) == alike.likeness(other, one)
    assert alike.likeness(one, one) == 1
    assert alike.likeness(("", ""), ("", "")) == 0
