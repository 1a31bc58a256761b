"""The text of a Word document, with the numbers Word itself would print."""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass, field
from xml.etree import ElementTree

from .numerals import chinese

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_SKIPPED = frozenset({_FALLBACK, f"{_W}del", f"{_W}moveFrom", f"{_W}instrText", f"{_W}delText"})


def docx_text(archive: zipfile.ZipFile) -> str:
    """Paragraphs as lines, table rows as tab-joined lines."""
    if _macros(_part(archive, "[Content_Types].xml")):
        from .intake import IntakeError

        raise IntakeError("文件带有宏，为安全起见不予打开。请另存为不带宏的.docx后上传。")
    document = _tree(archive, "word/document.xml")
    body = document.find(f"{_W}body")
    if body is None:
        raise ValueError("no body")
    names = set(archive.namelist())
    numbers = _Numbers(
        _tree(archive, "word/numbering.xml") if "word/numbering.xml" in names else None,
        _tree(archive, "word/styles.xml") if "word/styles.xml" in names else None,
    )
    lines: list[str] = []
    for block in body:
        _block(block, numbers, lines)
    return "\n".join(lines)


def _macros(content_types: bytes) -> bool:
    return b"macroEnabled" in content_types


def _part(archive: zipfile.ZipFile, name: str) -> bytes:
    return archive.read(name) if name in archive.namelist() else b""


def _tree(archive: zipfile.ZipFile, name: str) -> ElementTree.Element:
    data = archive.read(name)
    if b"<!DOCTYPE" in data[:4096] or b"<!ENTITY" in data:
        raise ValueError("entities")
    return ElementTree.fromstring(data.replace(_STRICT.encode(), _W[1:-1].encode()))


def _block(block: ElementTree.Element, numbers: _Numbers, lines: list[str]) -> None:
    if block.tag == f"{_W}p":
        lines.append(_paragraph(block, numbers))
    elif block.tag == f"{_W}tbl":
        lines.extend(_table(block, numbers))
    elif block.tag == f"{_W}sdt":
        content = block.find(f"{_W}sdtContent")
        for inner in content if content is not None else ():
            _block(inner, numbers, lines)


def _paragraph(paragraph: ElementTree.Element, numbers: _Numbers) -> str:
    text = _run_text(paragraph)
    return numbers.next(paragraph) + text if text.strip() else text


def _run_text(element: ElementTree.Element) -> str:
    """The words below an element, without deletions, field codes and doubled text boxes; no recursion."""
    out: list[str] = []
    stack = [element]
    while stack:
        node = stack.pop()
        if node.tag == f"{_W}t":
            out.append(node.text or "")
        elif node.tag == f"{_W}tab":
            out.append("\t")
        elif node.tag in (f"{_W}br", f"{_W}cr"):
            out.append("\n")
        elif node.tag == f"{_W}noBreakHyphen":
            out.append("-")
        elif node.tag not in _SKIPPED and node.tag != f"{_W}pPr":
            stack.extend(reversed(node))
    return "".join(out)


def _table(table: ElementTree.Element, numbers: _Numbers) -> list[str]:
    """Rows joined by tabs; a cell merged downwards repeats what stands above it, one merged sideways leaves blanks."""
    lines: list[str] = []
    above: dict[int, str] = {}
    for row in table.iter(f"{_W}tr"):
        cells: list[str] = []
        for cell in row.findall(f"{_W}tc") + row.findall(f"{_W}sdt/{_W}sdtContent/{_W}tc"):
            text = "".join(_paragraph(p, numbers).strip() for p in cell.iter(f"{_W}p")).replace("\t", " ").replace("\n", "")
            merge = cell.find(f"{_W}tcPr/{_W}vMerge")
            if merge is not None and merge.get(f"{_W}val") != "restart":
                text = text or above.get(len(cells), "")
            above[len(cells)] = text
            cells.append(text)
            cells.extend("" for _ in range(_span(cell) - 1))
        lines.append("\t".join(cells))
    return lines


def _span(cell: ElementTree.Element) -> int:
    span = cell.find(f"{_W}tcPr/{_W}gridSpan")
    value = (span.get(f"{_W}val") or "1") if span is not None else "1"
    return min(int(value), 60) if value.isdigit() else 1


@dataclass
class _Level:
    form: str = "decimal"
    text: str = "%1."
    start: int = 1


