"""A workbook of any number of rows, written straight into the file: no row is kept, past Excel's last line goes a new sheet.

ECMA-376 part 1, 18: texts stand in their cells (inlineStr), so nothing written can become a formula.
"""

import zipfile
from datetime import date, datetime
from xml.sax.saxutils import escape

from openpyxl.utils import get_column_letter

LINES = 1_048_576  # of a sheet
LONGEST = 32_767  # characters of a cell
TITLE, HEAD, TEXT, DAY, MOMENT = 1, 2, 3, 4, 5  # numbers of the styles below
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
STYLES = f"""{XML}<styleSheet xmlns="{MAIN}"><numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/>\
<numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd\\ hh:mm"/></numFmts>\
<fonts count="3"><font><sz val="11"/><name val="宋体"/></font><font><b/><sz val="16"/><name val="宋体"/></font>\
<font><b/><sz val="11"/><name val="宋体"/></font></fonts>\
<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>\
<fill><patternFill patternType="solid"><fgColor rgb="FFEFECE8"/></patternFill></fill></fills>\
<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border>\
<border>{"".join(f'<{side} style="thin"><color rgb="FFBFB9B0"/></{side}>' for side in ("left", "right", "top", "bottom"))}\
<diagonal/></border></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="6"><xf/>\
<xf fontId="1" applyFont="1" applyAlignment="1"><alignment horizontal="center"/></xf>\
<xf fontId="2" fillId="2" borderId="1" applyFont="1" applyFill="1" applyBorder="1"/>\
{
    "".join(
        f'<xf numFmtId="{number}" borderId="1" applyNumberFormat="1" applyBorder="1" applyAlignment="1">'
        '<alignment vertical="center" wrapText="1"/></xf>'
        for number in (0, 164, 165)
    )
}</cellXfs>\
<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>"""


def write_to(target, title, columns, rows, *, heading="", told=None, lines=LINES):
    """Write columns (core.xlsx.Column) of rows into an open binary file; returns the number of rows.

    `told(number)` hears of every thousandth row.
    """
    made = _Book(target, title[:31], columns, heading, lines)
    with made.pack:
        number = 0
        for number, row in enumerate(rows, 1):
            made.add(row)
            if told and not number % 1000:
                told(number)
        made.close()
    return number


