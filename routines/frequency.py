"""The table of a year: each demand, each body, each period, and whether it was held; who has not held it."""

from dataclasses import dataclass, field
from functools import cached_property

from accounts.enums import Role
from accounts.models import seated
from campaigns.units import Target
from checks.models import TeamMember
from core import clock
from enterprises.models import Enterprise
from places.models import Place

from . import periods
from .enums import Form, GatheringState, Holder
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
    """What was held for demands of a township between two days, read once; `only` narrows to one place, enterprise or leader."""

    def __init__(self, township, demands, first, last, **only):
        self.township, self.only = township, only
        keys = {holder: [demand.pk for demand in demands if demand.holder == holder] for holder in Holder}
        rows = Gathering.objects.held().filter(held_on__range=(first, last))
        self.own = _days(rows.filter(demand__in=keys[Holder.TOWNSHIP], place=township), "place")
        self.led = _days(rows.filter(demand__in=keys[Holder.LEADERS], **self._of("leader")), "leader")
        villages = rows.filter(demand__in=keys[Holder.VILLAGES], enterprise=None, **self._of("place"))
        self.of_units = _days(villages.exclude(place=township), "place")
        heads = Attendee.objects.there().filter(is_head=True, gathering__state=GatheringState.HELD)
        heads = heads.filter(gathering__demand__in=keys[Holder.ENTERPRISES], gathering__held_on__range=(first, last))
        self.of_units |= _days(heads.filter(**self._of("enterprise")), "enterprise", "gathering__")
        self.visits = self._visits(first, last) if any(_counts_visits(demand) for demand in demands) else []

    def _of(self, name):
        return {name: self.only[name]} if name in self.only else {f"{name}__isnull": False}

    def _keys(self, name):
        return {"pk": self.only[name]} if name in self.only else {}

    def _visits(self, first, last):
        rows = TeamMember.objects.filter(inspection__state="signed", inspection__held_on__range=(first, last))
        rows = rows.filter(user__in=self.leaders).values_list("user", "inspection", "inspection__held_on").distinct()
        return [(user, day) for user, _, day in rows]

    @cached_property
    def leaders(self):
        return [self.only["leader"]] if "leader" in self.only else seated(self.township.pk, Role.LEADER)

    @cached_property
    def villages(self):
        """{code: Target} of the villages that must hold something."""
        rows = villages_of(self.township).filter(**self._keys("place"))
        return {code: Target(code) for code in rows.values_list("pk", flat=True)}

    @cached_property
    def firms(self):
        """{key: Target} of the enterprises whose heads must come."""
        rows = firms_of(self.township).filter(**self._keys("enterprise"))
        return {pk: Target(village, enterprise_id=pk) for pk, village in rows.values_list("pk", "village")}

    def units(self, holder):
        return self.villages if holder == Holder.VILLAGES else self.firms

    def of_township(self, demand, period):
        return _within(self.own.get((demand.pk, self.township.pk), ()), period)

    def of_leader(self, demand, leader, period):
        """Gatherings of the leader; for visits signed inspections on whose team the leader was as well."""
        own = _within(self.led.get((demand.pk, leader.pk), ()), period)
        visits = [day for who, day in self.visits if who == leader.pk] if _counts_visits(demand) else ()
        return own + _within(visits, period)

    def of_unit(self, demand, key, period):
        return _within(self.of_units.get((demand.pk, key), ()), period)

    def short(self, demand, period):
        """{key: Target} of the villages or enterprises that have not done what is demanded in a period."""
        units = self.units(demand.holder).items()
        return {key: unit for key, unit in units if self.of_unit(demand, key, period) < demand.times}

    def short_leaders(self, demand, period):
        return [who for who in self.leaders if self.of_leader(demand, who, period) < demand.times]

    def is_short(self, demand, period):
        """Whether anybody owes something of a period."""
        if demand.holder == Holder.TOWNSHIP:
            return self.of_township(demand, period) < demand.times
        return bool(self.short_leaders(demand, period) if demand.holder == Holder.LEADERS else self.short(demand, period))


