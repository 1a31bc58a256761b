"""Which lines are candidates, with which reasons; recall and precision on a set with known truth."""

import time

import pytest

from incidents.matching.engine import CANDIDATE, CROWD, LIKELY, Index, judge, person
from incidents.matching.names import birth_of, clean_name, number_of, village_of, whole_number

from .conftest import ID, MASKED
from .invented import Invented

OTHER_ID = "990101197911120015"


def one(name="王建国", number="", born="1980", village="石桥村", sex=""):
    return person(name, name=name, number=number, born=born, village=village, sex=sex)


@pytest.mark.parametrize(
    ("this", "that", "reasons"),
    [
        ({"number": ID}, {"number": ID, "village": ""}, {"id", "name"}),
        ({"number": ID}, {"number": ID, "name": "李四"}, {"id", "name-differs"}),
        ({"number": ID}, {"number": MASKED, "village": ""}, {"id-shown", "name", "year"}),
        ({"number": ID}, {"number": "9901010037"}, {"id-shown", "name", "year", "village"}),
        ({"number": ID}, {"number": "990101198003080037", "village": ""}, {"id-slip", "name", "year"}),
        ({}, {"name": "王 建 国"}, {"name", "year", "village"}),
        ({}, {"name": "王建國"}, {"name-variant", "year", "village"}),
        ({}, {"name": "王健国"}, {"name-sound", "year", "village"}),
        ({"name": "王世林"}, {"name": "王四宁"}, {"name-heard", "year", "village"}),
        ({}, {"name": "王某国"}, {"name-hidden", "year", "village"}),
        ({}, {"name": "王建业"}, {"name-near", "year", "village"}),
        ({}, {"born": "1981"}, {"name", "year-near", "village"}),
        ({"born": "1980-03-07"}, {"born": "1980年3月7日", "village": ""}, {"name", "birthday"}),
        ({}, {"village": "青禾县云溪镇石桥村委会3组"}, {"name", "year", "village"}),
    ],
)
def test_a_candidate_bears_its_reasons(this, that, reasons):
    points, why = judge(one(**this), one(**that))
    assert points >= CANDIDATE and set(why) == reasons
    assert [pair[2] for pair in Index([one(**this)]).pairs([one(**that)])] == [points], "the blocks find it too"


@pytest.mark.parametrize(
    ("this", "that"),
    [
        ({"number": ID}, {"number": OTHER_ID}),
        ({"number": OTHER_ID}, {"number": MASKED}),
        ({}, {"born": "1983"}),
        ({}, {"name": "赵建国"}),
        ({}, {"name": "王大力"}),
        ({"sex": "男"}, {"sex": "女"}),
        ({}, {"village": "柳湾村"}),
        ({}, {"born": "", "village": ""}),
    ],
)
def test_what_contradicts_or_says_too_little_is_none(this, that):
    assert judge(one(**this), one(**that))[0] < CANDIDATE


def test_the_same_number_stands_above_all_and_a_common_name_counts_less():
    assert judge(one(number=ID), one(number=ID))[0] == 100
    assert judge(one(), one(), common=True)[0] == judge(one(), one())[0] - 10 < 100


def test_a_crowd_of_one_name_is_not_compared_by_it_and_is_counted():
    index = Index([one(village="") for _ in range(CROWD + 1)])
    assert list(index.pairs([one(village="")])) == [] and index.crowds == 1


@pytest.mark.parametrize(
    ("text", "whole", "shown", "mistyped"),
    [
        (ID, ID, (), ""), ("９９０１０１ 19800307 0037", ID, (), ""), ("990101800307003", ID, (), ""),
        (MASKED, "", ("990101", "0037"), ""), ("990101**0037", "", ("990101", "0037"), ""),
        ("9901010037", "", ("990101", "0037"), ""), ("99010119800307003X", "", (), "99010119800307003X"),
        ("12345", "", (), ""), ("*033", "", (), ""), ("无", "", (), ""), ("", "", (), ""),
    ],
)  # fmt: skip
def test_numbers_whole_shown_in_part_and_mistyped(text, whole, shown, mistyped):
    assert number_of(text) == (whole, shown, mistyped)


def test_a_number_of_15_digits_becomes_one_of_18():
    assert whole_number("990101800307003") == ID


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("1980", (1980, "")), ("1980-03", (1980, "")), ("1980年3月7日", (1980, "19800307")),
        ("19800307", (1980, "19800307")), ("1980/3/7", (1980, "19800307")),
    ],
)  # fmt: skip
def test_days_of_birth_in_the_spellings_people_use(text, told):
    assert birth_of(text) == told


@pytest.mark.parametrize("text", ["八零年", "80", "3019", ""])
def test_what_tells_no_year_is_refused_in_words(text):
    with pytest.raises(ValueError, match="出生年份"):
        birth_of(text)


def test_names_and_villages_are_brought_to_one_form():
    assert clean_name(" 阿依·古丽（女）") == "阿依古丽" and clean_name("王*国") == "王＊国"
    assert village_of("青禾县云溪镇石桥村3组") == village_of("石桥") == village_of("石桥村委会") == "石桥"
    assert village_of("县城北关柳湾小区", ["柳湾村", "柳湾"]) == "柳湾"


def test_recall_and_precision_on_lists_with_known_truth():
    """Seeded; half the lines bear a whole number, one in five names is written otherwise, one year in ten is off."""
    lists = Invented(deaths=3_000, staff=1_500, shared=300, seed=7)
    index = Index(person(key, **row) for key, row in enumerate(lists.staff))
    pairs = list(index.pairs(person(key, **row) for key, row in enumerate(lists.deaths)))
    found = {(other.key, held.key): points for held, other, points, _ in pairs}
    likely = {pair for pair, points in found.items() if points >= LIKELY}
    assert len(found.keys() & lists.truth) / len(lists.truth) > 0.94
    assert len(found.keys() & lists.truth) / len(found) > 0.97
    assert likely <= lists.truth and len(likely) > 0.75 * len(lists.truth)


def test_work_grows_with_the_lists_and_not_with_their_product():
    """Eight times the product takes pairs looked at not much more than the two lists grow."""
    looked = []
    for size in (1_000, 2_000):
        lists = Invented(deaths=size, staff=size, shared=50, seed=3)
        index = Index(person(key, **row) for key, row in enumerate(lists.staff))
        looked.append(sum(len(list(index.near(person(0, **row)))) for row in lists.deaths))
    assert looked[1] < 5 * looked[0] and looked[1] < 2_000 * 2_000 / 500


def test_a_line_is_made_ready_fast_enough_for_long_lists():
    rows = Invented(deaths=2_000, staff=10, shared=1).deaths
    began = time.perf_counter()
    for key, row in enumerate(rows):
        person(key, **row)
    assert time.perf_counter() - began < 4, "a list of 200,000 would take minutes"
