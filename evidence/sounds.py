"""Looking into a recording: which of the kinds phones and recorders write, whole or cut off, how long.

Every kind is walked from its first to its last part, for a name and a head are easily borrowed.
"""

import io

from .pictures import Unfit

SUFFIXES, LABEL = ("m4a", "mp3", "amr", "wav", "ogg", "oga", "opus"), "录音"
CUT, BROKEN = "没有传完整，请重新上传", "已损坏，不能播放，请用原设备重新导出后再传"
HEARD = {"audio/mp4", "audio/mpeg", "audio/wav", "audio/ogg"}  # what browsers play; AMR they do not
SLACK = 4096  # bytes that writers leave between a tag and the first frame, and after the last


def kind_of(head):
    """The walker of the kind whose bytes these are; None when they are no recording."""
    if head[:4] == b"RIFF" and head[8:12] == b"WAVE":
        return _wav
    if head[:4] == b"OggS":
        return _ogg
    if head[:6] in (b"#!AMR\n", b"#!AMR-"):
        return _amr
    if head[4:8] == b"ftyp":
        return _m4a
    return _mp3 if head[:3] == b"ID3" or _frame(head[:4]) else None


def is_one(head):
    return kind_of(head) is not None


def look(stream):
    """Facts of an attachment; raises Unfit with the reason."""
    stream.seek(0)
    walk, size = kind_of(stream.read(64)), stream.seek(0, io.SEEK_END)
    mime, seconds = walk(stream, size)
    if seconds <= 0:
        raise Unfit("里面没有声音")
    return {"mime": mime, "seconds": max(1, round(seconds))}


def _read(stream, at, count):
    stream.seek(at)
    data = stream.read(count)
    if len(data) < count:
        raise Unfit(CUT)
    return data


def _wav(stream, size):
    """Chunks: the form of the sound, then the sound. A recorder that was switched off leaves the length open."""
    at, rate = 12, 0
    while at + 8 <= size:
        head = _read(stream, at, 8)
        length = int.from_bytes(head[4:], "little")
        if head[:4] == b"fmt ":
            rate = int.from_bytes(_read(stream, at + 8, 16)[8:12], "little")
        if head[:4] == b"data":
            length = size - at - 8 if length in (0, 0xFFFFFFFF) else length
            if not rate:
                raise Unfit(BROKEN)
            if at + 8 + length > size:
                raise Unfit(CUT)
            return "audio/wav", length / rate
        at += 8 + length + length % 2
    raise Unfit(CUT)


def _ogg(stream, size):
    """Pages, the last of which is marked; the first holds the codec, each the position in samples."""
    at, rate, skip, last, ended = 0, 0, 0, 0, False
    while at < size:
        head = _read(stream, at, 27)
        if head[:4] != b"OggS":
            raise Unfit(BROKEN)
        lengths = _read(stream, at + 27, head[26])
        if at == 0:
            rate, skip = _codec(_read(stream, 27 + head[26], sum(lengths)))
        position = int.from_bytes(head[6:14], "little", signed=True)
        last, ended = max(last, position), bool(head[5] & 4)
        at += 27 + head[26] + sum(lengths)
    if at > size or not ended:
        raise Unfit(CUT)
    return "audio/ogg", (last - skip) / rate


def _codec(packet):
    """(samples a second, samples before the first that is heard)"""
    if packet[:8] == b"OpusHead" and len(packet) >= 12:
        return 48000, int.from_bytes(packet[10:12], "little")
    if packet[:7] == b"\x01vorbis" and len(packet) >= 16 and (rate := int.from_bytes(packet[12:16], "little")):
        return rate, 0
    raise Unfit("不是录音，请选择 m4a、mp3、amr、wav 或 ogg 录音")


NARROW = (12, 13, 15, 17, 19, 20, 26, 31, 5, 6, 5, 5, None, None, None, 0)  # bytes of a frame by its type
WIDE = (17, 23, 32, 36, 40, 46, 50, 58, 60, 5, None, None, None, None, 0, 0)


