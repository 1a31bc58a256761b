"""Sheets for the files beside a paper: 会签单 and 签收单, printed by the engine that prints papers."""

from django.utils import timezone

from circulars import fonts, layout
from core import clock

from . import typeset
from .enums import ReceiptState

MOMENT = "%Y-%m-%d %H:%M"


def countersign_sheet(paper):
    """PDF bytes of the 会签单: what the paper is, each word on it, what was returned before, who signed."""
    facts = [
        ["标题", paper.title],
        ["文种", paper.get_kind_display()],
        ["文号", paper.doc_number or "印发时编号"],
        ["发文机关", paper.issuer],
        ["起草", _who_and_when(paper.created_by, paper.created_at)],
        ["签发", _who_and_when(paper.signer, paper.signed_at) if paper.signed_at else ""],
    ]
    rows = paper.countersigns.standing().select_related("person", "office", "agreed_by")
    words = [[str(row), _word(row), _by(row), _moment(row.agreed_at), ""] for row in rows]
    blocks = [layout.Table(facts, head=0), layout.Block("　"), layout.Table([COUNTERSIGN_HEAD, *words])]
    if returned := [[_moment(line.at), str(line.actor or ""), line.note] for line in paper.log.filter(action="object")]:
        blocks += [layout.Block("　"), layout.Table([["退回时间", "退回人", "意见"], *returned])]
    return _printed("公文会签单", blocks)


COUNTERSIGN_HEAD = ["会签领导、站所", "意见", "会签人", "会签时间", "手写签名"]
RECEIPT_HEAD = ["序号", "收文单位", "签收期限", "首次查看", "签收人", "签收时间", "手写签名"]


def receipt_sheet(paper):
    """PDF bytes of the 签收单: every unit with when it read and who signed, for those who sign by hand a blank."""
    rows = list(paper.receipts.select_related("place", "office", "enterprise", "signed_by"))
    signed = sum(row.state == ReceiptState.SIGNED for row in rows)
    counted = f"收文单位 {len(rows)} 个，已签收 {signed} 个，未签收 {len(rows) - signed} 个。统计至{_said(clock.now())}。"
    blocks = [
        layout.Block(f"{paper.doc_number}《{paper.title}》"),
        layout.Block(counted),
        layout.Table([RECEIPT_HEAD, *(_receipt(number, row) for number, row in enumerate(rows, 1))]),
    ]
    return _printed("公文签收单", blocks)


def _receipt(number, row):
    return [
        str(number), row.unit_name, f"{row.due_on:%Y-%m-%d}" if row.due_on else "", _moment(row.read_at) or "未读",
        str(row.signed_by or ""), _moment(row.signed_at) or "未签收", "",
    ]  # fmt: skip


def _word(row):
    return f"同意。{row.said}" if row.said else "同意" if row.agreed_at else ""


def _by(row):
    """Who said it where an office was asked."""
    return str(row.agreed_by) if row.agreed_by else ""


def _who_and_when(person, at):
    return f"{person or '系统'} {_moment(at)}".strip()


def _moment(at):
    return timezone.localtime(at).strftime(MOMENT) if at else ""


def _said(at):
    """2026年1月5日9时05分, as a sentence says it."""
    local = timezone.localtime(at)
    return f"{layout.cn_date(local)}{local.hour}时{local.minute:02d}分"


def _printed(title, blocks):
    faces = typeset.faces_or_refuse()
    try:
        return layout.render(layout.Document(title=title, form="plain", even_pages=False, blocks=blocks), faces)[0]
    except fonts.MissingGlyphs as error:
        raise typeset.Untypable(str(error)) from error
