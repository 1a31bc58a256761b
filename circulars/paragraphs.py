"""Lines joined to paragraphs: hard wraps and page breaks undone."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from .clean import Line
from .markers import marker_at
from .spanned import Spanned, joined

_ENDS = "。！？!?；;：:…”"
_RUNS_ON = re.compile(r"^[，,。；;、：:）)》】〉”！？]")
_OPENS = re.compile(r"(?:[，,、（(《“]|[的和及与在对将])$")
_ASKS = re.compile(r"(?:单位|部门|时限|期限)[:：]$")
_CUT_DAY = re.compile(r"\d\|[\d年月日号个天周时分小人次户家处%％]|\d[年月]\|\d")
_INDENT = " \t\u3000\u00a0"
_OWN_LINE = re.compile(
    r"^(?:附件|附表|抄送|主送|联系人|联系电话|组长|副组长|成员|召集人|总指挥|副总指挥|指挥长|常务|主任|副主任|责任单位|牵头单位|配合单位|完成时限"
    r"|第[一二三四五六七八九十]阶段|时间)(?:[:：(（]|$|\d|[\u4e00-\u9fff]{0,4}[:：])"
)


@dataclass(slots=True)
class Paragraph:
    """Joined text, the lines it came from, and where blanks had stood in it."""

    clean: Spanned
    lines: list[Line] = field(default_factory=list)
    gaps: list[tuple[int, int]] = field(default_factory=list)

    @property
    def text(self) -> str:
        return self.clean.text

    @property
    def is_row(self) -> bool:
        """A table row or a roster line keeps its cells apart."""
        return len(self.lines) == 1 and ("\t" in self.lines[0].raw or "|" in self.lines[0].raw)


def wrap_width(lines: list[Line]) -> int | None:
    """The measure at which the text was hard-wrapped, or ``None`` if its lines are paragraphs."""
    lengths = [len(line.text) for line in lines if len(line.text) >= 15]
    if len(lengths) < 6:
        return None
    counts = Counter(lengths)
    width = max(counts, key=lambda n: (sum(counts[n + d] for d in (-2, -1, 0, 1, 2)), n))
    near = [line for line in lines if abs(len(line.text) - width) <= 3 and len(line.text) >= 15]
    unfinished = sum(line.text[-1] not in _ENDS for line in near)
    longer = sum(n > width + 6 for n in lengths)
    wrapped = width <= 70 and len(near) * 2 >= len(lengths) and unfinished * 2 >= len(near) and longer * 8 <= len(lengths)
    return width if wrapped else None


def paragraphs(lines: list[Line]) -> list[Paragraph]:
    """Body lines as paragraphs."""
    width = wrap_width(lines)
    out: list[Paragraph] = []
    group: list[Line] = []
    for line in lines:
        if group and not (_continues(group[-1], line, width) or _hangs_on(group, line)):
            out.append(_paragraph(group))
            group = []
        group.append(line)
    if group:
        out.append(_paragraph(group))
    return out


def _continues(before: Line, line: Line, width: int | None) -> bool:
    if _is_row(before) or _is_row(line):
        return False
    if _RUNS_ON.match(line.text):
        return True
    if _splits_bracket(before.text, line.text):
        return True
    if _unfinished(before.text, line.text) and not _OWN_LINE.match(line.text) and not marker_at(line.text):
        return True
    if before.text[-1] in _ENDS or _OWN_LINE.match(line.text) or marker_at(line.text):
        return False
    if _OPENS.search(before.text) and len(before.text) >= 12:
        return True
    if width:
        return len(before.text) >= width - 4
    return len(before.text) >= 45 and not _heading(before)


def _hangs_on(group: list[Line], line: Line) -> bool:
    """A line without indent after an indented one that ends in the middle of its sentence."""
    before = group[-1]
    indented = group[0].raw[:1] in _INDENT and line.raw[:1] not in _INDENT
    cut = before.text[-1] not in _ENDS and len(before.text) >= 20 and ("。" in before.text or not _heading(before))
    own = _is_row(before) or _is_row(line) or _OWN_LINE.match(line.text) or marker_at(line.text)
    return indented and cut and not own


def _unfinished(before: str, after: str) -> bool:
    """A label whose value is still to come, or a date cut in two."""
    if _ASKS.search(before):
        return True
    return len(before) >= 15 and bool(_CUT_DAY.search(before[-3:] + "|" + after[:1]))


def _splits_bracket(before: str, after: str) -> bool:
    """A bracket opened on one line and closed on the next holds them together."""
    opened = before.rfind("（") > before.rfind("）")
    return opened and 0 <= after.find("）", 0, 160) and not 0 <= after.find("（") < after.find("）")


def _heading(line: Line) -> bool:
    return marker_at(line.text) is not None and len(line.text) <= 60


def _is_row(line: Line) -> bool:
    if "\t" in line.raw.strip() or line.raw.count("|") >= 2:
        return True
    return len(line.gaps) >= 2 and sum(width >= 2 for _, width in line.gaps) >= 2


def _paragraph(group: list[Line]) -> Paragraph:
    gaps, length = [], 0
    for line in group:
        gaps.extend((length + at, width) for at, width in line.gaps)
        length += len(line.text)
    return Paragraph(joined(line.clean for line in group), list(group), gaps)
