"""The coverage matrix: units × tasks, one cell for all periods of a duty; beside them what counts in the
campaign without being a duty (counted). As many queries whatever the size."""

from dataclasses import dataclass, field

from django.db.models import Count, Q

from core import clock

from . import counted
from .enums import WAITING
from .models import Assignment

TABS = {"villages": "村", "offices": "站所", "enterprises": "企业"}
# tone → (glyph, word, colour in Excel), the most pressing first: a cell shows the first that any of its periods has
TONES = {
    "late": ("!", "逾期", "F6D5D2"),
    "returned": ("↩", "已退回", "F9DFC2"),
    "submitted": ("◔", "待审", "D8E6F5"),
    "open": ("○", "待办", "F4EBD2"),
    "accepted": ("✓", "已完成", "D5EBDD"),
    "cancelled": ("–", "已取消", "ECE8E2"),
}
ORDER = list(TONES)


@dataclass
class Cell:
    """One unit's duty: its most pressing period to open, and how many of the periods are done."""

    pk: int
    tone: str
    due_on: object
    total: int = 0
    done: int = 0
    late: int = 0

    @property
    def glyph(self):
        return TONES[self.tone][0]

    @property
    def word(self):
        return TONES[self.tone][1]


@dataclass
class Line:
    """A row of the matrix."""

    name: str
    cells: list = field(default_factory=list)
    also: list = field(default_factory=list)
    total: int = 0
    done: int = 0
    late: int = 0


@dataclass
class Matrix:
    tab: str
    counts: dict
    tasks: list
    lines: list
    foot: list
    also: list

    @property
    def late(self):
        return sum(line.late for line in self.lines)


def of_tab(rows, tab):
    """The assignments of villages, offices or enterprises."""
    empty = {"villages": Q(office=None, enterprise=None), "offices": ~Q(office=None), "enterprises": ~Q(enterprise=None)}
    return rows.filter(empty[tab])


def tab_counts(rows):
    counted = {
        "villages": Count("place", distinct=True, filter=Q(office=None, enterprise=None)),
        "offices": Count("office", distinct=True),
        "enterprises": Count("enterprise", distinct=True),
    }
    return rows.order_by().aggregate(**counted)


def matrix(user, campaign, tab=""):
    """The matrix of what the user sees; without `tab` the first kind of unit that has rows."""
    rows = Assignment.objects.visible_to(user).filter(campaign=campaign)
    counts = tab_counts(rows)
    tab = tab if tab in TABS else next((name for name in TABS if counts[name]), "villages")
    cells, units = _cells(of_tab(rows, tab), tab)
    used = {task for _, task in cells}
    tasks = [task for task in campaign.tasks.all() if task.pk in used]
    more = counted.of_tab(user, campaign, tab)
    units |= {unit: name for unit, (name, _) in more.items() if unit not in units}
    lines = [_line(name, [cells.get((unit, task.pk)) for task in tasks], more.get(unit)) for unit, name in units.items()]
    return Matrix(tab, counts, tasks, lines, _foot(lines, len(tasks)), counted.labels() if more else [])


def _cells(rows, tab):
    """{(unit, task): Cell} and {unit: name} in the order of units."""
    unit = {"villages": "place", "offices": "office", "enterprises": "enterprise"}[tab]
    today, cells, units = clock.today(), {}, {}
    names = ("pk", "task_id", "state", "due_on", f"{unit}_id", f"{unit}__name")
    for pk, task, state, due_on, key, name in rows.order_by(f"{unit}_id", "due_on").values_list(*names):
        units.setdefault(key, name)
        tone = tone_of(state, due_on, today)
        cell = cells.setdefault((key, task), Cell(pk, tone, due_on))
        if ORDER.index(tone) < ORDER.index(cell.tone):
            cell.pk, cell.tone, cell.due_on = pk, tone, due_on
        cell.total += tone != "cancelled"
        cell.done += tone == "accepted"
        cell.late += tone == "late"
    return cells, units


def tone_of(state, due_on, today):
    """How a cell shows an assignment: its state, or late when the unit has still to act after the due day."""
    return "late" if state in WAITING and due_on and due_on < today else str(state)


def _line(name, cells, more=None):
    there = [cell for cell in cells if cell]
    sums = {key: sum(getattr(cell, key) for cell in there) for key in ("total", "done", "late")}
    return Line(name, cells, more[1] if more else [None] * len(counted.labels()), **sums)


def _foot(lines, width):
    """(done, total) of each column."""
    columns = [[line.cells[n] for line in lines if line.cells[n]] for n in range(width)]
    return [(sum(c.done for c in column), sum(c.total for c in column)) for column in columns]


def late_rows(user, campaign, tab=""):
    """The late assignments in sight, with what urging needs."""
    rows = Assignment.objects.visible_to(user).filter(campaign=campaign).late(clock.today())
    rows = of_tab(rows, tab) if tab in TABS else rows
    return list(rows.select_related("task", "place", "office", "enterprise").order_by("place_id", "due_on"))
