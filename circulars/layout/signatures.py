"""Issuers, date and seals under the text (GB/T 9704-2012, 7.3.5); never alone on a page."""

from . import paint
from .document import cn_date
from .grid import CELL, COLS, EM, PITCH
from .lines import Line, tokens

SEAL = 42.0  # diameter of a township's seal, mm
SEAL_ROWS = 5  # rows of the grid from one row of seals to the next, so that they do not touch
RAISED = 3.0  # the middle of a seal stands above the middle of what it presses
APART = 1.0  # between neighbouring seals, mm
AFTER_DATE = 4  # characters right of a sealed paper's date


def sign(setter):
    """The signature; two rows of text go with it to the next page when it does not fit on this one."""
    document = setter.document
    if not document.issuers or not document.issued_on:
        return
    if not document.sealed:
        _place(setter, 1, len(document.issuers) + 1 + bool(document.note))
        _unsealed(setter)
    else:
        widths = [_cells(name, setter) for name in document.issuers]
        rows = in_rows(widths, _cells(cn_date(document.issued_on), setter))
        needed = (len(rows) - 1) * SEAL_ROWS + 2 + bool(document.note)
        _place(setter, 2, needed)
        _sealed(setter, rows)
    if document.note:
        setter.paragraph(f"（{document.note.strip('（）()')}）")


def rows_of(document):
    """Rows the signature takes with the blank ones above it, at the least."""
    return len(document.issuers) + 3 + bool(document.note) if document.issuers and document.issued_on else 0


def _place(setter, gap, rows):
    """Blank rows above the signature: fewer when it would not fit, and else a new page."""
    gap = gap if setter.fits(gap + rows) else 1
    if not setter.fits(gap + rows):
        setter.carry_two_rows()
    setter.text_end = (setter.row - 2) * PITCH + EM
    setter.page.gap = gap
    setter.blank(gap)


def _cells(text, setter):
    return widths_of([text], setter.advances)[0]


def widths_of(texts, advances):
    """Widths in cells."""
    return [sum(token.cells for token in tokens(text, advances)) for text in texts]


def in_rows(widths, date_width):
    """Middles (cells) of the issuers' names, row by row of at most three seals; the last name stands over the date."""
    for most in (3, 2):
        rows = [_middles(widths[at : at + most], date_width) for at in range(0, len(widths), most)]
        if all(_inside(row, widths[n * most : (n + 1) * most]) for n, row in enumerate(rows)):
            return rows
    return [_middles([width], date_width) for width in widths]


def _middles(widths, date_width):
    """The last middle over the date, the others left of it, seals and names clear of each other."""
    middle = COLS - AFTER_DATE - date_width / 2
    out = [min(middle, COLS - max(widths[-1], date_width) / 2)]
    for left, right in zip(widths[-2::-1], widths[:0:-1], strict=True):
        out.insert(0, out[0] - max((SEAL + APART) / CELL, (left + right) / 2 + 1))
    return out


def _inside(middles, widths):
    return middles[0] - max(SEAL / CELL, widths[0]) / 2 >= 0


def _sealed(setter, rows):
    """Each row of names, the date under the last name, each seal over its name."""
    names, top = iter(setter.document.issuers), 0.0
    for number, middles in enumerate(rows):
        start = setter.row
        top = top + SEAL_ROWS * PITCH if number else seal_top(start, setter.text_end)
        _side_by_side(setter, [(next(names), middle) for middle in middles])
        if number == len(rows) - 1:
            _side_by_side(setter, [(cn_date(setter.document.issued_on), middles[-1])])
        else:
            setter.row = start + SEAL_ROWS
        _stamp(setter, middles, top)


def _side_by_side(setter, parts):
    """Texts in one row, each around its middle (cells from the left edge)."""
    for number, (text, middle) in enumerate(parts):
        setter.row -= number > 0
        row = Line(max(0, middle - _cells(text, setter) / 2), tokens(text, setter.advances), last=True)
        setter.put(paint.line(row, setter.fonts))


def seal_top(row, text_end):
    """Top of a seal over a name in `row` and the date under it: within one row of the text, never on it."""
    middle = (row - 1) * PITCH + (PITCH + EM) / 2
    return min(max(text_end, middle - RAISED - SEAL / 2), text_end + PITCH)


def _stamp(setter, middles, top):
    """The seals given for the names of this row."""
    for middle in middles:
        if setter.seals:
            setter.page.pieces.append(paint.seal(setter.seals.pop(0), middle * CELL - SEAL / 2, top, SEAL))


def _unsealed(setter):
    """The issuer two characters from the right, the date two characters further in than the issuer's first."""
    document = setter.document
    names, day = document.issuers, cn_date(document.issued_on)
    longest, date_width = max(_cells(name, setter) for name in names), _cells(day, setter)
    left = COLS - 2 - max(longest, date_width + 2)
    for text, start in [*((name, left) for name in names), (day, left + 2)]:
        setter.put(paint.line(Line(start, tokens(text, setter.advances), last=True), setter.fonts))
