"""Lists printed by the engine that prints papers: 挂牌督办公示, a published batch, 认领表."""

from django.conf import settings
from django.urls import reverse

from circulars import fonts, layout
from circulars.layout import paint
from circulars.layout.pages import text_of
from circulars.layout.render import to_pdf
from core import clock
from core.errors import Refused
from notices import typeset
from places.models import Place


def listings_sheet(rows, place):
    """PDF bytes of the published listings."""
    head = ["序号", "单位", "隐患", "整改期限", "督办单位", "公示日期", "状态"]
    table = [
        [str(n), str(row.hazard.unit), f"{row.hazard.location}：{row.hazard.description}", f"{row.hazard.due_on:%Y-%m-%d}",
         row.supervisor, f"{row.published_on:%Y-%m-%d}", row.get_state_display()]
        for n, row in enumerate(rows, 1)
    ]  # fmt: skip
    blocks = [layout.Table([head, *table])] if table else [layout.Block("目前没有挂牌督办的隐患。")]
    return printed(f"{place_name(place)}重大事故隐患挂牌督办公示", blocks, online=address_of(place))


def batch_sheet(batch):
    head = ["序号", "单位", "事由", "处理措施"]
    items = batch.items.select_related("enterprise")
    table = [[str(n), str(row.enterprise), row.facts, row.measure or "—"] for n, row in enumerate(items, 1)]
    lead = [layout.Block(line) for line in batch.lead.splitlines() if line.strip()]
    return printed(batch.title, [*lead, layout.Table([head, *table])], online=address_of(batch.township))


def address_of(place):
    """Where anybody reads the same without log-in; of one township only."""
    if place.level not in ("township", "village"):
        return ""
    return settings.SITE_URL.rstrip("/") + reverse("hazards:public", args=[place.township_code])


def trades_sheet(rows, place):
    """新业态认领表: who leads the supervision of what, by which rule; lines to sign for the offices."""
    head = ["序号", "新业态、新领域", "情况和风险", "牵头站所", "依据", "认领期限", "状态"]
    table = [
        [str(n), row.name, row.what, str(row.office or "—"), row.get_basis_display() or "—", f"{row.claim_by:%Y-%m-%d}",
         row.get_state_display()]
        for n, row in enumerate(rows, 1)
    ]  # fmt: skip
    blocks = [layout.Table([head, *table])] if table else [layout.Block("目前没有待认领的新业态。")]
    return printed(f"{place_name(place)}新业态、新领域监管认领表", [*blocks, layout.Block("站所负责人（签字）：")])


def place_name(place):
    """The township the list is of; a wider seat's own name."""
    return Place.objects.get(pk=place.township_code).name if place.level == "village" else place.name


def printed(title, blocks, *, counted=True, online=""):
    """PDF bytes; Refused with what is missing when a face or character is. What is `counted` says up to which day.

    `online` is the address behind the code in the lower margin.
    """
    told = [layout.Block(f"统计至 {clock.today():%Y-%m-%d}")] if counted else []
    code = {"qr": online, "code": "最新公示", "qr_said": "扫码查看"} if online else {}
    document = layout.Document(title=title, form="plain", even_pages=False, blocks=[*blocks, *told], **code)
    faces = typeset.faces_or_refuse()
    try:
        sheets = layout.set_pages(document, faces)
    except fonts.MissingGlyphs as error:
        raise Refused(str(error)) from error
    body = "".join(paint.page(sheet.pieces) for sheet in sheets)
    return to_pdf(body, title, faces, text_of(document))
