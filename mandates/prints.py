"""The tables of this room as paper: a list of duties, three lists, a chain, a review."""

from core.errors import refuse_if
from registers.prints import register

from .services import chains, problems, reviews


def mandate(row):
    heads = ["序号", "类别", "事项", "依据", "责任人", "完成时限"]
    lines = [
        [str(number), item.get_kind_display(), item.text, item.basis, item.charge, _day(item.due_on)]
        for number, item in enumerate(row.items.all(), 1)
    ]
    refuse_if("" if lines else "清单里还没有事项")
    return register(f"{row.holder_name}职责清单（第{row.number}版，{_day(row.valid_from)}起）", [heads, *lines])


def _day(day):
    return f"{day:%Y-%m-%d}" if day else ""


def sheet(row):
    """The three lists on one sheet, the lines of earlier periods that go on at the end."""
    heads = ["序号", "问题清单", "来源", "措施清单", "责任清单", "完成时限", "完成情况"]
    lines = [_problem(number, line) for number, line in enumerate([*lines_of(row), *problems.carried(row)], 1)]
    if not lines:
        lines = [["—", "本时段没有发现问题", *[""] * 5]]
    return register(f"{row.office}{row.period}问题、措施、责任三清单", [heads, *lines])


def lines_of(row):
    return row.problems.kept().select_related("hazard", "inspection__enterprise", "inspection__place")


def _problem(number, line):
    return [str(number), line.said, source_of(line), line.measures, line.responsible, _day(line.due_on), state_of(line)]


def source_of(line):
    if line.hazard_id:
        return f"隐患{line.hazard.number}"
    return f"{line.inspection.held_on:%m-%d}检查" if line.inspection_id else "自查"


def state_of(line):
    return f"{line.now}（逾期）" if line.is_late else line.now


def chain(row):
    """环节 × 单位: a line per link, a column per office that takes part."""
    found = chains.looks(row.links.filter(withdrawn_at=None))
    refuse_if("" if found else "链条还没有环节")
    offices = chains.offices_of(found)
    heads = ["环节", *(office.name for office in offices), "监管职责", "企业数", "最近检查", "缺口"]
    return register(f"{row.name}全链条监管责任表", [heads, *(_link(look, offices) for look in found)])


def _link(look, offices):
    marks = [look.role(office) for office in offices]
    last = _day(look.last) or "没有"
    return [look.link.name, *marks, look.link.duties, str(look.firms), last, "、".join(look.gaps) or "无"]


def review(row):
    heads = ["序号", "类别", "清单事项", "履职情况", "有无差距", "整改措施和期限", "整改结果"]
    lines = [_line(number, line) for number, line in enumerate(row.lines.select_related("item"), 1)]
    held = "、".join(f"{what} {number}" for what, number in reviews.record_of(row))
    lines += [["", "", "平台记录", held, "", "", ""]] if held else []
    said = f"{row.word}（{row.judged_by}，{_day(row.judged_at)}）" if row.word else "待评议"
    lines.append(["", "", "评议意见", said, "", "", ""])
    return register(f"{row.subject}{row.period}履职检视表", [heads, *lines])


def _line(number, line):
    mend = f"{line.mend}，{_day(line.mend_by)}前" if line.is_short else ""
    done = f"{_day(line.mended_on)} {line.mended}" if line.mended_on else ("未整改" if line.is_short else "")
    mark = "有差距" if line.is_short else ("无" if line.did else "")
    return [str(number), line.item.get_kind_display(), line.item.text, line.did, mark, mend, done]
