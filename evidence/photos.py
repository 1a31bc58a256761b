"""The one home of photos: checked by their content, kept with hash and thumbnail, waiting for the row they prove."""

import base64
import binascii
import hashlib
import uuid

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.template.loader import render_to_string

from core import clock

from . import exif, pictures
from .enums import Origin, Takes
from .models import Attachment

LIMIT = 20 * 2**20
MOST = 9
SIGNATURE_LIMIT, SIGNATURE_PIXELS, LEAST_INK = 500_000, 4_000_000, 30
DATA_URL = "data:image/png;base64,"


def check(file):
    """Raise ValidationError unless the file is a whole picture we can show, whatever its name says."""
    if file.size > LIMIT:
        size = file.size / 2**20
        raise ValidationError(f"照片“{file.name}”有 {size:.0f} 兆，超过 20 兆，请调低相机像素或压缩后再传")
    try:
        pictures.decoded(file.read())
    except pictures.Unfit as why:
        raise ValidationError(f"“{file.name}”{why}", code=type(why).__name__) from None
    finally:
        file.seek(0)


def keep(file, *, by, origin=Origin.ALBUM, client_id=None):
    """Store a checked photo as an upload waiting for its owner: original bytes, hash, thumbnail, time and place.

    What its sender called it is not kept: it may name the dead, and nobody knows yet what the photo proves.
    """
    data = file.read()
    picture = pictures.decoded(data, small=False)
    facts = exif.read(picture)
    return _store(data, picture, by=by, origin=origin, client_id=client_id, **facts)


def keep_signature(drawn, *, by):
    """Store a signature drawn by finger: PNG bytes, or the data: URL of a canvas. ValidationError when blank or no PNG."""
    data = _png(drawn)
    if len(data) > SIGNATURE_LIMIT:
        raise ValidationError("签名图片太大，请清除后重新签名")
    try:
        picture = pictures.opened(data)
        if picture.format != "PNG" or picture.width * picture.height > SIGNATURE_PIXELS:
            raise pictures.Unfit
        picture = pictures.decoded(data)
    except pictures.Unfit:
        raise ValidationError("签名没有保存成功，请清除后重新签名") from None
    if pictures.inked_pixels(picture) < LEAST_INK:
        raise ValidationError("还没有签名，请用手指写上姓名")
    return _store(data, picture, word="签名", by=by, origin=Origin.SIGNATURE)


def _png(drawn):
    if isinstance(drawn, bytes):
        return drawn
    text = str(drawn or "")
    if not text:
        raise ValidationError("还没有签名，请用手指写上姓名")
    try:
        return base64.b64decode(text.removeprefix(DATA_URL)[: SIGNATURE_LIMIT * 2], validate=True)
    except (binascii.Error, ValueError):
        raise ValidationError("签名没有保存成功，请清除后重新签名") from None


def _store(data, picture, *, by, word="照片", **facts):
    mime, suffix = pictures.FORMATS[picture.format]
    row = Attachment(
        mime=mime,
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        uploaded_by=by,
        uploaded_at=clock.now(),
        **facts,
    )
    row.name = called(row, word, suffix)
    shown = pictures.viewable(picture)
    files = [
        (row.file, f"{row.pk}.{suffix}", ContentFile(data)),
        (row.thumbnail, f"{row.pk}.jpg", ContentFile(pictures.thumbnail(picture))),
        *([(row.viewable, f"{row.pk}-view.jpg", ContentFile(shown))] if shown else []),
    ]
    return save(row, files)


def called(row, word, suffix):
    """A name that tells files apart and says nothing else."""
    return f"{word}-{row.pk.hex[:8]}.{suffix}"


def save(row, files):
    """Save a new row with its files: (field, name, content)."""
    try:
        for stored, name, content in files:
            stored.save(name, content, save=False)
        row.save()
    except BaseException:
        _without_files(row)
        raise
    return row


def reseal(row):
    """Seal the files of a row with the newest key; those from before files were sealed too."""
    for stored in _files_of(row):
        stored.storage.renew(stored.name)


def discard(row):
    """An upload nobody wants: the row first, so that no page points to a file that is gone."""
    row.delete()
    transaction.on_commit(lambda: _without_files(row))


def _without_files(row):
    """No file without its row."""
    for stored in _files_of(row):
        stored.delete(save=False)


def _files_of(row):
    return [stored for stored in (row.file, row.thumbnail, row.viewable) if stored]


def waiting_ids(data, name="photos"):
    """The well-formed ids among the posted ones."""
    return [value for value in data.getlist(name) if _is_uuid(value)]


def _is_uuid(value):
    try:
        return bool(uuid.UUID(value))
    except ValueError:
        return False


def collect(form, *, by, field="files", name="photos"):
    """Ids of all photos sent with a valid form: uploads that wait already, and files sent along, kept now.

    The ids stay with the form, so that photos are not asked for again when it comes back for another reason.
    """
    from .files import keep as keep_any  # it stands on this module

    kept = [str(keep_any(file, by=by).pk) for file in form.cleaned_data[field]]
    ids = [*waiting_ids(form.data, name), *kept]
    form.data = form.data.copy()
    form.data.setlist(name, ids)
    return ids


class PhotoPicker(forms.Widget):
    """Big buttons with script, a plain input of several files without; shows again what was uploaded before.

    No FileInput, because crispy draws those by itself.
    """

    needs_multipart_form = True
    ids = ()
    takes = Takes.PICTURES

    def value_from_datadict(self, data, files, name):
        self.ids = waiting_ids(data) if hasattr(data, "getlist") else ()
        return files.getlist(name) if hasattr(files, "getlist") else files.get(name)

    def value_omitted_from_data(self, data, files, name):
        return name not in files

    def render(self, name, value, attrs=None, renderer=None):
        attrs = attrs or {}
        context = {
            "field_name": name,
            "field_id": attrs.get("id"),
            "ids": self.ids,
            "most": MOST,
            "takes": int(self.takes),
            "largest": settings.EVIDENCE_MB,
            "faulty": "is-invalid" in attrs.get("class", ""),
            "describedby": attrs.get("aria-describedby"),
        }
        return render_to_string("evidence/_picker.html", context)


class PhotosField(forms.FileField):
    """Several pictures, each looked into; cleans to a list of files."""

    widget = PhotoPicker
    most_said = f"一次最多传 {MOST} 张照片，请分次上传"

    def clean(self, data, initial=None):
        files = [file for file in data if file] if isinstance(data, list | tuple) else [data] if data else []
        if len(files) > MOST:
            raise ValidationError(self.most_said)
        for file in files:
            self.look_into(super().clean(file, initial))
        return files

    def look_into(self, file):
        check(file)
