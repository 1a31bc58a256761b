"""自查承诺表 on paper: the questions, what the unit answered, its word and the name drawn by finger; or blank, to be answered by hand."""

from django.utils import timezone

from circulars import layout
from core.sealed_files import read_whole
from notices import signed

from .enums import ItemKind, Reply
from .sheet import groups_of, signature_of

LABEL = "主要负责人签名："
OATH = "以上内容由本单位自查填报，真实完整，没有隐瞒；如有不实，愿意承担相应责任。"
ZERO = "经自查，本单位没有需要报告的情况，作零报告。"
CHOICE = ("经自查，本单位（请勾选）：", "□没有需要报告的情况，作零报告；", "□有　　　项需要报告，已如实填报。")
HEADS = ["序号", "自查内容", "答复", "说明"]


def pdf(check):
    """Of a sheet that was handed in."""
    picture = signature_of(check)
    drawn = {signature_line(check): (LABEL, read_whole(picture.file, "签名"))} if picture else {}
    return signed.printed(document_of(check), drawn)


def blank_pdf(check):
    return signed.printed(blank_of(check), {})


def document_of(check):
    lines = [line for group in groups_of(check) for line in group.lines]
    bad = sum(line.is_bad for line in lines)
    rows = [[str(line.number), line.item.text, line.answer.shown if line.answer else "", line.note] for line in lines]
    told = ZERO if check.zero_report else f"经自查，本单位有 {bad} 项需要报告，已如实填报。"
    return _paper(check, rows, [told], signature_line(check))


def blank_of(check):
    rows = [[str(n), item.text, _choice(item), ""] for n, item in enumerate(check.version.items.all(), 1)]
    return _paper(check, rows, CHOICE, f"{LABEL}{_DAY}")


_DAY = "　　　　　　　　年　　月　　日"


def _choice(item):
    return "　".join(f"□{label}" for label in Reply.labels) if item.kind == ItemKind.YES_NO else ""


def _paper(check, rows, told, last):
    facts = [
        ["单位", f"{check.unit_name}（{check.place}）"],
        ["检查表", f"{check.version.checklist.name}　第{check.version.number}版"],
        ["专项行动", str(check.campaign or "不属于专项行动")],
    ]
    blocks = [layout.Table(facts, head=0), layout.Block("　"), layout.Table([HEADS, *rows]), layout.Block("　")]
    blocks += [*map(layout.Block, told), layout.Block(OATH), layout.Block(last, indent=0, space_before=1)]
    return layout.Document(title="自查承诺表", form="plain", even_pages=False, blocks=blocks)


def signature_line(check):
    day = layout.cn_date(timezone.localdate(check.submitted_at))
    return (
        f"{LABEL}{'　' * (signed.GAP + 1)}{day}" if not check.paper_on else f"{LABEL}{check.signed_name}（原件另存）　{day}"
    )
