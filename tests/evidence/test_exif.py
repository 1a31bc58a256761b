"""When and where: as the camera wrote it, and nothing when it wrote nonsense."""

from datetime import UTC, datetime

import pytest
from PIL import Image

from core import clock
from evidence import exif

from . import makers


def taken(text, offset=None):
    return exif.taken_at({exif.TAKEN: text, **({exif.OFFSET: offset} if offset else {})})


def test_a_camera_without_zone_is_in_shanghai():
    assert taken("2026:03:05 14:30:00") == datetime(2026, 3, 5, 6, 30, tzinfo=UTC)


def test_a_zone_is_honoured():
    moment = taken("2026:03:05 14:30:00", "+09:00")
    assert moment == datetime(2026, 3, 5, 5, 30, tzinfo=UTC) and moment.tzinfo == exif.SHANGHAI


@pytest.mark.parametrize(
    "text", ["0000:00:00 00:00:00", "", "    :  :     :  :  ", "2026-03-05", "2026:13:05 10:00:00", b"\xff"]
)
def test_nonsense_is_no_time(text):
    assert taken(text) is None


@pytest.mark.parametrize("offset", ["+9", "Z", "++:00", "\0"])
def test_a_zone_that_cannot_be_read_is_ignored(offset):
    assert taken("2026:03:05 14:30:00", offset) == datetime(2026, 3, 5, 6, 30, tzinfo=UTC)


def test_a_time_still_to_come_is_a_wrong_clock():
    with clock.at(datetime(2026, 3, 1, tzinfo=UTC)):
        assert taken("2026:03:05 14:30:00") is None
        assert taken("2026:02:28 14:30:00")


def test_south_and_west_are_negative():
    found = exif.position(makers.place(north="S", east="W"))
    assert (float(found["latitude"]), float(found["longitude"])) == (-31.258333, -117.5)


NOWHERE = {
    "empty": {},
    "half": {1: "N", 2: (31.0, 0.0, 0.0)},
    "no signal": makers.place((0.0, 0.0, 0.0), "N", (0.0, 0.0, 0.0), "E"),
    "off the globe": makers.place((131.0, 0.0, 0.0)),
    "two parts": makers.place((31.0, 15.0)),
    "words": makers.place(("a", "b", "c")),
    "not a number": makers.place((float("nan"), 0.0, 0.0)),
    "endless": makers.place((float("inf"), 0.0, 0.0)),
}


@pytest.mark.parametrize("what", NOWHERE)
def test_what_names_no_place_is_none(what):
    assert exif.position(NOWHERE[what]) == {}


def test_a_broken_head_is_no_reason_to_refuse_the_photo(monkeypatch):
    def fail(self):
        raise SyntaxError

    picture = Image.new("RGB", (2, 2))
    monkeypatch.setattr(type(picture), "getexif", fail)
    assert exif.read(picture) == {}
