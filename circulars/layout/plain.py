"""A notice given as plain text becomes a typed document; what is not recognised stays body text, nothing is dropped.

A paragraph is a line. A table is two or more lines one after another, their cells parted by tabs, each with the same
number (two at least) of cells; the first line is its head. Lines of empty cells inside or at the end of a table are rows
to be filled in by hand; before its head they are left out. A tab anywhere else is a blank.
"""

import re
from datetime import date
from itertools import dropwhile, groupby

from .document import Attachment, Block, Document, Table

MARKERS = (
    (1, re.compile(r"[一二三四五六七八九十百]+、")),
    (2, re.compile(r"[（(][一二三四五六七八九十百]+[）)]")),
    (3, re.compile(r"\d{1,3}[.．、](?!\d)")),
    (4, re.compile(r"[（(]\d{1,3}[）)]")),
)
NUMBER = re.compile(r"[\u4e00-\u9fff]{1,14}[〔\[（(【]\d{4}[〕\]）)】]第?\d{1,4}号")
DATE = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
ATTACHED = re.compile(r"附件\s*[\d一二三四五六七八九十]{0,3}[:：]?$")
ENCLOSED = re.compile(r"[—\-─━=＝]{3,}")  # the row before a paper that the circular issues
NOTE = re.compile(r"附件\s*\d{0,2}\s*[:：]\s*(?:\d{1,2}[.．、])?(.+)")
LISTED = re.compile(r"\d{1,2}[.．、](.+)")
ENDS = re.compile(r"[。；;！？：:]$")
KINDS = (
    "通知",
    "通报",
    "函",
    "纪要",
    "方案",
    "意见",
    "决定",
    "公告",
    "通告",
    "请示",
    "报告",
    "批复",
    "办法",
    "指令书",
    "通知书",
)
LONGEST_HEADING = 40
BLANKS = " \u3000\u00a0"
INVISIBLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe0e\ufe0f\ufeff]")


def clean_lines(text):
    """Lines without control characters, direction marks and outer blanks; empty lines are left out."""
    return [row.strip(BLANKS) for row in _visible(text.replace("\t", " ")) if row.strip(BLANKS)]


def body_lines(text):
    """Clean lines that keep the tabs between the cells of tables and the empty rows under a table's head."""
    rows = [row.strip(BLANKS) for row in _visible(text) if row.strip(BLANKS)]
    runs = [list(dropwhile(_is_empty, run)) for run in _runs(rows)]
    return [row for run in runs for row in (_trimmed(run) if is_table(run) else map(without_tabs, run))]


def _is_empty(row):
    return not row.strip(BLANKS + "\t")


def _visible(text):
    return INVISIBLE.sub("", text.replace("\r", "\n")).split("\n")


def _runs(rows):
    """Lines one after another that have the same number of cells."""
    return [list(run) for _, run in groupby(rows, key=_cells)]


def _cells(row):
    """How many cells a line has; a tab behind nothing but a number is the word processor's, not a table's."""
    first, *others = row.split("\t")
    return 1 if any(marker.fullmatch(first) for _, marker in MARKERS) else 1 + len(others)


def is_table(rows):
    return len(rows) > 1 and _cells(rows[0]) > 1


def _trimmed(rows):
    return ["\t".join(cell.strip(BLANKS) for cell in row.split("\t")) for row in rows]


def without_tabs(row):
    return row.replace("\t", " ").strip(BLANKS)


def block_of(text):
    """A paragraph with its heading level; only a first sentence that ends early is set in the heading's face."""
    for level, marker in MARKERS:
        if marker.match(text):
            stop = re.search(r"[。：:]", text)
            end = stop.end() if stop else len(text)
            return Block(text, level, end if end <= LONGEST_HEADING else 0)
    return Block(text)


def blocks_of(text):
    """Blocks of a body, a paragraph a line."""
    return rows_to_blocks(body_lines(text))


def rows_to_blocks(rows):
    """Paragraphs, and tables where lines of as many cells follow each other."""
    blocks = []
    for run in _runs(rows):
        if is_table(run):
            blocks.append(Table([row.split("\t") for row in run]))
        else:
            blocks += [block_of(without_tabs(row)) for row in run]
    return blocks


def text_of(blocks):
    """The plain text that gives these blocks."""
    return "\n".join(_text(block) for block in blocks)


