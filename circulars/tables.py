"""Tables of work: month × trade × unit, task × unit × time limit."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .clean import Line
from .deadlines import Clock, classify
from .head import split_names
from .reading import Task, Unit

_COLUMNS = (
    ("number", re.compile(r"^(?:序号|编号|项次)$")),
    ("person", re.compile(r"责任人|责任领导|分管领导|联系人|电话|姓名|职务|备注|说明|牵头领导")),
    ("joint", re.compile(r"配合|协办|协同|参与|参加")),
    ("supervise", re.compile(r"督导|督促|监督|指导|监管")),
    ("units", re.compile(r"单位|部门|责任主体|站所|科室|牵头|责任分工|承办")),
    ("limit", re.compile(r"时限|时间|月份|期限|季度|频次|日期|^月$")),
    (
        "title",
        re.compile(
            r"(?:任务|内容|行业|领域|专项|项目|措施|名称|事项|重点|主题|行动|活动|要求|目标|指标"
            r"|清单)(?:[（(].{1,6}[）)])?$"
        ),
    ),
)
_ANY_COLUMN = re.compile("|".join(pattern.pattern for _, pattern in _COLUMNS))
_ROLE = {"units": "lead", "joint": "joint", "supervise": "supervise"}


@dataclass(frozen=True, slots=True)
class Cell:
    text: str
    start: int
    end: int


def cells_of(line: Line) -> list[Cell]:
    """The cells of a row parted by tabs, bars or wide blanks; ``start``/``end`` are offsets in the original."""
    raw = line.raw
    splitter = r"\t" if "\t" in raw.strip() else r"[|｜]" if re.search(r"[|｜].*[|｜]", raw) else r"[ \u3000\u00a0]{2,}"
    out, position = [], 0
    for match in [*re.finditer(splitter, raw), None]:
        stop = match.start() if match else len(raw)
        piece = raw[position:stop]
        bare = piece.strip(" \u3000\u00a0\t\r|")
        at = line.start + position + (piece.find(bare) if bare else 0)
        out.append(Cell(bare, at, at + len(bare)))
        position = match.end() if match else stop
    if splitter != r"\t":
        out = [cell for i, cell in enumerate(out) if cell.text or 0 < i < len(out) - 1]
    return out


def _parted(line: Line) -> bool:
    """Blanks or bars stand in it; most lines have none and need no cutting."""
    return len(line.raw) > len(line.text) or "|" in line.raw or "｜" in line.raw


def columns(cells: list[str]) -> list[str]:
    """What each heading of a table stands for; an unknown one is ``""``."""
    found = []
    for cell in cells:
        bare = re.sub(r"\s", "", cell)
        found.append(next((name for name, pattern in _COLUMNS if len(bare) <= 14 and pattern.search(bare)), ""))
    return found


def is_header(cells: list[str]) -> bool:
    """A heading row names what is done and who does it or when."""
    names = columns(cells)
    return "title" in names and bool({"units", "limit", "joint"} & set(names)) and all(len(c) <= 20 for c in cells)


def read_tables(lines: list[Line], clock: Clock) -> list[Task]:
    """Every row of every table of work, as a task; the rows' lines leave the body."""
    tasks: list[Task] = []
    index = 0
    while index < len(lines):
        line = lines[index]
        cells = cells_of(line) if line.role == "body" and len(line.text) <= 200 and _parted(line) else []
        if len(cells) >= 2 and is_header([c.text for c in cells]):
            index = _rows(lines, index, columns([c.text for c in cells]), clock, tasks)
        else:
            heads = line.role == "body" and len(line.text) <= 14 and _ANY_COLUMN.search(line.text)
            index = _stacked(lines, index, clock, tasks) if heads else index + 1
    return tasks


