"""How far from the village a photo was taken."""

from decimal import Decimal

import pytest

from checks.models import Answer, Finding
from evidence import where
from tests import factories

# the village's office, and points north of it: a degree of latitude is 111.2 km
HOME = {"latitude": Decimal("31.000000"), "longitude": Decimal("117.000000")}


def photo_at(latitude, longitude="117"):
    place = {"latitude": Decimal(latitude), "longitude": Decimal(longitude)} if latitude else {}
    return factories.photo(**place)


@pytest.fixture
def village(w):
    for name, value in HOME.items():
        setattr(w.village, name, value)
    w.village.save()
    return w.village


@pytest.mark.parametrize(
    ("latitude", "longitude", "km"),
    [("31", "117", 0), ("31.01", "117", 1.112), ("30.99", "117", 1.112), ("31", "117.01", 0.953), ("32", "117", 111.19)],
)
def test_the_distance_is_that_along_the_earth(village, latitude, longitude, km):
    assert where.distance_km(photo_at(latitude, longitude), village) == pytest.approx(km, abs=0.01)


def test_without_either_end_there_is_no_distance(village, w):
    assert where.distance_km(photo_at(None), village) is None
    assert where.distance_km(photo_at("31"), w.village2) is None
    assert where.distance_km(photo_at("31"), None) is None


@pytest.mark.parametrize(("latitude", "far"), [("31.04", False), ("31.05", True), ("30.9", True), (None, False)])
def test_only_what_lies_beyond_the_set_kilometres_is_far(village, settings, latitude, far):
    settings.PHOTO_FAR_KM = 5
    assert where.is_far(photo_at(latitude), village) is far


def test_the_kilometres_are_a_setting(village, settings):
    settings.PHOTO_FAR_KM = 20
    assert not where.is_far(photo_at("31.1"), village)


@pytest.mark.parametrize(
    ("latitude", "words"),
    [(None, "照片没有位置信息"), ("31.1", "拍摄位置距石桥村 11.1 公里"), ("31", "拍摄位置距石桥村 0.0 公里")],
)
def test_the_position_is_said_in_words(village, latitude, words):
    assert where.said(photo_at(latitude), village) == words


def test_beside_a_village_without_position_the_degrees_are_said(w):
    assert where.said(photo_at("31.5"), w.village) == "拍摄位置 31.5000, 117.0000"


def test_the_place_is_that_of_the_row_it_proves(w):
    hazard = factories.hazard(w.village2)
    lead = factories.lead(w.village)
    assignment = factories.assignment(factories.task(factories.campaign(w.town)), w.village2)
    assert where.place_of(hazard) == w.village2
    assert where.place_of(lead) == w.village
    assert where.place_of(factories.submission(assignment, w.officer)) == w.village2
    assert where.place_of(factories.paper(w.town)) == w.town
    assert where.place_of(object()) is None


def test_answers_and_findings_lie_where_their_check_was(w):
    check = factories.check(factories.checklist(), w.village2)
    answer = Answer(check_row=check)
    finding = Finding(inspection=factories.inspection(w.village2, w.officer))
    assert where.place_of(answer) == where.place_of(finding) == w.village2
