"""The table of a year: each demand, each body, each period, and whether it was held; who has not held it."""

from dataclasses import dataclass, field

from accounts.enums import Role
from accounts.models import seated
from checks.models import TeamMember
from core import clock
from enterprises.models import Enterprise
from places.models import Place

from . import periods
from .enums import Form, Holder
from .models import Attendee, Demand, Gathering


@dataclass(frozen=True)
class Cell:
    """`tone`: done, missing (over, too few), behind (running, fewer than its time wants), open, ahead, none (not counted)."""

    period: periods.Period
    tone: str
    done: int
    wanted: int

    @property
    def text(self):
        if self.tone == "none":
            return "—"
        if self.wanted > 1 or self.done:
            return f"{self.done}/{self.wanted}"
        return {"missing": "缺", "open": "待", "behind": "待", "ahead": ""}[self.tone]


@dataclass(frozen=True)
class Line:
    demand: Demand
    who: str
    cells: list = field(default_factory=list)

    @property
    def missing(self):
        return sum(cell.tone == "missing" for cell in self.cells)


class Held:
    """What was held for the demands of a township between two days, read once."""

    def __init__(self, township, demands, first, last):
        self.township, self.demands = township, demands
        rows = Gathering.objects.held().filter(demand__in=demands, held_on__range=(first, last))
        self.rows = list(rows.values_list("demand", "place", "enterprise", "leader", "held_on"))
        heads = Attendee.objects.there().filter(is_head=True, gathering__state="held", gathering__demand__in=demands)
        heads = heads.filter(gathering__held_on__range=(first, last), enterprise__isnull=False)
        self.heads = list(heads.values_list("gathering__demand", "enterprise", "gathering__held_on"))
        visits = TeamMember.objects.filter(inspection__state="signed", inspection__held_on__range=(first, last))
        led = visits.filter(user__in=self.leaders).values_list("user", "inspection", "inspection__held_on").distinct()
        self.visits = list(led) if any(self._counts_visits(demand) for demand in demands) else []

    @property
    def leaders(self):
        if "_leaders" not in self.__dict__:
            self._leaders = seated(self.township.pk, Role.LEADER)
        return self._leaders

    def keys(self, holder):
        """The villages or enterprises of the township, read once."""
        name = f"_{holder}"
        if name not in self.__dict__:
            rows = villages_of(self.township) if holder == Holder.VILLAGES else firms_of(self.township)
            setattr(self, name, set(rows.values_list("pk", flat=True)))
        return getattr(self, name)

    @staticmethod
    def _counts_visits(demand):
        return demand.holder == Holder.LEADERS and demand.form == Form.VISIT

    def of_township(self, demand, first, last):
        return sum(
            d == demand.pk and place == self.township.pk and first <= day <= last for d, place, _, _, day in self.rows
        )

    def of_leader(self, demand, leader, first, last):
        """Gatherings of the leader; for visits signed inspections on whose team the leader was as well."""
        own = sum(d == demand.pk and who == leader.pk and first <= day <= last for d, _, _, who, day in self.rows)
        if not self._counts_visits(demand):
            return own
        return own + sum(who == leader.pk and first <= day <= last for who, _, day in self.visits)

    def by_unit(self, demand, first, last):
        """{village code or enterprise key: times}"""
        if demand.holder == Holder.VILLAGES:
            keys = [
                place
                for d, place, firm, _, day in self.rows
                if d == demand.pk and not firm and place != self.township.pk and first <= day <= last
            ]
        else:
            keys = [firm for d, firm, day in self.heads if d == demand.pk and first <= day <= last]
        found = {}
        for key in keys:
            found[key] = found.get(key, 0) + 1
        return found


def demands_of(township):
    return list(Demand.objects.standing().filter(township=township).order_by("holder", "pk"))


def villages_of(township):
    return Place.objects.villages().within(township).filter(is_active=True)


def firms_of(township):
    first, last = township.code_range
    return Enterprise.objects.operating().filter(village__gte=first, village__lte=last)


def table(township, year):
    """Lines of a year, one for each demand of the township, of each leader, of all villages, of all enterprises."""
    demands = demands_of(township)
    spans = {demand.pk: periods.of_year(demand, year) for demand in demands}
    days = [day for rows in spans.values() for period in rows for day in (period.first, period.last)]
    if not days:
        return []
    held = Held(township, demands, min(days), max(days))
    return [line for demand in demands if spans[demand.pk] for line in _lines(held, demand, spans[demand.pk])]


