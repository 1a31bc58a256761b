"""Records that people sign by hand: of an inspection on the spot, of a talk; and the report of a verification."""

import re

from circulars.layout.document import Block, cn_date
from circulars.layout.phrases import Wording
from circulars.layout.plain import blocks_of, clean_lines

from . import parts

REFUSAL = "（拒绝签名的，由检查人员注明情况：　　　　　　　　　　）"
HALF_ROW = 14  # characters of a row of the grid that two people sign on


def inspection(
    *, unit, place, held_on, begun, ended, principal, inspectors, found, present="", scope="", opinions="", witness="",
    refused="", say=None, **common,
):  # fmt: skip
    """现场检查记录 (安全生产法第六十八条): where, when, who, what was seen item by item, opinions.

    At the foot of every page sign the head of the unit, unless refused, each inspector by name and the witness.
    """
    say = say or Wording("inspection")
    head = [
        ("检查单位", common["issuer"]), ("被检查单位", unit), ("检查地点", place),
        ("检查时间", f"{cn_date(held_on)}{parts.hour(begun)}至{parts.hour(ended)}"), ("单位负责人", principal), ("在场人员", present),
        ("检查人员", certified(inspectors)), ("检查内容", scope),
    ]  # fmt: skip
    rows = [*parts.facts(head, indent=0), *say.blocks("shown")]
    rows += parts.headed([
        ("检查情况", parts.numbered(clean_lines(found))), ("处理意见", parts.paragraphs(opinions)),
    ])  # fmt: skip
    no = clean_lines(refused)
    agreed = [*say.blocks("right"), Block(REFUSAL, indent=0, space_before=1)]
    rows += say.blocks("refused", 情况="，".join(no).rstrip("。")) if no else agreed
    document = record(rows, **common)
    names = [f"检查人员{name}：" for name, *_ in people_of(inspectors)] + ([f"见证人{witness}："] if witness else [])
    document.page_foot = [*([] if no else ["被检查单位负责人（签名）：　　　　　　　　年　　月　　日"]), *_in_rows(names)]
    return document


def interview(
    *, place, held_on, begun, ended=None, askers, recorder, person, sex="", born="", id_number="", work="", tel="", home="",
    times=None, present="", hide=True, told, talk, say=None, **common,
):  # fmt: skip
    """谈话笔录: the person, the rights told, questions and answers. An end that is not known is written in by hand.

    At the foot of every page sign the person, each of the handlers by name, who wrote it down and who was present.
    """
    say = say or Wording("interview")
    span = f"{cn_date(held_on)}{parts.hour(begun)}至{parts.hour(ended) if ended else '　　时　　分'}"
    head = [
        ("谈话时间", f"{span}（第{times}次）" if times else span), ("谈话地点", place), ("谈话人", askers), ("记录人", recorder),
        ("在场人", present), ("被谈话人", "，".join(part for part in (person, sex, born) if part)),
        ("证件号码", masked(id_number, 6, 4) if hide else id_number), ("工作单位和职务", work), ("住址", home),
        ("联系电话", masked(tel, 3, 4) if hide else tel),
    ]  # fmt: skip
    rows = parts.facts(head, indent=0)
    rows += [Block(f"问：{say('rights', 单位=common['issuer'], 谈话人=askers)}"), Block(f"答：{told}")]
    rows += [Block(f"{side}：{words}") for side, words in turns(talk)]
    rows += parts.together([*say.blocks("closing"), Block("被谈话人写明：", indent=0, space_before=1)])
    document = record(rows, **common)
    names = [*(f"谈话人{name}：" for name in parts.names_of(askers)), f"记录人{recorder}："]
    names += ["在场人（签名）："] if present else []
    document.page_foot = ["被谈话人（签名）：　　　　　　　　　　　　年　　月　　日", *_in_rows(names)]
    return document


def _in_rows(names):
    """Rows of two to sign on, each with its name; a long name has a row to itself."""
    rows = []
    for name in names:
        if rows and len(rows[-1]) <= HALF_ROW and len(name) < HALF_ROW:
            rows[-1] = f"{rows[-1].ljust(HALF_ROW, '　')}{name}"
        else:
            rows.append(name)
    return rows


def report(*, body, checked_on, inspectors, say=None, **common):
    """核查报告: when and by whom, then the text as written."""
    say = say or Wording("report")
    rows = parts.facts([("核查时间", cn_date(checked_on)), ("核查人员", inspectors)])
    signed = [Block("核查人员（签名）：", space_before=1)]
    return parts.paper([*parts.closed([*rows, *blocks_of(body)], say), *signed], **common)


def record(rows, **common):
    """A record bears no addressee and no signature of the office, and counts its pages."""
    document = parts.paper(rows, **(common | {"addressees": ""}), signed=False)
    document.counted = True
    return document


def certified(lines):
    """季长河（证号：A01）、鲍国良（交通管理站） of lines 姓名 证号 or 姓名 单位; a number has no Chinese in it."""
    return "、".join(
        f"{name}（{'证号：' if rest[0].isascii() else ''}{rest[0]}）" if rest else name for name, *rest in people_of(lines)
    )


def people_of(lines):
    """[name, certificate or unit] of each line, [name] of one without."""
    return [re.split(r"[\s　]+", row, maxsplit=1) for row in clean_lines(lines)]


def masked(text, first, last):
    """All but the first and last characters as *; a text too short to hide anything is hidden whole."""
    if len(text) <= first + last:
        return "*" * len(text)
    return text[:first] + "*" * (len(text) - first - last) + text[-last:]


def turns(text):
    """(问 or 答, words) of a talk as typed: each turn begins with 问： or 答：, other lines go on with the one before."""
    out = []
    for row in clean_lines(text):
        found = re.match(r"(问|答)\s*[:：]\s*", row)
        if found:
            out.append([found[1], row[found.end() :]])
        elif out:
            out[-1][1] += row
        else:
            raise ValueError("谈话内容从“问：”开始")
    return [tuple(turn) for turn in out]
