"""What the leader's screen is made of: one grouped query per register, each number with the address of its rows."""

from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import Case, Count, Q, Value, When
from django.urls import NoReverseMatch

from campaigns.models import Assignment
from campaigns.stats import tallies
from checks.enums import CheckState
from checks.models import WAITING_STATES, Check
from core import clock
from core.links import link

NAMES = ("total", "done", "late")


@dataclass(frozen=True)
class Figure:
    """A number and the list of exactly its rows; `value` None where there is nothing to count."""

    value: object
    url: str = ""
    unit: str = ""
    is_bad: bool = False

    def __str__(self):
        return "—" if self.value is None else f"{self.value}{self.unit}"


@dataclass
class Tally:
    """Sums of total, done, late."""

    total: int = 0
    done: int = 0
    late: int = 0

    def add(self, row):
        for name in NAMES:
            setattr(self, name, getattr(self, name) + row[name])

    @property
    def rate(self):
        """Whole percent done, rounded down so that 100 means all; None when there is nothing to do."""
        return self.done * 100 // self.total if self.total else None


def sums(rows, key):
    """{key(row): Tally} of grouped rows."""
    found = {}
    for row in rows:
        found.setdefault(key(row), Tally()).add(row)
    return found


# which kind of unit a duty is addressed to, by the names of campaigns.coverage.TABS
KIND = Case(
    When(office__isnull=False, then=Value("offices")),
    When(enterprise__isnull=False, then=Value("enterprises")),
    default=Value("villages"),
)


def summed(rows):
    """One Tally of all grouped rows."""
    return sums(rows, lambda row: None).get(None, Tally())


def duty_rows(user):
    """Rows {campaign, task__phase, place, kind, total, done, late} of the running campaigns' duties in sight: one query."""
    rows = Assignment.objects.visible_to(user).of_running().order_by().annotate(kind=KIND)
    return list(rows.values("campaign", "task__phase", "place", "kind").annotate(**tallies(clock.today())))


def check_rows(user):
    """Rows {place, total, done, late} of the self-checks in sight: one query."""
    counts = {
        "total": Count("pk", filter=~Q(state=CheckState.CANCELLED)),
        "done": Count("pk", filter=Q(state=CheckState.ACCEPTED)),
        "late": Count("pk", filter=Q(state__in=WAITING_STATES, due_on__lt=clock.today())),
    }
    return list(Check.objects.visible_to(user).order_by().values("place").annotate(**counts))


def listing(view, *args, **query):
    """The address of a register with a filter; "" while the portal has no such page."""
    base = standing(settings.ROOT_URLCONF, view, *args)
    filled = tuple([(name, str(value)) for name, value in query.items() if value not in ("", None)])
    return f"{base}?{encoded(filled)}" if base and filled else base


@lru_cache(maxsize=256)
def standing(urls, view, *args):
    """Where a register stands, asked once for the hundreds of numbers of a screen: the portal is served at one address."""
    try:
        return link(view, *args)
    except NoReverseMatch:
        return ""


encoded = lru_cache(maxsize=8192)(urlencode)  # a screen has hundreds of addresses, the same at every look


def duties(**query):
    return listing("campaigns:register", running=1, **query)


def checks(place="", **query):
    return listing("checks:list", village=place, **query)


def hazards(place="", **query):
    """Counted hazards: neither drafts nor cancelled."""
    return listing("hazards:list", registered=1, village=place, **query)