def _lines(held, demand, spans):
    if demand.holder == Holder.TOWNSHIP:
        cells = [_cell(demand, period, held.of_township(demand, period.first, period.last)) for period in spans]
        return [Line(demand, held.township.name, cells)]
    if demand.holder == Holder.LEADERS:
        return [
            Line(demand, who.name, [_cell(demand, p, held.of_leader(demand, who, p.first, p.last)) for p in spans])
            for who in held.leaders
        ]
    keys = held.keys(demand.holder)
    word = f"{len(keys)} 个村" if demand.holder == Holder.VILLAGES else f"{len(keys)} 家企业"
    return [Line(demand, word, [_shared(held, demand, period, keys) for period in spans])]


def _cell(demand, period, done):
    return Cell(period, tone_of(demand, period, done, demand.times), done, demand.times)


def _shared(held, demand, period, keys):
    """How many of the units did what is demanded."""
    found = held.by_unit(demand, period.first, period.last)
    done = sum(found.get(key, 0) >= demand.times for key in keys)
    return Cell(period, tone_of(demand, period, done, len(keys)), done, len(keys))


def tone_of(demand, period, done, wanted):
    today = clock.today()
    if done >= wanted:
        return "done" if wanted else "none"
    if period.last < demand.since:
        return "none"
    if demand.is_inverted:
        return "open"
    if period.last < today:
        return "missing"
    if period.first > today:
        return "ahead"
    passed, whole = (today - period.first).days + 1, (period.last - period.first).days + 1
    return "behind" if done < wanted * passed // whole and demand.holder == Holder.TOWNSHIP else "open"


def _held(demand, period):
    return Held(demand.township, [demand], period.first, period.last)


def short_units(demand, period, held=None):
    """Villages or enterprises that have not done what is demanded in a period, as a queryset."""
    found = (held or _held(demand, period)).by_unit(demand, period.first, period.last)
    enough = [key for key, times in found.items() if times >= demand.times]
    rows = villages_of(demand.township) if demand.holder == Holder.VILLAGES else firms_of(demand.township)
    return rows.exclude(pk__in=enough)


def short_leaders(demand, period, held=None):
    held = held or _held(demand, period)
    return [who for who in held.leaders if held.of_leader(demand, who, period.first, period.last) < demand.times]


def is_short(demand, period, held=None):
    """Whether anybody owes something of a period."""
    held = held or _held(demand, period)
    if demand.holder == Holder.LEADERS:
        return bool(short_leaders(demand, period, held))
    if demand.holder == Holder.TOWNSHIP:
        return held.of_township(demand, period.first, period.last) < demand.times
    found = held.by_unit(demand, period.first, period.last)
    return any(found.get(key, 0) < demand.times for key in held.keys(demand.holder))


def _in_force(township, demands, which):
    """([(demand, period)], what was held in all of them); `which` is 0 for the period that runs, 1 for the one before."""
    pairs = [(d, periods.around(d, clock.today())[which]) for d in demands if not d.is_inverted]
    pairs = [(demand, period) for demand, period in pairs if period]
    if not pairs:
        return [], None
    first, last = min(p.first for _, p in pairs), max(p.last for _, p in pairs)
    return pairs, Held(township, [demand for demand, _ in pairs], first, last)


def late(township):
    """[(demand, period)] whose last period is over without what was demanded; a limit in doubt makes nobody late."""
    pairs, held = _in_force(township, demands_of(township), 1)
    return [(demand, period) for demand, period in pairs if is_short(demand, period, held)]


def owed(user):
    """Demands of which the unit acted for owes something in the period that runs: a village, an enterprise, a leader."""
    seat = user.membership
    holder = {Role.CADRE: Holder.VILLAGES, Role.ENTERPRISE: Holder.ENTERPRISES, Role.LEADER: Holder.LEADERS}.get(user.role)
    rows = (
        list(Demand.objects.visible_to(user).standing().filter(holder=holder).select_related("township")) if holder else []
    )
    if not rows:
        return []
    pairs, held = _in_force(rows[0].township, rows, 0)
    if holder == Holder.LEADERS:
        return [demand for demand, period in pairs if user in short_leaders(demand, period, held)]
    if held is None:
        return []
    own = {seat.place_id} if holder == Holder.VILLAGES else {seat.seat.enterprise_id}
    own &= held.keys(holder)
    return [
        demand
        for demand, period in pairs
        if any(held.by_unit(demand, period.first, period.last).get(key, 0) < demand.times for key in own)
    ]
