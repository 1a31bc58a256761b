"""Handing out a stored file piece by piece, and the span of it that a player asks for."""

import io
import re
from pathlib import Path

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.utils.http import content_disposition_header

from core.cipher import Locked

from .sounds import HEARD

INLINE = {"image/jpeg", "image/png", "image/webp", *HEARD}
PIECE = 64 * 1024
SPAN = re.compile(r"bytes=(\d*)-(\d*)$")


def answer(request, stored, mime, row, download=False):
    """Only pictures and recordings open in the page; whatever else is downloaded, and the browser guesses nothing.

    404 when the file is gone, without its key, or changed on disk where it is first read.
    """
    try:
        stream = stored.storage.open(stored.name)
        size = stream.seek(0, io.SEEK_END)
        span = span_of(request.headers.get("Range", ""), size)
        if span == ():
            stream.close()
            return _headed(HttpResponse(status=416), {"Content-Range": f"bytes */{size}"})
        first, last = span or (0, size - 1)
        part = Part(stream, first, last - first + 1)
    except (FileNotFoundError, Locked):
        raise Http404 from None
    response = StreamingHttpResponse(part, content_type=mime, status=206 if span else 200)
    name = row.name if mime == row.mime else f"{Path(row.name).stem}.jpg"
    headers = {
        "Content-Disposition": content_disposition_header(download or mime not in INLINE, name), "Accept-Ranges": "bytes",
        "Content-Length": last - first + 1, "Cache-Control": "private, max-age=3600",
    }  # fmt: skip
    return _headed(response, headers | ({"Content-Range": f"bytes {first}-{last}/{size}"} if span else {}))


def _headed(response, headers):
    for name, value in headers.items():
        response[name] = str(value)
    return response


def span_of(asked, size):
    """(first, last) byte asked for; () when there is none such, None when nothing or nothing readable was asked."""
    found = SPAN.match(asked)
    if not found or found.group() == "bytes=-":
        return None
    first, last = found.groups()
    if not first:
        return (max(0, size - int(last)), size - 1) if int(last) and size else ()
    first, last = int(first), min(int(last) if last else size - 1, size - 1)
    return (first, last) if first <= last else ()


class Part:
    """A span of an open file in pieces. The first is read at once: what does not open is known before the answer begins."""

    def __init__(self, stream, first, length):
        self.stream, self.left = stream, length
        try:
            stream.seek(first)
            self.held = stream.read(min(PIECE, length))
        except BaseException:
            stream.close()
            raise
        if length <= PIECE:  # all of it: no ended session leaves a small file open
            stream.close()

    def __iter__(self):
        while self.held:
            self.left -= len(self.held)
            yield self.held
            self.held = self.stream.read(min(PIECE, self.left)) if self.left > 0 else b""
        self.stream.close()

    def close(self):
        self.stream.close()
