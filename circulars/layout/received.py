"""A notice as it comes (hard wraps, web furniture, broken blanks) becomes a typed document, by the reader's eyes."""

import re
from dataclasses import dataclass, field

from circulars.clean import furniture, lines_of
from circulars.head import read_head
from circulars.paragraphs import paragraphs
from circulars.signature import read_signature
from circulars.tables import cells_of

from .document import Document
from .plain import block_of, fill, printed_number, split_bodies

LEFT_OUT = ("page-number", "running-head", "meta", "site", "byline")
SELECTORS = re.compile("[\ufe0e\ufe0f]")  # choose a picture or a sign for the character before; nothing to print
COPIED = re.compile(r"抄送[:：](.+)")
PRINTED = re.compile(r"(.{4,40}?)(?:19|20)\d\d年\d{1,2}月\d{1,2}日印发")
LONGEST_ROSTER = 40  # characters of a line that names a person and a post
REMARK = re.compile(r"[（(][^（）()]{2,40}[）)]")


@dataclass
class Parts:
    """The lines of a notice by what they are; `rows` are paragraphs, papers behind the letter parted by a row of dashes."""

    head: object
    title: list = field(default_factory=list)
    mark: list = field(default_factory=list)
    addressees: str = ""
    rows: list = field(default_factory=list)
    copied_to: str = ""
    printer: str = ""
    note: str = ""
    left_out: int = 0


def document_of(text) -> Document:
    """The document of a notice as text; raises ValueError (Chinese) when nothing is there to print."""
    parts = parts_of(text)
    issuers = [name for name in (parts.head.issuer or "").split("、") if name]
    document = Document(
        title="\n".join(parts.title),
        mark=parts.mark or issuers,
        doc_number=printed_number(parts.head.doc_number.text) if parts.head.doc_number else "",
        addressees=parts.addressees,
        issuers=issuers,
        issued_on=parts.head.issued_on,
        copied_to=parts.copied_to,
        printer=parts.printer,
        printed_on=parts.head.issued_on if parts.printer else None,
        note=parts.note,
    )
    document.form = "circular" if document.mark else "plain"
    fill(document, split_bodies(parts.rows))
    return document


def editable(text):
    """(title, body) of a notice as the editor of circulars takes them: without head, number and signature."""
    parts = parts_of(text)
    return "".join(parts.title), "\n".join(filter(None, [parts.addressees, *parts.rows]))


def parts_of(text):
    lines = lines_of(SELECTORS.sub("", text))
    if not lines:
        raise ValueError("没有可以排版的文字")
    furniture(lines)
    head = read_head(lines)
    read_signature(lines, head)
    parts = Parts(head, left_out=sum(line.role in LEFT_OUT for line in lines))
    _take_red_head(parts, lines)
    _take_foot(parts, lines)
    first, rest = _around_second_title(lines)
    parts.title = [line.text for line in first if line.role == "title"]
    parts.addressees = "".join(line.text for line in lines if line.role == "recipients")
    parts.rows = _rows(first, head)
    if rest:
        count = sum(line.role == "title" for line in rest)
        title = "".join(line.text for line in rest[:count])
        parts.rows += ["———", title, *_rows(rest, head)]
    if not parts.title:
        parts.title = [parts.rows.pop(0)] if parts.rows else ["通知"]
    return parts


def _take_red_head(parts, lines):
    """Names that end in 文件 are the mark; a bare name above the title is the title's first row."""
    for line in lines:
        if line.role == "red-head":
            if line.text.endswith("文件"):
                parts.mark.append(line.text)
            else:
                line.role = "title"


def _take_foot(parts, lines):
    """抄送, who printed it, and a remark in brackets under the date."""
    for line in lines[(parts.head.signed_at or 0) + 1 :]:
        if line.role != "body":
            continue
        if found := COPIED.match(line.text):
            parts.copied_to, line.role = found[1].rstrip("。"), "foot"
        elif found := PRINTED.fullmatch(line.text):
            parts.printer, line.role = found[1], "foot"
        elif parts.head.signed_at is not None and not parts.note and REMARK.fullmatch(line.text):
            parts.note, line.role = line.text, "foot"


def _around_second_title(lines):
    """The letter, and the paper it issues from the title printed behind it on."""
    begun = False
    for number, line in enumerate(lines):
        if line.role == "title" and begun:
            return lines[:number], lines[number:]
        begun = begun or line.role in ("body", "recipients", "signature")
    return lines, []


def _rows(lines, head):
    """Paragraphs of the body. An unsigned date stays in the text."""
    kept = [line for line in lines if line.role == "body" or (line.role == "signature" and head.issued_on is None)]
    return [_row(paragraph) for paragraph in paragraphs(kept)]


def _row(paragraph):
    """A table's cells are parted by tabs, name and post of a roster's row by a blank; other blanks are noise."""
    if paragraph.is_row:
        return "\t".join(cell.text for cell in cells_of(paragraph.lines[0]))
    text = paragraph.text
    if len(paragraph.lines) > 1 or len(text) > LONGEST_ROSTER or text[-1] in "。；：，" or block_of(text).level:
        return text
    edges = [0, *(at for at, _ in paragraph.gaps), len(text)]
    row = ""
    for start, end in zip(edges, edges[1:], strict=False):
        apart = len(row) > 1 and end - start > 1
        row += ("　" if apart else "") + text[start:end]
    return row
