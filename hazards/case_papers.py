"""Papers of a penalty case: the legal review, the decisions against enterprise and principal, and why nothing is punished.

What a decision says: Administrative Penalty Law art. 59; payment within 15 days, a surcharge of 3 % a day: arts 67, 72;
review asked within 60 days, suit within six months: certainty C, the office checks before it sends.
"""

from django.utils import timezone

from circulars import layout
from core.errors import Refused
from core.templatetags.ui import money
from evidence.models import Attachment

from . import rules_penalty as rules
from . import slips
from .enums_transfer import CaseState, PenaltyKind, Target
from .public_sheet import printed

PAY = "罚款自收到本决定书之日起十五日内缴至指定账户；到期不缴纳的，每日按罚款数额的百分之三加处罚款。"
REMEDY = (
    "不服本决定的，可以自收到本决定书之日起六十日内依法申请行政复议，或者在六个月内依法提起行政诉讼；"
    "复议、诉讼期间本决定不停止执行，法律另有规定的除外。"
)


def decision(case, target):
    """行政处罚决定书 against one of the two, as entered; only of an own decision."""
    half = next((row for row in case.penalties.all() if row.target == target), None)
    if half is None:
        raise Refused(f"还没有登记对{Target(target).label}的处罚决定")
    if half.authority:
        raise Refused(f"这项处罚由{half.authority}作出，决定书由该机关制发")
    firm = case.enterprise
    who = firm.name if target == Target.ENTERPRISE else f"{half.person}（{firm.name}主要负责人）"
    other = next((row for row in case.penalties.all() if row.target != target), None)
    rows = [
        ["文号", half.document], ["当事人", who], ["统一社会信用代码", firm.credit_code], ["地址", firm.address or str(firm.village)],
        ["违法事实", case.facts], ["证据", "；".join(filter(None, (case.inspection, case.record, _number_of_proofs(case))))],
        ["处罚依据", case.basis], ["处罚决定", _decided(half)],
    ]  # fmt: skip
    said = [PAY, REMEDY] if half.kind == PenaltyKind.FINE else [REMEDY]
    linked = f"本案对企业和主要负责人一并处罚，另一份决定书：{other.document}。" if other else ""
    ends = [f"作出日期：{half.decided_on:%Y年%-m月%-d日}", "（行政机关印章）", "当事人签收：　　　　　　　年　　月　　日"]
    lines = [*said, *filter(None, [linked]), *ends]
    return _paper("行政处罚决定书", rows, lines)


def _number_of_proofs(case):
    number = Attachment.objects.of(case).count()
    return f"照片、扫描件、录音 {number} 件，见证据材料目录" if number else ""


def _decided(half):
    return f"{half.get_kind_display()}{f' {money(half.amount)} 元' if half.amount else ''}"


def exempt(case):
    """情况说明: reported before the inspection and being mended, the two times side by side."""
    if case.state != CaseState.EXEMPT:
        raise Refused("案件没有记为不予处罚，不能打印情况说明")
    hazard, line = case.hazard, case.log.filter(action="exempt").last()
    rows = [
        ["案件编号", case.number], ["单位", f"{case.enterprise}（{case.enterprise.credit_code}）"],
        ["隐患", f"{hazard.number} {hazard.description}"], ["企业自报时间", _moment(case.told_at)],
        ["检查时间", case.inspection or "没有检查记录"], ["时间比对", "企业报告在检查之前"],
        ["整改情况", f"{hazard.get_state_display()}，期限 {hazard.due_on or '未定'}"],
        ["处理", "属于自查自报并在整改，不予处罚"],
    ]  # fmt: skip
    if line:
        rows.append(["认定", f"{_moment(line.at)}　{line.actor or ''}"])
    ends = ["整改不到位或者再次发生同类违法行为的，依法处理。", "办案人（签字）：", "负责人（签字）："]
    return _paper("企业自查自报不予处罚情况说明", rows, ends)


def review(case):
    """法制审核意见表: what was reviewed, by whom, when and with what opinion."""
    if not case.reviewed_at:
        raise Refused("案件还没有法制审核")
    rows = [
        ["案件编号", case.number], ["当事人", f"{case.enterprise}（{case.enterprise.credit_code}），主要负责人{case.enterprise.principal}"],
        ["违法事实", case.facts], ["处罚依据", case.basis], ["检查记录", case.inspection or "没有检查记录"],
        ["全过程记录", case.record or "未登记"], ["办案单位", f"{case.office or '应急办'}（立案 {case.created_by}）"],
        ["法制审核意见", case.opinion], ["审核人", str(case.reviewed_by)], ["审核时间", _moment(case.reviewed_at)],
    ]  # fmt: skip
    return _paper("行政处罚案件法制审核意见表", rows, ["审核人（签字）：", "负责人（签字）："])


def proofs(case):
    """证据材料目录: every file with when and by whom it was taken and its hash, then the pictures."""
    files = list(Attachment.objects.of(case).select_related("uploaded_by"))
    if not files:
        raise Refused("案件还没有附证据")
    table = [
        [str(n), row.kind, _moment(row.taken_at or row.uploaded_at), str(row.uploaded_by or ""), row.sha256[:16]]
        for n, row in enumerate(files, 1)
    ]  # fmt: skip
    shown = [(f"证据 {n}", row) for n, row in enumerate(files, 1) if row.is_image]
    facts = layout.Table([["案件编号", case.number], ["当事人", str(case.enterprise)], ["违法事实", case.facts]], head=0)
    listed = layout.Table([["序号", "种类", "拍摄（上传）时间", "上传人", "校验值"], *table])
    ends = [layout.Block(line) for line in ("以上证据与原件核对无误。", "办案人（签字）：", "当事人（签字）：")]
    blocks = [facts, layout.Block("　"), listed, layout.Block("　"), *ends]
    return slips.with_photos("行政处罚案件证据材料目录", case.number, blocks, shown)


def may_open(case, user):
    """Whether a file that hangs on a case may be opened."""
    return not rules.may_see_proof(user) and type(case).objects.visible_to(user).filter(pk=case.pk).exists()


def _paper(title, rows, lines):
    return printed(title, [layout.Table(rows, head=0), *(layout.Block(line) for line in lines)], counted=False)


def _moment(at):
    return timezone.localtime(at).strftime("%Y-%m-%d %H:%M") if at else ""


KINDS = {
    "review": ("法制审核意见表", review),
    "exempt": ("不予处罚情况说明", exempt),
    "proofs": ("证据材料目录", proofs),
    "enterprise": ("对企业的行政处罚决定书", lambda case: decision(case, Target.ENTERPRISE)),
    "principal": ("对主要负责人的行政处罚决定书", lambda case: decision(case, Target.PRINCIPAL)),
}


def offered(case):
    """(kind, label) of the papers this case has."""
    own = {row.target for row in case.penalties.all() if not row.authority}
    there = own | ({"review"} if case.reviewed_at else set()) | ({"exempt"} if case.state == CaseState.EXEMPT else set())
    there |= {"proofs"} if Attachment.objects.of(case).exists() else set()
    return [(kind, label) for kind, (label, _) in KINDS.items() if kind in there]
