"""A register (台账) as a paper of its own: landscape A4, the head of the table repeated on every page."""

import io

from . import paint, tables
from .grid import HEIGHT, PITCH, WIDTH
from .render import to_pdf
from .titles import title_lines

TURNED_WIDTH, TURNED_HEIGHT = HEIGHT, WIDTH  # the type area, turned


PAGES_A_TIME = 20


def register(title, rows, fonts, *, head=1, told=None):
    """(PDF bytes, number of pages) of a register; raises MissingGlyphs, ValueError (Chinese) when it has no rows.

    `told(pages painted, pages)` hears how far a long one is.
    """
    rows = tables.even(rows)
    if len(rows) <= head:
        raise ValueError("台账没有可以打印的内容")
    words = title + "".join(map("".join, rows))
    fonts.check(words)
    titles = title_lines(title, int(TURNED_WIDTH / WIDTH * 20))
    lower = (len(titles) + 0.5) * PITCH
    pages = []
    for part in tables.groups(rows, head, TURNED_WIDTH, fonts):
        first = TURNED_HEIGHT - (0 if pages else lower)
        for chunk in tables.chunks(part, first, TURNED_HEIGHT):
            pages.append(_page(len(pages) + 1, part, chunk, [] if pages else titles, lower, fonts))
    parts = []
    for at in range(0, len(pages), PAGES_A_TIME):
        parts.append(to_pdf("".join(pages[at : at + PAGES_A_TIME]), title, fonts, words))
        if told:
            told(min(at + PAGES_A_TIME, len(pages)), len(pages))
    return parts[0] if len(parts) == 1 else _joined(parts), len(pages)


def _joined(parts):
    from pypdf import PdfReader, PdfWriter

    out, buffer = PdfWriter(), io.BytesIO()
    for data in parts:
        out.append(PdfReader(io.BytesIO(data)))
    out.write(buffer)
    return buffer.getvalue()


def _page(number, part, chunk, titles, lower, fonts):
    top = lower if titles else 0
    pieces = [paint.title(text, n * PITCH, 22, fonts) for n, text in enumerate(titles)]
    pieces.append(f'<div class="tb" style="top:{top:.4f}mm">{tables.paint(part, chunk, fonts)}</div>')
    pieces.append(paint.page_number(number, TURNED_HEIGHT))
    return f'<div class="pg wide">{"".join(pieces)}</div>'
