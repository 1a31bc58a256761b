"""The editable copy of a paper (.docx): the geometry of the printed one, left to Word for its rows and pages.

Word breaks rows itself, so the copy does not promise the printed paper's ends of rows; it bears no seal and no code.
"""

import io

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.enum.text import WD_LINE_SPACING, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from . import heads, signatures
from .document import Table, cn_date
from .grid import ASCENT, COLS, EM, MM_PT, PAGE_H, PAGE_W, PITCH, SIZE, TITLE_SIZE
from .pages import Setter, set_pages
from .titles import title_lines
from .word_parts import LETTER_WIDTH, border, boxed, colophon, footers, plain_rows, table

FACES = {"fang": "仿宋_GB2312", "kai": "楷体_GB2312", "hei": "黑体", "xbs": "方正小标宋简体", "song": "宋体"}
LEVELS = {0: "fang", 1: "hei", 2: "kai", 3: "fang", 4: "fang"}
TOP, BOTTOM, LEFT, RIGHT = 37.0, 34.8, 28.0, 25.8
ROW = 28.95  # exact distance of rows, pt: 22 in 225 mm
CELL = SIZE - 0.2  # a character with its tracking, pt: 28 in 156 mm
RED = RGBColor(0xE6, 0, 0x12)
MARK_LINE = 1.15  # of the mark's size
BASE = 0.8  # of an exact row stands above its baseline, as Word and LibreOffice set it
BEFORE_RULE = 4.0 / MM_PT  # pt


