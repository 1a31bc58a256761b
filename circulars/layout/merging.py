"""Many papers in one file for the printing house, each starting on an odd page.

The papers go into the file one by one and only the places of their objects are kept, so that thousands of papers need no
more memory than one.
"""

import io

BLANK = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595.275590 841.889764] /Resources << >> >>"
NOT_COPIED = ("/Parent", "/StructParents")


class Merger:
    """Writes papers into a stream opened for writing; `close` ends the file."""

    def __init__(self, stream):
        self.stream, self.at = stream, 0
        self.places = {}  # number of an object → where it begins
        self.next = 3  # 1 is the catalog, 2 the list of pages
        self.pages = []
        self._write(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")

    def add(self, data):
        """One paper; a blank page is put before it where the last one ended on an odd page."""
        from pypdf import PdfReader

        if len(self.pages) % 2:
            self.pages.append(self._object(self._new(), BLANK))
        copied = _Copied(self)
        for page in PdfReader(io.BytesIO(data)).pages:
            self.pages.append(copied.page(page))
        copied.rest()

    def close(self):
        kids = b" ".join(b"%d 0 R" % number for number in self.pages)
        self._object(1, b"<< /Type /Catalog /Pages 2 0 R >>")
        self._object(2, b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(self.pages), kids))
        start = self.at
        self._write(b"xref\n0 %d\n0000000000 65535 f \n" % self.next)
        for number in range(1, self.next):
            self._write(b"%010d 00000 n \n" % self.places[number])
        self._write(b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (self.next, start))

    def _new(self):
        self.next += 1
        return self.next - 1

    def _object(self, number, body):
        self.places[number] = self.at
        self._write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
        return number

    def _write(self, data):
        self.stream.write(data)
        self.at += len(data)


class _Copied:
    """The objects of one paper under their new numbers."""

    def __init__(self, merger):
        self.merger, self.numbers, self.waiting = merger, {}, []

    def page(self, page):
        from pypdf.generic import DictionaryObject, IndirectObject, NameObject

        new = DictionaryObject({name: value for name, value in page.items() if name not in NOT_COPIED})
        number = self.merger._new()
        body = self._body(new)
        parent = DictionaryObject({NameObject("/Parent"): IndirectObject(2, 0, None)})
        return self.merger._object(number, _bytes(parent)[:-2].rstrip() + b"\n" + body.lstrip()[2:])

    def rest(self):
        """Everything the pages name, and what that names."""
        while self.waiting:
            number, reference = self.waiting.pop()
            self.merger._object(number, self._body(reference.get_object()))

    def _body(self, value):
        return _bytes(self._renumbered(value))

    def _renumbered(self, value):
        """A copy whose references have the new numbers; what they name waits to be written."""
        from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, StreamObject

        if isinstance(value, IndirectObject):
            return IndirectObject(self._number(value), 0, None)
        if isinstance(value, ArrayObject):
            return ArrayObject(self._renumbered(item) for item in value)
        if isinstance(value, DictionaryObject):
            new = StreamObject() if isinstance(value, StreamObject) else DictionaryObject()
            for name, item in value.raw_items() if hasattr(value, "raw_items") else dict.items(value):
                new[name] = self._renumbered(item)
            if isinstance(value, StreamObject):
                new._data = value._data
            return new
        return value

    def _number(self, reference):
        if reference.idnum not in self.numbers:
            self.numbers[reference.idnum] = self.merger._new()
            self.waiting.append((self.numbers[reference.idnum], reference))
        return self.numbers[reference.idnum]


def _bytes(value):
    out = io.BytesIO()
    value.write_to_stream(out)
    return out.getvalue()


def merge_into(stream, parts):
    """Write papers, given as bytes one after the other, into a stream; returns the number of pages."""
    merger = Merger(stream)
    for data in parts:
        merger.add(data)
    merger.close()
    return len(merger.pages)


def merge(parts):
    """Bytes of one file of a few papers."""
    out = io.BytesIO()
    merge_into(out, parts)
    return out.getvalue()
