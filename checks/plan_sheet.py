"""One plan on paper: how far it is, and every enterprise it wants inspected."""

from circulars import layout
from hazards.public_sheet import printed

from .enums import Kind
from .exports_inspections import how_it_stands
from .services.planning import whole

HEAD = ["序号", "企业", "所在村", "行业", "检查人员", "情况"]


def pdf(plan):
    """`plan` with its progress."""
    rows = [_line(number, unit) for number, unit in enumerate(whole(plan).filter(dropped_at=None), 1)]
    kinds = "、".join(Kind(kind).label for kind in plan.kinds)
    told = (
        f"{plan.place}{plan.office or ''} {plan.year} 年{plan.get_quarter_display()}，检查方式：{kinds}。"
        f"应查 {plan.wanted} 家，已查 {plan.checked} 家，未查 {plan.left} 家。"
    )
    return printed(f"{plan.name}计划表", [layout.Block(told), layout.Table([HEAD, *rows])])


def _line(number, unit):
    days = "、".join(f"{visit.held_on:%m-%d}" for visit in unit.inspections.all())
    people = "、".join(str(person) for person in unit.inspectors.all())
    firm = unit.enterprise
    return [
        str(number),
        firm.name,
        firm.village.name,
        firm.sector.name,
        people,
        f"{how_it_stands(unit)}{' ' if days else ''}{days}",
    ]
