"""Files sealed at rest, chunk by chunk, so that a large one is written and read without being held in memory whole.

A sealed file reads `f1:<key>:`, a salt, then chunks of AES-256-GCM ciphertext. Each file has a key of its own, derived from
the named one of `settings.DATA_KEYS` and the salt. A chunk's nonce is its number and whether it is the last: chunks that are
changed, left out, moved or cut off do not open (the STREAM construction of Hoang, Reyhanitabar, Rogaway and Vizár, 2015).
"""

import io
import os
import tempfile
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.core.files.base import File
from django.core.files.storage import FileSystemStorage
from django.utils.deconstruct import deconstructible

from . import cipher
from .errors import Refused

MARK, SALT, CHUNK, TAG = b"f1:", 16, 64 * 1024, 16  # bytes
HEAD = len(MARK) + cipher.KEY_NAME + 1 + SALT


class FileKeyLost(cipher.KeyLost, OSError):
    """Whoever expects that a file may fail to be read need not know that it was sealed."""


class FileTampered(cipher.Tampered, OSError):
    """See above."""


def _cipher(head):
    """The cipher of a file by its head; KeyLost when its key is not at hand."""
    name, salt = head[len(MARK) : len(MARK) + cipher.KEY_NAME].decode(errors="replace"), head[-SALT:]
    if name not in cipher.ring():
        raise FileKeyLost(name)
    return AESGCM(cipher.file_key(name, salt))


def _nonce(number, last):
    return number.to_bytes(11, "big") + bytes([last])


class Sealer:
    """Makes a sealed file from pieces of the plain one: `head`, what `add` gives for each piece, and `end`."""

    def __init__(self):
        self.head = MARK + cipher.newest().encode() + b":" + os.urandom(SALT)
        self.cipher, self.held, self.number = _cipher(self.head), bytearray(), 0

    def add(self, piece):
        """The chunks that are now full; one is always kept back, for the last is told apart."""
        self.held += piece
        while len(self.held) > CHUNK:
            yield self.cipher.encrypt(_nonce(self.number, False), bytes(self.held[:CHUNK]), None)
            del self.held[:CHUNK]
            self.number += 1

    def end(self):
        return self.cipher.encrypt(_nonce(self.number, True), bytes(self.held), None)


def sealed(pieces):
    """The bytes of a sealed file, chunk by chunk, from those of the plain one in pieces of any size."""
    sealer = Sealer()
    yield sealer.head
    for piece in pieces:
        yield from sealer.add(piece)
    yield sealer.end()


def is_sealed(head):
    return head[: len(MARK)] == MARK and len(head) == HEAD


class Opened(io.RawIOBase):
    """The plain bytes of a sealed file, opened where they are read. Raises cipher.KeyLost, or cipher.Tampered on reading."""

    def __init__(self, stream):
        self.stream, self.at, self.kept = stream, 0, (-1, b"")
        stream.seek(0)
        self.cipher = _cipher(stream.read(HEAD))
        self.size = plain_size(stream.seek(0, io.SEEK_END))

    def readable(self):
        return True

    def seekable(self):
        return True

    def tell(self):
        return self.at

    def seek(self, offset, whence=io.SEEK_SET):
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self.at, io.SEEK_END: self.size}[whence]
        self.at = max(0, start + offset)
        return self.at

    def readinto(self, into):
        if self.at >= self.size and self.size:
            return 0
        number, skip = divmod(self.at, CHUNK)
        piece = self._chunk(number)[skip : skip + len(into)]
        into[: len(piece)] = piece
        self.at += len(piece)
        return len(piece)

    def _chunk(self, number):
        if self.kept[0] != number:
            self.stream.seek(HEAD + number * (CHUNK + TAG))
            last = (number + 1) * CHUNK >= self.size
            try:
                self.kept = number, self.cipher.decrypt(_nonce(number, last), self.stream.read(CHUNK + TAG), None)
            except InvalidTag as error:
                raise FileTampered() from error
        return self.kept[1]

    def close(self):
        if not self.closed:
            self.stream.close()
        super().close()


def plain_size(size):
    """Bytes of the plain file in a sealed one of that size; Tampered when it is none."""
    body = size - HEAD
    if body < TAG:
        raise FileTampered()
    return body - TAG * -(-body // (CHUNK + TAG))


def opened(stream):
    """A reader of the plain bytes of a stream, sealed or from before files were sealed."""
    head = stream.read(HEAD)
    stream.seek(0)
    return io.BufferedReader(Opened(stream), CHUNK) if is_sealed(head) else stream


def read_whole(stored, what="文件"):
    """The bytes of a small stored file (a FieldFile); Refused when it is gone, without its key or changed on disk."""
    try:
        with stored.open("rb") as stream:
            return stream.read()
    except (OSError, cipher.Locked) as error:
        raise Refused(f"{what}读不出来，请联系管理员从备份恢复") from error


class _Sealing(File):
    """A file whose chunks come out sealed. It has no path of its own, so that it is never moved into place as it lies."""

    def chunks(self, chunk_size=None):
        return sealed(self.file.chunks(CHUNK))


class _Kept(File):
    """A stored file; opened again it is read through its storage again, never as it lies on disk."""

    def __init__(self, storage, name):
        super().__init__(storage.stream(name), name)
        self.storage = storage

    def open(self, mode=None, *args, **kwargs):
        if self.closed:
            self.file = self.storage.stream(self.name)
        else:
            self.seek(0)
        return self


@deconstructible(path="core.sealed_files.SealedStorage")
class SealedStorage(FileSystemStorage):
    """Files below MEDIA_ROOT: plain for whoever saves and opens them, sealed on disk."""

    def _save(self, name, content):
        return super()._save(name, _Sealing(content, name))

    def _open(self, name, mode="rb"):
        if mode != "rb":
            raise ValueError("sealed files are only read and replaced")
        return _Kept(self, name)

    def stream(self, name):
        """The plain bytes of a file, to be read."""
        stream = Path(self.path(name)).open("rb")
        try:
            return opened(stream)
        except BaseException:
            stream.close()
            raise

    def size(self, name):
        with self.open(name) as stored:
            return stored.seek(0, io.SEEK_END)

    def key_of(self, name):
        """The name of the key a file was sealed with; "" of a plain one."""
        with Path(self.path(name)).open("rb") as stream:
            head = stream.read(HEAD)
        return head[len(MARK) : len(MARK) + cipher.KEY_NAME].decode(errors="replace") if is_sealed(head) else ""

    def renew(self, name):
        """Seal a file anew, in its place, with the newest key; whoever reads it meanwhile reads on. Done again it does nothing.

        Raises cipher.Locked when it does not open, FileNotFoundError when it is gone; it then stays as it was.
        """
        if self.key_of(name) == cipher.newest():
            return
        path = Path(self.path(name))
        handle, beside = tempfile.mkstemp(dir=path.parent, prefix=".sealing-")
        try:
            with path.open("rb") as stream, os.fdopen(handle, "wb") as out:
                plain = opened(stream)
                out.writelines(sealed(iter(lambda: plain.read(CHUNK), b"")))
                out.flush()
                os.fsync(out.fileno())
            Path(beside).chmod(path.stat().st_mode)
            Path(beside).replace(path)
        except BaseException:
            Path(beside).unlink(missing_ok=True)
            raise
