"""证据清单 of a case and 移交清单 of one handover, as papers."""

from django.utils import timezone

from circulars.layout import Block, Document, Table

from ..models import ExhibitLog
from ..services.referrals import town_of

HEAD = ["编号", "名称和种类", "数量", "原件、复制件", "提取时间、地点", "提供人", "封条", "保管人和存放"]
HANDED = ["编号", "名称", "种类", "数量", "原件、复制件", "封条", "影像校验值（前 16 位）"]
UNSIGNED = "　" * 8


def listed(lead):
    """The document of all evidence of a case, those given back or destroyed among it, with where each is today."""
    rows = [_row(one) for one in lead.exhibits.select_related("keeper")]
    blocks = [Block(f"线索编号：{lead.number}", indent=0), Table([HEAD, *rows]), Block("　")]
    blocks += [Block(line, indent=0) for line in ("取证人（签名）：", "保管人（签名）：", "年　　月　　日")]
    return _document(lead, "证据清单", blocks)


def _row(one):
    at = timezone.localtime(one.taken_at)
    return [
        str(one.number), f"{one.title}（{one.get_kind_display()}）", one.amount, one.get_form_display(),
        f"{at:%Y-%m-%d %H:%M} {one.taken_in}", one.taken_from, one.seal_number or "无", _where(one),
    ]  # fmt: skip


def _where(one):
    if one.state == "out":
        return f"已移交{one.held_by}"
    ended = f"{one.get_state_display()}（{one.ended_on}）" if one.ended_on else ""
    return ended or f"{one.keeper.name}，{one.stored_in}"


def handover(link):
    """The document of the handover that a link belongs to: all pieces that went from the same hands to the same at once."""
    lead, action = link.subject.lead, {"action": link.action, "actor": link.actor_id, "at": link.at}
    links = ExhibitLog.objects.filter(subject__lead=lead, **action).select_related("subject").order_by("subject__number")
    rows = [_handed(one) for one in links if one.note == link.note]
    way, _, why = link.note.partition("；")
    blocks = [
        Block(f"线索编号：{lead.number}", indent=0),
        Block(f"移交时间：{timezone.localtime(link.at):%Y年%m月%d日%H时%M分}", indent=0),
        Block(f"移交与接收：{way}", indent=0), Block(f"移交原因：{why}", indent=0),
        Table([HANDED, *rows]), Block(f"以上证据共 {len(rows)} 件，当面点清，封条完好。", space_before=1),
        Block(f"移交人（签名）：{UNSIGNED}年　　月　　日", indent=0, space_before=1),
        Block(f"接收人（签名）：{UNSIGNED}年　　月　　日", indent=0, space_before=1),
    ]  # fmt: skip
    return _document(lead, "证据移交清单", blocks)


def _handed(link):
    one = link.subject
    codes = "、".join(code[:16] for _, code in link.files) or "无影像"
    return [
        str(one.number), one.title, one.get_kind_display(), one.amount, one.get_form_display(), one.seal_number or "无", codes,
    ]  # fmt: skip


def _document(lead, title, blocks):
    return Document(
        title=f"{town_of(lead).name}人民政府{title}", form="plain", even_pages=False, counted=True, blocks=blocks
    )
