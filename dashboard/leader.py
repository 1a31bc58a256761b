"""The leader's screen: what a seat sees of duties, checks and hazards, as of now. About ten queries whatever the size.

Deaths are no part of it: their number alone would tell of a case.
"""

from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Count, Window

from accounts.enums import Role
from campaigns.coverage import TABS
from campaigns.models import Campaign, Phase
from campaigns.stats import PhaseProgress, is_over, phase_state
from core import clock
from hazards import stats
from places.enums import Level
from places.models import Place

from .figures import Figure, Tally, check_rows, checks, duties, duty_rows, hazards, summed, sums

# the digits of a code that tell apart what a seat looks at: a city its counties, a county its townships, others villages
WIDTHS = {Level.CITY: 6, Level.COUNTY: 9}
SHOWN_IN_CHART = 12
SHOWN_CAMPAIGNS = 20  # of a whole city hundreds run at once
CAMPAIGN_COLUMNS = ("name", "state", "ends_on", "township__name")


def screen(user):
    """Everything the page draws."""
    rest = stats.uncounted(user)
    duty, check, grid = duty_rows(user), check_rows(user), stats.grid(user, width_of(user), rest)
    totals, areas = stats.totals(grid), area_lines(user, duty, check, grid)
    sectors = [sector_line(row) for row in stats.by_sector(grid)]
    months = [month_line(row) for row in stats.trend(user, rest)]
    return {
        "tiles": tiles(duty, check, totals),
        **campaign_lines(user, duty),
        "areas": areas,
        "area_word": area_word(user),
        "with_township": area_word(user) != "村",
        "sectors": sectors,
        "months": months,
        "charts": charts(areas, sectors, months),
        "now": clock.now(),
    }


@dataclass(frozen=True)
class Tile:
    label: str
    main: Figure
    parts: tuple = ()


def tiles(duty, check, totals):
    """The six numbers a leader asks for first."""
    work, own = summed(duty), summed(check)
    registered, closed, still_open = (counted(totals[name]) for name in ("registered", "closed", "open"))
    done, due = Figure(work.done, duties(state="accepted")), Figure(work.total, duties(counted=1))
    return [
        Tile("任务完成率", Figure(work.rate, due.url, "%"), (("完成", done), ("应报", due))),
        Tile("逾期任务", Figure(work.late, duties(late=1), " 项", bool(work.late))),
        Tile(
            "逾期自查",
            Figure(own.late, checks(late=1), " 份", bool(own.late)),
            (("应查", Figure(own.total, checks(counted=1))),),
        ),
        Tile("逾期隐患", bad(totals["overdue"]), (("未销号", still_open),)),
        Tile("隐患销号率", Figure(totals["close_rate"], registered.url, "%"), (("已销号", closed), ("在册", registered))),
        Tile("未销号重大隐患", bad(totals["major_open"])),
    ]


def counted(total):
    """A (number, query string) of hazards.stats."""
    number, query = total
    return Figure(number, hazards_at(query))


def bad(total):
    """The same, of what should be none."""
    number, query = total
    return Figure(number, hazards_at(query), " 条", bool(number))


def hazards_at(query):
    """The register with a query string of hazards.stats."""
    return f"{hazards().split('?')[0]}?{query}"


@dataclass
class Area:
    """A village (of a county: a township) with its sums; `link` is the filter that names it in a register."""

    code: str
    name: str
    link: dict
    duty: Tally = field(default_factory=Tally)
    check: Tally = field(default_factory=Tally)
    hazard: dict = field(default_factory=lambda: dict.fromkeys(("total", "open", "overdue", "closed"), 0))

    @property
    def late(self):
        return (self.duty.late, self.check.late, self.hazard["overdue"])

    @cached_property
    def figures(self):
        """The cells of the table, in the order of its head."""
        at, there, numbers = {"counted": 1, **self.link}, self.link, self.hazard
        return [
            Figure(self.duty.done, duties(state="accepted", **there)),
            Figure(self.duty.total, duties(**at)),
            Figure(self.duty.late, duties(late=1, **there), is_bad=bool(self.duty.late)),
            Figure(self.check.late, checks(late=1, **there), is_bad=bool(self.check.late)),
            Figure(numbers["open"], hazards(open=1, **there)),
            Figure(numbers["overdue"], hazards(overdue=1, **there), is_bad=bool(numbers["overdue"])),
            Figure(stats.rate(numbers["closed"], numbers["total"]), hazards(**there), "%"),
        ]


