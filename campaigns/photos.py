"""Photos sent along with an answer: checked by their content, kept as evidence with hash and thumbnail."""

import hashlib
import io
import uuid

from django.core.files.base import ContentFile
from PIL import Image, ImageOps

from core import clock
from evidence.enums import Origin
from evidence.models import Attachment

MOST = 9
LARGEST = 20 * 1024 * 1024
MIMES = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}
THUMB = (360, 360)


def reason_against(files):
    """Why these uploads cannot be kept as photos; "" when they can."""
    if len(files) > MOST:
        return f"一次最多传 {MOST} 张照片"
    return next((reason for file in files if (reason := _reason(file))), "")


def _reason(file):
    if file.size > LARGEST:
        return f"“{file.name}”超过 20 MB，请在相机里调低像素或压缩后再传"
    return "" if _format(file) in MIMES else f"“{file.name}”不是 JPG 或 PNG 照片，请用相机重拍或另存后再传"


def _format(file):
    """The picture's format by its bytes; None when it is no whole picture."""
    try:
        with Image.open(file) as picture:
            picture.verify()
            return picture.format
    except Exception:  # broken pictures fail in as many ways as there are formats
        return None
    finally:
        file.seek(0)


def keep(files, *, by):
    """Store checked photos as uploads waiting for their owner; returns their ids."""
    return [_keep(file, by).pk for file in files]


def _keep(file, by):
    data = file.read()
    with Image.open(io.BytesIO(data)) as picture:
        kind, small = picture.format, _small(picture)
    row = Attachment(
        name=file.name[-200:],
        mime=MIMES[kind],
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        origin=Origin.ALBUM,
        uploaded_by=by,
        uploaded_at=clock.now(),
    )
    row.file.save(f"{row.pk}.{kind.lower()}", ContentFile(data), save=False)
    row.thumbnail.save(f"{row.pk}.jpg", ContentFile(small), save=False)
    row.save()
    return row


def _small(picture):
    """A small upright JPEG."""
    small = ImageOps.exif_transpose(picture).convert("RGB")
    small.thumbnail(THUMB)
    out = io.BytesIO()
    small.save(out, "JPEG", quality=80)
    return out.getvalue()


def waiting(values):
    """The well-formed ids among the posted ones."""
    return [value for value in values if _is_id(value)]


def _is_id(value):
    try:
        return bool(uuid.UUID(value))
    except ValueError:
        return False
