"""From a document to pages: each row at its place, decided here; the renderer only paints."""

import math
import re
from dataclasses import dataclass, field

from . import heads, paint, signatures, tables
from .document import Document, Table, cn_date
from .grid import COLS, HEIGHT, PITCH, ROWS, SMALL_EM, TITLE_SIZE, WIDTH, row_top
from .lines import Line, break_lines, tokens
from .seals import checked
from .titles import WIDEST, title_lines

FACES = {0: "fang", 1: "hei", 2: "kai", 3: "fang", 4: "fang"}
TITLE_SIZES = ((TITLE_SIZE, WIDEST, PITCH), (18.0, 24, 8.4), (16.0, 27, 7.2))  # pt, characters a row, mm a row
FOOT_ROW = 8.0  # height of a colophon row, mm


@dataclass
class Page:
    pieces: list = field(default_factory=list)
    blank: bool = False
    carried: bool = False  # begins with two rows of text taken over for the signature
    gap: int = 0  # blank rows above the signature


class Setter:
    """Sets a document row by row."""

    def __init__(self, document: Document, fonts):
        self.document, self.fonts = document, fonts
        self.advances = fonts.advances["fang"]
        self.pages, self.page, self.row = [], Page(), 1
        self.sent_below, self.text_end = False, 0.0
        self.seals = [checked(data) for data in document.seals]
        foot = len(document.page_foot)
        self.rows = ROWS - foot - bool(foot)  # a blank row parts the text from what is signed

    # rows
    def put(self, html_row):
        """One row at the current place, on a new page when this one is full."""
        if self.row > self.rows:
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

    def fits(self, rows):
        return self.row + rows - 1 <= self.rows

    def room(self, rows):
        """Start a new page unless so many rows fit on this one."""
        if not self.fits(rows):
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
        heads.set_head(self)
        self.title()
        if document.addressees and not self.crowded():
            self.blank()
            self.paragraph(self._addressees(), indent=0)
        for number, block in enumerate(document.blocks, 1):
            self.block(block, signatures.rows_of(document) if number == len(document.blocks) else 0)
        self.notes()
        self.attendance()
        self.closing()
        signatures.sign(self)
        for attachment in document.attachments:
            self.attachment(attachment)
        self.colophon()
        self.finish()
        return self.pages

    def _addressees(self):
        return self.document.addressees.rstrip("：:") + "："

    def crowded(self):
        """Whether the addressees would push all text off the first page; then they stand in the colophon (主送)."""
        if self.document.form != "circular":
            return False
        taken = 1 + len(break_lines(self._addressees(), self.advances, indent=0)) if self.document.addressees else 0
        self.sent_below = self.row + taken > ROWS
        return self.sent_below

    def title(self):
        """2号; a title so long that page 1 would show no text is set smaller and closer."""
        size, pitch, texts = self._fitting_title()
        rows = math.ceil(len(texts) * pitch / PITCH - 1e-9)
        if self.fits(rows):
            top = (self.row - 1) * PITCH
            for number, text in enumerate(texts):
                self.page.pieces.append(paint.title(text, top + number * pitch, size, self.fonts))
            self.row += rows
        else:  # longer than a page: row by row, over pages
            for text in title_lines(self.document.title):
                self.centred(text)
        if self.document.form == "plain" and self.document.doc_number:
            self.centred(self.document.doc_number, "c")
        if not self.document.addressees:
            self.blank()

    def _fitting_title(self):
        """(size, distance of rows, rows) of the title."""
        for size, columns, pitch in TITLE_SIZES:
            found = size, pitch, title_lines(self.document.title, columns)
            if self.fits(math.ceil(len(found[2]) * pitch / PITCH) + 4):
                return found
        return found

    def block(self, block, keep=0):
        if isinstance(block, Table):
            tables.put(self, block, keep)
            return
        if block.keep <= self.rows:
            self.room(block.keep)
        self.blank(block.space_before)
        if block.align == "right":
            self.right(block.text)
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

    def attendance(self):
        """Of minutes: who came, was excused, sat in; one blank row below the text, names hanging behind the colon."""
        for number, (word, names) in enumerate(self.document.attendance):
            self.blank(number == 0)
            self.paragraph(f"{word}：{names}", indent=2, hanging=3 + len(word), head=len(word), head_face="hei")

    def closing(self):
        for text in self.document.closing:
            self.blank()
            self.paragraph(text)

    def carry_two_rows(self):
        """Take two rows of text over to the new page, so that the signature does not stand alone."""
        carried = self.page.pieces[-2:] if self.row > 4 else []
        if any(not piece.startswith('<p class="l') for piece in carried):
            carried = []
        if carried:
            del self.page.pieces[-2:]
        self.turn()
        self.page.carried = bool(carried)
        for piece in carried:
            self.page.pieces.append(paint.moved(piece, row_top(self.row)))
            self.row += 1

    def right(self, text):
        """A row that ends four cells from the right edge."""
        row = tokens(text, self.advances)
        left = max(0, COLS - 4 - sum(token.cells for token in row))
        self.put(paint.line(Line(left, row, last=True), self.fonts))

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
        if self.even and len(self.pages) % 2 == 0:
            self.turn()
        self.page.blank = not self.page.pieces  # a page of the colophon alone bears no number
        self.page.pieces += paint.colophon(rows, HEIGHT - height, FOOT_ROW, self.fonts, document.form != "letter")

    def _colophon_rows(self):
        """(left, right, hang, thin rule above) of each row: 主送 when moved here, 抄送, who printed and when."""
        document = self.document
        rows = self._units("主送", document.addressees.rstrip("：:")) if self.sent_below else []
        rows += self._units("抄送", document.copied_to)
        if document.printer and document.form != "letter":
            printed = f"{cn_date(document.printed_on)}印发" if document.printed_on else ""
            rows.append((document.printer, printed, 0, bool(rows)))
        return rows

    def _units(self, word, names):
        if not names:
            return []
        columns = int((WIDTH - 2 * SMALL_EM) / SMALL_EM)
        lines = break_lines(f"{word}：{names.rstrip('。')}。", self.advances, indent=0, hanging=3, cols=columns)
        return [(line.text, "", 3 if number else 0, False) for number, line in enumerate(lines)]

    @property
    def even(self):
        """Whether the paper is printed on both sides of whole sheets; a letter is not."""
        return self.document.even_pages and self.document.form != "letter"

    def finish(self):
        self.pages.append(self.page)
        if self.even and self.document.form in ("circular", "minutes") and len(self.pages) % 2:
            self.pages.append(Page(blank=True))
        for number, page in enumerate(self.pages, 1):
            page.blank = page.blank or not page.pieces
            if not page.blank and not (number == 1 and self.document.form == "letter"):
                self._foot(page, number)
            if self.document.watermark and page.pieces:
                page.pieces.insert(0, paint.watermark(self.document.watermark))
        if self.document.qr:
            last = [page for page in self.pages if not page.blank][-1]
            last.pieces.append(
                paint.seal_of_origin(
                    self.document.qr, self.document.code, 2.0 * (self.document.form == "letter"), self.document.qr_said
                )
            )

    def _foot(self, page, number):
        """The page's number, and the rows that everybody signs on every page."""
        counted = self.document.counted
        page.pieces.append(paint.page_count(number, len(self.pages)) if counted else paint.page_number(number))
        for n, text in enumerate(self.document.page_foot, self.rows + 2):
            row = Line(0, tokens(text, self.advances), last=True)
            page.pieces.append(paint.at(paint.line(row, self.fonts), row_top(n)))


def set_pages(document, fonts):
    """Pages of a document; raises MissingGlyphs."""
    fonts.check(text_of(document))
    return Setter(document, fonts).set()


def words_of(block):
    return "".join(map(str, sum(block.rows, []))) if isinstance(block, Table) else block.text


def text_of(document):
    """Everything the paper prints, for the check of glyphs and the cutting of fonts."""
    parts = [document.title, *document.mark, document.doc_number, document.signer, document.addressees]
    parts += [words_of(block) for block in document.blocks] + [
        document.note,
        document.copied_to,
        document.printer,
        document.code,
        document.qr_said if document.qr else "",
        document.watermark,
        document.copy_number,
        document.classified,
        document.urgency,
        *document.listed,
        *document.page_foot,
        "第页　共" if document.counted else "",
        *(word + names for word, names in document.attendance),
    ]
    parts += [*document.issuers, *document.closing]
    for attachment in document.attachments:
        parts += [attachment.label, attachment.title, *map(words_of, attachment.blocks)]
    return re.sub(r"\s", "", "".join(parts)) + "附件：主送抄印发年月日签人文件（）〔〕—0123456789."
