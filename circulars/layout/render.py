"""Painting pages into a PDF with WeasyPrint."""

import html

from . import paint, press
from .pages import set_pages, text_of


def render(document, fonts):
    """(PDF bytes, number of pages) of a document; raises MissingGlyphs."""
    pages = set_pages(document, fonts)
    body = "".join(paint.page(page.pieces) for page in pages)
    return to_pdf(body, document.title.replace("\n", ""), fonts, text_of(document)), len(pages)


def to_pdf(body, title, fonts, text):
    from weasyprint import HTML

    with press.LOCK:
        ready = press.ready(fonts, text)
        return HTML(string=page_of(body, title)).write_pdf(stylesheets=[ready.style], font_config=ready.config)


def page_of(body, title):
    return f'<html lang="zh-CN"><head><title>{html.escape(title)}</title></head><body>{body}</body></html>'


def warm(documents, fonts):
    """Cut the faces once for many papers before they are printed one by one."""
    with press.LOCK:
        press.ready(fonts, "".join(map(text_of, documents)))
