"""Slips of one hazard, printed by the engine that prints papers: 销号单, 治理方案, 事故化处置单, 责令整改通知单 of a village."""

import base64
import html

from django.utils import timezone

from circulars import fonts, layout
from circulars.layout import paint
from circulars.layout.grid import WIDTH
from circulars.layout.pages import text_of
from circulars.layout.render import to_pdf
from core.errors import Refused
from core.sealed_files import read_whole
from core.templatetags.ui import money
from evidence.models import Attachment
from notices import typeset

from .enums import Grade, HazardState
from .rules import SIX_PARTS

MOMENT = "%Y-%m-%d %H:%M"
SIDE, TALL, STEP, A_PAGE = 74.0, 55.0, 68.0, 3  # a photo's box and the distance of rows, mm; rows a page
MOST = 9  # pairs of photos printed
SIDES = ("整改前", "整改后")


def closing(hazard):
    """销号单: what it was, how it was mended, every acceptance, photos before and after side by side."""
    if hazard.state != HazardState.CLOSED:
        raise Refused("还没有验收销号，不能打印销号单")
    rows = [
        *_facts(hazard),
        ["整改情况", hazard.result],
        ["整改完成", f"{hazard.rectified_on:%Y-%m-%d}　{hazard.rectified_by or ''}"],
        ["销号", f"{_moment(hazard.closed_at)}　{hazard.accepted_by}"],
    ]
    taken = [
        [_moment(row.held_at), "现场" if row.on_site else "材料", row.place or "—", row.people,
         "通过" if row.passed else "退回", row.note or "—"]
        for row in hazard.acceptances.all()
    ]  # fmt: skip
    blocks = [layout.Table(rows, head=0), layout.Block("　")]
    if taken:
        blocks += [layout.Table([["验收时间", "方式", "地点", "验收人员", "结论", "意见"], *taken]), layout.Block("　")]
    blocks += [layout.Block(line) for line in ("整改单位负责人（签字）：", "验收人（签字）：")]
    return printed("隐患整改验收销号单", hazard, blocks, photo_pairs(hazard))


def plan(hazard):
    """治理方案: the five settlements, of a major hazard the six parts and the double report."""
    laid = getattr(hazard, "plan", None)
    if laid is None:
        raise Refused("还没有报送整改方案")
    major = hazard.grade == Grade.MAJOR
    rows = [["治理方法和措施", laid.measures], ["资金", f"{money(laid.money)} 元"], ["责任人", laid.responsible],
            ["时限", f"{laid.due_on:%Y-%m-%d}"], ["应急预案", laid.contingency]]  # fmt: skip
    if major:
        goals, *others = ([label, getattr(laid, name)] for name, label in SIX_PARTS.items())
        rows = [goals, *rows[:-1], *others, rows[-1]]
    blocks = [layout.Table([*_facts(hazard), *rows], head=0)]
    if told := [
        [row.get_to_display(), row.receiver, _moment(row.held_at), row.reporter, f"{row.means} {row.receipt}".strip()]
        for row in hazard.reports.all()
    ]:
        head = ["双报告", "接收部门、会议", "时间", "报告人", "方式和编号"]
        blocks += [layout.Block("　"), layout.Table([head, *told])]
    return printed("重大事故隐患治理方案" if major else "隐患整改方案", hazard, blocks)


def accident(hazard):
    """事故化处置单: not on the list, proven major, handled as an accident."""
    mark = getattr(hazard, "as_accident", None)
    if mark is None:
        raise Refused("没有当作事故处置，不能打印处置单")
    rows = [
        *_facts(hazard),
        ["未列入清单的事实", mark.facts],
        ["处置意见", mark.measures],
        ["责任追究建议", mark.duty],
        ["认定", f"{_moment(mark.at)}　{mark.by}"],
    ]
    blocks = [layout.Table(rows, head=0), layout.Block("　"), layout.Block("负责人（签字）：")]
    return printed("未列清单重大隐患事故化处置单", hazard, blocks)


def order(hazard):
    """责令整改通知单 to a village; an enterprise is ordered by a 指令书."""
    if hazard.enterprise_id or not hazard.due_on:
        raise Refused(
            "企业的隐患用责令限期整改指令书" if hazard.enterprise_id else "还没有定级和整改期限，不能打印整改通知单"
        )
    how = "立即整改" if hazard.at_once else "限期整改，先报整改方案"
    blocks = [
        layout.Block(f"{hazard.village}："),
        layout.Block(f"你村存在下列隐患，责令{how}，{hazard.due_on:%Y年%m月%d日}前改完并报告，由我单位复查。"),
        layout.Table(_facts(hazard), head=0),
        layout.Block("　"),
        *(layout.Block(line) for line in ("村负责人（签收）：", "签收日期：", "填发人（签字）：")),
    ]
    return printed("责令整改通知单", hazard, blocks)


