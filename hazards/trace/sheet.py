"""倒查报告: the paper of a trace, by the engine that prints papers."""

from itertools import groupby

from django.utils import timezone

from circulars import layout
from core import clock

from ..enums import Grade
from ..public_sheet import printed


def sheet(trace, row):
    """PDF bytes; Refused with what is missing when a face or character is."""
    blocks = [layout.Table(_head(trace, row), head=0)]
    for title, head, rows, none in _parts(trace):
        blocks += [layout.Block("　"), layout.Block(title, level=1, head=len(title))]
        blocks.append(layout.Table([head, *rows]) if rows else layout.Block(none))
    blocks += [layout.Block("　"), layout.Block(f"打印：{row.created_by} {_moment(row.created_at)}")]
    return printed("安全生产执法责任倒查报告", blocks)


def _head(trace, row):
    about = [["倒查隐患", f"{row.hazard.number} {row.hazard.description}"]] if row.hazard else []
    return [
        ["编号", row.number], ["单位", f"{trace.firm}（主要负责人{trace.firm.principal}）"],
        ["监管站所", str(trace.firm.supervising_office or "未定")], ["倒查事由", row.reason], *about,
        ["倒查期间", f"{trace.since:%Y-%m-%d} 至 {trace.day:%Y-%m-%d}"],
        ["检查", f"记录 {len(trace.looks)} 次，其中已签名 {trace.held} 次"],
        ["漏查", f"检查后 {trace.soon} 日内由他人发现、检查没有记录的隐患 {len(trace.missed)} 条"],
        ["重大隐患", f"截至 {trace.day:%Y-%m-%d} 未销号 {trace.major} 条"],
        ["提醒、公文", f"提醒 {len(trace.reminders)} 次，公文 {len(trace.papers)} 件"],
    ]  # fmt: skip


def _parts(trace):
    yield (
        "一、检查人员", ["检查人员", "检查次数", "其中未发现问题", "漏查隐患"],
        [[one.name, str(one.looks), str(one.clean), str(len(one.missed))] for one in trace.people], "没有人签名检查过。",
    )  # fmt: skip
    yield "二、历次检查", ["检查", "检查人员和签名", "看到的问题", "没有记录的隐患"], _looks(trace), "没有检查记录。"
    yield "三、隐患", ["编号", "发现", "隐患", "等级", "当日状态"], _hazards(trace), "没有登记隐患。"
    yield (
        "四、公文", ["印发", "文号", "标题", "签收"],
        [[_day(paper.issued_on), paper.doc_number, paper.title, received(copy)] for paper, copy in trace.papers],
        "没有印发公文。",
    )  # fmt: skip
    yield (
        "五、处罚、督促和移送", ["时间", "类别", "经过", "经办"],
        [[_moment(at), named, said, str(by or "系统")] for at, named, said, by in trace.steps], "没有处罚、督促和移送。",
    )  # fmt: skip
    yield "六、提醒", ["日期", "提醒", "收到人", "阅读"], _reminders(trace), "没有发出提醒。"


def _looks(trace):
    return [
        [
            f"{_day(told.look.on)}{told.look.kind}{f'（{told.look.about}）' if told.look.about else ''}",
            "；".join(told.look.signed) or f"{'、'.join(told.look.people)} {told.look.said}".strip(), seen(told.look),
            "；".join(f"{row.number} {row.description}" for row in told.missed) or "—",
        ]
        for told in trace.looks
    ]  # fmt: skip


def seen(look):
    """What a look recorded, in words."""
    if look.hidden:
        return "涉密问题另存"
    if look.over is None:
        return look.said
    return "；".join(look.seen) or "未发现问题"


def _hazards(trace):
    return [
        [
            found.row.number, f"{_day(found.row.found_on)}{found.row.get_source_display()}，{found.row.found_by}",
            found.row.description, Grade(found.row.grade).label if found.row.grade else "未定级",
            found.state.label + (f"，逾期 {found.late} 天" if found.late else ""),
        ]
        for found in trace.hazards
    ]  # fmt: skip


def received(copy):
    """How far the enterprise's own copy of a paper came."""
    if copy is None:
        return "不发这家企业"
    return f"{_moment(copy.signed_at)} {copy.signed_by or ''}".strip() if copy.signed_at else copy.get_state_display()


def _reminders(trace):
    """All of them by day; the day and its count stand once, in its first row."""
    found = []
    for day, rows in groupby(trace.reminders, lambda row: timezone.localdate(row.created_at)):
        told = [[f"{_time(row.created_at)} {row.title}", str(row.recipient), _read(row)] for row in rows]
        found += [["" if n else f"{_day(day)}，{len(told)} 次", *row] for n, row in enumerate(told)]
    return found


def _read(row):
    return _moment(row.read_at) if row.read_at else "未读"


def _time(at):
    return timezone.localtime(at).strftime("%H:%M")


def _moment(at):
    return timezone.localtime(at).strftime("%Y年%-m月%-d日 %H:%M")


def _day(day):
    return f"{day:%Y年%-m月%-d日}"


def name_of(row):
    return f"倒查报告 {row.number} {clock.today()}.pdf"
