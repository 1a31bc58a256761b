"""The periods of a year in which something is due."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from .enums import Every

MONTHS = {Every.MONTH: 1, Every.QUARTER: 3, Every.HALF: 6, Every.YEAR: 12, Every.ONCE: 12}
NAMES = {
    Every.QUARTER: ("一季度", "二季度", "三季度", "四季度"), Every.HALF: ("上半年", "下半年"), Every.YEAR: ("全年",),
    Every.ONCE: ("限期",),
}  # fmt: skip


@dataclass(frozen=True)
class Period:
    label: str
    first: date
    last: date
    months: int


def of_year(demand, year):
    """The periods of a demand in a year; what is due once has one, from when it counts to its limit."""
    if demand.every == Every.ONCE:
        limit = demand.limit or date(year, 12, 31)
        last = max(limit, demand.since)
        return [Period("限期", demand.since, last, 12)] if demand.since.year <= year <= last.year else []
    wide = MONTHS[demand.every]
    return [_period(demand.every, year, start, wide) for start in range(1, 13, wide)]


def _period(every, year, start, wide):
    end = start + wide - 1
    label = f"{start}月" if every == Every.MONTH else NAMES[every][start // wide]
    return Period(label, date(year, start, 1), date(year, end, monthrange(year, end)[1]), wide)


def around(demand, day):
    """(the period a day lies in or None, the one before it or None), since the demand counts."""
    rows = [period for year in (day.year - 1, day.year) for period in of_year(demand, year)]
    rows = [period for period in dict.fromkeys(rows) if period.last >= demand.since]
    now = next((period for period in rows if period.first <= day <= period.last), None)
    over = [period for period in rows if period.last < day]
    return now, over[-1] if over else None
