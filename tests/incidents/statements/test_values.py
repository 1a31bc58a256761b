"""When two values agree, nearly agree or contradict each other."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from incidents.statements.enums import Matter, Precision
from incidents.statements.tolerance import DEFAULTS
from incidents.statements.values import Verdict, compare, slack, words

SAME, NEAR, DIFFERENT = Verdict.SAME, Verdict.NEAR, Verdict.DIFFERENT
ALLOWED = slack(**DEFAULTS)
EIGHT = timezone.make_aware(datetime(2026, 3, 4, 8, 0))


@pytest.mark.parametrize(
    "minutes,one,other,verdict",
    [
        (30, "minute", "minute", SAME), (31, "minute", "minute", DIFFERENT), (75, "minute", "about", SAME),
        (76, "minute", "about", DIFFERENT), (7 * 60, "about", "half-day", SAME), (16 * 60 - 1, "minute", "day", SAME),
        (16 * 60 + 16, "minute", "day", DIFFERENT), (48 * 60, "day", "day", DIFFERENT), (-500, "day", "half-day", SAME),
    ],
)  # fmt: skip
def test_times_contradict_when_even_the_vague_spans_do_not_touch(minutes, one, other, verdict):
    later = EIGHT + timedelta(minutes=minutes)
    # what is only known by its day is the day of the first moment
    first, second = ((EIGHT, other), (later, one)) if other == "day" else ((EIGHT, one), (later, other))
    assert compare(Matter.EVENT, first, second, ALLOWED) == compare(Matter.EVENT, second, first, ALLOWED) == verdict


@pytest.mark.parametrize(
    "one,other,verdict",
    [
        ("卞秘安", "卞 秘安（男）", SAME), ("張偉强", "张伟强", NEAR), ("卞秘安", "卞泌安", NEAR), ("卞某安", "卞秘安", NEAR),
        ("卞秘安", "卞秘", NEAR), ("卞秘安", "邰知情", DIFFERENT), ("卞秘安", "卞知安", DIFFERENT), ("陈民", "程敏", NEAR),
    ],
)  # fmt: skip
def test_variants_of_a_name_are_told_apart_from_other_names(one, other, verdict):
    assert compare(Matter.NAME, one, other, ALLOWED) == compare(Matter.NAME, other, one, ALLOWED) == verdict


@pytest.mark.parametrize(
    "one,other,verdict",
    [
        ("下料车间", "厂区下料车间行车下方", SAME), ("县人民医院 急诊科", "县人民医院，急诊科", SAME), ("三号车间北侧", "三号车间南侧", NEAR),
        ("下料车间", "在家中", DIFFERENT), ("高处坠落", "突发疾病", DIFFERENT),
    ],
)  # fmt: skip
def test_places_and_causes(one, other, verdict):
    assert compare(Matter.PLACE, one, other, ALLOWED) == compare(Matter.CAUSE, other, one, ALLOWED) == verdict


def test_numbers_and_how_values_are_said():
    assert (compare(Matter.DEATHS, 1, 1, ALLOWED), compare(Matter.DEATHS, 1, 2, ALLOWED)) == (SAME, DIFFERENT)
    said = [words(Matter.EVENT, (EIGHT, precision)) for precision in Precision]
    assert said == ["2026-03-04 08:00", "2026-03-04 08:00 左右", "2026-03-04 上午", "2026-03-04"]
    assert words(Matter.DEATHS, 2) == "2 人"
