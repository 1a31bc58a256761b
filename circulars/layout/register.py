"""A register (台账) as a paper of its own: landscape A4, the head of the table repeated on every page."""

from . import paint, tables
from .grid import HEIGHT, PITCH, WIDTH
from .render import to_pdf
from .titles import title_lines

TURNED_WIDTH, TURNED_HEIGHT = HEIGHT, WIDTH  # the type area, turned


def register(title, rows, fonts, *, head=1):
    """(PDF bytes, number of pages) of a register; raises MissingGlyphs, ValueError (Chinese) when it has no rows."""
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
    return to_pdf("".join(pages), title, fonts, words), len(pages)


def _page(number, part, chunk, titles, lower, fonts):
    top = lower if titles else 0
    pieces = [paint.title(text, n * PITCH, 22, fonts) for n, text in enumerate(titles)]
    pieces.append(f'<div class="tb" style="top:{top:.4f}mm">{tables.paint(part, chunk, fonts)}</div>')
    pieces.append(paint.page_number(number, TURNED_HEIGHT))
    return f'<div class="pg wide">{"".join(pieces)}</div>'
