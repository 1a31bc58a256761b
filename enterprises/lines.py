"""The rows of the register, drawn without a template: fifty of them are on every look at it.

They are read as plain tuples of LISTED (core.lists, `only`). Whatever is put into a pattern is escaped.
"""

from django.utils.safestring import SafeString

from core.drawing import drawn, joined
from core.links import link
from core.templatetags.ui import chip

from .enums import RiskColour, Scale, Status

SCALES, COLOURS, STATES = dict(Scale.choices), dict(RiskColour.choices), dict(Status.choices)
NONE = "—"
LISTED = (
    "name", "credit_code", "scale", "risk_colour", "high_risk", "principal", "status",
    "village__name", "sector__name", "supervising_office__name",
)  # fmt: skip
DESK = """<tr><td><a href="{at}">{name}</a>{high}</td><td class="num nowrap">{code}</td><td class="nowrap">{village}</td>
  <td class="nowrap">{sector}</td><td class="nowrap">{scale}</td><td>{risk}</td><td>{office}</td><td class="nowrap">{principal}</td>
  <td>{state}</td></tr>
"""
PHONE = """<a class="card-line" href="{at}"><span class="card-title">{name}</span>
  <span class="card-meta">{sector} · {scale} {risk}</span></a>
"""
RISK = '<span class="risk risk-{tone}">{word}</span>'
HIGH = SafeString(' <small class="text-danger">高危</small>')


def rows_of_table(rows):
    return joined(map(desk, rows))


def cards(rows):
    return joined(map(phone, rows))


def desk(row):
    return drawn(
        DESK,
        at=link("enterprises:detail", row.pk),
        name=row.name,
        high=HIGH if row.high_risk else "",
        code=row.credit_code,
        village=row.village__name,
        sector=row.sector__name,
        scale=SCALES.get(row.scale, row.scale),
        risk=risk(row) or NONE,
        office=row.supervising_office__name or NONE,
        principal=row.principal,
        state=chip("cancelled" if row.status == "closed" else row.status, STATES.get(row.status, row.status)),
    )


def phone(row):
    return drawn(
        PHONE,
        at=link("enterprises:detail", row.pk),
        name=row.name,
        sector=row.sector__name,
        scale=SCALES.get(row.scale, row.scale),
        risk=risk(row),
    )


def risk(row):
    return drawn(RISK, tone=row.risk_colour, word=COLOURS[row.risk_colour]) if row.risk_colour else ""
