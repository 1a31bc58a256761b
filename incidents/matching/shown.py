"""What a line of a list says, in full and hidden."""

import json

from .names import WILD

LINES = (
    ("姓名", "name"), ("身份证号", "number"), ("性别", "sex"), ("出生", "born"), ("所在村", "village"), ("工作单位", "work"),
    ("岗位", "post"), ("死亡日期", "day"), ("死亡原因", "cause"),
)  # fmt: skip

NEEDED = ("name", "village", "work", "post", "day", "cause")


def told(listed):
    """What a line says; nothing once its list is destroyed."""
    return json.loads(listed.facts) | {"number": listed.number} if listed else {}


def lines_of(candidate):
    """What both lines say, or what was kept of them for the lead."""
    if candidate.kept:
        return tuple(json.loads(candidate.kept))
    return told(candidate.one), told(candidate.other)


def for_the_lead(candidate):
    """What `lines_of` a destroyed list still has to say: no number, nothing a lead does not need."""
    return json.dumps(
        [{key: line[key] for key in NEEDED if line.get(key)} for line in lines_of(candidate)], ensure_ascii=False
    )


def shown(listed):
    """As lists show it: 王＊＊, 990101********1234, the year, no cause."""
    line = told(listed)
    if line:
        number = line["number"]
        line["name"] = line["name"][:1] + WILD * (len(line["name"]) - 1)
        line["number"] = f"{number[:6]}********{number[-4:]}" if len(number) > 14 else "＊" * min(len(number), 8)
        line["born"] = line.get("born", "")[:4]
        line.pop("cause", None)
    return line


def beside(one, other):
    """(label, of the one, of the other) of each thing at least one of two lines says."""
    return [(label, one.get(key, ""), other.get(key, "")) for label, key in LINES if one.get(key) or other.get(key)]
