"""抽查反馈单: one sheet that shows the five steps with their days and limits."""

from django.utils import timezone

from notices import typeset

from .enums import ReturnState

HEADS = ["步骤", "责任单位", "完成日期", "期限", "内容"]


def lines(row):
    """[[step, who, done on, limit, what it says]], the sampler's word last."""
    limits = (row.fed_on, None, None, row.mend_by, row.answer_by)
    told = [
        [name, who, _day(done), _day(limit), said] for (name, who, done, said), limit in zip(row.chain, limits, strict=True)
    ]
    proof = "、".join(hazard.number for hazard in row.hazards.order_by("pk"))
    told += [["", "", "", "", f"转入隐患：{proof}"]] if proof else []
    judged, word = row.get_state_display(), None
    if row.state in (ReturnState.RETURNED, ReturnState.ACCEPTED):
        word = row.log.filter(action__in=("accept", "send_back")).last()
        judged = f"{judged}：{word.note}"
    return [*told, ["采信", row.sampler, _day(word.at) if word else "", "", judged]]


def _day(day):
    if day is None:
        return ""
    return f"{timezone.localdate(day) if hasattr(day, 'hour') else day:%Y-%m-%d}"


def pdf(row):
    return typeset.register(f"{row.sampler}对{row.unit}抽查问题反馈单", [HEADS, *lines(row)])[0]
