"""The first text of a concluding report (总结报告): what the campaign did, what it found, what goes on as routine work."""

from accounts.enums import Role
from campaigns import counted, remains, stats
from campaigns.bylaws.services import summary
from campaigns.services.routine import lines
from circulars.layout import cn_date

from ..open_cases import open_cases
from . import figures


def text(user, campaign):
    """Paragraphs under numbered heads, from the rows in the writer's sight; what is not known is left to be written."""
    parts = [
        ("总体情况", [_whole(user, campaign)]),
        ("线索核查情况", [figures.opening(user, campaign).strip()]),
        ("自查检查情况", [_counted(user, campaign)]),
        ("制度机制清查情况", [_sentence(summary(campaign.bylaws.visible_to(user))) or "未登记制度缺项。"]),
        ("遗留事项和常态化安排", _left(user, campaign)),
    ]
    return "\n".join(
        line for ordinal, (head, body) in zip("一二三四五", parts, strict=True) for line in (f"{ordinal}、{head}", *body)
    )


def _whole(user, campaign):
    totals = stats.totals(user, campaign)
    until = f"至{cn_date(campaign.ends_on)}" if campaign.ends_on else "起"
    done = f"派发任务 {totals['total']} 项，完成 {totals['done']} 项，逾期 {totals['late']} 项"
    return f"{campaign}自{cn_date(campaign.starts_on)}{until}开展，{done}。"


def _counted(user, campaign):
    found = [
        f"{one.label}应完成 {one.total} 份，已完成 {one.done} 份，涉及 {one.units} 个单位"
        for one in counted.sums(user, campaign)
    ]
    return _sentence("；".join(found)) or "没有计入本次专项行动的自查和检查。"


def _left(user, campaign):
    """The duties that took over; while there is no follow-up, what still waits to be handed on."""
    if routine := lines(campaign):
        return [f"专项行动结束后转入常态化工作 {len(routine)} 项：", *(f"{n}.{line}。" for n, line in enumerate(routine, 1))]
    left = [one.said for one in remains.of(user, campaign)]
    if not user.has_role(Role.LEADER) and any(open_cases(user, campaign)):
        left.append("保密事项还没有全部办结，由乡镇领导另行报告")
    return [f"尚未转入常态的事项：{'；'.join(left)}。"] if left else ["没有遗留事项。"]


def _sentence(text):
    return f"{text}。" if text else ""
