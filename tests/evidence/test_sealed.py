"""Files in evidence lie sealed, wherever they came from, and are renewed with the keys."""

import errno
import io
from pathlib import Path

import pytest
from django.conf import settings as conf
from django.core.management import CommandError, call_command
from django.urls import reverse

from core import cipher, sealed_files
from evidence import photos
from evidence.models import Attachment
from hazards import demo_photos

from . import makers

NEW = b"n" * 32


def command(**options):
    out = io.StringIO()
    call_command("rotate_keys", stdout=out, **options)
    return out.getvalue()


def on_disk(row):
    return [Path(stored.path).read_bytes() for stored in photos._files_of(row)]


def plain(row):
    """As files lay before they were sealed."""
    for stored in photos._files_of(row):
        with stored.open("rb") as kept:
            data = kept.read()
        Path(stored.path).write_bytes(data)
    Attachment.objects.filter(pk=row.pk).update(sealed_with="")


def shown(client, row, name="file", **query):
    return client.get(reverse(f"evidence:{name}", args=[row.pk]), query)


def test_picture_thumbnail_and_signature_lie_sealed_and_are_shown_as_sent(w, client):
    data = makers.noisy()
    row, name = photos.keep(makers.upload(data), by=w.boss), photos.keep_signature(makers.signature(), by=w.boss)
    for kept in (*on_disk(row), *on_disk(name)):
        assert kept.startswith(b"f1:") and b"JFIF" not in kept and b"IHDR" not in kept
    assert row.sealed_with == cipher.newest()
    client.force_login(w.boss)
    assert shown(client, row, original=1).getvalue() == data
    assert shown(client, row, "small").getvalue()[:3] == b"\xff\xd8\xff"
    assert shown(client, row, "stamped").status_code == 200


def test_plain_files_from_before_are_shown_and_sealed_by_the_command(w, client):
    data = makers.noisy()
    row = photos.keep(makers.upload(data), by=w.boss)
    plain(row)
    client.force_login(w.boss)
    assert on_disk(row)[0] == data == shown(client, row, original=1).getvalue()
    assert "照片和附件文件：待换密钥 1 条" in command(check=True)
    assert "照片和附件文件：已换密钥 1 条" in command()
    assert all(kept.startswith(b"f1:") for kept in on_disk(row))
    assert "照片和附件文件：待换密钥 0 条" in command(check=True)
    assert shown(client, row, original=1).getvalue() == data


def test_a_renewed_key_takes_the_files_along_and_goes_on_where_it_was_killed(w, client, settings, monkeypatch):
    rows = [photos.keep(makers.upload(), by=w.boss) for _ in range(3)]
    settings.DATA_KEYS = [NEW, *settings.DATA_KEYS]
    renew, done = photos.reseal, []

    def killed(row):
        if done:
            raise KeyboardInterrupt
        done.append(row)
        renew(row)

    from core import rotation

    part = rotation.Files(Attachment, "sealed_with", killed)
    with pytest.raises(KeyboardInterrupt):
        part.rotate()
    assert part.waiting().count() == 2
    command()
    settings.DATA_KEYS = [NEW]
    client.force_login(w.boss)
    assert [shown(client, row, original=1).status_code for row in rows] == [200] * 3


def test_files_that_no_key_opens_are_named_and_left(w, settings):
    row = photos.keep(makers.upload(), by=w.boss)
    before = on_disk(row)
    settings.DATA_KEYS = [NEW]
    with pytest.raises(CommandError, match=f"照片和附件文件 {row.pk}"):
        command()
    with pytest.raises(CommandError, match="打不开"):
        command(lost=True)
    assert on_disk(row) == before


def test_a_file_that_is_gone_is_named(w):
    row = photos.keep(makers.upload(), by=w.boss)
    plain(row)
    Path(row.file.path).unlink()
    with pytest.raises(CommandError, match="文件不在"):
        command()


def test_a_file_changed_on_disk_is_not_shown(w, client):
    row = photos.keep(makers.upload(), by=w.boss)
    path = Path(row.file.path)
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    client.force_login(w.boss)
    client.raise_request_exception = False
    assert shown(client, row).status_code == 404


def test_no_file_in_evidence_lies_outside_the_sealed_storage():
    fields = [field for field in Attachment._meta.get_fields() if hasattr(field, "storage")]
    assert [field.name for field in fields if type(field.storage).__name__ != "SealedStorage"] == []
    assert conf.FILE_UPLOAD_HANDLERS[-1] == "core.uploads.SealedTemporaryUploadHandler"


def test_pictures_of_a_demonstration_lie_sealed_as_all_others():
    stored = demo_photos.store(0, False)
    for name in ("file", "thumbnail"):
        path = Attachment._meta.get_field(name).storage.path(stored[name])
        assert sealed_files.is_sealed(Path(path).read_bytes()[: sealed_files.HEAD])


def test_a_full_disk_ends_the_run_and_names_no_file_as_gone(w, monkeypatch):
    row = photos.keep(makers.upload(), by=w.boss)
    plain(row)

    def full(*args, **options):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("core.sealed_files.tempfile.mkstemp", full)
    with pytest.raises(OSError, match="No space left"):
        command()
