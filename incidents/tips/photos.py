"""Photos of strangers: others look at a bare copy; the bytes as sent lie apart, sealed, opened with a reason.

A camera writes where, when and with which device into its pictures, a phone even its owner: that tells who was there.
"""

import base64
import hashlib
import os

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.core.files.base import ContentFile
from PIL import ImageOps

from evidence import photos, pictures
from evidence.enums import Origin

from ..models import TipPhoto

NONCE = 12  # bytes


def keep(tip, data, number):
    """Keep one checked photo of a tip: the bare copy bound to the tip, the original sealed beside it."""
    picture = pictures.decoded(data, small=False)
    mime = pictures.FORMATS[picture.format][0]
    shown = photos.keep(ContentFile(bare(picture)), by=None, origin=Origin.ALBUM)
    shown.owner, shown.name = tip, f"照片{number}.jpg"
    shown.save(update_fields=["content_type", "object_id", "name"])
    key = AESGCM.generate_key(256)
    row = TipPhoto(
        tip=tip, shown=shown, key=base64.b64encode(key).decode(), mime=mime, size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
    )  # fmt: skip
    nonce = os.urandom(NONCE)
    sealed = nonce + AESGCM(key).encrypt(nonce, data, row.sha256.encode())
    row.file.save(f"{shown.pk}.sealed", ContentFile(sealed), save=False)
    row.save()
    return row


def bare(picture):
    """Bytes of an upright JPEG with pixels only: no time, place, device, comment or hidden thumbnail."""
    upright = ImageOps.exif_transpose(picture)
    upright = upright.copy()
    upright.info = {key: value for key, value in upright.info.items() if key == "transparency"}
    return pictures.jpeg(upright, pictures.SCREEN, 85)


def original(row):
    """The very bytes that were sent; raises InvalidTag when the file was changed."""
    with row.file.open() as stream:
        sealed = stream.read()
    key = base64.b64decode(row.key)
    return AESGCM(key).decrypt(sealed[:NONCE], sealed[NONCE:], row.sha256.encode())
