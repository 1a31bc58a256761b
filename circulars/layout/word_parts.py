"""Parts of the Word copy that python-docx has no words for: borders, page numbers, the colophon, tables."""

import math

from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt

from . import tables
from .document import cn_date
from .grid import CELL, HEIGHT, LEFT, MM_PT, SMALL, WIDTH
from .grid import TOP as PAGE_TOP

FOOT_ROW = 8.0  # of the colophon, mm
NUMBER_FOOT = 25.8  # from the page's lower edge to the foot of the page number's line, mm: its dash 7 mm under the text
LETTER_FOOT = 20.0  # to a letter's lower rule, mm
AFTER_BORDER = ("w:shd", "w:tabs", "w:suppressAutoHyphens", "w:kinsoku", "w:wordWrap", "w:overflowPunct")
AFTER_BORDER += ("w:autoSpaceDE", "w:autoSpaceDN", "w:snapToGrid", "w:spacing", "w:ind", "w:jc", "w:rPr")


def border(paragraph, side, kind, eighths, space, wider=False):
    """A red rule above or below a paragraph; `wider` makes it a letter's, 170 mm in the middle of the page."""
    line = f'<w:{side} w:val="{kind}" w:sz="{eighths}" w:space="{round(space)}" w:color="E60012"/>'
    box = parse_xml(f"<w:pBdr {nsdecls('w')}>{line}</w:pBdr>")
    paragraph._p.get_or_add_pPr().insert_element_before(box, *AFTER_BORDER)
    if wider:
        paragraph.paragraph_format.left_indent, paragraph.paragraph_format.right_indent = Mm(-8), Mm(-6)


def plain_rows(properties, settings):
    """No blanks between Chinese and digits, no mark outside the row, marks squeezed: as the printed paper has it."""
    for tag in ("w:overflowPunct", "w:autoSpaceDE", "w:autoSpaceDN", "w:snapToGrid"):
        off = OxmlElement(tag)
        off.set(qn("w:val"), "0")
        properties.insert_element_before(off, *AFTER_BORDER[AFTER_BORDER.index(tag) + 1 :])
    squeezed = OxmlElement("w:characterSpacingControl")
    squeezed.set(qn("w:val"), "compressPunctuation")
    old = settings.find(qn("w:characterSpacingControl"))
    if old is not None:
        settings.replace(old, squeezed)


def footers(writer, section):
    """Page numbers outside, odd right and even left, one character in; a letter's first page has its rule instead."""
    letter = writer.document.form == "letter"
    section.footer_distance = Mm(LETTER_FOOT if letter else NUMBER_FOOT)
    writer.word.settings.odd_and_even_pages_header_footer = True
    for footer, align in ((section.footer, ALIGN.RIGHT), (section.even_page_footer, ALIGN.LEFT)):
        shape = _number(writer, footer.paragraphs[0], align)
        shape.space_after = Mm(NUMBER_FOOT - LETTER_FOOT) if letter else Pt(0)
    if letter:
        section.different_first_page_header_footer = True
        rule = section.first_page_footer.paragraphs[0]
        rule.paragraph_format.line_spacing = Pt(1)
        border(rule, "bottom", "thinThickSmallGap", 24, 0, wider=True)


def _number(writer, paragraph, align):
    paragraph.alignment = align
    shape = paragraph.paragraph_format
    shape.line_spacing = Pt(SMALL)
    shape.left_indent = shape.right_indent = Mm(CELL)
    writer.run(paragraph, "— ", "song", SMALL)
    for kind, text in (("begin", ""), ("", "PAGE"), ("separate", ""), ("shown", "1"), ("end", "")):
        run = writer.run(paragraph, text if kind == "shown" else "", "song", SMALL)
        if kind != "shown":
            run._r.append(_field_part(kind, text))
    writer.run(paragraph, " —", "song", SMALL)
    return shape


def _field_part(kind, text):
    part = OxmlElement("w:fldChar" if kind else "w:instrText")
    if kind:
        part.set(qn("w:fldCharType"), kind)
    part.text = text or None
    return part


