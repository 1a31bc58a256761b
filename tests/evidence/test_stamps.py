"""The copy of a photo with when, where and by whom in a strip below it."""

import hashlib
import io
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.urls import reverse
from PIL import Image, ImageChops

from circulars import fonts
from core.errors import Refused
from evidence import photos, services, stamps
from evidence.models import Attachment
from tests import factories

from . import makers

AT = datetime(2026, 3, 5, 6, 30, tzinfo=UTC)  # 14:30 in Shanghai


def kept(by, *, size=(1200, 900), owner=None, origin="camera", **options):
    row = photos.keep(makers.upload(size=size, **options), by=by, origin=origin)
    if owner is not None:
        services.bind(ids=[str(row.pk)], owner=owner, by=by)
    return Attachment.objects.get(pk=row.pk)


def original(row):
    """The very bytes that were sent."""
    with row.file.storage.open(row.file.name) as stream:
        return stream.read()


def opened(data):
    return Image.open(io.BytesIO(data)).convert("RGB")


def same(one, other):
    """Whether two pictures agree but for what a second JPEG costs."""
    return max(high for _, high in ImageChops.difference(one, other).getextrema()) < 12


def test_the_picture_stands_untouched_above_the_strip(w):
    row = kept(w.cadre, colour="#3366aa")
    sheet = opened(stamps.stamped(row))
    picture = opened(original(row))
    assert sheet.width == 1200 and sheet.height > 900
    above = (0, 0, 1200, 880)  # the last blocks of a JPEG reach over the edge
    assert same(sheet.crop(above), picture.crop(above))


def test_the_strip_is_written_on(w):
    sheet = opened(stamps.stamped(kept(w.cadre)))
    strip = sheet.crop((0, 905, 1200, sheet.height)).convert("L")
    dark = sum(strip.histogram()[:90])
    assert 1500 < dark < strip.width * strip.height / 4


def test_the_original_keeps_its_bytes_and_hash(w):
    row = kept(w.cadre)
    before = original(row)
    stamps.stamped(row)
    assert original(row) == before and row.sha256 == hashlib.sha256(before).hexdigest()


@pytest.mark.parametrize(
    ("fields", "row", "words"),
    [
        ({"taken_at": AT}, 0, "拍摄时间 2026-03-05 14:30"),
        ({"taken_at": None}, 0, "照片没有拍摄时间"),
        ({"uploaded_at": AT}, 0, "上传时间 2026-03-05 14:30"),
        ({"latitude": Decimal("31.1"), "longitude": Decimal("117")}, 1, "石桥村　拍摄位置距石桥村 11.1 公里"),
        ({}, 1, "石桥村　照片没有位置信息"),
        ({"origin": "camera"}, 2, "现场拍摄"),
        ({"origin": "album"}, 2, "从相册选取"),
    ],
)
def test_the_strip_says(w, fields, row, words):
    w.village.latitude, w.village.longitude = Decimal(31), Decimal(117)
    w.village.save()
    photo = kept(w.cadre, owner=factories.hazard(w.village))
    for name, value in fields.items():
        setattr(photo, name, value)
    assert words in stamps.lines(photo)[row]


def test_the_strip_names_who_sent_it_and_the_hash(w):
    photo = kept(w.cadre)
    assert w.cadre.name in stamps.lines(photo)[2] and photo.sha256[:16] in stamps.lines(photo)[2]


def test_a_photo_that_still_waits_names_no_place(w):
    assert stamps.lines(kept(w.cadre))[1].startswith("未指明地点")


def test_a_narrow_picture_gets_a_strip_one_can_read(w):
    sheet = opened(stamps.stamped(kept(w.cadre, size=(90, 160))))
    assert sheet.width > 300 and sheet.height > 160 + 3 * stamps.SMALLEST


def test_a_picture_taken_sideways_stands_upright(w):
    sheet = opened(stamps.stamped(kept(w.cadre, size=(1200, 900), exif=makers.exif(orientation=6))))
    assert sheet.height > 1200 and sheet.width <= 1000


def test_a_rare_character_of_a_name_is_drawn_not_boxed(w):
    w.cadre.name = "王堃䶮"
    faces = fonts.load(stamps.settings.FONTS_DIR)
    assert not faces.has("hei", "堃") and faces.has("rare", "堃")
    blank = Image.new("RGB", (400, 40), "white")
    drawn = {}
    for text in ("堃", "䶮"):
        sheet = blank.copy()
        stamps.write(stamps.ImageDraw.Draw(sheet), 0, 0, text, faces, 24)
        drawn[text] = sheet.tobytes()
    assert len({*drawn.values(), blank.tobytes()}) == 3


def test_without_faces_one_is_told_what_to_run(w, settings, tmp_path):
    settings.FONTS_DIR = tmp_path
    with pytest.raises(Refused, match="./run setup"):
        stamps.stamped(kept(w.cadre))


def test_a_lost_original_is_told(w):
    row = kept(w.cadre)
    row.file.storage.delete(row.file.name)
    with pytest.raises(Refused, match="原照片读不出来"):
        stamps.stamped(row)


def look(client, row):
    return client.get(reverse("evidence:stamped", args=[row.pk]))


def test_who_sees_the_row_gets_the_stamped_copy(w, login):
    row = kept(w.cadre, owner=factories.hazard(w.village))
    answer = look(login(w.officer), row)
    assert answer["Content-Type"] == "image/jpeg" and opened(answer.content).height > 900
    assert "filename*=utf-8''" in answer["Content-Disposition"]


@pytest.mark.parametrize("stranger", ["other_officer", "other_cadre"])
def test_a_stranger_gets_nothing(w, login, stranger):
    row = kept(w.cadre, owner=factories.hazard(w.village))
    assert look(login(getattr(w, stranger)), row).status_code == 404


def test_what_is_no_picture_has_no_stamped_copy(w, login):
    row = kept(w.cadre)
    Attachment.objects.filter(pk=row.pk).update(mime="application/pdf")
    assert look(login(w.cadre), row).status_code == 404


def test_a_withdrawn_photo_has_no_stamped_copy(w, login):
    row = kept(w.cadre)
    services.drop(upload_id=row.pk, by=w.cadre)
    assert look(login(w.cadre), row).status_code == 404
