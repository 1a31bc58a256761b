"""Files sealed chunk by chunk: whole, cut, changed, moved; read in parts; renewed; as temporary files of uploads."""

import io
import os
import tracemalloc
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.test import RequestFactory

from core import cipher
from core.sealed_files import CHUNK, HEAD, TAG, Opened, SealedStorage, opened, sealed
from core.uploads import SealedTemporaryUploadHandler

OLD, NEW = b"o" * 32, b"n" * 32
SIZES = (0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 3 * CHUNK + 7)


@pytest.fixture(autouse=True)
def keys(settings):
    settings.DATA_KEYS = [OLD]


@pytest.fixture
def storage(tmp_path):
    return SealedStorage(location=tmp_path)


def seal(data):
    return b"".join(sealed([data]))


def read(kept):
    return opened(io.BytesIO(kept)).read()


@pytest.mark.parametrize("size", SIZES)
def test_what_was_sealed_is_read_as_it_was(size):
    data = os.urandom(size)
    kept = seal(data)
    assert read(kept) == data
    assert Opened(io.BytesIO(kept)).size == size


def test_pieces_of_any_size_give_the_same_and_the_same_data_never_look_the_same():
    data = os.urandom(2 * CHUNK + 5)
    assert read(b"".join(sealed(data[at : at + 1000] for at in range(0, len(data), 1000)))) == data
    assert seal(data)[HEAD:] != seal(data)[HEAD:]
    assert data[:40] not in seal(data)


def test_it_is_read_from_anywhere_as_pictures_are():
    data = os.urandom(3 * CHUNK)
    stream = opened(io.BytesIO(seal(data)))
    for at, count in ((CHUNK - 3, 9), (5, 2), (2 * CHUNK, CHUNK), (0, 1)):
        stream.seek(at)
        assert stream.read(count) == data[at : at + count]
    assert stream.seek(-4, io.SEEK_END) == len(data) - 4
    assert stream.read() == data[-4:]


@pytest.mark.parametrize(
    "harm",
    [
        lambda kept: kept[:-1],
        lambda kept: kept[: -(CHUNK + TAG)],
        lambda kept: kept[: HEAD + CHUNK + TAG],
        lambda kept: kept[:HEAD],
        lambda kept: kept[: HEAD + 9] + bytes([kept[HEAD + 9] ^ 1]) + kept[HEAD + 10 :],
        lambda kept: kept[:HEAD] + kept[HEAD + CHUNK + TAG : HEAD + 2 * (CHUNK + TAG)] + kept[HEAD + CHUNK + TAG :],
        lambda kept: kept[: HEAD - 1] + b"x" + kept[HEAD:],
        lambda kept: kept + kept[-20:],
    ],
)
def test_what_was_cut_changed_moved_or_added_to_does_not_open(harm):
    with pytest.raises(cipher.Tampered):
        read(harm(seal(os.urandom(3 * CHUNK))))


def test_a_lost_key_is_named(settings):
    kept = seal(b"x")
    settings.DATA_KEYS = [NEW]
    with pytest.raises(cipher.KeyLost, match="不在"):
        read(kept)


def test_the_storage_keeps_nothing_in_the_clear_and_tells_the_size_of_the_plain_file(storage):
    name = storage.save("a/scan.png", ContentFile("卞秘安".encode() * 50_000))
    assert "卞秘安".encode() not in Path(storage.path(name)).read_bytes()
    with storage.open(name) as kept:
        assert kept.read() == "卞秘安".encode() * 50_000
    assert storage.size(name) == 9 * 50_000


def test_a_plain_file_from_before_is_read_and_sealed_when_renewed(storage, tmp_path):
    (tmp_path / "old.png").write_bytes(b"plain")
    (tmp_path / "old.png").chmod(0o640)
    assert storage.key_of("old.png") == ""
    with storage.open("old.png") as kept:
        assert kept.read() == b"plain"
    storage.renew("old.png")
    assert b"plain" not in (tmp_path / "old.png").read_bytes()
    assert storage.open("old.png").read() == b"plain"
    assert (tmp_path / "old.png").stat().st_mode & 0o777 == 0o640
    assert os.listdir(tmp_path) == ["old.png"]


def test_a_renewed_file_opens_without_the_old_key_and_one_being_read_reads_on(storage, settings):
    data = os.urandom(2 * CHUNK)
    name = storage.save("a.png", ContentFile(data))
    reader = storage.open(name)
    settings.DATA_KEYS = [NEW, OLD]
    storage.renew(name)
    assert reader.read() == data
    settings.DATA_KEYS = [NEW]
    assert storage.open(name).read() == data


def test_a_file_that_does_not_open_stays_as_it_was(storage, settings, tmp_path):
    name = storage.save("a.png", ContentFile(b"x" * 99))
    (tmp_path / name).write_bytes((tmp_path / name).read_bytes()[:-1])
    before = (tmp_path / name).read_bytes()
    settings.DATA_KEYS = [NEW, OLD]
    with pytest.raises(cipher.Tampered):
        storage.renew(name)
    assert (tmp_path / name).read_bytes() == before
    assert os.listdir(tmp_path) == ["a.png"]


def test_thirty_megabytes_are_sealed_and_renewed_in_a_few_chunks_of_memory(storage, settings):
    source = io.BytesIO(bytes(30 * 2**20))
    tracemalloc.start()
    name = storage.save("scan.bin", _File(source))
    settings.DATA_KEYS = [NEW, OLD]
    storage.renew(name)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 2 * 2**20


class _File(ContentFile):
    """A file that is read in pieces."""

    def __init__(self, stream):
        super().__init__(b"")
        self.file = stream


def test_the_temporary_file_of_an_upload_is_sealed(monkeypatch, settings):
    written = []
    import core.uploads

    class Watched(io.BytesIO):
        def write(self, data):
            written.append(bytes(data))
            return super().write(data)

        def writelines(self, lines):
            for line in lines:
                self.write(line)

    monkeypatch.setattr(core.uploads.tempfile, "TemporaryFile", lambda dir: Watched())
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 10
    upload = ContentFile("卞秘安的照片".encode() * 20_000, name="scan.png")
    request = RequestFactory().post("/", {"file": upload})
    taken = request.FILES["file"]
    assert not isinstance(request.upload_handlers[-1], TemporaryFileUploadHandler)
    assert isinstance(request.upload_handlers[-1], SealedTemporaryUploadHandler)
    assert written and "卞秘安".encode() not in b"".join(written)
    assert taken.read() == "卞秘安的照片".encode() * 20_000 == b"".join(taken.chunks())
    assert taken.size == len("卞秘安的照片".encode()) * 20_000 and taken.name == "scan.png"
