"""Tables: in the text on the grid, or, when wider than the page, turned; whole rows go to the next page under the head.

A turned table has its head to the left on odd and even pages (at the binding edge, at the outer edge), as
GB/T 9704-2012, 7.3.7 asks. A table too wide even so is cut into groups of columns that repeat the first column.
"""

import html
import math
import re
from dataclasses import dataclass

from .grid import HEIGHT, MM_PT, PITCH, ROWS, WIDTH
from .lines import break_lines

SIZES = (14.0, 12.0, 10.5)  # 4号, 小四, 五号, pt
LEADING = 1.4  # distance of a cell's lines, em
PAD = 1.2  # inside a cell on every side, mm
NARROWEST = (10, 4)  # characters that a column of longer text keeps, where there is room and at the least
WORD, LONGEST_WORD = re.compile(r"[!-~]+"), 8  # dates, numbers and codes stay whole where there is room, up to so many em
GROUND = 2.2  # shortest column, em: two digits
OUTER, INNER = 0.35, 0.2  # thickness of rules, mm
MOST_LINES = 12  # of one row; a taller row is cut into several


@dataclass
class Set:
    """A table broken into lines: its rows as lists of cells (lists of lines), in mm."""

    widths: list
    rows: list
    head: int
    size: float

    @property
    def em(self):
        return self.size * MM_PT

    def height(self, row):
        return max(map(len, row)) * self.em * LEADING + 2 * PAD


def put(setter, table, keep=0):
    """The table at the setter's row; turned on pages of its own when its columns need more than the page's width.

    `keep` rows are kept free under the end of the table, so that what follows is not alone on a page.
    """
    rows = even(table.rows)
    if not rows:
        return
    ready = fit(rows, table.head, WIDTH, setter.fonts)
    if ready:
        _upright(setter, ready, keep)
        return
    if setter.page.pieces:
        setter.turn()
    for part in groups(rows, table.head, HEIGHT, setter.fonts):
        for chunk in chunks(part, WIDTH, WIDTH):
            setter.page.pieces.append(_turned(paint(part, chunk, setter.fonts)))
            setter.turn()


def even(rows):
    """Rows of one length, empty ones among them as they are; none of a table that says nothing at all."""
    rows = [[str(cell).strip() for cell in row] for row in rows]
    if not any(map(any, rows)):
        return []
    most = max(map(len, rows), default=0)
    return [row + [""] * (most - len(row)) for row in rows]


def fit(rows, head, width, fonts):
    """The table at the largest size whose columns fit the width; None when no size does."""
    for size in SIZES:
        widths = columns(rows, width, size * MM_PT)
        if widths:
            return _broken(rows, head, widths, size, fonts)
    return None


def groups(rows, head, width, fonts):
    """The table whole, or cut into groups of columns that repeat the first."""
    whole = fit(rows, head, width, fonts)
    if whole:
        return [whole]
    half = 1 + math.ceil((len(rows[0]) - 1) / 2)
    if half >= len(rows[0]):
        return [_broken(rows, head, [width / len(rows[0])] * len(rows[0]), SIZES[-1], fonts)]
    return [
        ready
        for part in ([row[:half] for row in rows], [[row[0], *row[half:]] for row in rows])
        for ready in groups(part, head, width, fonts)
    ]


def columns(rows, width, em):
    """Widths (mm) of the columns, by what they hold; None when they cannot have their least."""
    wanted = [max(GROUND, *(_cells(row[n]) for row in rows)) for n in range(len(rows[0]))]
    room = (width - 2 * PAD * len(wanted)) / em - 0.5 * len(wanted)  # half a character each for squeezed marks
    words = [max((_cells(word) for row in rows for word in WORD.findall(row[n])), default=0) for n in range(len(wanted))]
    words = [min(cells, LONGEST_WORD) for cells in words]
    for narrowest, whole in (*((narrow, words) for narrow in NARROWEST), (NARROWEST[-1], [0] * len(wanted))):
        least = [min(cells, max(narrowest, word)) for cells, word in zip(wanted, whole, strict=True)]
        if sum(least) <= room:
            break
    else:
        return None
    spare, more = room - sum(least), [b - a for a, b in zip(least, wanted, strict=True)]
    if sum(wanted) <= room:
        share = [cells * room / sum(wanted) for cells in wanted]
    else:
        share = [a + spare * b / sum(more) for a, b in zip(least, more, strict=True)]
    return [(cells + 0.5) * em + 2 * PAD for cells in share]


def _cells(text):
    return sum(1 if ord(char) > 0xFF else 0.55 for char in text)


