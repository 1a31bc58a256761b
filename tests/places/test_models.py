"""Codes and subtrees, names of units, the field that takes a village by its name."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from places.fields import VillageField
from places.models import Office, Place, UnitAlias
from places.sight import subtree, townships_of, villages_of
from tests import factories


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("county", "990101000000", "990101999999"), ("town", "990101100000", "990101100999"),
        ("village", "990101100201", "990101100201"),
    ],
)  # fmt: skip
def test_a_place_knows_the_range_of_its_subtree(w, name, first, last):
    assert getattr(w, name).code_range == (first, last)


def test_a_subtree_holds_what_lies_below_and_nothing_beside(w):
    assert set(Place.objects.within(w.town).villages()) == {w.village, w.village2}
    assert set(Place.objects.within(w.county).townships()) == {w.town, w.other_town}


def test_a_village_knows_what_it_lies_in(w):
    assert (w.village.township_code, w.village.county_code) == (w.town.code, w.county.code)


@pytest.mark.parametrize("code", ["99010110020", "9901011002011", "99010110020x", ""])
def test_a_code_is_of_twelve_digits(db, code):
    with pytest.raises(ValidationError):
        Place(code=code, name="x", level="village").full_clean()


@pytest.mark.parametrize(("code", "count"), [("990101000000", 3), ("990101100000", 2), ("990101100201", 1)])
def test_rows_below_a_code_are_found_in_one_range(w, code, count):
    from enterprises.models import Enterprise

    assert Enterprise.objects.filter(subtree(code, "village")).count() == count


@pytest.mark.parametrize("code", ["", "9901", "x" * 12, "' OR 1=1 --"])
def test_a_senseless_code_names_nothing(w, code):
    from enterprises.models import Enterprise

    assert not Enterprise.objects.filter(subtree(code, "village")).exists()


@pytest.mark.parametrize(
    ("role", "villages"),
    [("officer", 2), ("cadre", 2), ("liaison", 2), ("boss", 2), ("supervisor", 3), ("other_officer", 1)],
)
def test_villages_to_choose_from_are_those_of_the_township_or_subtree(w, role, villages):
    assert villages_of(getattr(w, role)).count() == villages


def test_a_village_given_up_is_not_offered(w):
    Place.objects.filter(pk=w.village2.pk).update(is_active=False)
    assert list(villages_of(w.officer)) == [w.village]


@pytest.mark.parametrize(("role", "offices"), [("officer", 2), ("cadre", 2), ("supervisor", 3), ("other_cadre", 1)])
def test_offices_in_sight_follow_the_seat(w, role, offices):
    assert Office.objects.filter(townships_of(getattr(w, role), "township")).count() == offices


@pytest.fixture
def field(w):
    return VillageField(villages=villages_of(w.officer))


@pytest.mark.parametrize("text", ["石桥村", " 石桥村 ", "990101100201"])
def test_a_village_is_taken_by_name_or_code(field, w, text):
    assert field.clean(text) == w.village


@pytest.mark.parametrize("text", ["北岭村", "990101101201", "石桥", "石桥村'"])
def test_a_village_not_in_sight_is_refused_in_words(field, text):
    with pytest.raises(ValidationError, match="本辖区没有"):
        field.clean(text)


def test_two_villages_of_one_name_are_asked_apart_by_code(field, w):
    factories.place("990101100203", "石桥村")
    with pytest.raises(ValidationError, match="请填区划代码"):
        field.clean("石桥村")
    assert field.clean("990101100203").code == "990101100203"


def test_a_stored_village_is_shown_by_its_name(field, w):
    assert field.prepare_value(w.village.pk) == "石桥村" and field.prepare_value(w.village) == "石桥村"
    assert field.prepare_value("随便") == "随便" and field.prepare_value(None) is None


def test_no_village_is_none_where_it_may_be_left_out(w):
    assert VillageField(villages=villages_of(w.officer), required=False).clean("") is None


MEANINGS = [
    {"group": "villages", "place": "village"}, {"place": "village", "office": "office"}, {},
    {"group": "offices", "office": "office"},
]  # fmt: skip


@pytest.mark.parametrize("meaning", MEANINGS)
def test_a_name_has_exactly_one_meaning(w, meaning):
    values = {key: getattr(w, value) if key != "group" else value for key, value in meaning.items()}
    with pytest.raises(IntegrityError), transaction.atomic():
        UnitAlias.objects.create(township=w.town, name="各单位", **values)


def test_the_same_name_may_mean_another_thing_next_door(w):
    UnitAlias.objects.create(township=w.town, name="安监站", office=w.safety_office)
    UnitAlias.objects.create(township=w.other_town, name="安监站", office=w.other_office)
    with pytest.raises(IntegrityError), transaction.atomic():
        UnitAlias.objects.create(township=w.town, name="安监站", group="villages")
