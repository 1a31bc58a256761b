"""Doubts about a text that is being written, each at its place in what was sent; nothing is kept."""

import re
import unicodedata

from django.core.cache import cache

from circulars import read
from circulars.layout.plain import ATTACHED, ENCLOSED, INVISIBLE, clean_lines
from core import clock

from .typeset import Untypable, faces_or_refuse

LONGEST = 60_000  # characters, as the form takes
TRIES, PERIOD = 90, 60  # readings a person may ask for in so many seconds
# what a text in the making cannot have yet, or what the portal puts there itself
NOT_YET = {
    "not-a-circular",
    "no-deadline",
    "attachment-missing",
    "doc-number-malformed",
    "doc-number-year",
    "page-furniture",
}
UNTITLED = "关于有关工作的通知"  # stands for the title that is not written yet
KEEPER = "\u2060"  # by which the editor keeps an empty cell at the edge of a text
FIRST_RARE = 20  # characters no face can print that are pointed at; a paper full of them has another fault


def doubts_of(title, body, *, issuer, faces=None):
    """Doubts as plain data in the order of the text; `place` is "title" or "body", start and end count from there."""
    whole, places = _composed(title, body, issuer)
    found = [_placed(finding, places) for finding in read(whole).findings if finding.code not in NOT_YET]
    kept = [doubt for doubt in found if doubt] + marks_in({"title": title, "body": body}, faces)
    return sorted(kept, key=lambda doubt: (doubt["place"] != "title", doubt["start"]))


def marks_in(texts, faces):
    """Doubts about characters of texts by name (the doubt's `place`): no face prints them, or nobody sees them."""
    return [doubt for place, text in texts.items() for doubt in [*_unseen(text, place), *_unprintable(text, place, faces)]]


def _composed(title, body, issuer):
    """The text as it will go out, signed and dated today, and where its parts stand: [(place, from, to, in the whole)]."""
    at = _end_of_cover(body)
    today = clock.today()
    sign = f"\n{issuer}\n{today.year}年{today.month}月{today.day}日\n"
    head = title.strip() or UNTITLED
    start = len(head) + 2
    places = [
        ("title", 0, len(title) if head == title else 0, 0),
        ("body", 0, at, start),
        ("body", at, len(body), start + at + len(sign)),
    ]
    return f"{head}\n\n{body[:at]}{sign}{body[at:]}", places


def _end_of_cover(body):
    """Where the covering text ends: before the first attachment or the paper that is issued."""
    for line in re.finditer(r"^.*$", body, re.M):
        words = "".join(clean_lines(line[0]))
        if words and (ENCLOSED.fullmatch(words) or ATTACHED.fullmatch(words)):
            return max(0, line.start() - 1)
    return len(body)


def _placed(finding, places):
    if not finding.span:
        return None
    first, last = finding.span
    for place, start, end, base in places:
        if base <= first and last <= base + end - start:
            return _doubt(finding.code, finding.message, place, first - base + start, last - base + start, finding.mend)
    return None


def _doubt(code, message, place, start, end, mend=None):
    return {"code": code, "message": message, "place": place, "start": start, "end": end, "mend": mend}


def _unprintable(text, place, faces):
    found = [at for at, char in enumerate(text) if faces and not char.isspace() and char not in faces.printable]
    message = "公文字体里没有“{}”（U+{:04X}），印不出来，请改用通用写法"
    shown = [at for at in found if not INVISIBLE.match(text[at])][:FIRST_RARE]
    return [
        _doubt("missing-glyph", message.format(text[at], ord(text[at])), place, at, at + 1, _mend(text[at])) for at in shown
    ]


def _mend(char):
    """A picture goes without loss; a rare character of a name is for its writer to spell otherwise."""
    return "" if unicodedata.category(char) in ("So", "Sk", "Co", "Cn") else None


def _unseen(text, place):
    """Control characters and marks of direction, which the printing leaves out; the editor's own are none."""
    found = [found for found in INVISIBLE.finditer(text.replace("\r", "\n")) if found[0] != KEEPER][:FIRST_RARE]
    message = "这里有看不见的控制字符（U+{:04X}），打印时会去掉"
    return [_doubt("unseen-mark", message.format(ord(one[0])), place, *one.span(), "") for one in found]


def faces_or_none():
    """The faces of papers; a portal without them still reads."""
    try:
        return faces_or_refuse()
    except Untypable:
        return None


def too_often(person, what="proofread", tries=None):
    """Counted for each process: the limit keeps one desk from keeping the others waiting."""
    key = f"{what}:{person.pk}:{int(clock.now().timestamp()) // PERIOD}"
    cache.add(key, 0, PERIOD * 2)
    return cache.incr(key) > (tries or TRIES)
