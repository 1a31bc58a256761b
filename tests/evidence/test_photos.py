"""Photos: what is kept of them and what is turned away, whatever the name says."""

import hashlib
import io
import zlib
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from PIL import Image, ImageFile

from core.forms import PortalForm
from evidence import photos, pictures
from evidence.enums import Origin
from evidence.models import Attachment
from evidence.photos import PhotosField

from . import makers
from .makers import picture_bytes, upload

KINDS = [("JPEG", "image/jpeg"), ("PNG", "image/png"), ("WEBP", "image/webp"), ("HEIF", "image/heic")]


@pytest.mark.parametrize(("kind", "mime"), KINDS)
def test_the_picture_decides_not_its_name(w, kind, mime):
    file = upload(kind=kind, name="随便.doc")
    photos.check(file)
    row = photos.keep(file, by=w.boss)
    assert (row.mime, row.name, row.uploaded_by) == (mime, f"照片-{row.pk.hex[:8]}.{pictures.FORMATS[kind][1]}", w.boss)


@pytest.mark.parametrize("kind", [kind for kind, _ in KINDS])
def test_the_original_bytes_are_kept_with_their_hash(w, kind):
    data = picture_bytes(kind)
    row = photos.keep(upload(data), by=w.boss)
    with row.file.open() as kept:
        assert kept.read() == data
    assert (row.sha256, row.size) == (hashlib.sha256(data).hexdigest(), len(data))


def test_a_kept_photo_waits_for_its_owner(w):
    row = photos.keep(upload(), by=w.boss)
    assert row.content_type is None and row.object_id == "" and row.origin == Origin.ALBUM


def test_what_was_taken_with_the_camera_is_told_apart(w):
    assert photos.keep(upload(), by=w.boss, origin=Origin.CAMERA).origin == "camera"


def test_the_thumbnail_is_small_and_upright(w):
    data = picture_bytes(size=(1600, 1200), exif=makers.exif(orientation=6))
    row = photos.keep(upload(data), by=w.boss)
    with row.thumbnail.open() as kept, Image.open(kept) as small:
        assert small.format == "JPEG" and small.height > small.width
        assert small.width <= pictures.THUMB[0] and small.height <= pictures.THUMB[1]


def test_what_is_transparent_is_white_in_the_thumbnail(w):
    row = photos.keep(upload(picture_bytes("PNG", mode="RGBA", colour=(0, 0, 0, 0))), by=w.boss)
    with row.thumbnail.open() as kept, Image.open(kept) as small:
        assert small.getpixel((10, 10)) == (255, 255, 255)


def test_a_photo_of_an_iphone_gets_a_jpeg_that_every_browser_shows(w):
    row = photos.keep(upload(picture_bytes("HEIF", size=(3000, 2000)), name="IMG_0001.HEIC"), by=w.boss)
    with row.viewable.open() as kept, Image.open(kept) as shown:
        assert shown.format == "JPEG" and max(shown.size) == pictures.SCREEN[0]
    assert row.file.name.endswith(".heic")


def test_a_jpeg_needs_no_second_picture(w):
    assert not photos.keep(upload(), by=w.boss).viewable


def test_a_portrait_of_several_pictures_in_one_jpeg_is_a_photo(w):
    out = io.BytesIO()
    first, second = Image.new("RGB", (64, 48), "grey"), Image.new("RGB", (32, 24), "black")
    first.save(out, "MPO", save_all=True, append_images=[second])
    file = upload(out.getvalue())
    photos.check(file)
    assert photos.keep(file, by=w.boss).mime == "image/jpeg"


@pytest.mark.parametrize("kind", ["GIF", "BMP", "TIFF"])
def test_other_kinds_of_pictures_are_refused(kind):
    with pytest.raises(ValidationError, match="不是能识别的照片"):
        photos.check(upload(kind=kind))


LIES = {
    "program": b"MZ\x90\x00\x03" + b"\0" * 200,
    "page": b"<!doctype html><script>alert(1)</script>",
    "drawing": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "pdf": b"%PDF-1.7",
    "zip": b"PK\x03\x04",
    "head only": b"\xff\xd8\xff\xe0 cut off",
    "nothing": b"",
}


