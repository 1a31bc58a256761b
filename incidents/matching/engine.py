"""Who in one list may be who in another: blocks by number and by name, then points with their reasons. Pure Python.

The smaller list is indexed, the larger one streamed past it, so that neither time nor memory grows with the product.
"""

from collections import defaultdict
from dataclasses import dataclass

from .names import WILD, birth_of, clean_name, folded, heard, number_of, sounds, village_of

VERSION = 1
CANDIDATE, LIKELY = 60, 85  # points
CROWD = 400  # a block with more people says nothing about any of them
COMMON = 8  # people of one list who sound alike: the name alone says less
NAME_POINTS = {
    "name": 45, "name-variant": 43, "name-sound": 38, "name-heard": 32, "name-hidden": 22, "name-near": 20,
    "name-differs": 0,
}  # fmt: skip
REASONS = {
    "id": "身份证号相同", "id-shown": "身份证号露出的数字相同", "id-slip": "身份证号只差一位或两位对调",
    "name": "姓名相同", "name-variant": "姓名为异体字", "name-sound": "姓名同音", "name-heard": "姓名近音",
    "name-hidden": "姓名露出的字相同", "name-near": "姓名只差一个字", "name-differs": "姓名不同",
    "name-common": "重名较多", "birthday": "出生日期相同", "year": "出生年份相同", "year-near": "出生年份差一年",
    "village": "同村", "village-differs": "不同村", "sex-differs": "性别不同",
}  # fmt: skip


@dataclass(slots=True)
class Person:
    """One line of a list. `key` is the caller's; `code` any hash equal for equal whole numbers."""

    key: object
    name: str
    whole: str
    shown: tuple
    mistyped: str
    code: str
    year: int
    birthday: str
    village: str
    sex: str
    folded: str
    sounds: str
    heard: str

    @property
    def surname(self):
        return self.heard.partition(" ")[0]

    @property
    def tail(self):
        return (self.whole or (self.shown[1] if self.shown else ""))[-4:]


def person(key, *, name, number="", born="", village="", sex="", code=None, known=()):
    """A line's texts as something that can be compared. `known` are the names of villages around, longest first."""
    name, (whole, shown, mistyped) = clean_name(name), number_of(number)
    year, birthday = _birth(whole or (shown[0] if shown else ""), born)
    today = folded(name)
    village = village_of(village, known) if village else ""
    return Person(
        key, name, whole, shown, mistyped, (code or whole) if whole else "", year, birthday, village, sex[:1], today,
        sounds(today), heard(today),
    )  # fmt: skip


def _birth(digits, born):
    """The number says it if it shows it; else the column."""
    if len(digits) >= 10 and digits[6:8] in ("18", "19", "20"):
        return int(digits[6:10]), digits[6:14] if len(digits) >= 14 else ""
    try:
        return birth_of(born) if born else (0, "")
    except ValueError:
        return 0, ""


class Index:
    """The smaller list, found again by number, by tail of a number, by sound and year, by place and year."""

    def __init__(self, people):
        self.people = list(people)
        self.blocks = defaultdict(list)
        self.crowds = 0
        self.sounding = defaultdict(int)
        for place, one in enumerate(self.people):
            self.sounding[one.heard] += 1
            for key in _stored(one):
                self.blocks[key].append(place)

    def near(self, other):
        """The people of the index that `other` may be."""
        found = set()
        for key in _asked(other):
            block = self.blocks.get(key, ())
            if len(block) > CROWD:
                self.crowds += 1
            else:
                found.update(block)
        return (self.people[place] for place in found)

    def pairs(self, others):
        """(person of the index, the other, points, reasons) of all candidates."""
        for other in others:
            for one in self.near(other):
                points, reasons = judge(one, other, common=self.sounding[one.heard] > COMMON)
                if points >= CANDIDATE:
                    yield one, other, points, reasons