class _Book:
    def __init__(self, target, title, columns, heading, lines):
        self.pack = zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1)
        self.title, self.columns, self.heading, self.lines = title, columns, heading, lines
        self.letters = [get_column_letter(n) for n in range(1, len(columns) + 1)]
        self.names, self.sheet = [], None
        self._begin()

    @property
    def head(self):
        """The line of the column names."""
        return 2 if self.heading else 1

    def _begin(self):
        number = len(self.names) + 1
        self.names.append(self.title if number == 1 else f"{self.title[:27]}（{number}）")
        self.sheet, self.line = self.pack.open(f"xl/worksheets/sheet{number}.xml", "w", force_zip64=True), 0
        sizes = "".join(f'<col min="{n}" max="{n}" width="{column.width}" customWidth="1"/>'
                        for n, column in enumerate(self.columns, 1))  # fmt: skip
        pane = f'<pane ySplit="{self.head}" topLeftCell="A{self.head + 1}" activePane="bottomLeft" state="frozen"/>'
        view = f'<sheetViews><sheetView workbookViewId="0">{pane}</sheetView></sheetViews>'
        self._put(f'{XML}<worksheet xmlns="{MAIN}">{view}<cols>{sizes}</cols><sheetData>')
        if self.heading:
            self._line([text_cell("A1", self.heading, TITLE)])
        names = (column.header for column in self.columns)
        self._line([text_cell(f"{letter}{self.head}", name, HEAD)
                    for letter, name in zip(self.letters, names, strict=True)])  # fmt: skip

    def _end(self):
        merged = f'<mergeCells count="1"><mergeCell ref="A1:{self.letters[-1]}1"/></mergeCells>' if self.heading else ""
        self._put(f"</sheetData>{merged}</worksheet>")
        self.sheet.close()

    def _put(self, text):
        self.sheet.write(text.encode())

    def _line(self, cells):
        self.line += 1
        self._put(f'<row r="{self.line}">{"".join(cells)}</row>')

    def add(self, row):
        if self.line >= self.lines:
            self._end()
            self._begin()
        line = self.line + 1
        self._line([cell_of(f"{letter}{line}", column.value(row))
                    for letter, column in zip(self.letters, self.columns, strict=True)])  # fmt: skip

    def close(self):
        self._end()
        for name, text in self._parts():
            self.pack.writestr(name, text)

    def _parts(self):
        """(name, text) of what holds the sheets together."""
        numbers = range(1, len(self.names) + 1)
        book = "application/vnd.openxmlformats-officedocument.spreadsheetml"
        kinds = "".join(f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{book}.worksheet+xml"/>'
                        for n in numbers)  # fmt: skip
        yield (
            "[Content_Types].xml",
            (
                f'{XML}<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
                'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
                f'<Override PartName="/xl/workbook.xml" ContentType="{book}.sheet.main+xml"/>'
                f'<Override PartName="/xl/styles.xml" ContentType="{book}.styles+xml"/>{kinds}</Types>'
            ),
        )
        yield "_rels/.rels", _relations([("officeDocument", "xl/workbook.xml")])
        sheets = [("worksheet", f"worksheets/sheet{n}.xml") for n in numbers]
        yield "xl/_rels/workbook.xml.rels", _relations([*sheets, ("styles", "styles.xml")])
        yield "xl/styles.xml", STYLES
        listed = "".join(f'<sheet name="{escape(name, QUOTED)}" sheetId="{n}" r:id="r{n}"/>'
                         for n, name in enumerate(self.names, 1))  # fmt: skip
        printed = "".join(
            f'<definedName name="_xlnm.Print_Titles" localSheetId="{n}">{_quoted(name)}!${self.head}:${self.head}</definedName>'
            for n, name in enumerate(self.names)
        )
        yield (
            "xl/workbook.xml",
            (
                f'{XML}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><bookViews><workbookView/></bookViews>'
                f"<sheets>{listed}</sheets><definedNames>{printed}</definedNames></workbook>"
            ),
        )


QUOTED = {'"': "&quot;"}


def _quoted(name):
    return escape("'" + name.replace("'", "''") + "'")


def _relations(pairs):
    lines = "".join(f'<Relationship Id="r{n}" Type="{OFFICE}/{kind}" Target="{target}"/>'
                    for n, (kind, target) in enumerate(pairs, 1))  # fmt: skip
    return f'{XML}<Relationships xmlns="{PACKAGE}/relationships">{lines}</Relationships>'


def text_cell(where, text, style=TEXT):
    kept = escape(clean(str(text)))
    return f'<c r="{where}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{kept}</t></is></c>'


def cell_of(where, value):
    """A cell as it is meant: days and times in the local zone, numbers as numbers, everything else as text."""
    if isinstance(value, str):
        return text_cell(where, value) if value else f'<c r="{where}" s="{TEXT}"/>'
    if value is None:
        return f'<c r="{where}" s="{TEXT}"/>'
    if isinstance(value, bool):
        return text_cell(where, "是" if value else "否")
    if isinstance(value, date):
        return f'<c r="{where}" s="{MOMENT if isinstance(value, datetime) else DAY}"><v>{serial(value)}</v></c>'
    if isinstance(value, int | float) or hasattr(value, "quantize"):
        return f'<c r="{where}" s="{TEXT}"><v>{value}</v></c>'
    return text_cell(where, value)


def serial(value):
    """A day or a moment as Excel counts: days since 1899-12-30."""
    from django.utils import timezone

    if not isinstance(value, datetime):
        return value.toordinal() - FIRST
    local = timezone.localtime(value).replace(tzinfo=None) if timezone.is_aware(value) else value
    seconds = local.hour * 3600 + local.minute * 60 + local.second
    return local.toordinal() - FIRST + round(seconds / 86400, 10)


FIRST = date(1899, 12, 30).toordinal()
GONE = dict.fromkeys([*(code for code in range(32) if chr(code) not in "\n\t"), 0xFFFE, 0xFFFF, *range(0xD800, 0xE000)])


def clean(text):
    """Without what XML cannot hold, and no longer than a cell."""
    return text[:LONGEST] if text.isprintable() else text.translate(GONE)[:LONGEST]
