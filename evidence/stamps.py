"""The stamped copy of a photo: when, where and by whom in a strip below the picture, which itself stays untouched."""

import io

from django.conf import settings
from django.utils import timezone
from PIL import Image, ImageDraw, ImageFont, ImageOps

from circulars import fonts
from core.errors import Refused

from . import pictures, where
from .enums import Origin

WIDEST = 2048
ROWS_ACROSS = 46  # characters of a row of the strip over the picture's width
SMALLEST = 12  # pixels; below that nobody reads it
PAPER, INK = "white", "#1c1c1c"


def lines(photo):
    """What the strip says, three rows of text. A time the camera wrote is told apart from that of the upload."""
    place = where.place_of(photo.owner) if photo.content_type_id else None
    taken = f"拍摄时间 {moment(photo.taken_at)}" if photo.taken_at else "照片没有拍摄时间"
    by = photo.uploaded_by.name if photo.uploaded_by else "匿名"
    return [
        f"{taken}　上传时间 {moment(photo.uploaded_at)}",
        f"{place.name if place else '未指明地点'}　{where.said(photo, place)}",
        f"{origin_of(photo)}　上传人 {by}　校验值 {photo.sha256[:16]}",
    ]


def origin_of(photo):
    return {Origin.CAMERA: "现场拍摄", Origin.ALBUM: "从相册选取"}.get(photo.origin, photo.get_origin_display())


def moment(at):
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}"


def stamped(photo):
    """Bytes of an upright JPEG with the strip below it; raises Refused when the file or the faces are missing."""
    faces = _faces()
    try:
        with photo.file.open("rb") as stream:
            picture = ImageOps.exif_transpose(pictures.decoded(stream.read(), small=False))
    except (OSError, pictures.Unfit) as error:
        raise Refused("原照片读不出来，请联系管理员从备份恢复") from error
    picture.thumbnail((WIDEST, WIDEST))
    out = io.BytesIO()
    with_strip(pictures.on_white(picture), lines(photo), faces).save(out, "JPEG", quality=90)
    return out.getvalue()


def with_strip(picture, rows, faces):
    """A new picture: the given one on top, unchanged, and the rows below it."""
    longest = max(len(row) for row in rows)
    size = max(SMALLEST, picture.width // max(ROWS_ACROSS, longest + 2))
    width, pitch = max(picture.width, (longest + 2) * size), size * 3 // 2
    sheet = Image.new("RGB", (width, picture.height + pitch * len(rows) + size), PAPER)
    sheet.paste(picture, ((width - picture.width) // 2, 0))
    pen = ImageDraw.Draw(sheet)
    for at, row in enumerate(rows):
        write(pen, size, picture.height + size // 2 + at * pitch, row, faces, size)
    return sheet


def write(pen, left, top, text, faces, size):
    """Draw a row, each character in the face that has it; the baseline is common."""
    cut = {role: ImageFont.truetype(faces.folder / f"{role}.font", size) for role in ("hei", "rare")}
    for char in text:
        face = cut["hei" if faces.has("hei", char) or char.isspace() else "rare"]
        pen.text((left, top + size), char, font=face, fill=INK, anchor="ls")
        left += face.getlength(char)


def _faces():
    try:
        return fonts.load(settings.FONTS_DIR)
    except fonts.FontsMissing as error:
        raise Refused(str(error)) from error