@dataclass
class _List:
    levels: dict[int, _Level] = field(default_factory=dict)


class _Numbers:
    """Word's lists: definitions, and how far each has counted."""

    def __init__(self, numbering: ElementTree.Element | None, styles: ElementTree.Element | None):
        self._lists: dict[str, _List] = {}
        self._starts: dict[str, dict[int, int]] = {}
        self._abstract: dict[str, str] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._styles: dict[str, tuple[str | None, str, str | None]] = {}
        if numbering is not None:
            self._define(numbering)
        if styles is not None:
            self._style(styles)

    def _define(self, numbering: ElementTree.Element) -> None:
        for abstract in numbering.iter(f"{_W}abstractNum"):
            levels = {int(level.get(f"{_W}ilvl") or 0): _level(level) for level in abstract.findall(f"{_W}lvl")}
            self._lists[abstract.get(f"{_W}abstractNumId") or ""] = _List(levels)
        for number in numbering.iter(f"{_W}num"):
            key = number.get(f"{_W}numId") or ""
            self._abstract[key] = _value(number.find(f"{_W}abstractNumId")) or ""
            self._starts[key] = {
                int(o.get(f"{_W}ilvl") or 0): int(_value(o.find(f"{_W}startOverride")) or 1)
                for o in number.findall(f"{_W}lvlOverride")
                if o.find(f"{_W}startOverride") is not None
            }

    def _style(self, styles: ElementTree.Element) -> None:
        for style in styles.iter(f"{_W}style"):
            number = style.find(f"{_W}pPr/{_W}numPr")
            self._styles[style.get(f"{_W}styleId") or ""] = (
                _value(number.find(f"{_W}numId")) if number is not None else None,
                (_value(number.find(f"{_W}ilvl")) if number is not None else None) or "0",
                _value(style.find(f"{_W}basedOn")),
            )

    def next(self, paragraph: ElementTree.Element) -> str:
        """The number Word prints before the paragraph, or nothing."""
        key, level = self._of(paragraph)
        if not key or key == "0" or key not in self._abstract:
            return ""
        levels = self._lists.get(self._abstract[key], _List()).levels
        counts = self._counts.setdefault(self._abstract[key] if not self._starts[key] else key, {})
        start = self._starts[key].get(level, levels.get(level, _Level()).start)
        counts[level] = counts.get(level, start - 1) + 1
        for deeper in [one for one in counts if one > level]:
            del counts[deeper]
        return _printed(levels, level, counts)

    def _of(self, paragraph: ElementTree.Element) -> tuple[str | None, int]:
        number = paragraph.find(f"{_W}pPr/{_W}numPr")
        if number is not None and number.find(f"{_W}numId") is not None:
            return _value(number.find(f"{_W}numId")), int(_value(number.find(f"{_W}ilvl")) or 0)
        style, seen = _value(paragraph.find(f"{_W}pPr/{_W}pStyle")), set()
        while style in self._styles and style not in seen:
            seen.add(style)
            key, level, parent = self._styles[style]
            if key:
                return key, int(level)
            style = parent
        return None, 0


def _value(element: ElementTree.Element | None) -> str | None:
    return element.get(f"{_W}val") if element is not None else None


def _level(level: ElementTree.Element) -> _Level:
    return _Level(
        _value(level.find(f"{_W}numFmt")) or "decimal",
        _value(level.find(f"{_W}lvlText")) or "",
        int(_value(level.find(f"{_W}start")) or 1),
    )


def _printed(levels: dict[int, _Level], level: int, counts: dict[int, int]) -> str:
    own = levels.get(level, _Level())
    if own.form in ("bullet", "none") or not own.text:
        return ""

    def put(match: re.Match) -> str:
        at = int(match.group(1)) - 1
        return _formed(counts.get(at, 1), levels.get(at, _Level()).form)

    return re.sub(r"%(\d)", put, own.text)


def _formed(value: int, form: str) -> str:
    if form.startswith(("chinese", "ideograph", "japanese", "taiwanese")) and 0 < value < 100:
        return chinese(value)
    if form == "decimalEnclosedCircle" and 0 < value <= 20:
        return chr(0x245F + value)
    if form in ("lowerLetter", "upperLetter") and 0 < value <= 26:
        return chr((0x60 if form == "lowerLetter" else 0x40) + value)
    return str(value)