class Writer:
    """Writes a document paragraph by paragraph."""

    def __init__(self, document, fonts, pages):
        self.document, self.fonts, self.pages = document, fonts, pages
        self.used = 0.0  # height of the head so far, pt
        self.boxes = 0
        self.word = docx.Document()
        self._page()
        self._normal()

    def _page(self):
        section = self.word.sections[0]
        section.page_width, section.page_height = Mm(PAGE_W), Mm(PAGE_H)
        section.top_margin, section.bottom_margin = Mm(TOP), Mm(BOTTOM)
        section.left_margin, section.right_margin = Mm(LEFT), Mm(RIGHT)
        for grid in section._sectPr.findall(qn("w:docGrid")):
            section._sectPr.remove(grid)
        footers(self, section)

    def _normal(self):
        style = self.word.styles["Normal"]
        faced(style.font, style.element.get_or_add_rPr(), "fang", SIZE)
        tracking = OxmlElement("w:spacing")
        tracking.set(qn("w:val"), "-4")
        style.element.rPr.insert_element_before(tracking, "w:w", "w:kern", "w:position", "w:sz", "w:szCs", "w:lang")
        shape = style.paragraph_format
        shape.space_before = shape.space_after = Pt(0)
        shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(ROW)
        shape.widow_control = False
        plain_rows(style.element.get_or_add_pPr(), self.word.settings.element)

    def paragraph(self, *runs, align=ALIGN.JUSTIFY, indent=0.0, left=0.0, line=ROW, before=0.0, size=SIZE, colour=None):
        """A paragraph of (text, face) runs; indents in characters, heights in pt."""
        paragraph = self.word.add_paragraph()
        self.used += line + before
        paragraph.alignment = align
        shape = paragraph.paragraph_format
        shape.line_spacing, shape.space_before = Pt(line), Pt(before)
        if indent or left:
            shape.first_line_indent, shape.left_indent = Pt(indent * CELL), Pt(left * CELL)
        if indent > 0:
            paragraph._p.pPr.ind.set(qn("w:firstLineChars"), str(round(indent * 100)))
        for text, face in runs:
            self.run(paragraph, text, face, size, colour)
        return paragraph

    def run(self, paragraph, text, face, size=SIZE, colour=None):
        run = paragraph.add_run(text)
        faced(run.font, run._r.get_or_add_rPr(), face, size)
        if colour is not None:
            run.font.color.rgb = colour
        return run

    def blank(self, count=1):
        for _ in range(count):
            self.paragraph()

    def tabbed(self, parts, kind=WD_TAB_ALIGNMENT.CENTER):
        """A row of (text, face, place in characters from the left), each at its tab stop."""
        paragraph = self.paragraph(align=ALIGN.LEFT)
        for text, face, place in parts:
            paragraph.paragraph_format.tab_stops.add_tab_stop(Pt(place * CELL), kind)
            self.run(paragraph, f"\t{text}", face)
        return paragraph

    def write(self):
        document = self.document
        self.head()
        self.title(document.title)
        if document.form == "plain" and document.doc_number:
            self.paragraph((document.doc_number, "fang"), align=ALIGN.CENTER)
        self.blank()
        if document.addressees:
            self.paragraph((document.addressees.rstrip("：:") + "：", "fang"))
        self.blocks(document.blocks)
        self.notes()
        self.attendance()
        self.signature()
        for attachment in document.attachments:
            self.attachment(attachment)
        colophon(self)

    # parts
    def head(self):
        """All above the title, which begins in the row it has in print."""
        document = self.document
        if document.form == "plain" or not document.mark:
            return
        if document.form != "letter":
            self._confidential()
        self._mark(heads.LETTER_MARK_TOP if document.form == "letter" else heads.MARK_TOP)
        if document.form == "letter":
            self._letter_number()
        else:
            self._number()
        printed = Setter(document, self.fonts)
        heads.set_head(printed)
        self.paragraph(line=max(1.0, (printed.row - 1) * ROW - self.used))

    def _letter_number(self):
        """The number at the right edge, in the row of the first mark of secrecy."""
        first, *others = [*self._marks(), ("", "fang")]
        row = self.paragraph(first, align=ALIGN.LEFT, before=self._until((heads.LETTER_NUMBER_ROW - 1) * ROW * MM_PT, ROW))
        row.paragraph_format.tab_stops.add_tab_stop(Pt(COLS * CELL), WD_TAB_ALIGNMENT.RIGHT)
        self.run(row, f"\t{self.document.doc_number}", "fang")
        for mark in others[:-1]:
            self.paragraph(mark, align=ALIGN.LEFT)

    def _until(self, top, line):
        """Space (pt) above a row of this height so that its characters of 3号 begin `top` mm below the type area's top."""
        return max(0.0, (top + ASCENT * EM) / MM_PT - BASE * line - self.used)

    def _confidential(self):
        document, rows = self.document, self._marks()
        self.blank(int(bool(document.classified and not document.copy_number)))  # it has the second row all the same
        for row in rows:
            self.paragraph(row, align=ALIGN.LEFT)

    def _marks(self):
        """Copy number, classification and urgency with their faces."""
        document = self.document
        number = [(document.copy_number.zfill(6), "fang")] if document.copy_number else []
        return number + [(text, "hei") for text in (document.classified, document.urgency) if text]

    def _mark(self, start):
        """The red mark, its ink beginning `start` mm below the type area's top.

        Joint names stand one over the other, spread to one width, the shared word after the last.
        """
        document, (bottom, top) = self.document, self.fonts.ink["xbs"]
        names = heads.mark_names(document)[:1] if document.form == "letter" else heads.mark_names(document)
        height = (heads.mark_height(len(names)) - heads.GAP * (len(names) - 1)) / len(names)
        size = round(2 * height / (top - bottom) / MM_PT) / 2
        word = "文件" if document.form == "circular" else ""
        longest = max(map(len, names)) + len(word)
        size = min(size, int(152 / MM_PT / longest * 2) / 2) if len(names) > 1 else size
        scale = min(100, int(100 * 152 / MM_PT / size / longest))
        for number, name in enumerate(names):
            last = number == len(names) - 1
            text = name + (word if last else "")
            leading = size * MARK_LINE
            above = start / MM_PT - BASE * leading + top * size
            place = heads.GAP / MM_PT if number else max(0.0, above - self.used)
            shape = {"align": ALIGN.CENTER, "line": leading, "before": place, "size": size, "colour": RED}
            paragraph = self.paragraph((text, "xbs"), **shape)
            _narrow(paragraph.runs[0], scale)
        if document.form == "letter":
            border(paragraph, "bottom", "thickThinSmallGap", 24, BEFORE_RULE)
            high = leading * MM_PT + heads.GAP + 2
            boxed(self, [paragraph], LEFT - 8, TOP + above * MM_PT, LETTER_WIDTH, high)
            self.used = 1.0  # it stands above the text, which begins at the top

    def _number(self):
        """The number two rows below the mark, the red rule 4 mm under it; with signers at their right."""
        document, signers = self.document, heads.signer_rows(self.document.signer)
        rows = signers or [""]
        first = heads.MARK_TOP + heads.mark_height(len(heads.mark_names(document))) + 2 * PITCH
        for number, names in enumerate(rows):
            tight = SIZE + 2 if number == len(rows) - 1 else ROW  # the rule stands under the last row's characters
            shape = {"line": tight, "before": self._until(first + number * PITCH, tight)}
            if not signers:
                paragraph = self.paragraph((document.doc_number, "fang"), align=ALIGN.CENTER, **shape)
                continue
            paragraph = self.paragraph(align=ALIGN.LEFT, left=1, **shape)
            paragraph.paragraph_format.tab_stops.add_tab_stop(Pt((COLS - 1 - len(names)) * CELL))
            paragraph.paragraph_format.tab_stops.add_tab_stop(Pt((COLS - 5 - len(names)) * CELL))
            last = number == len(rows) - 1
            self.run(paragraph, document.doc_number if last else "", "fang")
            self.run(paragraph, "\t签发人：" if number == 0 else "\t\t", "fang")
            self.run(paragraph, names.rstrip("　"), "kai")
        border(paragraph, "bottom", "single", 12, BEFORE_RULE - 1)
        self.used += BEFORE_RULE - 1 + 12 / 8

    def title(self, text):
        rows = title_lines(text)
        paragraph = self.paragraph((rows[0], "xbs"), align=ALIGN.CENTER, size=TITLE_SIZE)
        for row in rows[1:]:
            paragraph.add_run().add_break()
            self.run(paragraph, row, "xbs", TITLE_SIZE)

    def blocks(self, blocks):
        kept = 0
        for block in blocks:
            start = len(self.word.paragraphs)
            if isinstance(block, Table):
                table(self, block)
            else:
                self.block(block)
            kept = max(kept, getattr(block, "keep", 0)) - (len(self.word.paragraphs) - start)
            if kept > 0:
                self._hold(start)

    def _hold(self, start):
        """What was written from a paragraph on stays on the page of what follows."""
        for paragraph in self.word.paragraphs[start:]:
            paragraph.paragraph_format.keep_with_next = True

    def block(self, block):
        self.blank(block.space_before)
        runs = [(text, face) for text, face in ((block.heading, LEVELS[block.level]), (block.rest, "fang")) if text]
        align = {"right": ALIGN.RIGHT, "centre": ALIGN.CENTER}.get(block.align, ALIGN.JUSTIFY)
        paragraph = self.paragraph(*runs, align=align, indent=block.indent if block.align == "left" else 0)
        paragraph.paragraph_format.keep_with_next = bool(block.level and not block.rest)

    def notes(self):
        titles = [paper.title for paper in self.document.attachments if paper.label] or self.document.listed
        if titles:
            self.blank()
        for number, title in enumerate(titles, 1):
            mark = f"{number}." if len(titles) > 1 else ""
            text = f"附件：{mark}{title}" if number == 1 else f"{mark}{title}"
            hang = 6 if mark else 5
            self.paragraph((text.rstrip("。；;"), "fang"), left=hang, indent=(2 if number == 1 else 5) - hang)

    def attendance(self):
        for number, (word, names) in enumerate(self.document.attendance):
            self.blank(number == 0)
            hang = 3 + len(word)
            self.paragraph((word, "hei"), (f"：{names}", "fang"), left=hang, indent=2 - hang)

    def signature(self):
        document = self.document
        for text in document.closing:
            self.blank()
            self.paragraph((text, "fang"), indent=2)
        if not document.issuers or not document.issued_on:
            return
        start = len(self.word.paragraphs) - 1
        self.blank(next((page.gap for page in self.pages if page.gap), 1))
        self._issuers(cn_date(document.issued_on))
        # never a page with the signature alone; a long paragraph is held back only where print had to do so
        start += len(self.word.paragraphs[start].text) > 2 * COLS and not any(page.carried for page in self.pages)
        for paragraph in self.word.paragraphs[max(0, start) : -1]:
            paragraph.paragraph_format.keep_with_next = True
        if document.note:
            self.paragraph((f"（{document.note.strip('（）()')}）", "fang"), indent=2)

    def _issuers(self, day):
        cells = signatures.widths_of([*self.document.issuers, day], self.fonts.advances["fang"])
        names = iter(self.document.issuers)
        if not self.document.sealed:
            left = COLS - 2 - max(*cells[:-1], cells[-1] + 2)
            for text, place in [*((name, left) for name in names), (day, left + 2)]:
                self.paragraph((text, "fang"), align=ALIGN.LEFT, left=place)
            return
        rows = signatures.in_rows(cells[:-1], cells[-1])
        for number, middles in enumerate(rows):
            self.blank((signatures.SEAL_ROWS - 1) * (number > 0))
            self.tabbed([(next(names), "fang", middle) for middle in middles])
        self.tabbed([(day, "fang", rows[-1][-1])])

    def attachment(self, attachment):
        label = self.paragraph((attachment.label, "hei"), align=ALIGN.LEFT)
        label.paragraph_format.page_break_before = True
        if attachment.label:
            self.blank()
        if attachment.title:
            self.title(attachment.title)
            self.blank()
        self.blocks(attachment.blocks)


def faced(font, properties, face, size):
    font.name, font.size = FACES[face], Pt(size)
    faces = properties.find(qn("w:rFonts"))
    for kind in ("w:eastAsia", "w:ascii", "w:hAnsi", "w:cs"):
        faces.set(qn(kind), FACES[face])


def _narrow(run, percent):
    scale = OxmlElement("w:w")
    scale.set(qn("w:val"), str(percent))
    run._r.rPr.insert_element_before(scale, "w:kern", "w:position", "w:sz", "w:szCs")


def to_word(document, fonts):
    """Bytes of the .docx of a document; raises MissingGlyphs as the printed paper does."""
    writer = Writer(document, fonts, set_pages(document, fonts))
    writer.write()
    writer.word.core_properties.title = document.title.replace("\n", "")
    writer.word.core_properties.author = "、".join(document.issuers)
    out = io.BytesIO()
    writer.word.save(out)
    return out.getvalue()
