"""The unified social credit code and the pinyin initials."""

import random

import pytest
from django.core.exceptions import ValidationError
from pypinyin import Style, lazy_pinyin

from enterprises.codes import ALPHABET, check_character, credit_code_fault, org_check_character, validate_credit_code
from enterprises.initials import initials_of
from tests import factories


def test_a_code_of_the_maker_is_sound():
    assert credit_code_fault(factories.credit_code()) == ""


@pytest.mark.parametrize("length", [0, 1, 17, 19, 40])
def test_a_wrong_length_is_counted(length):
    assert credit_code_fault("9" * length) == f"应为 18 位，现在是 {length} 位"


@pytest.mark.parametrize("letter", "IOZSVi*％")
def test_letters_outside_the_alphabet_are_named(letter):
    code = factories.credit_code()
    assert credit_code_fault(code[:5] + letter + code[6:]) == f"不能含有“{letter}”"


@pytest.mark.parametrize("place", range(18))
def test_one_wrong_character_is_always_noticed(place):
    code = factories.credit_code()
    for other in random.Random(place).sample([c for c in ALPHABET if c != code[place]], 5):
        assert "校验位不对" in credit_code_fault(code[:place] + other + code[place + 1 :])


def test_two_neighbours_in_the_wrong_order_are_noticed():
    code = factories.credit_code()
    at = next(n for n in range(16) if code[n] != code[n + 1])
    assert credit_code_fault(code[:at] + code[at + 1] + code[at] + code[at + 2 :])


def test_the_right_last_character_is_told():
    code = factories.credit_code()
    wrong = code[:17] + ("0" if code[17] != "0" else "1")
    assert credit_code_fault(wrong).endswith(f"最后一位应为 {code[17]}，请核对营业执照")


def test_the_check_character_is_of_the_alphabet_for_every_body():
    rng = random.Random(5)
    for _ in range(200):
        assert check_character("".join(rng.choices(ALPHABET, k=17))) in ALPHABET


@pytest.mark.parametrize(("body", "mark"), [("00000000", "0"), ("10000000", "8"), ("00000001", "9"), ("00000005", "1")])
def test_the_check_character_of_an_organisation(body, mark):
    """Weights 3 7 9 10 5 8 4 2: 11 minus the sum modulo 11; 10 is X, 11 is 0."""
    assert org_check_character(body) == mark


def test_the_validator_names_what_it_judges():
    with pytest.raises(ValidationError, match="统一社会信用代码应为 18 位"):
        validate_credit_code("1")


@pytest.mark.parametrize(
    ("name", "initials"),
    [("恒远机械", "HYJX"), ("A座2号厂", "AZ2HC"), ("（甲）、乙", "JY"), ("", ""), ("ab c", "ABC"), ("长" * 100, "C" * 80)],
)
def test_initials_are_those_people_type(name, initials):
    assert initials_of(name) in {initials, initials.replace("C", "Z")}


@pytest.mark.parametrize(
    "name", ["重庆长江行车厂", "银行大厦车行", "乐清长乐音乐器材有限公司", "和平区石氏合作社2号店", "A座，长春B厂"]
)
def test_initials_made_word_by_word_are_those_of_the_whole_name(name):
    whole = lazy_pinyin(name, style=Style.FIRST_LETTER, errors=lambda rest: [c for c in rest if c.isalnum()])
    assert initials_of(name) == initials_of(name) == "".join(part[:1] for part in whole).upper()