def _broken(rows, head, widths, size, fonts):
    em, out = size * MM_PT, []
    for number, row in enumerate(rows):
        face = "hei" if number < head else "fang"
        cells = [
            break_lines(text, fonts.advances[face], indent=0, cols=(width - 2 * PAD) / em - 0.5, face=face)
            for text, width in zip(row, widths, strict=True)
        ]
        out += _cut(cells)
    return Set(widths, out, head, size)


def _cut(cells):
    """A row, or several when it would be taller than MOST_LINES."""
    count = math.ceil(max(map(len, cells)) / MOST_LINES)
    return [[cell[at * MOST_LINES : (at + 1) * MOST_LINES] for cell in cells] for at in range(count)]


def chunks(ready, first, room, keep=0.0):
    """Lists of row numbers a page, the head before each; `first` mm on the first page, `room` mm on the others."""
    head, out = list(range(ready.head)), [[]]
    top = sum(ready.height(ready.rows[n]) for n in head)
    used, limit = top, first
    for number in range(ready.head, len(ready.rows)):
        tall = ready.height(ready.rows[number])
        if used + tall > limit and (out[-1] or limit < room):
            out.append([])
            used, limit = top, room
        out[-1].append(number)
        used += tall
    if used + keep > limit and len(out[-1]) > 2:
        out[-1:] = [out[-1][:-2], out[-1][-2:]]
    return [[*head, *chunk] if chunk else [] for chunk in out]


def _upright(setter, ready, keep):
    """On the grid: the table takes whole rows and what follows stands on the next."""
    first = (setter.rows - setter.row + 1) * PITCH - PITCH / 4
    for number, chunk in enumerate(chunks(ready, first, HEIGHT - (ROWS - setter.rows) * PITCH, keep * PITCH)):
        if number:
            setter.turn()
        if not chunk:
            continue
        top = (setter.row - 1) * PITCH
        body = paint(ready, chunk, setter.fonts)
        setter.page.pieces.append(f'<div class="tb" style="top:{top:.4f}mm">{body}</div>')
        tall = sum(ready.height(ready.rows[n]) for n in chunk)
        setter.row += math.ceil(tall / PITCH)


def _turned(body):
    """A landscape table on an upright page: its head to the left."""
    return f'<div class="tb" style="top:{HEIGHT}mm;transform:rotate(-90deg);transform-origin:0 0">{body}</div>'


def paint(ready, numbers, fonts):
    """The rows of a table with all rules, from its upper left corner."""
    out, top, wide = [], 0.0, sum(ready.widths)
    short = [all(len(row[n]) <= 1 for row in ready.rows) for n in range(len(ready.widths))]
    total = sum(ready.height(ready.rows[n]) for n in numbers)
    for place, number in enumerate(numbers):
        out.append(_rule(0, top, wide, OUTER if place == 0 else INNER))
        out += _cells_of(ready, number, top, short, fonts)
        top += ready.height(ready.rows[number])
    out.append(_rule(0, total - OUTER, wide, OUTER))
    edges = [sum(ready.widths[:n]) for n in range(len(ready.widths) + 1)]
    for left in edges:
        thick = OUTER if left in (edges[0], edges[-1]) else INNER
        out.append(_rule(min(left, wide - thick), 0, thick, total))
    return "".join(out)


def _rule(left, top, width, height):
    return f'<div class="tr" style="left:{left:.3f}mm;top:{top:.3f}mm;width:{width:.3f}mm;height:{height:.3f}mm"></div>'


def _cells_of(ready, number, top, short, fonts):
    """The lines of a row's cells: in the middle of its height; heads and short columns in the middle of their width."""
    out, left, tall, pitch = [], 0.0, ready.height(ready.rows[number]), ready.em * LEADING
    face = "hei" if number < ready.head else "fang"
    for column, lines in enumerate(ready.rows[number]):
        start = top + (tall - len(lines) * pitch) / 2
        middle = "text-align:center;" if number < ready.head or short[column] else ""
        for n, line in enumerate(lines):
            out.append(
                f'<p class="td {face}" style="left:{left + PAD:.3f}mm;top:{start + n * pitch:.3f}mm;{middle}'
                f"width:{ready.widths[column] - 2 * PAD:.3f}mm;font-size:{ready.size}pt;line-height:{pitch:.4f}mm"
                f'">{_text(line, face, fonts)}</p>'
            )
        left += ready.widths[column]
    return out


def _text(line, face, fonts):
    return "".join(
        html.escape(char) if fonts.has(face, char) or char.isspace() else f'<i class="x">{html.escape(char)}</i>'
        for char in line.text
    )
