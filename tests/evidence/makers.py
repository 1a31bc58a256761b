"""Pictures as phones make them, and files that only pretend."""

import base64
import io

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from evidence import pictures  # noqa: F401  registers HEIC
from evidence.exif import EXIF, GPS


def picture_bytes(kind="JPEG", size=(640, 480), mode="RGB", colour="grey", **options):
    out = io.BytesIO()
    Image.new(mode, size, colour).save(out, kind, **options)
    return out.getvalue()


def upload(data=None, name="现场.jpg", **options):
    return SimpleUploadedFile(name, picture_bytes(**options) if data is None else data, "image/jpeg")


def noisy(size=(900, 700)):
    """A JPEG whose data is long enough to be cut in the middle."""
    out = io.BytesIO()
    Image.effect_noise(size, 90).convert("RGB").save(out, "JPEG", quality=90)
    return out.getvalue()


def exif(taken="2026:03:05 14:30:00", offset=None, gps=None, orientation=None):
    head = Image.Exif()
    detail = {0x9003: taken} if taken else {}
    if offset:
        detail[0x9011] = offset
    head[EXIF] = detail
    if gps:
        head[GPS] = gps
    if orientation:
        head[0x0112] = orientation
    return head


def place(latitude=(31.0, 15.0, 30.0), north="N", longitude=(117.0, 30.0, 0.0), east="E"):
    return {1: north, 2: latitude, 3: east, 4: longitude}


def signature(strokes=True, size=(300, 120), kind="PNG", ground=(0, 0, 0, 0)):
    """Bytes of what a signing canvas gives: dark strokes on nothing."""
    picture = Image.new("RGBA", size, ground)
    if strokes:
        ImageDraw.Draw(picture).line((20, 90, 120, 20, 200, 100, 280, 30), fill=(20, 20, 60, 255), width=4)
    out = io.BytesIO()
    (picture if kind == "PNG" else picture.convert("RGB")).save(out, kind)
    return out.getvalue()


def data_url(data):
    return "data:image/png;base64," + base64.b64encode(data).decode()


def stored(media):
    """The files on disk."""
    return [path for path in media.rglob("*") if path.is_file()]
