"""Photos sent with a form: what is kept of them and what is turned away."""

import hashlib
import io

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from PIL import Image

from hazards import photos
from hazards.forms import PhotosField

from .conftest import picture


def upload(kind, name="照片", size=(64, 48), **options):
    out = io.BytesIO()
    Image.new("RGB", size, "grey").save(out, kind, **options)
    return SimpleUploadedFile(name, out.getvalue(), "application/octet-stream")


@pytest.mark.parametrize("kind, mime", [("JPEG", "image/jpeg"), ("PNG", "image/png"), ("WEBP", "image/webp")])
def test_the_picture_decides_not_its_name(w, kind, mime):
    file = upload(kind, "随便.doc")
    photos.check(file)
    row = photos.keep(file, by=w.boss)
    assert (row.mime, row.name, row.uploaded_by) == (mime, "随便.doc", w.boss)


def test_the_original_bytes_are_kept_with_their_hash(w):
    file = picture()
    data = file.read()
    file.seek(0)
    row = photos.keep(file, by=w.boss)
    with row.file.open() as stored:
        assert stored.read() == data
    assert row.sha256 == hashlib.sha256(data).hexdigest()
    assert row.size == len(data)


def test_a_kept_photo_waits_for_its_owner(w):
    row = photos.keep(picture(), by=w.boss)
    assert row.content_type is None and row.object_id == ""


def test_the_thumbnail_is_small_and_upright(w):
    exif = Image.Exif()
    exif[0x0112] = 6
    row = photos.keep(upload("JPEG", size=(1600, 1200), exif=exif), by=w.boss)
    with row.thumbnail.open() as stored, Image.open(stored) as small:
        assert small.height > small.width
        assert small.width <= photos.THUMB[0] and small.height <= photos.THUMB[1]


@pytest.mark.parametrize("kind", ["GIF", "BMP", "TIFF"])
def test_other_kinds_of_pictures_are_refused(kind):
    with pytest.raises(ValidationError, match="不是能识别的照片"):
        photos.check(upload(kind))


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"\xff\xd8\xff\xe0 cut off", b"PK\x03\x04"])
def test_what_is_no_picture_is_refused(data):
    with pytest.raises(ValidationError, match="不是能识别的照片"):
        photos.check(SimpleUploadedFile("现场.jpg", data, "image/jpeg"))


def test_a_huge_file_is_refused_by_size_before_it_is_read(monkeypatch):
    monkeypatch.setattr(photos, "LIMIT", 10)
    with pytest.raises(ValidationError, match="超过 20 兆"):
        photos.check(picture())


def test_a_picture_of_absurd_dimensions_is_refused(monkeypatch):
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 100)
    with pytest.raises(ValidationError, match="不是能识别的照片"):
        photos.check(picture())


def test_a_checked_file_can_still_be_read():
    file = picture()
    photos.check(file)
    assert file.read()[:2] == b"\xff\xd8"


def test_only_well_formed_ids_are_taken():
    good = "7b0f5c5e-6d0a-4b1e-9a54-2f3f0c6f8a11"
    assert photos.waiting_ids(QueryDict(f"photos={good}&photos=1&photos=&photos='--")) == [good]


@pytest.mark.parametrize("given, kept", [("empty", 0), ("none", 0), ("one", 1), ("two", 2)])
def test_the_field_takes_none_one_or_several(given, kept):
    data = {"empty": [], "none": None, "one": picture(), "two": [picture(), picture()]}
    assert len(PhotosField(required=False).clean(data[given])) == kept


def test_one_bad_file_among_good_ones_is_named():
    bad = SimpleUploadedFile("坏的.jpg", b"nothing", "image/jpeg")
    with pytest.raises(ValidationError, match="坏的.jpg"):
        PhotosField(required=False).clean([picture(), bad])
