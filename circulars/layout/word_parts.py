"""Parts of the Word copy that python-docx has no words for: borders, page numbers, the colophon, tables."""

from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.table import WD_ALIGN_VERTICAL
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt

from . import tables
from .document import cn_date
from .grid import CELL, HEIGHT, LEFT, MM_PT, SIZE, SMALL, SMALL_EM, WIDTH
from .grid import TOP as PAGE_TOP
from .lines import break_lines

FOOT_ROW = 8.0  # of the colophon, mm
NUMBER_FOOT = 25.4  # from the page's lower edge to the foot of the page number's line, mm: its dash 7 mm under the text
HANG = 4  # characters: one from the edge and 抄送：
LETTER_WIDTH = 170.0  # of a letter's rules, mm
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
        _page_foot(writer, footer)
        shape = _number(writer, footer.paragraphs[-1], ALIGN.CENTER if writer.document.counted else align)
        shape.space_after = Mm(NUMBER_FOOT - LETTER_FOOT) if letter else Pt(0)
    if letter:
        section.different_first_page_header_footer = True
        rule = section.first_page_footer.paragraphs[0]
        rule.paragraph_format.line_spacing = Pt(1)
        border(rule, "bottom", "thinThickSmallGap", 24, 0, wider=True)


def _page_foot(writer, footer):
    """Rows to sign on at the foot of every page; Word lifts the text above them by itself."""
    for text in writer.document.page_foot:
        row = footer.paragraphs[-1]
        row.paragraph_format.line_spacing, row.paragraph_format.space_after = Pt(SIZE * 1.5), Pt(SIZE / 2)
        writer.run(row, text, "fang")
        footer.add_paragraph()


def _number(writer, paragraph, align):
    """— 1 —, or of a record 第 1 页　共 3 页."""
    paragraph.alignment = align
    shape = paragraph.paragraph_format
    shape.line_spacing = Pt(SMALL)
    shape.left_indent = shape.right_indent = Mm(CELL)
    if writer.document.counted:
        words = ("第 ", "PAGE", " 页　共 ", "NUMPAGES", " 页")
    else:
        words = ("— ", "PAGE", " —")
    for text in words:
        if text.isupper():
            _field(writer, paragraph, text)
        else:
            writer.run(paragraph, text, "song", SMALL)
    return shape


def _field(writer, paragraph, name):
    for kind, text in (("begin", ""), ("", name), ("separate", ""), ("shown", "1"), ("end", "")):
        run = writer.run(paragraph, text if kind == "shown" else "", "song", SMALL)
        if kind != "shown":
            run._r.append(_field_part(kind, text))


def _field_part(kind, text):
    part = OxmlElement("w:fldChar" if kind else "w:instrText")
    if kind:
        part.set(qn("w:fldCharType"), kind)
    part.text = text or None
    return part


def colophon(writer):
    """At the foot of the last page: rules 0.35 / 0.25 / 0.35 mm, text of 4号 one character in.

    Where the printed paper has it on a page of its own, so that the number of pages is even, that page is a section
    that begins on an even page and bears no number.
    """
    rows = _colophon_rows(writer)
    if not rows:
        return
    if _alone(writer.pages):
        _unnumbered(writer.word.add_section(WD_SECTION.EVEN_PAGE))
    height = sum(left.count("\n") + 1 for left, _ in rows) * FOOT_ROW
    boxed(writer, [_colophon_row(writer, *row) for row in rows], LEFT, PAGE_TOP + HEIGHT - height, WIDTH, height)


def _colophon_row(writer, left, right):
    text = f"\t{left}\t{right}" if right else f"\t{left}"
    paragraph = writer.paragraph((text, "fang"), line=FOOT_ROW / MM_PT, size=SMALL, align=ALIGN.LEFT)
    for run in paragraph.runs:
        _untracked(run)
    shape = paragraph.paragraph_format
    # the first row begins at the very edge, so that the rules do; its text and the rows below it stand further in
    shape.left_indent, shape.first_line_indent = Pt(HANG * SMALL), Pt(-HANG * SMALL)
    shape.tab_stops.add_tab_stop(Pt(SMALL))
    shape.tab_stops.add_tab_stop(Pt(WIDTH / MM_PT - SMALL), WD_TAB_ALIGNMENT.RIGHT)
    if writer.document.form != "letter":
        _ruled(paragraph)
    return paragraph


def _colophon_rows(writer):
    """(left, right) of each row, the offices' rows broken as in print."""
    document, rows = writer.document, []
    if document.copied_to:
        columns, text = int((WIDTH - 2 * SMALL_EM) / SMALL_EM), f"抄送：{document.copied_to.rstrip('。')}。"
        lines = break_lines(text, writer.fonts.advances["fang"], indent=0, hanging=3, cols=columns)
        rows.append(("\n".join(line.text for line in lines), ""))
    if document.printer and document.form != "letter":
        rows.append((document.printer, f"{cn_date(document.printed_on)}印发" if document.printed_on else ""))
    return rows