def _days(rows, name, path=""):
    """{(demand, key under a name): the days on which it was held}."""
    found = {}
    for demand, key, day in rows.order_by().values_list(f"{path}demand", name, f"{path}held_on"):
        found.setdefault((demand, key), []).append(day)
    return found


def _within(days, period):
    return sum(period.first <= day <= period.last for day in days)


def _counts_visits(demand):
    return demand.holder == Holder.LEADERS and demand.form == Form.VISIT


def demands_of(township):
    return Demand.objects.standing().filter(township=township).select_related("township").order_by("holder", "pk")


def villages_of(township):
    return Place.objects.villages().within(township).filter(is_active=True)


def firms_of(township):
    first, last = township.code_range
    return Enterprise.objects.operating().filter(village__gte=first, village__lte=last)


def table(township, year, **only):
    """Lines of a year, one for each demand of the township (`only` narrows), of each leader, of all villages, all enterprises."""
    spans = [(demand, periods.of_year(demand, year)) for demand in demands_of(township).filter(**only)]
    spans = [(demand, rows) for demand, rows in spans if rows]
    held = held_in([(demand, period) for demand, rows in spans for period in rows])
    return [line for demand, rows in spans for line in _lines(held, demand, rows)]


def _lines(held, demand, spans):
    if demand.holder == Holder.TOWNSHIP:
        return [Line(demand, held.township.name, [_cell(demand, p, held.of_township(demand, p)) for p in spans])]
    if demand.holder == Holder.LEADERS:
        return [
            Line(demand, who.name, [_cell(demand, p, held.of_leader(demand, who, p)) for p in spans]) for who in held.leaders
        ]
    number = len(held.units(demand.holder))
    word = f"{number} 个村" if demand.holder == Holder.VILLAGES else f"{number} 家企业"
    return [Line(demand, word, [_shared(held, demand, period, number) for period in spans])]


def _cell(demand, period, done):
    return Cell(period, tone_of(demand, period, done, demand.times), done, demand.times)


def _shared(held, demand, period, number):
    """How many of the units did what is demanded."""
    done = number - len(held.short(demand, period))
    return Cell(period, tone_of(demand, period, done, number), done, number)


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


def held_in(pairs, **only):
    """What was held of [(demand, period)] of one township; None without any."""
    if not pairs:
        return None
    first, last = min(period.first for _, period in pairs), max(period.last for _, period in pairs)
    return Held(pairs[0][0].township, list(dict.fromkeys(demand for demand, _ in pairs)), first, last, **only)


def in_force(demands):
    """([(demand, the period that runs)], [(demand, the one before)]); a limit in doubt makes nobody owe."""
    found = [(demand, periods.around(demand, clock.today())) for demand in demands if not demand.is_inverted]
    return tuple([(demand, both[which]) for demand, both in found if both[which]] for which in (0, 1))


def late(township):
    """[(demand, period)] whose last period is over without what was demanded."""
    _, over = in_force(demands_of(township))
    held = held_in(over)
    return [(demand, period) for demand, period in over if held.is_short(demand, period)]


def owed(user):
    """Demands of which the unit acted for owes something in the period that runs: a village, an enterprise, a leader."""
    seat = user.membership
    if user.role == Role.LEADER:
        holder, only = Holder.LEADERS, {"leader": user}
    elif user.role == Role.CADRE:
        holder, only = Holder.VILLAGES, {"place": seat.place_id}
    elif user.role == Role.ENTERPRISE:
        holder, only = Holder.ENTERPRISES, {"enterprise": seat.seat.enterprise_id}
    else:
        return []
    now, _ = in_force(Demand.objects.visible_to(user).standing().filter(holder=holder).select_related("township"))
    held = held_in(now, **only)
    return [demand for demand, period in now if held.is_short(demand, period)]
