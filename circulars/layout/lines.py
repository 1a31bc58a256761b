"""Breaking a paragraph into rows of the grid: no punctuation at the wrong end (避头尾), squeezed where it helps."""

import re
from dataclasses import dataclass, field

from .grid import CELL, COLS, EM

NO_START = set("。，、；：？！）》〉」』】〕”’…—％·)]},.:;?!%℃")
NO_END = set("（《〈「『【〔“‘([{")
HALF_RIGHT = set("。，、；：？！）》〉」』】〕”’")  # ink on the left half: the right half may be squeezed away
HALF_LEFT = set("（《〈「『【〔“‘")
WESTERN = re.compile(r"[(\[{]|[\x20-\x27)-Z\\\]^-z|}~]+")  # an opening bracket stands for itself, so that it may move on
LONGEST_RUN = 26


@dataclass(frozen=True)
class Token:
    text: str
    cells: float
    kind: str  # "c" one Chinese character, "w" a western run, "d" a double dash or ellipsis

    @property
    def squeezable(self):
        return 0.5 if self.kind == "c" and (self.text in HALF_RIGHT or self.text in HALF_LEFT) else 0.0


@dataclass
class Line:
    """One row: cells of indent, tokens, whether the paragraph ends here, the face it is set in."""

    indent: float = 0.0
    tokens: list = field(default_factory=list)
    last: bool = False
    face: str = "fang"
    lead: int = 0  # number of leading characters set in `lead_face`
    lead_face: str = ""

    @property
    def width(self):
        return self.indent + sum(token.cells for token in self.tokens)

    @property
    def text(self):
        return "".join(token.text for token in self.tokens)


def western_cells(text, advances):
    """Width of a western run in cells: its advances plus half the tracking per character."""
    return sum(advances.get(c, 0.5) * EM + (CELL - EM) / 2 for c in text) / CELL


def tokens(text, advances, head=0, head_advances=None):
    """The text's tokens; western runs within the first `head` characters have the widths of the heading's face."""
    out, at = [], 0
    while at < len(text):
        inside = at < head
        run = WESTERN.match(text, at, head if inside else len(text))
        if run:
            widths = head_advances if inside else advances
            out += [Token(part, western_cells(part, widths), "w") for part in _pieces(run[0])]
            at = run.end()
        elif text[at] in "—…" and text[at : at + 2] == text[at] * 2:
            out.append(Token(text[at] * 2, 2, "d"))
            at += 2
        else:
            out.append(Token(text[at], 1, "c"))
            at += 1
    return out


def _pieces(run):
    """A run longer than a row is cut, or no row could hold it."""
    return [run[i : i + LONGEST_RUN] for i in range(0, len(run), LONGEST_RUN)]


def _parted(token, cells, advances):
    """A run with blanks as two, parted at the last blank before which it fits; a blank at a row's end is not set."""
    for at in range(len(token.text) - 1, -1, -1):
        head, tail = token.text[:at].rstrip(" "), token.text[at + 1 :].lstrip(" ")
        if token.kind == "w" and token.text[at] == " " and tail and western_cells(head, advances) <= cells:
            return [Token(part, western_cells(part, advances), "w") for part in (head, tail) if part]
    return []


def _torn(token, cells, advances):
    """A run as two, of which the first fits; whatever has a single character stays whole."""
    fits = next((n for n in range(len(token.text) - 1, 1, -1) if western_cells(token.text[:n], advances) <= cells), 1)
    parts = [token.text[:fits], token.text[fits:]] if token.kind == "w" else [token.text]
    return [
        Token(part, western_cells(part, advances) if token.kind == "w" else token.cells, token.kind)
        for part in parts
        if part
    ]


def break_lines(text, advances, *, indent=2.0, hanging=0.0, cols=COLS, face="fang", head=0, head_advances=None):
    """Rows of a paragraph: first row indented by `indent` cells, the others by `hanging`."""
    left, lines = tokens(text, advances, head, head_advances), []
    line = Line(indent, face=face)
    at = 0
    while at < len(left):
        token = left[at]
        if line.width + token.cells <= cols + 1e-9:
            line.tokens.append(token)
            at += 1
            continue
        if parts := _parted(token, cols - line.width, advances):
            left[at : at + 1] = parts
            continue
        if not line.tokens:  # wider than any row: what fits of a run stands here, a character stands over the edge
            left[at : at + 1] = _torn(token, cols - line.width, advances)
            line.tokens.append(left[at])
            at += 1
            continue
        at -= _close(line, token, cols, left[at + 1].text[0] if at + 1 < len(left) else "")
        if line.tokens and line.tokens[-1] is token:
            at += 1
        lines.append(line)
        line = Line(hanging, face=face)
    if line.tokens or not lines:
        lines.append(line)
    lines[-1].last = True
    return _no_widow(lines, cols)


def _close(line, token, cols, after=""):
    """End a row before `token`, or with it squeezed in; returns how many tokens are pushed to the next row.

    `after` is the character behind the token: a mark that would then begin the next row takes both there.
    """
    first = token.text[0]
    need = line.width + token.cells - cols
    room = sum(t.squeezable for t in line.tokens) + (token.squeezable if first in HALF_RIGHT else 0)
    if first in NO_START and after not in NO_START and room >= need - 1e-9:
        line.tokens.append(token)
        return 0
    back, head = 0, first
    while len(line.tokens) > 1 and (head in NO_START or line.tokens[-1].text in NO_END):
        head = line.tokens.pop().text[0]
        back += 1
    return back


def _no_widow(lines, cols):
    """A last row of a single character takes one more from the row above, which is then stretched."""
    if len(lines) < 2 or len(lines[-1].text.rstrip("。：；！？，”）　")) > 1 or len(lines[-2].tokens) < 3:
        return lines
    above, below = lines[-2], lines[-1]
    moved = [above.tokens.pop()]
    while len(above.tokens) > 2 and (moved[0].text[0] in NO_START or above.tokens[-1].text in NO_END):
        moved.insert(0, above.tokens.pop())
    below.tokens[:0] = moved
    return lines