def _stored(one):
    if one.code:
        yield "id", one.code
    if one.tail:
        yield "tail", one.tail, one.surname
    if one.year:
        yield "name", one.heard, one.year
        yield "place", one.surname, one.village, one.year
    yield "home", one.heard, one.village


def _asked(other):
    if other.code:
        yield "id", other.code
    if other.tail:
        yield "tail", other.tail, other.surname
    for year in (other.year - 1, other.year, other.year + 1) if other.year else ():
        yield "name", other.heard, year
    if other.village and other.year:
        yield "place", other.surname, other.village, other.year
    if other.village:
        yield "home", other.heard, other.village


def judge(one, other, common=False):
    """(points, reasons): 100 for the same number; 0 when something rules the pair out."""
    named = _name(one, other)
    if one.code and one.code == other.code:
        return (80, ["id", named]) if named == "name-differs" else (100, ["id", named])
    number = _number(one, other)
    parts = [number, (NAME_POINTS[named], named), _born(one, other), _village(one, other), _sex(one, other)]
    if None in parts or (named == "name-differs" and not number[1]):
        return 0, []
    if common and not number[1]:
        parts.append((-10, "name-common"))
    return max(0, min(99, sum(points for points, _ in parts))), [reason for _, reason in parts if reason]


def _number(one, other):
    """None when the numbers contradict each other."""
    if one.whole and other.whole:
        return None
    typed = [p.whole or p.mistyped for p in (one, other)]
    if all(typed):
        return (35, "id-slip") if slip(*typed) else (0, "")
    heads = [(p.whole, p.whole) if p.whole else p.shown for p in (one, other)]
    if not all(heads):
        return 0, ""
    (head, tail), (head2, tail2) = heads
    if not (_begin(head, head2) and _begin(tail[::-1], tail2[::-1])):
        return None
    shown = min(len(head), len(head2)) + min(len(tail), len(tail2))
    return (40 if shown >= 10 else 30 if shown >= 8 else 20), "id-shown"


def _begin(one, other):
    """The shorter is the beginning of the longer."""
    return one.startswith(other) or other.startswith(one)


def slip(one, other):
    """One digit differs, or two neighbours are swapped."""
    wrong = [n for n in range(18) if one[n] != other[n]]
    if len(wrong) == 1:
        return True
    return (
        len(wrong) == 2
        and wrong[1] == wrong[0] + 1
        and one[wrong[0]] == other[wrong[1]]
        and one[wrong[1]] == other[wrong[0]]
    )


def _name(one, other):
    if WILD in one.name or WILD in other.name:
        same = len(one.name) == len(other.name) and all(
            a == b or WILD in (a, b) for a, b in zip(one.folded, other.folded, strict=True)
        )
        return "name-hidden" if same else "name-differs"
    for kind, mine, theirs in (
        ("name", one.name, other.name), ("name-variant", one.folded, other.folded),
        ("name-sound", one.sounds, other.sounds), ("name-heard", one.heard, other.heard),
    ):  # fmt: skip
        if mine == theirs:
            return kind
    return "name-near" if _one_apart(one.folded, other.folded) else "name-differs"


def _one_apart(one, other):
    """One given character differs, or one is left out; the surname stays."""
    if len(one) == len(other) > 2:
        return one[0] == other[0] and sum(a != b for a, b in zip(one, other, strict=True)) == 1
    short, long = sorted((one, other), key=len)
    return (
        len(long) - len(short) == 1 and len(short) > 1 and short[0] == long[0] and short in (long[:1] + long[2:], long[:-1])
    )


def _born(one, other):
    if not one.year or not other.year:
        return 0, ""
    if one.birthday and one.birthday == other.birthday:
        return 35, "birthday"
    return {0: (22, "year"), 1: (14, "year-near")}.get(abs(one.year - other.year))


def _village(one, other):
    if not one.village or not other.village:
        return 0, ""
    return (22, "village") if one.village == other.village else (-12, "village-differs")


def _sex(one, other):
    return (-40, "sex-differs") if one.sex and other.sex and one.sex != other.sex else (0, "")