def colophon(writer):
    """A frame at the foot of the last page: rules 0.35 / 0.25 / 0.35 mm, text of 4号 one character in."""
    document, rows = writer.document, []
    if document.copied_to:
        rows.append((f"抄送：{document.copied_to.rstrip('。')}。", ""))
    if document.printer and document.form != "letter":
        rows.append((document.printer, f"{cn_date(document.printed_on)}印发" if document.printed_on else ""))
    if not rows:
        return
    box = writer.word.add_table(len(rows), 1)
    columns = (WIDTH / MM_PT - 2 * SMALL) / SMALL
    lines = sum(math.ceil(sum(1 if ord(c) > 0xFF else 0.5 for c in left) / columns) for left, _ in rows)
    _at_foot(box, lines, ruled=document.form != "letter")
    for (left, right), row in zip(rows, box.rows, strict=True):
        paragraph = row.cells[0].paragraphs[0]
        shape = paragraph.paragraph_format
        shape.line_spacing, shape.left_indent = Pt(FOOT_ROW / MM_PT), Pt(SMALL)
        shape.tab_stops.add_tab_stop(Pt(WIDTH / MM_PT - SMALL), WD_TAB_ALIGNMENT.RIGHT)
        writer.run(paragraph, f"{left}\t{right}" if right else left, "fang", SMALL)
    last = writer.paragraph(line=1)  # Word wants a paragraph after a table
    last.paragraph_format.line_spacing = Pt(1)


def _at_foot(box, lines, ruled):
    """Place the table so that its last line ends on the lower edge of the type area."""
    top, left = round((PAGE_TOP + HEIGHT - lines * FOOT_ROW) / MM_PT * 20), round(LEFT / MM_PT * 20)
    place = parse_xml(
        f'<w:tblpPr {nsdecls("w")} w:leftFromText="0" w:rightFromText="0" w:vertAnchor="page" w:horzAnchor="page" '
        f'w:tblpX="{left}" w:tblpY="{top}"/>'
    )
    box._tbl.tblPr.insert_element_before(place, "w:tblOverlap", "w:tblStyleRowBandSize", "w:tblW", "w:jc", "w:tblLayout")
    if ruled:
        _rules(box, {"top": 8, "bottom": 8, "insideH": 6})
    _widths(box, [WIDTH])


def _rules(box, eighths):
    sides = "".join(f'<w:{side} w:val="single" w:sz="{size}" w:color="000000"/>' for side, size in eighths.items())
    rules = parse_xml(f"<w:tblBorders {nsdecls('w')}>{sides}</w:tblBorders>")
    box._tbl.tblPr.insert_element_before(rules, "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook")
    pad = round(tables.PAD / MM_PT * 20)
    sides = "".join(f'<w:{side} w:w="{pad}" w:type="dxa"/>' for side in ("left", "right"))
    margins = parse_xml(f"<w:tblCellMar {nsdecls('w')}>{sides}</w:tblCellMar>")
    box._tbl.tblPr.insert_element_before(margins, "w:tblLook")


def _widths(box, widths):
    box.autofit = False
    for column, width in zip(box.columns, widths, strict=True):
        column.width = Mm(width)
    for row in box.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Mm(width)


def table(writer, block):
    """A table with its head repeated and no row cut; one wider than the page on landscape pages of its own."""
    rows = tables.even(block.rows)
    if not rows:
        return
    size, widths = _fit(rows, WIDTH)
    turned = widths is None
    if turned:
        _section(writer, turned=True)
        size, widths = _fit(rows, HEIGHT)
    _fill(writer, rows, block.head, size, widths or [HEIGHT / len(rows[0])] * len(rows[0]))
    if turned:
        _section(writer, turned=False)


def _fit(rows, width):
    for size in tables.SIZES:
        widths = tables.columns(rows, width, size * MM_PT)
        if widths:
            return size, widths
    return tables.SIZES[-1], None


def _section(writer, turned):
    section = writer.word.add_section(WD_SECTION.NEW_PAGE)
    section.orientation = WD_ORIENT.LANDSCAPE if turned else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = section.page_height, section.page_width
    margins = section.top_margin, section.right_margin, section.bottom_margin, section.left_margin
    margins = (*margins[3:], *margins[:3]) if turned else (*margins[1:], margins[0])
    section.top_margin, section.right_margin, section.bottom_margin, section.left_margin = margins


def _fill(writer, rows, head, size, widths):
    box = writer.word.add_table(len(rows), len(rows[0]))
    _rules(box, dict.fromkeys(("top", "left", "bottom", "right"), 8) | {"insideH": 4, "insideV": 4})
    for number, (texts, row) in enumerate(zip(rows, box.rows, strict=True)):
        properties = row._tr.get_or_add_trPr()
        properties.append(OxmlElement("w:cantSplit"))
        if number < head:
            properties.append(OxmlElement("w:tblHeader"))
        for text, cell in zip(texts, row.cells, strict=True):
            paragraph = cell.paragraphs[0]
            paragraph.paragraph_format.line_spacing = Pt(size * tables.LEADING)
            paragraph.alignment = ALIGN.CENTER if number < head else ALIGN.LEFT
            writer.run(paragraph, text, "hei" if number < head else "fang", size)
    _widths(box, widths)
