"""How the fields of a row are shown: in words, dates whole, numbers of persons masked."""

from dataclasses import dataclass

from django.db import models

from core.templatetags.ui import masked, money
from core.xlsx import Column

from .kinds import LOOKS


@dataclass(frozen=True)
class Cell:
    header: str
    text: str
    is_number: bool = False
    colour: str = ""


def said(kind, row, name, whole=False):
    """One field in words; "" when empty."""
    field, value = kind.field(name), getattr(row, name)
    if value is None or value == "":
        return ""
    if field.choices:
        return getattr(row, f"get_{name}_display")()
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(field, models.DecimalField) and "元" in str(field.verbose_name):
        return money(value)
    return masked(value) if name in kind.masked and not whole else str(value)


def cell(kind, row, name):
    field = kind.field(name)
    number = isinstance(field, models.DateField | models.DecimalField | models.IntegerField) or name in kind.masked
    return Cell(kind.header(name), said(kind, row, name), number, row.colour if name == "colour" else "")


def cells(kind, row):
    """The cells of a line of a list; the first one is the link."""
    return [cell(kind, row, name) for name in kind.columns]


def facts(kind, row):
    """The cells of all fields that say something."""
    return [found for name in (*kind.fields, *kind.office) if (found := cell(kind, row, name)).text]


def standing(kind, row):
    """(state of a chip, word) of the row's standing today; None for kinds that do not run out."""
    code = row.standing
    return (LOOKS[code], kind.said(code)) if code else None


def columns(kind, whole):
    """The columns of the register's workbook, in the words an import reads back; `whole` numbers for the office."""
    own = [Column(kind.header(name), _source(kind, name, whole), 18) for name in (*kind.fields, *kind.office)]
    ahead = [
        Column("企业名称", "enterprise__name", 34),
        Column("统一社会信用代码", "enterprise__credit_code", 22),
        Column("所在村", "village__name", 14),
    ]
    behind = [Column("效期", lambda row: kind.said(row.standing), 12)] if kind.runs_out else []
    return [*ahead, *own, *behind]


def _source(kind, name, whole):
    """Dates and amounts stay what they are in the workbook; the rest is in words."""
    if (
        isinstance(kind.field(name), models.DateField | models.DecimalField | models.IntegerField)
        and not kind.field(name).choices
    ):
        return name
    return lambda row: said(kind, row, name, whole)
