"""Looking into the bytes of a picture: whole or broken, small and upright for the screen, inked or blank."""

import io
from contextlib import contextmanager

from PIL import Image, ImageFile, ImageOps
from pillow_heif import register_heif_opener

register_heif_opener()

# a phone's portrait mode writes several pictures into one JPEG, which then calls itself MPO
FORMATS = {
    "JPEG": ("image/jpeg", "jpg"),
    "MPO": ("image/jpeg", "jpg"),
    "PNG": ("image/png", "png"),
    "WEBP": ("image/webp", "webp"),
    "HEIF": ("image/heic", "heic"),
}
READ = ("JPEG", "PNG", "WEBP", "HEIF")
PIXELS = 65_000_000
THUMB, SCREEN = (480, 360), (2048, 2048)
BOMB = (Image.DecompressionBombError, Image.DecompressionBombWarning)


class Unfit(ValueError):
    """These bytes are nothing we can keep; the message says why, to follow the file's name."""


class Unknown(Unfit):
    """They are no picture at all."""


def opened(data):
    """The picture in these bytes, judged by its head: kind and measures."""
    try:
        picture = Image.open(io.BytesIO(data), formats=READ)
    except BOMB:
        raise Unfit("像素过高，请把相机像素调到 6400 万以下") from None
    except Exception:  # broken pictures fail in as many ways as there are kinds
        raise Unknown("不是能识别的照片，请用手机拍照或选择 JPG、PNG、HEIC 图片") from None
    if picture.width * picture.height > PIXELS:
        raise Unfit("像素过高，请把相机像素调到 6400 万以下")
    return picture


def decoded(data, *, small=True):
    """The picture with its pixels read to the end; a JPEG is read at the scale of a thumbnail, which spares memory."""
    picture = opened(data)
    if small and picture.format in ("JPEG", "MPO"):
        picture.draft("RGB", (THUMB[0] * 2, THUMB[1] * 2))
    try:
        with to_the_end():
            picture.load()
    except Exception:  # see above
        raise Unfit("已损坏或没有传完整，请重新拍照") from None
    return picture


@contextmanager
def to_the_end():
    """Where papers are printed, WeasyPrint has told Pillow to take pictures that were cut off; evidence must be whole."""
    before, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before


def jpeg(picture, size, quality):
    """Bytes of an upright JPEG within `size`; what was transparent is white."""
    upright = ImageOps.exif_transpose(picture)
    upright.thumbnail(size)
    out = io.BytesIO()
    on_white(upright).save(out, "JPEG", quality=quality)
    return out.getvalue()


def thumbnail(picture):
    """Bytes of a small upright JPEG."""
    return jpeg(picture, THUMB, 80)


def viewable(picture):
    """Bytes of a JPEG for browsers that cannot show the original's kind; b"" when they can."""
    return jpeg(picture, SCREEN, 88) if picture.format == "HEIF" else b""


def on_white(picture):
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    inked = picture.convert("RGBA")
    ground = Image.new("RGBA", inked.size, "white")
    return Image.alpha_composite(ground, inked).convert("RGB")


def inked_pixels(picture):
    """How many pixels a pen has darkened."""
    return sum(on_white(picture).convert("L").histogram()[:160])