def area_word(user):
    place = user.membership.place
    return {Level.CITY: "县", Level.COUNTY: "乡镇"}.get(place.level, "村")


def width_of(user):
    return WIDTHS.get(user.membership.place.level, 12)


def area_lines(user, duty, check, grid):
    """One line per village or township in sight, the most overdue first; the township's own offices are a line."""
    width = width_of(user)
    area_of = lambda code: code[:width].ljust(12, "0")  # noqa: E731
    lines = {code: Area(code, name, _link(code, width)) for code, name in _areas(user, width)}
    for name, found in (("duty", duty), ("check", check)):
        for code, tally in sums(found, lambda row: area_of(row["place"])).items():
            setattr(_line(lines, code, width), name, tally)
    rows = {row["code"]: row for row in stats.by_area(grid)}
    names = (
        dict(Place.objects.filter(code__in=rows.keys() - lines).values_list("code", "name")) if rows.keys() - lines else {}
    )
    for code, row in rows.items():
        numbers = _line(lines, code, width, names.get(code, "")).hazard
        for key in numbers:
            numbers[key] += row[key]
    return sorted(lines.values(), key=lambda line: (-sum(line.late), line.code))


def _link(code, width):
    """A village is named exactly, a township or county with all below it."""
    return {"place": code} if width == 12 else {"within": code}


def _line(lines, code, width, name="镇直单位"):
    return lines.setdefault(code, Area(code, name, _link(code, width)))


def _areas(user, width):
    """(code, name) of the places one level below the seat's; a liaison's own villages."""
    seat = user.membership
    level = {6: Level.COUNTY, 9: Level.TOWNSHIP}.get(width, Level.VILLAGE)
    rows = seat.villages if seat.role == Role.LIAISON else Place.objects.within(seat.place)
    return rows.filter(level=level, is_active=True).values_list("code", "name")


@dataclass(frozen=True)
class SectorLine:
    name: str
    row: dict

    @cached_property
    def figures(self):
        row, here = self.row, {"sector": self.row["code"]}
        return [
            Figure(row["open"], hazards(open=1, **here)),
            Figure(row["major"], hazards(open=1, grade="major", **here), is_bad=bool(row["major"])),
            Figure(row["overdue"], hazards(overdue=1, **here), is_bad=bool(row["overdue"])),
            Figure(row["closed"], hazards(state="closed", **here)),
            Figure(row["rate"], hazards(**here), "%"),
        ]


def sector_line(row):
    return SectorLine(row["name"], row)


@dataclass(frozen=True)
class MonthLine:
    month: object
    found: Figure
    closed: Figure

    @property
    def name(self):
        return f"{self.month:%Y-%m}"

    @property
    def figures(self):
        return (self.found, self.closed)


def month_line(row):
    return MonthLine(
        row["month"],
        Figure(row["found"], hazards_at(row["found_query"])),
        Figure(row["closed"], hazards_at(row["closed_query"])),
    )


