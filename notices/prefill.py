"""What a new paper starts from: facts of the enterprise, of the paper it grows from, of the paper it replaces."""

from dataclasses import dataclass, field

from core import clock
from core.errors import Refused

from . import services
from .enums import PaperKind, PaperState
from .kinds import KINDS
from .models import Paper


@dataclass
class Start:
    """Where a new paper begins: its kind's row, and what its form holds before anything is typed."""

    kind: object
    title: str = ""
    content: dict = field(default_factory=dict)
    units: list = field(default_factory=list)
    replaces: Paper | None = None


def begin(kind, *, by, firm=None, source=None, replaces=None):
    """`firm` is the enterprise it is about, `source` the issued paper it grows from; all are in sight of `by`."""
    row = KINDS[kind]
    if replaces is not None:
        return _instead(row, replaces, by)
    units = [firm] if firm else _units(source) if source else []
    firm = firm or next((unit for unit in units if unit._meta.model_name == "enterprise"), None)
    order = _order(firm, source, by) if firm else None
    facts = _facts(by) | (_of_firm(firm, order) if firm else {}) | _of_source(source)
    if row.confidential:
        units = []  # what somebody said is not sent to those it is about
    return Start(row, row.title, {name: facts[name] for name in row.form.own_fields() if name in facts}, units)


def _instead(row, old, by):
    """A paper in force put in other words: the same text and recipients to begin with."""
    if reason := services.refusal_to_replace(old, by):
        raise Refused(reason)
    return Start(row, old.title, dict(old.content), _units(old), old)


def _units(paper):
    return [row.unit for row in paper.receipts.select_related("place", "office", "enterprise")]


def _facts(by):
    today, town = clock.today().isoformat(), by.membership.place
    return {
        "contact": by.name, "phone": by.phone, "checked_on": today, "held_on": today, "recorder": by.name,
        "printer": services.printer_of(by), "hide": True, "mark": f"{town.name}会议纪要",
        "supervisor": services.printer_of(by) or f"{town.name}人民政府",
    }  # fmt: skip


def _of_source(paper):
    if paper is None:
        return {}
    facts = {"about": f"《{paper.title}》（{paper.doc_number}）"}
    return facts | (_of_inspection(paper) if paper.kind == PaperKind.INSPECTION else {})


def _of_inspection(paper):
    """An order, a listing or a transfer made because of what was seen on the spot."""
    said = paper.content
    people = (row.split()[0] for row in said["inspectors"].splitlines() if row.split())
    return {
        "found_on": said["held_on"], "hazards": said["found"], "matters": said["found"], "inspectors": "、".join(people),
        "facts": f"{said['unit']}，单位负责人{said['principal']}。现场检查发现：\n{said['found']}",
        "materials": f"《{paper.title}》（{paper.doc_number}）",
    }  # fmt: skip


def _order(firm, source, by):
    """The rectification order in force that the new paper speaks of: the source, else the enterprise's latest."""
    if source is not None and source.kind == PaperKind.ORDER:
        return source
    rows = Paper.objects.visible_to(by).filter(kind=PaperKind.ORDER, state=PaperState.ISSUED, receipts__enterprise=firm)
    return rows.order_by("-issued_on", "-number").first()


def _of_firm(firm, order):
    """What the register knows: head, code, address; with an order, its number, limit and hazards."""
    parts = [f"统一社会信用代码{firm.credit_code}", f"住所{firm.address}" if firm.address else ""]
    about = f"{firm.name}，{'，'.join(part for part in parts if part)}，主要负责人{firm.principal}。"
    facts = {
        "person": f"{firm.principal}（主要负责人）", "facts": about, "unit": firm.name, "place": firm.address,
        "principal": f"{firm.principal}（主要负责人）", "work": firm.name, "charge": f"{firm.principal}（主要负责人）",
    }  # fmt: skip
    if order is None:
        return facts
    hazards = hazards_of(order)
    found = f"{about}\n我单位已发出《{order.title}》（{order.doc_number}），责令其整改下列事故隐患：\n{hazards}"
    return facts | {
        "order_number": order.doc_number, "order_due": order.content.get("due_on"), "findings": hazards, "facts": found,
        "matters": hazards,
        "materials": f"《{order.title}》（{order.doc_number}）",
    }  # fmt: skip


def hazards_of(order):
    """The hazards of an order, a line each: a list when drawn from the register, text when written at the desk."""
    listed = order.content.get("hazards", [])
    return listed if isinstance(listed, str) else "\n".join(listed)