def _text(block):
    return "\n".join(map("\t".join, block.rows)) if isinstance(block, Table) else block.text


def from_text(text) -> Document:
    """A document from a notice as text; raises ValueError (Chinese) when nothing is there to print."""
    rows = body_lines(text)
    if not rows:
        raise ValueError("没有可以排版的文字")
    document = Document(title="")
    _take_head(document, rows)
    _take_title(document, rows)
    _take_number(document, rows)
    if rows and _names_addressees(rows[0]):
        document.addressees = rows.pop(0)
    bodies = split_bodies(rows)
    _take_end(document, bodies[0])
    fill(document, bodies)
    return document


def _names_addressees(row):
    """A first line that ends with a colon and is no sentence that leads to a list."""
    return row.endswith(("：", ":")) and not re.search(r"[\t。]|如下.$", row) and len(row) <= 120


def fill(document, bodies):
    """Set the covering text (first of the bodies) and the papers behind it."""
    titles = _take_notes(bodies[0])
    document.blocks = rows_to_blocks(bodies[0])
    document.attachments = [_attachment(body) for body in bodies[1:] if body]
    if not any(attachment.label for attachment in document.attachments):
        document.listed = titles


def _take_head(document, rows):
    """The red head and the number stand before the title."""
    while rows and re.fullmatch(r"[\u4e00-\u9fff（）“”·]{2,40}文件", rows[0]):
        document.mark.append(rows.pop(0))
    _take_number(document, rows)
    if not document.mark:
        document.form = "plain"


def _take_number(document, rows):
    """The document number as printed; it stands above the title, or below it in copies from the web."""
    if rows and not document.doc_number and NUMBER.fullmatch(rows[0].replace(" ", "")):
        document.doc_number = printed_number(rows.pop(0))


def printed_number(text):
    """〔〕 for any bracket, no 第, no leading zeros."""
    return re.sub(r"[\[〔［（(【<〈](\d{4})[\]〕］）)】>〉]第?0*", r"〔\1〕", text.replace(" ", ""))


def _take_title(document, rows):
    """Rows up to the one that ends in the name of a kind of paper; else the first row alone."""
    for count in range(1, min(6, len(rows)) + 1):
        if ENDS.search(rows[count - 1]):
            break
        if rows[count - 1].rstrip("）)").endswith(KINDS):
            document.title = "\n".join(rows[:count])
            del rows[:count]
            return
    document.title = rows.pop(0)


def split_bodies(rows):
    """The covering text and what stands behind it: each attachment, each paper after a row of dashes."""
    bodies = [[]]
    for row in rows:
        if ENCLOSED.fullmatch(row):
            bodies.append([])
        elif ATTACHED.fullmatch(row):
            bodies.append([row])
        else:
            bodies[-1].append(row)
    return bodies


def _take_end(document, rows):
    """Issuers and date at the end of the covering text."""
    for at in range(len(rows) - 1, max(-1, len(rows) - 4), -1):
        found = DATE.fullmatch(rows[at].replace(" ", ""))
        if not found:
            continue
        try:
            document.issued_on = date(*map(int, found.groups()))
        except ValueError:
            return
        start = at
        while start > 0 and len(rows[start - 1]) <= 30 and not re.search(r"[。；：:\t]", rows[start - 1]) and start > at - 4:
            if any(marker.match(rows[start - 1]) for _, marker in MARKERS):
                break
            start -= 1
        document.issuers = rows[start:at]
        document.note = rows[at + 1] if len(rows) > at + 1 else ""
        del rows[start : at + 2]
        return


def _take_notes(rows):
    """Titles in the attachment note (附件：1.… 2.…) at the end of the covering text."""
    at = next((i for i in range(len(rows) - 1, -1, -1) if NOTE.match(rows[i])), None)
    if at is None:
        return []
    titles = [NOTE.match(rows[at])[1]]
    end = at + 1
    while end < len(rows) and (found := LISTED.match(rows[end]) or NOTE.match(rows[end])):
        titles.append(found[1])
        end += 1
    if end < len(rows):
        return []
    del rows[at:]
    return titles


def _attachment(rows):
    label = rows.pop(0).rstrip("：:").replace(" ", "") if ATTACHED.fullmatch(rows[0]) else ""
    title = rows.pop(0) if rows and "\t" not in rows[0] and (label or not ENDS.search(rows[0])) else ""
    return Attachment(label, title, rows_to_blocks(rows))
