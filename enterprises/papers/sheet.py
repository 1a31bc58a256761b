"""一企一档表: all that the files of one enterprise say today on one paper; other apps add their parts."""

from django.utils import timezone

from core.templatetags.ui import masked

from ..files import cells
from ..files.kinds import kinds
from ..models import Enterprise, FireTicket
from ..models.hotwork import OPEN

SHOWN = 50  # rows of a part; how many there are is told
FIRE = ("票号", "级别", "动火地点", "作业内容", "动火人", "计划时间", "状态")
_parts = []


def register(part):
    """`part(user, firm)` gives (label, heads, lines, number of all)."""
    _parts.append(part)


def facts(firm):
    """[(name, value)] of the register, the phone masked."""
    return [
        ("统一社会信用代码", firm.credit_code), ("所在村", str(firm.village)), ("地址", firm.address or "未登记"),
        ("行业领域", str(firm.sector)), ("规模", f"{firm.get_scale_display()}，从业 {firm.employees} 人"),
        ("风险等级", firm.get_risk_colour_display() or "未评"), ("高危", "是" if firm.high_risk else "否"),
        ("经营状态", firm.get_status_display()), ("监管站所", str(firm.supervising_office or "未定")),
        ("主要负责人", f"{firm.principal} {masked(firm.principal_phone)}".strip()), ("安全管理员", firm.safety_officer or "未登记"),
    ]  # fmt: skip


def parts(user, firm):
    """[{label, heads, lines, total, short}]: permits, each kind of file, tickets for fire, what others add."""
    found = [_part("证照", *_permits(firm))]
    found += [_part(kind.label, *_files(user, firm, kind), short=_short(firm, kind)) for kind in kinds()]
    found.append(_part("未关的动火票", *_fires(user, firm)))
    return [*found, *(_part(*part(user, firm)) for part in _parts)]


def _part(label, heads, lines, total, short=""):
    return {"label": label, "heads": heads, "lines": lines, "total": total, "short": short}


def _permits(firm):
    rows = list(firm.permits.filter(withdrawn_at=None))
    lines = [(row.get_kind_display(), row.name, row.number, row.holder, str(row.expires_on or "长期")) for row in rows]
    return ("类别", "名称", "证号", "持有人", "有效期至"), lines[:SHOWN], len(lines)


def _files(user, firm, kind):
    rows = kind.model.objects.visible_to(user).kept().filter(enterprise=firm)
    heads = [*(kind.header(name) for name in kind.columns), *(["效期"] if kind.runs_out else [])]
    lines = [
        [*(cells.said(kind, row, name) for name in kind.columns), *([kind.said(row.standing)] if kind.runs_out else [])]
        for row in rows[:SHOWN]
    ]
    return heads, lines, rows.count() if len(lines) == SHOWN else len(lines)


def _short(firm, kind):
    """What the enterprise lacks of a kind, in words."""
    return kind.demand if kind.demands and kind.short_of(Enterprise.objects.filter(pk=firm.pk)).exists() else ""


def _fires(user, firm):
    rows = FireTicket.objects.visible_to(user).kept().filter(enterprise=firm, state__in=OPEN).select_related("worker")
    lines = [
        (row.number, row.get_level_display(), row.place, row.work, row.worker.name,
         f"{timezone.localtime(row.starts_at):%m-%d %H:%M} 至 {timezone.localtime(row.ends_at):%m-%d %H:%M}", row.get_state_display())
        for row in rows
    ]  # fmt: skip
    return FIRE, lines[:SHOWN], len(lines)
