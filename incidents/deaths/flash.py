"""The first text of an urgent report on an accident (事故快报): what State Council Decree 493 art. 12 wants told."""

from django.utils import timezone

from core.templatetags.ui import money


def facts(accident):
    """Paragraphs from what is on record; what is not known is left to be written."""
    lead, at = accident.lead, timezone.localtime(accident.happened_at)
    firm = lead.enterprise
    unit = f"{firm}，位于{lead.village}，主要负责人{firm.principal}" if firm else f"位于{lead.village}，单位情况正在核实"
    known = f"单位负责人于{_moment(accident.learned_at)}知道" if accident.learned_at else "单位负责人何时知道正在核实"
    told = [f"{row.get_sender_display()}于{_moment(row.sent_at)}报告{row.told}" for row in accident.reports.all()]
    return "\n".join([
        f"事故发生单位：{unit}。",
        f"时间和地点：{at:%Y年%m月%d日%H时%M分}，{accident.place}。",
        f"简要经过：{accident.course or '正在核实'}",
        f"伤亡和损失：已造成死亡 {accident.deaths} 人、重伤 {accident.serious} 人，初步估计直接经济损失 {money(accident.loss)} 元。",
        "已采取的措施：正在核实，随后补报。",
        f"报告情况：{'；'.join([known, *told])}。",
    ])  # fmt: skip


def _moment(at):
    return f"{timezone.localtime(at):%m月%d日%H时%M分}"