def _alone(pages):
    """Whether the last page bears the colophon alone."""
    return len(pages) > 1 and pages[-1].blank


def _unnumbered(section):
    section.footer.is_linked_to_previous = section.even_page_footer.is_linked_to_previous = False


def _untracked(run):
    spacing = OxmlElement("w:spacing")
    spacing.set(qn("w:val"), "0")
    run._r.rPr.insert_element_before(spacing, "w:w", "w:kern", "w:position", "w:sz", "w:szCs")


def _ruled(paragraph):
    """The rules of a row of the colophon; rows alike share the one between them."""
    sides = "".join(
        f'<w:{side} w:val="single" w:sz="{size}" w:space="0" w:color="000000"/>'
        for side, size in (("top", 8), ("bottom", 8), ("between", 6))
    )
    box = parse_xml(f"<w:pBdr {nsdecls('w')}>{sides}</w:pBdr>")
    paragraph._p.get_or_add_pPr().insert_element_before(box, *AFTER_BORDER)


BOX = """
<w:r xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"
 xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"
 xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
 xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"
 xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">
<mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>
<wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="{id}" behindDoc="0" locked="0"
 layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>
<wp:positionH relativeFrom="page"><wp:posOffset>{left}</wp:posOffset></wp:positionH>
<wp:positionV relativeFrom="page"><wp:posOffset>{top}</wp:posOffset></wp:positionV>
<wp:extent cx="{width}" cy="{height}"/><wp:wrapNone/><wp:docPr id="{id}" name="{name}"/><wp:cNvGraphicFramePr/>
<a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp>
<wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>
<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/><a:ln><a:noFill/></a:ln></wps:spPr>
<wps:txbx><w:txbxContent/></wps:txbx>
<wps:bodyPr lIns="0" tIns="0" rIns="0" bIns="0" anchor="t"><a:noAutofit/></wps:bodyPr>
</wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice></mc:AlternateContent></w:r>"""
EMU = 36_000  # a mm


def boxed(writer, paragraphs, left, top, width, height):
    """Move paragraphs into a box at a place of the page (mm), out of the flow of the text."""
    holder = writer.paragraph(line=1)
    sizes = {key: round(mm * EMU) for key, mm in (("left", left), ("top", top), ("width", width), ("height", height))}
    writer.boxes += 1
    run = parse_xml(BOX.format(id=writer.boxes, name=f"框{writer.boxes}", **sizes))
    content = next(run.iter(qn("w:txbxContent")))
    for paragraph in paragraphs:
        content.append(paragraph._p)
    holder._p.append(run)
    return holder


def _rules(box, eighths):
    sides = "".join(f'<w:{side} w:val="single" w:sz="{size}" w:color="000000"/>' for side, size in eighths.items())
    rules = parse_xml(f"<w:tblBorders {nsdecls('w')}>{sides}</w:tblBorders>")
    box._tbl.tblPr.insert_element_before(rules, "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook")
    pad = round(tables.PAD / MM_PT * 20)
    inward = parse_xml(f'<w:tblInd {nsdecls("w")} w:w="{pad}" w:type="dxa"/>')  # the rule, not the text, on the edge
    box._tbl.tblPr.insert_element_before(inward, "w:tblBorders", "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook")
    sides = "".join(f'<w:{side} w:w="{pad}" w:type="dxa"/>' for side in ("top", "left", "bottom", "right"))
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


def _one_row(rows, column, size, width):
    """Whether no cell of a column needs a second line; such columns stand in the middle, as in print."""
    return max(len(row[column]) for row in rows) * size * MM_PT <= width - 2 * tables.PAD


def _fill(writer, rows, head, size, widths):
    box = writer.word.add_table(len(rows), len(rows[0]))
    short = [_one_row(rows, n, size, widths[n]) for n in range(len(rows[0]))]
    _rules(box, dict.fromkeys(("top", "left", "bottom", "right"), 8) | {"insideH": 4, "insideV": 4})
    for number, (texts, row) in enumerate(zip(rows, box.rows, strict=True)):
        properties = row._tr.get_or_add_trPr()
        properties.append(OxmlElement("w:cantSplit"))
        if number < head:
            properties.append(OxmlElement("w:tblHeader"))
        for place, (text, cell) in enumerate(zip(texts, row.cells, strict=True)):
            paragraph = cell.paragraphs[0]
            paragraph.paragraph_format.line_spacing = Pt(size * tables.LEADING)
            paragraph.alignment = ALIGN.CENTER if number < head or short[place] else ALIGN.LEFT
            run = writer.run(paragraph, text, "hei" if number < head else "fang", size)
            _untracked(run)
            cell.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
    _widths(box, widths)
