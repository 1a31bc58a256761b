"""Scans and recordings as offices and phones make them, and files that only pretend."""

import io
import wave

from django.core.files.uploadedfile import SimpleUploadedFile
from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, TextStringObject

N = NameObject


def pdf(pages=3, root=None, password=None):
    """Bytes of a PDF; `root` gives what stands in its catalogue beside the pages."""
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(595, 842)
    if root:
        writer._root_object.update(root)
    if password is not None:
        writer.encrypt(password, algorithm="AES-256")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def acting(kind="/JavaScript"):
    act = DictionaryObject({N("/S"): N(kind), N("/JS"): TextStringObject("app.alert(1)")})
    return {N("/OpenAction"): act}


def carrying():
    return {N("/Names"): DictionaryObject({N("/EmbeddedFiles"): DictionaryObject({N("/Names"): ArrayObject()})})}


def wav(seconds=2):
    out = io.BytesIO()
    with wave.open(out, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(b"\1\2" * 8000 * seconds)
    return out.getvalue()


def mp3(frames=100, tag=True):
    """128 kbit/s at 44.1 kHz: 417 bytes and 26 milliseconds a frame."""
    head = b"ID3\4\0\0\0\0\0\x0a" + b"\0" * 10 if tag else b""
    return head + (b"\xff\xfb\x90\0" + b"\x55" * 413) * frames


def amr(frames=150):
    return b"#!AMR\n" + (b"\x3c" + b"\x33" * 31) * frames


def ogg(seconds=3, ended=True):
    head = b"OpusHead\1\1" + (312).to_bytes(2, "little") + (48000).to_bytes(4, "little") + b"\0\0\0"
    sound = bytes(200)
    return _page(0, 2, head) + _page(312 + 48000 * seconds, 4 if ended else 0, sound)


def _page(position, flags, data):
    return b"OggS\0" + bytes([flags]) + position.to_bytes(8, "little") + bytes(12) + bytes([1, len(data)]) + data


def box(name, data):
    return (len(data) + 8).to_bytes(4, "big") + name + data


def m4a(seconds=5, track=b"soun"):
    head = bytes(12) + (1000).to_bytes(4, "big") + (seconds * 1000).to_bytes(4, "big") + bytes(80)
    handler = box(b"hdlr", bytes(8) + track + bytes(12))
    moov = box(b"moov", box(b"mvhd", head) + box(b"trak", box(b"mdia", handler)))
    return box(b"ftyp", b"M4A \0\0\0\0M4A mp42") + box(b"mdat", bytes(500)) + moov


def sent(data, name):
    return SimpleUploadedFile(name, data, "application/octet-stream")
