"""Looking into a PDF: whole, without a password, with nothing in it that acts by itself; its pages as pictures."""

import io
import logging
from threading import Lock

from PIL import Image

from .pictures import Unfit

MIME, SUFFIXES, LABEL = "application/pdf", ("pdf",), "PDF"
MARK, HEAD, TAIL = b"%PDF-", 1024, 2048
MOST_PAGES, MOST_OBJECTS = 1000, 300_000
WIDEST, TALLEST = 1240, 2200  # pixels of a shown page
# what a paper does by itself or carries along: scripts, programs started, forms sent, files and films inside
ACTING = {"/JS", "/JavaScript", "/AA", "/XFA", "/EmbeddedFiles", "/EF", "/RichMediaContent"}
ACTS = {"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/Rendition", "/GoToE"}
_one_at_a_time = Lock()  # the library that paints pages bears no second thread


def is_one(head):
    return MARK in head[:HEAD]


def look(stream):
    """Facts of an attachment; raises Unfit with the reason."""
    _whole(stream)
    return {"mime": MIME, "pages": _pages(stream)}


def _whole(stream):
    size = stream.seek(0, io.SEEK_END)
    stream.seek(max(0, size - TAIL))
    if b"%%EOF" not in stream.read():
        raise Unfit("没有传完整，请重新上传")
    stream.seek(0)


def _pages(stream):
    from pypdf import PdfReader

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = PdfReader(stream)
        if reader.is_encrypted:
            raise Unfit("设了密码或使用限制，请去掉密码，或重新扫描后再传")
        count = len(reader.pages)
        if acting := _acting(reader):
            raise Unfit(f"带有{acting}，不能作为证据保存，请打印后重新扫描，或另存为不带脚本的 PDF")
    except Unfit:
        raise
    except Exception:  # broken papers fail in as many ways as there are programs that write them
        raise Unfit("已损坏，打不开，请重新扫描或另存后再传") from None
    if not 0 < count <= MOST_PAGES:
        raise Unfit(f"有 {count} 页，一份最多 {MOST_PAGES} 页，请拆开再传" if count else "里面没有一页内容")
    return count


def _acting(reader):
    """What in the paper would act by itself, in words; every object is looked at, whether a page shows it or not."""
    from pypdf.generic import IndirectObject, StreamObject

    keys = {(number, kind) for kind, rows in reader.xref.items() for number in rows if kind != 65535}
    keys |= {(number, 0) for number in reader.xref_objStm}
    if len(keys) > MOST_OBJECTS:
        raise Unfit("内容过于零碎，请拆开再传")
    for number, kind in sorted(keys):
        one = reader.get_object(IndirectObject(number, kind, reader))
        if found := _in(one):
            return found
        if isinstance(one, StreamObject) and one.get("/Type") != "/ObjStm":  # a scanned page is not held to the end
            reader.resolved_objects.pop((kind, number), None)
    return ""


def _in(thing):
    """The same of one object with all that lies in it."""
    waiting = [thing]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            if one.keys() & {"/EmbeddedFiles", "/EF"}:
                return "夹在里面的文件"
            if one.keys() & ACTING or str(one.get("/S", "")) in ACTS:
                return "脚本或自动操作"
            waiting += one.values()
        elif isinstance(one, list):
            waiting += one
    return ""


def pictures(stream, first, count):
    """JPEG bytes of some pages, the first of which is number `first` (from 0)."""
    import pypdfium2

    with _one_at_a_time, pypdfium2.PdfDocument(stream) as pdf:
        return [_painted(pdf[number]) for number in range(first, min(first + count, len(pdf)))]


def _painted(page):
    width, height = page.get_size()
    scale = min(WIDEST / max(width, 1), TALLEST / max(height, 1))
    out = io.BytesIO()
    picture: Image.Image = page.render(scale=scale).to_pil()
    picture.convert("RGB").save(out, "JPEG", quality=82)
    return out.getvalue()
