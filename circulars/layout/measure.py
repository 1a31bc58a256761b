"""Reads a printed PDF back in millimetres, relative to the type area's upper left corner."""

import io
from collections import defaultdict
from dataclasses import dataclass, field

from .grid import ASCENT, EM, LEFT, MM_PT, SIZE, SMALL, TOP


@dataclass
class Row:
    baseline: float
    left: float
    right: float
    text: str
    faces: set

    @property
    def top(self):
        """Top of the character boxes."""
        return self.baseline - ASCENT * EM


@dataclass
class Sheet:
    rows: list = field(default_factory=list)  # rows of 3号 text
    titles: list = field(default_factory=list)  # rows of 2号 text
    small: list = field(default_factory=list)  # rows of 4号 text
    rules: list = field(default_factory=list)  # (left, top, width, height, colour)
    fonts: set = field(default_factory=set)
    size: tuple = (0.0, 0.0)


def measure(data):
    """One Sheet per page of the PDF bytes."""
    import pdfplumber

    with pdfplumber.open(io.BytesIO(data)) as pdf:
        return [_sheet(page) for page in pdf.pages]


def _sheet(page):
    sheet = Sheet(size=(float(page.width) * MM_PT, float(page.height) * MM_PT))
    sheet.fonts = {char["fontname"].split("+")[-1] for char in page.chars}
    sheet.rows, sheet.small = _rows(page, SIZE), _rows(page, SMALL)
    sheet.titles = _rows(page, 22.0)
    for rect in page.rects:
        place = (rect["x0"] * MM_PT - LEFT, rect["top"] * MM_PT - TOP, rect["width"] * MM_PT, rect["height"] * MM_PT)
        sheet.rules.append((*(round(float(v), 3) for v in place), rect["non_stroking_color"]))
    return sheet


def _rows(page, size):
    rows = defaultdict(list)
    for char in page.chars:
        if abs(char["size"] - size) < 0.3 and char["upright"] and char["text"].strip():
            baseline = (float(page.height) - char["matrix"][5]) * MM_PT - TOP
            rows[round(baseline * 2) / 2].append((char["matrix"][4] * MM_PT - LEFT, baseline, char))
    return [_row(sorted(found, key=lambda item: item[0])) for _, found in sorted(rows.items())]


def _row(chars):
    last = chars[-1]
    baselines = sorted(baseline for _, baseline, _ in chars)
    right = last[0] + float(last[2]["width"]) * MM_PT
    faces = {char["fontname"].split("+")[-1] for *_, char in chars}
    return Row(baselines[len(baselines) // 2], chars[0][0], right, "".join(c["text"] for *_, c in chars), faces)
