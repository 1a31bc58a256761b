"""Photos sent with a form: uploads that wait already (ids from the photo picker) and files sent along with it."""

import hashlib
import io
import uuid

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from PIL import Image, ImageOps, UnidentifiedImageError

from core import clock
from evidence.models import Attachment

LIMIT = 20 * 1024 * 1024
FORMATS = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}
THUMB = (480, 360)


def waiting_ids(data, name="photos"):
    """The well-formed ids among the posted ones."""
    return [value for value in data.getlist(name) if _is_uuid(value)]


def _is_uuid(value):
    try:
        uuid.UUID(value)
    except ValueError:
        return False
    return True


def check(file):
    """Raise ValidationError unless the file is a picture we can show, whatever its name says."""
    if file.size > LIMIT:
        raise ValidationError(f"照片“{file.name}”超过 20 兆，请压缩后再传")
    try:
        with Image.open(file) as picture:
            kind = picture.format
            picture.verify()
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        kind = None
    file.seek(0)
    if kind not in FORMATS:
        raise ValidationError(f"“{file.name}”不是能识别的照片，请用手机拍照或选择 JPG、PNG 图片")


def keep(file, *, by):
    """Store a checked photo as an upload waiting for its owner: original bytes, hash, thumbnail."""
    data = file.read()
    picture = Image.open(io.BytesIO(data))
    row = Attachment(
        name=file.name[-200:],
        mime=FORMATS[picture.format],
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        uploaded_by=by,
        uploaded_at=clock.now(),
    )
    row.file.save(f"{row.pk}.{picture.format.lower()}", ContentFile(data), save=False)
    row.thumbnail.save(f"{row.pk}.jpg", ContentFile(thumbnail(picture)), save=False)
    row.save()
    return row


def thumbnail(picture):
    """Bytes of a small upright JPEG."""
    small = ImageOps.exif_transpose(picture).convert("RGB")
    small.thumbnail(THUMB)
    out = io.BytesIO()
    small.save(out, "JPEG", quality=80)
    return out.getvalue()