def _rows(lines: list[Line], index: int, names: list[str], clock: Clock, tasks: list[Task]) -> int:
    lines[index].role = "table"
    index += 1
    above: dict[str, str] = {}
    while index < len(lines):
        cells = cells_of(lines[index])
        if lines[index].role == "page-number":
            index += 1
            continue
        if len(cells) < 2 or lines[index].role != "body" or abs(len(cells) - len(names)) > 2:
            break
        task = _row(_aligned(cells, names), clock, above, lines[index])
        if task:
            tasks.append(task)
        lines[index].role = "table"
        index += 1
    return index


def _aligned(cells: list[Cell], names: list[str]) -> list[tuple[str, Cell]]:
    """Cells under their headings; a missing number column is skipped."""
    if len(cells) < len(names) and names[0] == "number" and not cells[0].text.isdigit():
        names = names[1:]
    return list(zip(names, cells, strict=False))


def _row(row: list[tuple[str, Cell]], clock: Clock, above: dict[str, str], line: Line) -> Task | None:
    title = next((cell for name, cell in row if name == "title" and cell.text), None)
    number = next((cell.text for name, cell in row if name == "number"), "")
    if not title or title.text in ("合计", "小计") or not title.text.strip("-:—=＋+ "):
        return None
    units, limit = [], ""
    for name, cell in row:
        if name in _ROLE:
            units.extend(_units(cell, _ROLE[name]))
        elif name == "limit":
            limit = cell.text or above.get("limit", "")
            above["limit"] = limit
    text = "，".join(cell.text for name, cell in row if cell.text and name != "number")
    deadline = classify(re.sub(r"\s", "", limit), clock) if limit else None
    return Task(
        number,
        "",
        (),
        re.sub(r"\s+", "", title.text).strip("，,、。；;"),
        text,
        units,
        deadline,
        span=(row[0][1].start, row[-1][1].end) if row else line.span,
    )


def _units(cell: Cell, role: str) -> list[Unit]:
    out, at = [], 0
    for name in [n for part in re.split(r"\s+", cell.text) for n in split_names(part)]:
        found = cell.text.find(name, at)
        at = found + len(name)
        out.append(Unit(re.sub(r"等$", "", name), role, (cell.start + found, cell.start + at)))
    return out


def _stacked(lines: list[Line], index: int, clock: Clock, tasks: list[Task]) -> int:
    """A table whose every cell became a line of its own: headings first, then row after row."""
    width = 0
    while (
        index + width < len(lines)
        and width < 8
        and lines[index + width].role == "body"
        and columns([lines[index + width].text])[0]
        and len(lines[index + width].text) <= 14
    ):
        width += 1
    heads = [line.text for line in lines[index : index + width]]
    if width < 2 or not is_header(heads):
        return index + 1
    rows = _stacked_rows(lines, index + width, width)
    names = columns(heads)
    if len(rows) < 2 or not _plausible(rows, names):
        return index + width
    above: dict[str, str] = {}
    for group in rows:
        cells = [Cell(line.raw.strip(), *line.span) for line in group]
        task = _row(list(zip(names, cells, strict=True)), clock, above, group[0])
        if task:
            tasks.append(task)
    for line in lines[index : index + width * (len(rows) + 1)]:
        line.role = "table"
    return index + width * (len(rows) + 1)


def _stacked_rows(lines: list[Line], start: int, width: int) -> list[list[Line]]:
    rows = []
    while start + width <= len(lines):
        group = lines[start : start + width]
        if any(line.role != "body" or len(line.text) > 60 or line.text.endswith("。") for line in group):
            break
        if is_header([line.text for line in group]):
            break
        rows.append(group)
        start += width
    return rows


def _plausible(rows: list[list[Line]], names: list[str]) -> bool:
    """The time or number column holds times or numbers in most rows."""
    for name, pattern in (("limit", r"\d|[一二三四五六七八九十]+月|季度|长期|每|底"), ("number", r"^\d+$")):
        if name in names:
            at = names.index(name)
            return sum(bool(re.search(pattern, row[at].text)) for row in rows) * 10 >= len(rows) * 7
    return True
