"""Painting pages into a PDF with WeasyPrint; the fonts are cut to the paper's characters first."""

import html
import io
import tempfile
from pathlib import Path

import uharfbuzz as hb

from circulars.fonts import ROLES
from circulars.fonts.build import cut

from . import paint
from .pages import set_pages, text_of

_faces = {}


def render(document, fonts):
    """(PDF bytes, number of pages) of a document; raises MissingGlyphs."""
    pages = set_pages(document, fonts)
    body = "".join(paint.page(page.pieces) for page in pages)
    return to_pdf(body, document.title.replace("\n", ""), fonts, text_of(document)), len(pages)


def to_pdf(body, title, fonts, text):
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    with tempfile.TemporaryDirectory() as folder:
        config = FontConfiguration()
        urls = small_fonts(fonts, set(text) | set("— \u30000123456789扫码验真"), Path(folder))
        style = CSS(string=paint.css(fonts, urls), font_config=config)
        page = f'<html lang="zh-CN"><head><title>{html.escape(title)}</title></head><body>{body}</body></html>'
        return HTML(string=page).write_pdf(stylesheets=[style], font_config=config)


def small_fonts(fonts, chars, folder):
    """Cut every role to the characters in use; returns role → file address."""
    urls = {}
    for role in ROLES:
        path = folder / f"{role}.font"
        path.write_bytes(cut(_face(fonts, role), {c for c in chars if c in fonts.chars[role]}))
        urls[role] = path.as_uri()
    return urls


def _face(fonts, role):
    key = (str(fonts.folder), role, (fonts.folder / "fonts.json").stat().st_mtime_ns)
    if key not in _faces:
        _faces[key] = hb.Face(hb.Blob.from_file_path(str(fonts.folder / f"{role}.font")))
    return _faces[key]


def merge(parts):
    """One file of several papers, each starting on an odd page (a blank page is put before it where needed)."""
    from pypdf import PdfReader, PdfWriter

    out = PdfWriter()
    for data in parts:
        if len(out.pages) % 2:
            out.add_blank_page()
        out.append(PdfReader(io.BytesIO(data)))
    buffer = io.BytesIO()
    out.write(buffer)
    return buffer.getvalue()
