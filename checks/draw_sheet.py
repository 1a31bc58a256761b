"""A draw in full: as a workbook from which anybody draws it again, and as 双随机抽查表 on paper."""

from django.utils import timezone
from openpyxl import Workbook
from openpyxl.styles import Font

from circulars import layout
from core import xlsx
from hazards.public_sheet import printed

from . import sampling
from .services.planning import of_plan

HEADS = ["顺序", "企业编号", "企业", "检查人员编号", "检查人员", "校验值"]


def lines(draw):
    """[[order, key, firm, keys of inspectors, inspectors, rank]] of what was drawn."""
    names, people = dict(map(tuple, draw.candidates)), dict(map(tuple, draw.inspectors))
    return [
        [
            order,
            key,
            names[key],
            "、".join(map(str, team)),
            "、".join(people[who] for who in team),
            sampling.rank(draw.seed, key),
        ]
        for order, (key, team) in enumerate(draw.result, 1)
    ]


def said(draw):
    """[[name, value]] of all a second drawing needs beside the lists."""
    return [
        ["计划", draw.plan.name], ["次数", f"本时段第 {draw.number} 次，本计划第 {of_plan(draw)} 次"],
        ["抽取时间", f"{timezone.localtime(draw.at):%Y-%m-%d %H:%M}"],
        ["抽取人", str(draw.by)], ["范围", draw.filters or "全部在营企业"], ["抽取数", draw.want], ["每家检查人数", draw.each],
        ["重抽原因", draw.reason], ["随机种子", draw.seed], ["名单校验值", draw.sha256], ["算法", sampling.HOW],
    ]  # fmt: skip


def workbook(draw):
    chosen = {key for key, _ in draw.result}
    candidates = [[key, name, sampling.rank(draw.seed, key), "是" if key in chosen else ""] for key, name in draw.candidates]
    book = Workbook()
    book.remove(book.active)
    _sheet(book, "抽取说明", ["项目", "内容"], said(draw), (16, 80))
    _sheet(book, "待抽名单", ["企业编号", "企业名称", "校验值", "抽中"], candidates, (10, 30, 70, 8))
    _sheet(book, "检查人员", ["人员编号", "姓名"], draw.inspectors, (10, 14))
    _sheet(book, "抽取结果", HEADS, lines(draw), (8, 10, 30, 16, 24, 70))
    return xlsx.dump(book)


def _sheet(book, title, heads, rows, widths):
    """A table with bold head; no formula is born from data."""
    sheet = book.create_sheet(title)
    for row in (heads, *rows):
        sheet.append([xlsx.cell(value) for value in row])
    for row in sheet.iter_rows():
        for item in row:
            item.border, item.data_type = xlsx.LINE, "s" if item.data_type == "f" else item.data_type
    for item, width in zip(sheet[1], widths, strict=True):
        item.font, item.fill = Font(bold=True), xlsx.HEAD_FILL
        sheet.column_dimensions[item.column_letter].width = width
    sheet.freeze_panes = "A2"


def pdf(draw):
    head = [HEADS[0], HEADS[2], HEADS[4], HEADS[5]]
    drawn = [[str(order), firm, team, rank[:8]] for order, _, firm, _, team, rank in lines(draw)]
    people = "、".join(f"{key} {name}" for key, name in draw.inspectors)
    told = [[name, str(value)] for name, value in [*said(draw), ["检查人员名单", people]] if value != ""]
    blocks = [
        layout.Table([head, *drawn]),
        layout.Block("抽取人（签字）：　　　　　　　　监督人（签字）："),
        layout.Table([["项目", "抽取说明"], *told]),
    ]
    return printed("双随机抽查表", blocks, counted=False)