def stop(hazard):
    """停产撤人措施单: each measure with its range, since when, until when and why it was lifted; to be signed for."""
    measures = hazard.controls.select_related("by", "lifted_by")
    if not measures:
        raise Refused("没有停产撤人措施，不能打印措施单")
    taken = [
        [row.get_kind_display(), row.scope, f"{_moment(row.begun_at)}　{row.by}",
         f"{_moment(row.lifted_at)}　{row.lifted_by}：{row.lifted_reason}" if row.lifted_at else "正在执行"]
        for row in measures
    ]  # fmt: skip
    blocks = [
        layout.Table(_facts(hazard), head=0),
        layout.Block("　"),
        layout.Table([["措施", "范围", "开始", "解除"], *taken]),
    ]
    ends = ("解除前不得恢复生产、作业，人员不得返回。", "单位负责人（签收）：", "签收日期：", "填发人（签字）：")
    return printed("停产撤人措施单", hazard, [*blocks, layout.Block("　"), *(layout.Block(line) for line in ends)])


KINDS = {"closing": closing, "plan": plan, "accident": accident, "order": order, "stop": stop}


def _facts(hazard):
    use = getattr(hazard, "judged_by", None)
    return [
        ["编号", hazard.number],
        ["单位", str(hazard.unit)],
        ["地点", f"{hazard.village} {hazard.location}"],
        ["隐患", hazard.description],
        [
            "等级",
            f"{hazard.get_grade_display()}　第 {hazard.occurrence} 次发现"
            if hazard.first_id
            else hazard.get_grade_display(),
        ],
        ["判定依据", f"{use.cite}：{use.text}" if use else hazard.grade_basis],
        ["发现", f"{hazard.found_on:%Y-%m-%d}　{hazard.get_source_display()}　{hazard.found_by}"],
        ["整改责任人", f"{hazard.responsible}　期限 {hazard.due_on:%Y-%m-%d}" if hazard.due_on else hazard.responsible],
    ]


def _moment(at):
    return timezone.localtime(at).strftime(MOMENT) if at else ""


def photo_pairs(hazard):
    """[(before or None, after or None)] in the order they were taken."""
    rows = list(Attachment.objects.of(hazard))
    after = [row for row in rows if row.slot == "after"]
    before = [row for row in rows if row.slot in ("", "before")]
    count = min(max(len(before), len(after)), MOST)
    pad = lambda photos: (photos + [None] * count)[:count]  # noqa: E731
    return list(zip(pad(before), pad(after), strict=True))


def printed(title, hazard, blocks, pairs=()):
    """PDF bytes; Refused with what is missing when a face or character is."""
    shown = [(word, photo) for pair in pairs for word, photo in zip(SIDES, pair, strict=True)]
    return with_photos(title, hazard.number, blocks, shown)


def with_photos(title, number, blocks, shown=()):
    """The same of any row: behind the blocks pages of (word, photo or None), two side by side."""
    document = layout.Document(title=title, form="plain", even_pages=False, blocks=blocks)
    faces = typeset.faces_or_refuse()
    try:
        sheets = layout.set_pages(document, faces)
    except fonts.MissingGlyphs as error:
        raise Refused(str(error)) from error
    body = "".join(paint.page(sheet.pieces) for sheet in sheets)
    rows = [shown[at : at + 2] for at in range(0, len(shown), 2)]
    body += "".join(paint.page(_photos(rows[at : at + A_PAGE])) for at in range(0, len(rows), A_PAGE))
    words = text_of(document) + "".join(word for word, _ in shown) + "整改前后没有照片0123456789-:"
    return to_pdf(body, f"{title} {number}", faces, words)


def _photos(rows):
    """A page of rows, one below the other."""
    return [piece for row, pair in enumerate(rows) for piece in _side_by_side(pair, row * STEP)]


def photo_pieces(pair, top):
    """Before to the left, after to the right, the time each was taken under it."""
    return _side_by_side(zip(SIDES, pair, strict=True), top)


def _side_by_side(shown, top):
    return [piece for side, (word, photo) in enumerate(shown) for piece in _photo(word, photo, side * (WIDTH - SIDE), top)]


def _photo(word, photo, left, top):
    place = f"left:{left:.2f}mm;width:{SIDE}mm"
    if photo is None:
        return [f'<p class="b" style="{place};top:{top:.2f}mm">{word}没有照片</p>']
    source = base64.b64encode(read_whole(photo.thumbnail or photo.file, "照片")).decode()
    said = f"{word} {_moment(photo.taken_at or photo.uploaded_at)}"
    return [
        f'<img alt="" src="data:image/jpeg;base64,{source}" style="position:absolute;{place};top:{top:.2f}mm;'
        f'height:{TALL}mm;object-fit:contain;object-position:left bottom">',
        f'<p class="b" style="{place};top:{top + TALL:.2f}mm">{html.escape(said)}</p>',
    ]
