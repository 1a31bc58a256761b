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
from .grid import COLS, MM_PT, PAGE_H, PAGE_W, SIZE, TITLE_SIZE
from .titles import title_lines
from .word_parts import border, colophon, footers, plain_rows, table

FACES = {"fang": "仿宋_GB2312", "kai": "楷体_GB2312", "hei": "黑体", "xbs": "方正小标宋简体", "song": "宋体"}
LEVELS = {0: "fang", 1: "hei", 2: "kai", 3: "fang", 4: "fang"}
TOP, BOTTOM, LEFT, RIGHT = 37.0, 34.8, 28.0, 25.8
ROW = 28.95  # exact distance of rows, pt: 22 in 225 mm
CELL = SIZE - 0.2  # a character with its tracking, pt: 28 in 156 mm
RED = RGBColor(0xE6, 0, 0x12)
MARK_LINE = 1.15  # of the mark's size
BEFORE_RULE = 4.0 / MM_PT  # pt


class Writer:
    """Writes a document paragraph by paragraph."""

    def __init__(self, document, fonts):
        self.document, self.fonts = document, fonts
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
        document = self.document
        if document.form == "plain" or not document.mark:
            return
        above = self._confidential() if document.form != "letter" else 0
        start = heads.LETTER_MARK_TOP if document.form == "letter" else heads.MARK_TOP
        self._mark(start / MM_PT - above * ROW)
        if document.form == "letter":
            self._letter_number()
        else:
            self._number()
        self.blank(2)

    def _letter_number(self):
        """The number at the right edge, in the row of the first mark of secrecy."""
        first, *others = [*self._marks(), ("", "fang")]
        row = self.paragraph(first, align=ALIGN.LEFT)
        row.paragraph_format.tab_stops.add_tab_stop(Pt(COLS * CELL), WD_TAB_ALIGNMENT.RIGHT)
        self.run(row, f"\t{self.document.doc_number}", "fang")
        for mark in others[:-1]:
            self.paragraph(mark, align=ALIGN.LEFT)

    def _confidential(self):
        rows = self._marks()
        for row in rows:
            self.paragraph(row, align=ALIGN.LEFT)
        return len(rows)

    def _marks(self):
        """Copy number, classification and urgency with their faces."""
        document = self.document
        number = [(document.copy_number.zfill(6), "fang")] if document.copy_number else []
        return number + [(text, "hei") for text in (document.classified, document.urgency) if text]

    def _mark(self, before):
        """The red mark; joint names one over the other, spread to one width, the shared word after the last."""
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
            place = max(0.0, before - (leading - size) / 2) if number == 0 else heads.GAP / MM_PT
            shape = {"align": ALIGN.CENTER, "line": leading, "before": place, "size": size, "colour": RED}
            paragraph = self.paragraph((text, "xbs"), **shape)
            _narrow(paragraph.runs[0], scale)
        if document.form == "letter":
            border(paragraph, "bottom", "thickThinSmallGap", 24, BEFORE_RULE, wider=True)

    def _number(self):
        """The number two rows below the mark, the red rule 4 mm under it; with signers at their right."""
        document, signers = self.document, heads.signer_rows(self.document.signer)
        rows = signers or [""]
        self.blank(2)
        for number, names in enumerate(rows):
            if not signers:
                paragraph = self.paragraph((document.doc_number, "fang"), align=ALIGN.CENTER)
                continue
            paragraph = self.paragraph(align=ALIGN.LEFT, left=1)
            paragraph.paragraph_format.tab_stops.add_tab_stop(Pt((COLS - 1 - len(names)) * CELL))
            paragraph.paragraph_format.tab_stops.add_tab_stop(Pt((COLS - 5 - len(names)) * CELL))
            last = number == len(rows) - 1
            self.run(paragraph, document.doc_number if last else "", "fang")
            self.run(paragraph, "\t签发人：" if number == 0 else "\t\t", "fang")
            self.run(paragraph, names.rstrip("　"), "kai")
        paragraph.paragraph_format.line_spacing = Pt(SIZE + 2)
        paragraph.paragraph_format.space_before = Pt(ROW - SIZE - 2)
        border(paragraph, "bottom", "single", 12, BEFORE_RULE - 1)

    def title(self, text):
        rows = title_lines(text)
        paragraph = self.paragraph((rows[0], "xbs"), align=ALIGN.CENTER, size=TITLE_SIZE)
        for row in rows[1:]:
            paragraph.add_run().add_break()
            self.run(paragraph, row, "xbs", TITLE_SIZE)

    def blocks(self, blocks):
        for block in blocks:
            if isinstance(block, Table):
                table(self, block)
            else:
                self.block(block)

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
        self.blank(2 if document.sealed else 1)
        self._issuers(cn_date(document.issued_on))
        for paragraph in self.word.paragraphs[max(0, start) : -1]:  # never a page with the signature alone
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
    from .pages import text_of

    fonts.check(text_of(document))
    writer = Writer(document, fonts)
    writer.write()
    writer.word.core_properties.title = document.title.replace("\n", "")
    writer.word.core_properties.author = "、".join(document.issuers)
    out = io.BytesIO()
    writer.word.save(out)
    return out.getvalue()
