"""专家意见书 on paper: the visit, the expert, the opinion, a measure for each hazard, the name drawn by finger."""

from django.utils import timezone

from circulars import layout
from core.sealed_files import read_whole
from evidence.models import Attachment
from notices import signed

HEADS = ["序号", "隐患编号", "存在的问题", "建议措施"]


def document_of(row):
    visit, member = row.inspection, row.member
    facts = [
        ["被检查单位", f"{visit.unit_name}（{visit.place}）"],
        ["检查", f"{visit.held_on:%Y-%m-%d}　{visit.get_kind_display()}　{visit.agency}"],
        ["专家", f"{member.name}　{row.post}" + (f"　{member.unit}" if member.unit else "")],
    ]
    said = [line for line in row.opinion.splitlines() if line.strip()]
    blocks = [layout.Table(facts, head=0), layout.Block("　"), layout.Block("总体意见："), *map(layout.Block, said)]
    if lines := advice_lines(row):
        blocks += [layout.Block("　"), layout.Table([HEADS, *lines])]
    blocks.append(layout.Block(signature_line(row), indent=0, space_before=1))
    document = layout.Document(title="专家意见书", form="plain", even_pages=False, blocks=blocks)
    document.watermark = "" if row.state == "signed" else row.get_state_display()
    return document


def advice_lines(row):
    rows = row.advice.select_related("hazard")
    return [[str(n), one.hazard.number, one.hazard.description, one.measure] for n, one in enumerate(rows, 1)]


def label(row):
    return f"专家（{row.member.name}）签名："


def signature_line(row):
    if row.signed_at is None:
        return f"{label(row)}　　　　　　　　年　　月　　日"
    return f"{label(row)}{'　' * (signed.GAP + 1)}{layout.cn_date(timezone.localdate(row.signed_at))}"


def picture_of(row):
    return Attachment.objects.of(row).last()


def pdf(row):
    picture = picture_of(row) if row.signed_at else None
    drawn = {signature_line(row): (label(row), read_whole(picture.file, "签名"))} if picture else {}
    return signed.printed(document_of(row), drawn)
