"""The one door of files in evidence: told apart by their bytes, whatever their name says, each kind looked into its own way."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError

from core import clock

from . import documents, photos, sounds
from .enums import Origin, Takes
from .models import Attachment
from .pictures import Unfit, Unknown

HEAD = 1024
READERS = {documents: Takes.PAPERS, sounds: Takes.ALL}  # what a form must take at least
ASKED = {
    Takes.PAPERS: "不是能识别的文件，请选择照片或 PDF 扫描件",
    Takes.ALL: "不是能识别的文件，请选择照片、PDF 扫描件或录音（m4a、mp3、amr、wav、ogg）",
}


def check(file, takes=Takes.PICTURES):
    """Raise ValidationError unless the file is whole and of a kind that is taken."""
    reader = _reader(file)
    try:
        if reader is None or takes < READERS[reader]:
            photos.check(file)
        else:
            _fits(file, reader)
            reader.look(file)
    except ValidationError as error:
        if error.code != Unknown.__name__ or takes == Takes.PICTURES:
            raise
        raise ValidationError(f"“{file.name}”{ASKED[takes]}") from None
    except Unfit as why:
        raise ValidationError(f"“{file.name}”{why}") from None
    finally:
        file.seek(0)


def _fits(file, reader):
    """A name that says something else would send whoever downloads the file to the wrong program."""
    if Path(file.name).suffix.lower().lstrip(".") not in reader.SUFFIXES:
        raise Unfit(f"里面是{reader.LABEL}，名称的后缀却不是 {'、'.join(reader.SUFFIXES)}，请改正后再传")
    if file.size > settings.EVIDENCE_MB * 2**20:
        raise Unfit(f"有 {file.size / 2**20:.0f} 兆，超过 {settings.EVIDENCE_MB} 兆，请拆开或压缩后再传")


def _reader(file):
    file.seek(0)
    head = file.read(HEAD)
    file.seek(0)
    return next((reader for reader in READERS if reader.is_one(head)), None)


def keep(file, *, by, origin=Origin.ALBUM, client_id=None):
    """Store a checked file as an upload waiting for its owner, piece by piece; a picture as `photos` does."""
    reader = _reader(file)
    if reader is None:
        return photos.keep(file, by=by, origin=origin, client_id=client_id)
    facts, suffix = reader.look(file), Path(file.name).suffix.lower().lstrip(".")
    row = Attachment(
        size=file.size, sha256=_code(file), origin=Origin.FILE, client_id=client_id, uploaded_by=by,
        uploaded_at=clock.now(), **facts,
    )  # fmt: skip
    row.name = photos.called(row, reader.LABEL, suffix)
    return photos.save(row, [(row.file, f"{row.pk}.{suffix}", file)])


def _code(file):
    file.seek(0)
    digest = hashlib.sha256()
    for piece in file.chunks():
        digest.update(piece)
    file.seek(0)
    return digest.hexdigest()


class FilePicker(photos.PhotoPicker):
    takes = Takes.ALL


class FilesField(photos.PhotosField):
    """Pictures, scans as PDF and recordings; cleans to a list of files."""

    widget = FilePicker
    most_said = f"一次最多传 {photos.MOST} 个文件，请分次上传"

    def look_into(self, file):
        check(file, self.widget.takes)


class PaperPicker(photos.PhotoPicker):
    takes = Takes.PAPERS


class PapersField(FilesField):
    """The same without recordings."""

    widget = PaperPicker
