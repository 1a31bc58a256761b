"""The head of page 1 by the form of the paper: red head, letter or minutes (GB/T 9704-2012, 7.2 and 10)."""

import math

from . import paint
from .grid import COLS, EM, PAGE_H, PITCH, TOP
from .lines import Line, tokens

MARK_TOP = 35.0  # the issuer's mark begins 35 mm below the top of the type area
LETTER_MARK_TOP = 30.0 - TOP  # of a letter: 30 mm below the edge of the page
LETTER_NUMBER_ROW = 3  # the mark is as high as puts the letter's number on this row of the grid
LOWER_RULE = PAGE_H - 20.0 - TOP  # of a letter: its second double rule ends 20 mm above the page's lower edge
GAP = 4.0  # from the number, or a letter's mark, to the red rule; between the rows of a joint mark
TALLEST = 4  # rows of a joint mark that still make it higher; more are set smaller, so that page 1 shows text
PER_ROW = 2  # signers in a row


def set_head(setter):
    """Everything above the title, and the row the title begins in."""
    makers = {"circular": _red_head, "minutes": _red_head, "letter": _letter}
    if setter.document.form in makers and setter.document.mark:
        makers[setter.document.form](setter)


def _red_head(setter):
    """The red mark, the number (with the signers for upward papers), the red rule; the title stands two rows below."""
    document, fonts = setter.document, setter.fonts
    names = mark_names(document)
    height, ink = mark_height(len(names)), fonts.ink["xbs"]
    signers = signer_rows(document.signer)
    first = MARK_TOP + height + 2 * PITCH
    number_top = first + max(0, len(signers) - 1) * PITCH
    word = "文件" if document.form == "circular" else ""
    pieces = setter.page.pieces
    pieces += paint.mark(names, word, MARK_TOP, height, ink)
    pieces += _confidential(document, fonts, 1)
    pieces.append(paint.number(document.doc_number, bool(signers), number_top, fonts))
    pieces += [_signers(names, n == 0, first + n * PITCH, fonts) for n, names in enumerate(signers)]
    pieces.append(paint.rule(number_top + EM + GAP, "red"))
    setter.row = _first_row_below(number_top + EM + GAP) + 2


def _letter(setter):
    """The mark alone, double rules above and below the text, the number right, the marks of secrecy left of it."""
    document, fonts = setter.document, setter.fonts
    number_top = (LETTER_NUMBER_ROW - 1) * PITCH
    rule_top = number_top - EM * 7 / 8 - paint.DOUBLE
    height = rule_top - GAP - LETTER_MARK_TOP
    pieces = setter.page.pieces
    pieces += paint.mark([document.mark[0].removesuffix("文件")], "", LETTER_MARK_TOP, height, fonts.ink["xbs"])
    pieces += paint.double_rule(rule_top, thick_first=True)
    pieces += paint.double_rule(LOWER_RULE - paint.DOUBLE, thick_first=False)
    marks = _confidential(document, fonts, LETTER_NUMBER_ROW)
    pieces += marks
    if document.doc_number:
        width = sum(token.cells for token in tokens(document.doc_number, fonts.advances["fang"]))
        pieces.append(_row(document.doc_number, COLS - width, "fang", number_top, fonts))
    setter.row = LETTER_NUMBER_ROW + max(1, len(marks)) + 2


def mark_names(document):
    """The names of the mark without the word 文件, which joint issuers share."""
    return [name.removesuffix("文件") if document.form == "circular" else name for name in document.mark]


def mark_height(rows):
    """Height of the ink of the whole mark, chosen so that the title falls on the grid."""
    return (5 + min(rows, TALLEST)) * PITCH - MARK_TOP - GAP - EM


def signer_rows(text):
    """Names of the signers, two a row, all rows as wide; two characters are spread to three among longer names."""
    names = [name.strip() for name in text.replace("，", "、").split("、") if name.strip()]
    longest = max(map(len, names), default=0)
    spread = ["　".join(name) if len(name) == 2 and longest == 3 else name for name in names]
    rows = ["　".join(spread[at : at + PER_ROW]) for at in range(0, len(spread), PER_ROW)]
    return [row.ljust(max(map(len, rows)), "　") for row in rows]


def _signers(names, first, top, fonts):
    """One row of signers, ending one character from the right; the names begin under each other."""
    label = "签发人：" if first else ""
    row = Line(COLS - 1 - len(label + names), tokens(label + names, fonts.advances["kai"]), True, "kai")
    row.lead, row.lead_face = len(label), "fang"
    return paint.at(paint.line(row, fonts), top - (PITCH - EM) / 2)


def _confidential(document, fonts, row):
    """Copy number, classification, urgency from the left edge, each on its row."""
    marks = []
    if document.copy_number:
        marks.append((document.copy_number.zfill(6), "fang"))
    marks += [(text, "hei") for text in (document.classified, document.urgency) if text]
    if document.classified and not document.copy_number and document.form != "letter":
        row += 1  # the classification has the second row even without a copy number
    return [_row(text, 0, face, (row - 1 + n) * PITCH, fonts) for n, (text, face) in enumerate(marks)]


def _row(text, left, face, top, fonts):
    row = Line(left, tokens(text, fonts.advances[face]), True, face)
    return paint.at(paint.line(row, fonts), top - (PITCH - EM) / 2)


def _first_row_below(top):
    """The first row that begins at a height or below it."""
    return math.ceil(top / PITCH - 1e-6) + 1