def _amr(stream, size):
    """Frames of 20 milliseconds."""
    wide = _read(stream, 0, 6) == b"#!AMR-"
    if wide and _read(stream, 0, 9) != b"#!AMR-WB\n":
        raise Unfit(BROKEN)
    at, count, lengths = (9 if wide else 6), 0, WIDE if wide else NARROW
    stream.seek(at)
    data = stream.read()
    at = 0
    while at < len(data):
        length = lengths[data[at] >> 3 & 15]
        if length is None or data[at] & 0x83:
            raise Unfit(BROKEN)
        at, count = at + 1 + length, count + 1
    if at > len(data):
        raise Unfit(CUT)
    return "audio/amr", count / 50


def _boxes(stream, at, end):
    """(name, where its content begins, where it ends) of the boxes in a span of an MP4 file."""
    while at < end:
        head = _read(stream, at, 8)
        length, start = int.from_bytes(head[:4], "big"), at + 8
        if length == 1:
            length, start = int.from_bytes(_read(stream, at + 8, 8), "big"), at + 16
        length = length or end - at
        if at + length > end:
            raise Unfit(CUT)
        if length < start - at:
            raise Unfit(BROKEN)
        yield head[4:], start, at + length
        at += length


def _m4a(stream, size):
    """Boxes; the sound and, at the very end when a phone writes it, the table that finds it."""
    found = {name: span for name, *span in _boxes(stream, 0, size)}
    if b"moov" not in found or b"mdat" not in found:
        raise Unfit(CUT)
    seconds, tracks = 0, set()
    for name, start, end in _boxes(stream, *found[b"moov"]):
        if name == b"mvhd":
            seconds = _length(_read(stream, start, min(end - start, 32)))
        if name == b"trak":
            tracks.add(_track(stream, start, end))
    if b"vide" in tracks:
        raise Unfit("是录像，请只上传录音，录像刻盘后按实物登记")
    if b"soun" not in tracks:
        raise Unfit("里面没有声音")
    return "audio/mp4", seconds


def _length(head):
    """Seconds by a movie's head, whose numbers are short or long."""
    if len(head) < 32:
        raise Unfit(BROKEN)
    scale, length = (head[20:24], head[24:32]) if head[0] == 1 else (head[12:16], head[16:20])
    return int.from_bytes(length, "big") / max(1, int.from_bytes(scale, "big"))


def _track(stream, start, end):
    """What a track holds: b"soun", b"vide" …"""
    for name, first, last in _boxes(stream, start, end):
        if name == b"mdia":
            for inner, at, _ in _boxes(stream, first, last):
                if inner == b"hdlr":
                    return _read(stream, at, 12)[8:12]
    return b""


RATES = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}
LOUD = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)  # kbit/s of MPEG 1 layer III
LOW = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)  # of MPEG 2 and 2.5


def _frame(head):
    """(bytes, seconds) of an MP3 frame by its head; None when it is none."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE6 != 0xE2:
        return None
    version, rate, power = head[1] >> 3 & 3, head[2] >> 2 & 3, head[2] >> 4
    if version == 1 or rate == 3 or power in (0, 15):
        return None
    hertz, samples = RATES[version][rate], 1152 if version == 3 else 576
    bits = (LOUD if version == 3 else LOW)[power] * 1000
    return samples // 8 * bits // hertz + (head[2] >> 1 & 1), samples / hertz


def _mp3(stream, size):
    """A tag, then frame after frame; a tag may follow."""
    head = _read(stream, 0, 10)
    at = 0
    if head[:3] == b"ID3":
        at = 10 + sum((byte & 127) << 7 * (3 - place) for place, byte in enumerate(head[6:10]))
    at, count, seconds = _first(stream, at), 0, 0.0
    while at + 4 <= size and (frame := _frame(_read(stream, at, 4))):
        at, count, seconds = at + frame[0], count + 1, seconds + frame[1]
    if at > size:
        raise Unfit(CUT)
    if count < 4 or size - at > SLACK and _read(stream, at, 3) not in (b"TAG", b"APE", b"LYR", b"ID3"):
        raise Unfit(BROKEN)
    return "audio/mpeg", seconds


def _first(stream, at):
    """Where the first frame begins, behind what a writer left after its tag."""
    stream.seek(at)
    data = stream.read(SLACK)
    for place in range(max(0, len(data) - 3)):
        if frame := _frame(data[place : place + 4]):
            following = data[place + frame[0] : place + frame[0] + 4]
            if len(following) < 4 or _frame(following):
                return at + place
    raise Unfit(CUT if not data else BROKEN)