@pytest.mark.parametrize("what", LIES)
def test_a_file_that_lies_about_its_type_is_named_and_refused(what):
    with pytest.raises(ValidationError, match="“现场.jpg”不是能识别的照片"):
        photos.check(upload(LIES[what]))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_a_picture_cut_off_on_its_way_is_refused(kind, monkeypatch):
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)  # as WeasyPrint sets it for the whole process
    whole = makers.noisy()
    if kind != "JPEG":
        out = io.BytesIO()
        Image.open(io.BytesIO(whole)).save(out, kind)
        whole = out.getvalue()
    photos.check(upload(whole))
    with pytest.raises(ValidationError, match="已损坏或没有传完整|不是能识别的照片"):
        photos.check(upload(whole[: len(whole) // 2]))


def test_a_photo_of_forty_megabytes_is_refused_with_its_size():
    file = upload()
    file.size = 40 * 2**20
    with pytest.raises(ValidationError, match="有 40 兆，超过 20 兆"):
        photos.check(file)


def bomb(side):
    """A PNG that claims side × side pixels in a few bytes."""

    def chunk(kind, body):
        return len(body).to_bytes(4, "big") + kind + body + zlib.crc32(kind + body).to_bytes(4, "big")

    head = side.to_bytes(4, "big") * 2 + b"\x08\x02\x00\x00\x00"
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")


@pytest.mark.parametrize("side", [8_500, 11_000, 60_000])
def test_a_picture_that_would_burst_the_memory_is_refused_unread(side):
    with pytest.raises(ValidationError, match="像素过高"):
        photos.check(upload(bomb(side)))


def test_a_checked_file_can_still_be_read():
    file = upload()
    photos.check(file)
    assert file.read()[:2] == b"\xff\xd8"


def test_no_file_is_left_when_its_row_cannot_be_written(w, media, monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr(Attachment, "save", fail)
    with pytest.raises(RuntimeError):
        photos.keep(upload(kind="HEIF"), by=w.boss)
    assert makers.stored(media) == []


def test_only_well_formed_ids_are_taken():
    good = "7b0f5c5e-6d0a-4b1e-9a54-2f3f0c6f8a11"
    assert photos.waiting_ids(QueryDict(f"photos={good}&photos=1&photos=&photos='--")) == [good]


@pytest.mark.parametrize(("given", "kept"), [("empty", 0), ("none", 0), ("one", 1), ("two", 2)])
def test_the_field_takes_none_one_or_several(given, kept):
    data = {"empty": [], "none": None, "one": upload(), "two": [upload(), upload()]}
    assert len(PhotosField(required=False).clean(data[given])) == kept


def test_one_bad_file_among_good_ones_is_named():
    bad = SimpleUploadedFile("坏的.jpg", b"nothing", "image/jpeg")
    with pytest.raises(ValidationError, match="坏的.jpg"):
        PhotosField(required=False).clean([upload(), bad])


def test_too_many_at_once_are_refused_before_any_is_read():
    with pytest.raises(ValidationError, match="最多传 9 张"):
        PhotosField(required=False).clean([SimpleUploadedFile("a.jpg", b"x")] * 10)


class Report(PortalForm):
    files = PhotosField(label="照片", required=False)


def sent(ids=(), files=()):
    data = QueryDict(mutable=True)
    data.setlist("photos", ids)
    return Report(data, MultiValueDict({"files": list(files)}))


def test_a_form_gathers_uploads_and_files_and_shows_them_again_when_it_comes_back(w):
    waiting = str(photos.keep(upload(), by=w.boss).pk)
    form = sent([waiting, "nonsense"], [upload()])
    assert form.is_valid()
    ids = photos.collect(form, by=w.boss)
    assert ids[0] == waiting and len(ids) == 2 and Attachment.objects.count() == 2
    page = str(form["files"])
    assert all(f'name="photos" value="{one}"' in page for one in ids)


def test_a_refused_file_leaves_nothing_behind_and_the_others_in_the_form(w, media):
    waiting = str(photos.keep(upload(), by=w.boss).pk)
    before = len(makers.stored(media))
    form = sent([waiting], [upload(LIES["page"])])
    assert not form.is_valid() and "不是能识别的照片" in str(form.errors)
    assert len(makers.stored(media)) == before and f'value="{waiting}"' in str(form["files"])


def test_the_picker_works_without_script(w):
    page = str(Report()["files"])
    assert 'type="file" name="files" id="id_files"' in page and "multiple" in page
    assert "data-photos-buttons hidden" in page and 'capture="environment"' in page


@pytest.mark.parametrize("form", ["bytes", "url"])
def test_a_signature_is_kept_as_drawn(w, form):
    data = makers.signature()
    row = photos.keep_signature(data if form == "bytes" else makers.data_url(data), by=w.cadre)
    assert (row.origin, row.mime, row.content_type) == ("signature", "image/png", None)
    with row.file.open() as kept:
        assert kept.read() == data


@pytest.mark.parametrize("ground", [(0, 0, 0, 0), (255, 255, 255, 255)])
def test_an_empty_canvas_is_no_signature(w, ground):
    with pytest.raises(ValidationError, match="还没有签名"):
        photos.keep_signature(makers.signature(strokes=False, ground=ground), by=w.cadre)


@pytest.mark.parametrize("drawn", ["", None])
def test_no_signature_at_all_is_told(w, drawn):
    with pytest.raises(ValidationError, match="还没有签名"):
        photos.keep_signature(drawn, by=w.cadre)


@pytest.mark.parametrize(
    "drawn",
    [
        makers.signature(kind="JPEG"),
        makers.data_url(makers.signature())[:-40],
        "data:image/png;base64,很",
        "data:image/jpeg;base64,AAAA",
        b"\x89PNG\r\n\x1a\n cut",
        bomb(8_500),
    ],
    ids=["jpeg", "cut", "no base64", "other kind", "broken", "bomb"],
)
def test_what_is_no_png_is_no_signature(w, drawn, media):
    with pytest.raises(ValidationError, match="签名没有保存成功"):
        photos.keep_signature(drawn, by=w.cadre)
    assert not Attachment.objects.exists() and makers.stored(media) == []


def test_a_signature_of_half_a_megabyte_is_too_large(w):
    big = makers.signature() + b"\0" * 500_000
    for drawn in (big, makers.data_url(big)):
        with pytest.raises(ValidationError, match="太大"):
            photos.keep_signature(drawn, by=w.cadre)


def test_time_and_place_of_the_shutter_are_kept(w):
    row = photos.keep(upload(exif=makers.exif(gps=makers.place())), by=w.boss)
    row.refresh_from_db()
    assert row.taken_at.utcoffset() is not None
    assert f"{row.taken_at.astimezone(photos.exif.SHANGHAI):%Y-%m-%d %H:%M}" == "2026-03-05 14:30"
    assert (float(row.latitude), float(row.longitude)) == (31.258333, 117.5)
    assert row.uploaded_at - row.taken_at > timedelta(0)


def test_a_photo_without_head_has_neither_time_nor_place(w):
    row = photos.keep(upload(), by=w.boss)
    assert (row.taken_at, row.latitude, row.longitude) == (None, None, None)
