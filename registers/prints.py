"""PDFs by the engine that prints papers: the monthly form, the ten-column form, photos before and after."""

import itertools

from django.utils.timezone import localdate

from circulars import fonts, layout
from circulars.layout import paint
from circulars.layout.grid import WIDTH
from circulars.layout.render import to_pdf
from core.errors import Refused
from hazards import public_sheet
from hazards.slips import photo_pairs, photo_pieces
from notices import typeset

from . import cross, exports, tally
from .columns import COLUMNS, SPANS
from .services import monthly as services

A_PAGE, BLOCK = 2, 112.0  # blocks a page, height of each in mm
CAPTION = 8.0  # a line of words above a pair of photos, mm; four of them
HELD = 6  # a table's name stays with its head and first lines
LONGEST = 31  # characters of a caption's line


def monthly(report, span, by):
    """The month or year so far, a line per village, office or trade, the total last."""
    facts, frame = services.current_facts(report), services.frame_for(report)
    lines = [*tally.lines(facts, by, span, frame[by]), tally.total(facts, span)]
    head = [tally.BY[by], *(column.short for column in COLUMNS)]
    table = [head, *([line.name, *map(tally.said, line.row(), COLUMNS)] for line in lines)]
    return register(f"{report.township}{report}（{SPANS[span]}）", table)


def big_check(title, rows, told=None):
    lines = [_cells(exports.big_check_row(number, row)) for number, row in enumerate(rows, 1)]
    return register(title, [list(exports.BIG_CHECK_HEADS), *lines], told)


def ledgers(title, lines):
    """Both ledgers, a table each."""
    heads, blocks = [label for _, label in cross.SHOWN], []
    for word, rows in itertools.groupby(lines, key=lambda line: line[0]):
        table = [[name, *map(str, numbers)] for _, name, numbers in rows]
        blocks += [
            layout.Block(word, level=1, head=len(word), keep=HELD),
            layout.Table([["村" if "村" in word else "站所", *heads], *table]),
        ]
    return public_sheet.printed(title, blocks)


def _cells(values):
    return ["" if value is None else str(value) for value in values]


def register(title, table, told=None):
    return typeset.register(title, table, told)[0]


def photo_sheets(title, hazards, told=None):
    """Two blocks a page: number, unit and words of a hazard, a photo before to the left, one after to the right."""
    faces, pages, words = typeset.faces_or_refuse(), [], title
    blocks = [block for number, hazard in enumerate(hazards, 1) for block in _blocks_of(hazard, number)]
    if not blocks:
        raise Refused("没有可以打印的隐患照片")
    for start in range(0, len(blocks), A_PAGE):
        pieces = []
        for place, (lines, pair) in enumerate(blocks[start : start + A_PAGE]):
            words += "".join(lines)
            pieces += _block(lines, pair, place * BLOCK, faces)
        pieces.append(paint.page_number(len(pages) + 1))
        pages.append(paint.page(pieces))
        if told:
            told(min(start + A_PAGE, len(blocks)), len(blocks))
    try:
        faces.check(words)
    except fonts.MissingGlyphs as error:
        raise Refused(str(error)) from error
    return to_pdf("".join(pages), title, faces, words + "整改前后没有照片0123456789-:")


def _blocks_of(hazard, number):
    """(lines, pair) of each pair of photos of a hazard; one without any says so."""
    first, *others = photo_pairs(hazard) or [(None, None)]
    again = [f"{number}. {hazard.number}（续）"]
    return [(captions(hazard, number), first), *((again, pair) for pair in others)]


def captions(hazard, number):
    """What stands above a pair, in lines that fit."""
    closed = f"，销号 {localdate(hazard.closed_at)}" if hazard.closed_at else ""
    lines = [
        f"{number}. {hazard.number}　{hazard.unit.name}",
        f"隐患：{hazard.location}，{hazard.description}",
        f"整改：{hazard.result or hazard.get_state_display()}",
        f"期限 {hazard.due_on or '未定'}{closed}",
    ]
    return [line if len(line) <= LONGEST else f"{line[: LONGEST - 1]}…" for line in lines]


def _block(lines, pair, top, faces):
    texts = [
        f'<p class="b" style="left:0;width:{WIDTH}mm;top:{top + n * CAPTION:.2f}mm">{paint.rare(line, "fang", faces)}</p>'
        for n, line in enumerate(lines)
    ]
    return texts + photo_pieces(pair, top + 4 * CAPTION + 2)
