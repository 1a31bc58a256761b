"""The rows of the register, drawn without a template: fifty of them are on every look at it.

They are read as plain tuples of LISTED (core.lists, `only`). Whatever is put into a pattern is escaped.
"""

from django.utils import timezone
from django.utils.safestring import SafeString

from core.drawing import cut, drawn, joined
from core.links import link
from core.templatetags.ui import chip, due

from .enums import HazardState, Source

STATES, SOURCES = dict(HazardState.choices), dict(Source.choices)
NONE = "—"
LISTED = (
    "number", "description", "location", "source", "grade", "found_on", "due_on", "responsible", "state", "closed_at",
    "village__name", "enterprise__name", "sector__name", "office__name",
)  # fmt: skip
MAJOR, ORDINARY = (SafeString(f'<span class="risk risk-{tone}">{word}</span>') for tone, word in (("red", "重大"), ("yellow", "一般")))  # fmt: skip
TICK = '<td class="tick"><input type="checkbox" name="ids" value="{key}" data-tick aria-label="选择 {number}"></td>'
FIRM = '{firm}<small class="text-muted d-block">{village}</small>'
DESK = """<tr>
  {tick}<td class="nowrap num"><a href="{at}">{number}</a></td>
  <td>{unit}</td>
  <td class="hazard-what"><a href="{at}">{what}</a><small class="text-muted d-block">{where} · {sector} · {source}</small></td>
  <td class="nowrap">{grade}</td>
  <td class="nowrap num">{found}</td>
  <td class="nowrap">{limit}</td>
  <td class="nowrap">{responsible}</td>
  <td>{office}</td>
  <td class="nowrap">{state}</td>
</tr>
""".replace("\n  ", "")
PHONE = """<a class="card-line" href="{at}">
  <span class="card-title">{what}</span>
  <span class="card-meta">{state}{grade} {limit}</span>
  <span class="card-meta">{unit} · {where}</span>
</a>
"""


def rows_of_table(rows, ticked):
    """Rows of the table, with a box to tick when `ticked`."""
    return joined(desk(row, ticked) for row in rows)


def cards(rows):
    return joined(map(phone, rows))


def desk(row, ticked):
    firm, village = row.enterprise__name, row.village__name
    return drawn(
        DESK,
        tick=drawn(TICK, key=row.pk, number=row.number) if ticked else "",
        at=link("hazards:detail", row.pk),
        number=row.number,
        unit=drawn(FIRM, firm=firm, village=village) if firm else village,
        what=cut(row.description, 46),
        where=row.location,
        sector=row.sector__name,
        source=SOURCES.get(row.source, row.source),
        grade=(MAJOR if row.grade == "major" else ORDINARY) if row.grade else NONE,
        found=row.found_on.isoformat(),
        limit=NONE if row.state == "cancelled" else due(row.due_on, row.state in ("closed", "reported")),
        responsible=row.responsible or NONE,
        office=row.office__name or NONE,
        state=chip(row.state, STATES.get(row.state, row.state)),
    )


def phone(row):
    return drawn(
        PHONE,
        at=link("hazards:detail", row.pk),
        what=cut(row.description, 60),
        state=chip(row.state, STATES.get(row.state, row.state)),
        grade=MAJOR if row.grade == "major" else "",
        limit=limit_on_phone(row),
        unit=row.enterprise__name or row.village__name,
        where=row.location,
    )


def limit_on_phone(row):
    """The day it was closed, else when it is due; nothing while no day is set."""
    if row.state in ("closed", "cancelled"):
        return timezone.localtime(row.closed_at).strftime("%Y-%m-%d") if row.closed_at else ""
    return due(row.due_on, row.state == "reported") if row.due_on or row.state == "reported" else ""