@dataclass(frozen=True)
class CampaignLine:
    """A running campaign with its progress and that of its phases."""

    campaign: object
    tally: Tally
    phases: list
    kinds: dict
    is_over: bool

    @property
    def full_name(self):
        """The name with its township, unless it begins with it."""
        town, name = self.campaign.township.name, self.campaign.name
        return name if name.startswith(town) else f"{town} {name}"

    @cached_property
    def figures(self):
        of = {"campaign": self.campaign.pk}
        return {
            "rate": Figure(self.tally.rate, duties(counted=1, **of), "%"),
            "late": Figure(self.tally.late, duties(late=1, **of), is_bad=bool(self.tally.late)),
        }

    def coverage(self):
        """(word, done, total, late) for villages, offices and enterprises that have duties."""
        for kind, tally in self.kinds.items():
            of = {"campaign": self.campaign.pk, "kind": kind}
            late = Figure(tally.late, duties(late=1, **of), is_bad=bool(tally.late))
            yield (
                TABS[kind],
                Figure(tally.done, duties(state="accepted", **of)),
                Figure(tally.total, duties(counted=1, **of)),
                late,
            )


def campaign_lines(user, duty):
    """{campaigns: lines of the running ones in sight with their phases, the most overdue ones, campaigns_total}."""
    whole, by_phase = sums(duty, lambda row: row["campaign"]), sums(duty, lambda row: row["task__phase"])
    by_kind = sums(duty, lambda row: (row["campaign"], row["kind"]))
    campaigns, total = _most_overdue(user, whole)
    phases = _phases(campaigns)
    lines = [
        CampaignLine(
            row,
            whole.get(row.pk, Tally()),
            [_phase(phase, by_phase) for phase in phases.get(row.pk, ())],
            {kind: by_kind[row.pk, kind] for kind in TABS if (row.pk, kind) in by_kind},
            is_over(row),
        )
        for row in campaigns
    ]
    return {"campaigns": lines, "campaigns_total": total}


def _most_overdue(user, tallies):
    """(the running campaigns to show, the most overdue ones first where not all are shown, the number of all)."""
    running = Campaign.objects.visible_to(user).running().select_related("township").only(*CAMPAIGN_COLUMNS)
    newest = list(running.annotate(of_all=Window(Count("*")))[:SHOWN_CAMPAIGNS])
    total = newest[0].of_all if newest else 0
    late = sorted((key for key in tallies if tallies[key].late), key=lambda key: (-tallies[key].late, key))[:SHOWN_CAMPAIGNS]
    if total <= SHOWN_CAMPAIGNS or not late:
        return newest, total
    found = sorted(running.filter(pk__in=late), key=lambda row: late.index(row.pk))
    return (found + [row for row in newest if row.pk not in late])[:SHOWN_CAMPAIGNS], total


def _phases(campaigns):
    """{campaign: its phases} in their order: one query."""
    found = {}
    phases = Phase.objects.filter(campaign__in=[row.pk for row in campaigns])
    for phase in phases.values_list("campaign", "pk", "name", "starts_on", "ends_on", named=True):
        found.setdefault(phase.campaign, []).append(phase)
    return found


def _phase(phase, counts):
    """(progress, link of its rows) of one phase."""
    tally = counts.get(phase.pk, Tally())
    progress = PhaseProgress(phase, phase_state(phase, clock.today()), tally.total, tally.done, tally.late)
    return progress, duties(counted=1, phase=phase.pk)


def charts(areas, sectors, months):
    """Plain data for static/js/dashboard.js: names, series of numbers, and beside each number the address of its rows."""
    late = [line for line in areas if sum(line.late)][:SHOWN_IN_CHART]
    still_open = [line for line in sectors if line.row["open"]][:SHOWN_IN_CHART]
    return {
        "trend": {
            "names": [f"{line.month.month}月" for line in months],
            "series": [_series("发现", [m.found for m in months]), _series("销号", [m.closed for m in months])],
        },
        "areas": {
            "names": [line.name for line in late],
            "series": [
                _series(name, [line.figures[n] for line in late]) for name, n in (("任务", 2), ("自查", 3), ("隐患", 5))
            ],
        },
        "sectors": {
            "names": [line.name for line in still_open],
            "series": [
                _series(name, [line.figures[n] for line in still_open]) for name, n in (("未销号", 0), ("其中重大", 1))
            ],
        },
    }


def _series(name, figures):
    return {"name": name, "values": [figure.value for figure in figures], "links": [figure.url for figure in figures]}
