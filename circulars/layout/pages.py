"""From a document to pages: each row at its place, decided here; the renderer only paints."""

import math
import re
from dataclasses import dataclass, field

from . import paint
from .document import Document, cn_date
from .grid import COLS, EM, HEIGHT, PITCH, ROWS, SMALL_EM, WIDTH, row_top
from .lines import Line, break_lines, tokens
from .titles import title_lines

FACES = {0: "fang", 1: "hei", 2: "kai", 3: "fang", 4: "fang"}
MARK_TOP = 35.0  # the issuer's mark begins 35 mm below the top of the type area
FOOT_ROW = 8.0  # height of a colophon row, mm


@dataclass
class Page:
    pieces: list = field(default_factory=list)
    blank: bool = False


class Setter:
    """Sets a document row by row."""

    def __init__(self, document: Document, fonts):
        self.document, self.fonts = document, fonts
        self.advances = fonts.advances["fang"]
        self.pages, self.page, self.row = [], Page(), 1
        self.sent_below = False

    # rows
    def put(self, html_row):
        """One row at the current place, on a new page when this one is full."""
        if self.row > ROWS:
            self.turn()
        self.page.pieces.append(paint.at(html_row, row_top(self.row)))
        self.row += 1

    def turn(self):
        self.pages.append(self.page)
        self.page, self.row = Page(), 1

    def blank(self, count=1):
        for _ in range(count):
            if self.row == 1:
                return
            self.row += 1

    def room(self, rows):
        """Start a new page unless so many rows fit on this one."""
        if self.row + rows - 1 > ROWS:
            self.turn()

    def paragraph(self, text, *, indent=2.0, hanging=0.0, face="fang", head=0, head_face="", follow=False):
        """Rows of a paragraph; a heading (`follow`) stays on the page of the row after it."""
        widths = {"head": head, "head_advances": self.fonts.advances[head_face or face]}
        lines = break_lines(text, self.fonts.advances[face], indent=indent, hanging=hanging, face=face, **widths)
        if follow:
            self.room(len(lines) + 1)
        left = head
        for line in lines:
            line.lead, line.lead_face = min(left, len(line.text)), head_face
            left -= line.lead
            self.put(paint.line(line, self.fonts))

    def centred(self, text, cls="t"):
        self.put(paint.centred(text, cls, self.fonts))

    # parts
    def set(self):
        document = self.document
        if document.form == "circular" and document.mark:
            self.head()
        self.title()
        if document.addressees and not self.crowded():
            self.blank()
            self.paragraph(self._addressees(), indent=0)
        for block in document.blocks:
            self.block(block)
        self.notes()
        self.signature()
        for attachment in document.attachments:
            self.attachment(attachment)
        self.colophon()
        self.finish()
        return self.pages

    def head(self):
        """The red mark, the number (with the signer for upward papers), the red rule; the title starts two rows below."""
        document, ink = self.document, self.fonts.ink["xbs"]
        number_top = MARK_TOP + self._mark_height() + 2 * PITCH
        self.page.pieces += paint.mark(document.mark, MARK_TOP, self._mark_height(), ink)
        self.page.pieces.append(paint.number(document.doc_number, document.signer, number_top, self.fonts))
        self.page.pieces.append(paint.rule(number_top + EM + 4.0, "red"))
        self.row = self._first_row_below(number_top + EM + 4.0) + 2

    def _addressees(self):
        return self.document.addressees.rstrip("：:") + "："

    def crowded(self):
        """Whether the addressees would push all text off the first page; then they stand in the colophon (主送)."""
        if self.document.form != "circular":
            return False
        taken = 1 + len(break_lines(self._addressees(), self.advances, indent=0)) if self.document.addressees else 0
        self.sent_below = self.row + taken > ROWS
        return self.sent_below

    def _mark_height(self):
        """Ink height of one row of the mark, chosen so that the title falls on the grid."""
        rows = len(self.document.mark)
        return (10 * PITCH - 4 * PITCH - 39 - EM) if rows == 1 else 11.0 * rows + 4.0 * (rows - 1)

    @staticmethod
    def _first_row_below(top):
        """The first row that begins at a height or below it."""
        return math.ceil(top / PITCH - 1e-6) + 1

    def title(self):
        for text in title_lines(self.document.title):
            self.centred(text)
        if self.document.form == "plain" and self.document.doc_number:
            self.centred(self.document.doc_number, "c")
        if not self.document.addressees:
            self.blank()

    def block(self, block):
        self.blank(block.space_before)
        if block.align == "right":
            self.right([block.text])
        elif block.align == "centre":
            self.centred(block.text, "c")
        else:
            face = FACES[block.level]
            whole = block.level > 0 and block.head >= len(block.text)
            self.paragraph(
                block.text,
                indent=block.indent,
                face=face if whole else "fang",
                head=0 if whole else block.head,
                head_face=face,
                follow=whole,
            )

    def notes(self):
        """附件说明: one blank row, two characters in, numbered, hanging, no closing mark."""
        enclosed = [attachment.title for attachment in self.document.attachments if attachment.label]
        titles = enclosed or self.document.listed
        if not titles:
            return
        self.blank()
        for number, title in enumerate(titles, 1):
            mark = f"{number}." if len(titles) > 1 else ""
            text = f"附件：{mark}{title}" if number == 1 else f"{mark}{title}"
            self.paragraph(text.rstrip("。；;"), indent=2 if number == 1 else 5, hanging=6 if mark else 5)

    def signature(self):
        """Issuer and date, four characters from the right, the issuer centred over the date; never alone on a page."""
        document = self.document
        for text in document.closing:
            self.blank()
            self.paragraph(text)
        if not document.issuers or not document.issued_on:
            return
        rows = len(document.issuers) + 1
        gap = 2 if self.row + 2 + rows <= ROWS + 1 else 1
        if self.row + gap + rows > ROWS + 1:
            self._carry_two_rows()
        self.blank(gap)
        self.right([*document.issuers, cn_date(document.issued_on)])
        if document.note:
            self.paragraph(f"（{document.note.strip('（）()')}）")

    def _carry_two_rows(self):
        """Take two rows of text over to the new page, so that the signature does not stand alone."""
        carried = self.page.pieces[-2:] if self.row > 4 else []
        if carried:
            del self.page.pieces[-2:]
        self.turn()
        for piece in carried:
            self.page.pieces.append(paint.moved(piece, row_top(self.row)))
            self.row += 1

    def right(self, texts):
        """Rows centred over the last one, whose end is four cells from the right edge."""
        widths = [sum(t.cells for t in tokens(text, self.advances)) for text in texts]
        date_left = COLS - 4 - widths[-1]
        middle = date_left + widths[-1] / 2
        middle = min(middle, COLS - 2 - max(widths) / 2)
        for text, width in zip(texts, widths, strict=True):
            row = Line(max(0, middle - width / 2), tokens(text, self.advances), last=True)
            self.put(paint.line(row, self.fonts))

    def attachment(self, attachment):
        self.turn()
        if attachment.label:
            self.put(paint.line(Line(0, tokens(attachment.label, self.fonts.advances["hei"]), True, "hei"), self.fonts))
            self.row += 1
        if attachment.title:
            for text in title_lines(attachment.title):
                self.centred(text)
            self.blank()
        for block in attachment.blocks:
            self.block(block)

    # foot
    def colophon(self):
        document = self.document
        if not (document.copied_to or document.printer or self.sent_below):
            return
        rows = self._colophon_rows()
        height = len(rows) * FOOT_ROW
        if self.row - 1 + height / PITCH + 0.5 > ROWS:
            self.turn()
        if document.even_pages and len(self.pages) % 2 == 0:
            self.turn()
        self.page.blank = not self.page.pieces  # a page of the colophon alone bears no number
        self.page.pieces += paint.colophon(rows, HEIGHT - height, FOOT_ROW, self.fonts)

    def _colophon_rows(self):
        """(left, right, hang, thin rule above) of each row: 主送 when moved here, 抄送, who printed and when."""
        document = self.document
        rows = self._units("主送", document.addressees.rstrip("：:")) if self.sent_below else []
        rows += self._units("抄送", document.copied_to)
        if document.printer:
            printed = f"{cn_date(document.printed_on)}印发" if document.printed_on else ""
            rows.append((document.printer, printed, 0, bool(rows)))
        return rows

    def _units(self, word, names):
        if not names:
            return []
        columns = int((WIDTH - 2 * SMALL_EM) / SMALL_EM)
        lines = break_lines(f"{word}：{names.rstrip('。')}。", self.advances, indent=0, hanging=3, cols=columns)
        return [(line.text, "", 3 if number else 0, False) for number, line in enumerate(lines)]

    def finish(self):
        self.pages.append(self.page)
        if self.document.even_pages and self.document.form == "circular" and len(self.pages) % 2:
            self.pages.append(Page(blank=True))
        for number, page in enumerate(self.pages, 1):
            page.blank = page.blank or not page.pieces
            if not page.blank:
                page.pieces.append(paint.page_number(number))
            if self.document.watermark and page.pieces:
                page.pieces.insert(0, paint.watermark(self.document.watermark))
        if self.document.qr:
            last = [page for page in self.pages if not page.blank][-1]
            last.pieces.append(paint.seal_of_origin(self.document.qr, self.document.code, len(self.pages)))


def set_pages(document, fonts):
    """Pages of a document; raises MissingGlyphs."""
    fonts.check(text_of(document))
    return Setter(document, fonts).set()


def text_of(document):
    """Everything the paper prints, for the check of glyphs and the cutting of fonts."""
    parts = [document.title, *document.mark, document.doc_number, document.signer, document.addressees]
    parts += [block.text for block in document.blocks] + [
        document.note,
        document.copied_to,
        document.printer,
        document.code,
        document.watermark,
        *document.listed,
    ]
    parts += [*document.issuers, *document.closing]
    for attachment in document.attachments:
        parts += [attachment.label, attachment.title, *(block.text for block in attachment.blocks)]
    return re.sub(r"\s", "", "".join(parts)) + "附件：主送抄印发年月日签人文件（）〔〕—0123456789."
