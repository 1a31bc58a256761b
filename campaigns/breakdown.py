"""任务分解表 of a campaign: task, responsible units, time limit; as rows, as a table of its own, as a paper's attachment."""

from core.errors import refuse_if
from core.xlsx import Column
from notices import drafts, typeset

from . import rules
from .enums import UnitRole
from .services.composing import limit_of

COLUMNS = [
    Column("序号", "number", 8),
    Column("任务", "task", 40),
    Column("牵头单位", "lead", 30),
    Column("配合、督促单位", "others", 30),
    Column("完成时限", "limit", 24),
]
NAME = "任务分解表"


class Line:
    """One task as the table says it."""

    def __init__(self, number, task):
        units = list(task.units.all())
        self.number = task.number or str(number)
        self.task = task.title
        self.lead = "、".join(unit.name for unit in units if unit.role == UnitRole.LEAD)
        self.others = "、".join(unit.name for unit in units if unit.role != UnitRole.LEAD)
        self.limit = limit_of(task).removeprefix("完成时限：") or "未定"

    @property
    def cells(self):
        return [" ".join(cell.split()) for cell in (self.number, self.task, self.lead, self.others, self.limit)]


def lines_of(campaign):
    tasks = campaign.tasks.filter(dropped=False).prefetch_related("units")
    return [Line(number, task) for number, task in enumerate(tasks, 1)]


def table_of(campaign):
    lines = [line.cells for line in lines_of(campaign)]
    return [[column.header for column in COLUMNS], *lines] if lines else []


def pdf(campaign):
    """Raises Refused when there is no task."""
    return typeset.register(f"{campaign}{NAME}", table_of(campaign))[0]


def words(campaign):
    """(title, body) of the notice that issues the table, the table its attachment."""
    name = f"{campaign}{NAME}"
    title = f"{campaign.township}人民政府关于印发《{name}》的通知"
    cover = f"现将《{name}》印发给你们，请对照责任分工和完成时限抓好落实。"
    rows = "\n".join("\t".join(cells) for cells in table_of(campaign))
    return title, f"{cover}\n附件\n{name}\n{rows}"


def draft(*, campaign, units, by, key=None):
    """The notice as a draft, to be signed and issued like any other; the same `key` gives the same one."""
    refuse_if(rules.may_edit(by, campaign), "" if table_of(campaign) else "还没有可以分解的任务")
    title, body = words(campaign)
    key = f"breakdown:{key}" if key else None
    return drafts.draft_circular(title=title[:200], body=body, units=units, by=by, subject=campaign, key=key)
