"""Figures of campaigns: coverage by unit, progress of phases, counts for lists. Everything starts from visible_to."""

from dataclasses import dataclass

from django.db.models import Count, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from core import clock

from .enums import WAITING, AssignmentState, CampaignState
from .models import Assignment

COUNTED = ~Q(state=AssignmentState.CANCELLED)


def tallies(day):
    """The aggregates every count is made of; late is a query, not a state."""
    return {
        "total": Count("pk", filter=COUNTED),
        "done": Count("pk", filter=Q(state=AssignmentState.ACCEPTED)),
        "submitted": Count("pk", filter=Q(state=AssignmentState.SUBMITTED)),
        "returned": Count("pk", filter=Q(state=AssignmentState.RETURNED)),
        "late": Count("pk", filter=Q(state__in=WAITING, due_on__lt=day)),
    }


def with_counts(campaigns, user):
    """The campaigns with total, done and late of the assignments the user sees."""
    seen = Assignment.objects.visible_to(user).filter(campaign=OuterRef("pk")).order_by().values("campaign")
    counts = tallies(clock.today())
    return campaigns.annotate(
        **{
            name: Coalesce(Subquery(seen.annotate(n=counts[name]).values("n"), output_field=IntegerField()), 0)
            for name in ("total", "done", "late")
        }
    )


@dataclass(frozen=True)
class UnitCount:
    """Counts of one unit in a campaign; `kind` is village, office or enterprise."""

    kind: str
    pk: object
    name: str
    total: int
    done: int
    submitted: int
    returned: int
    late: int

    @property
    def percent(self):
        return self.done * 100 // self.total if self.total else 0


@dataclass(frozen=True)
class PhaseProgress:
    """A phase with its state by the calendar (before, running, over, undated) and the counts of its tasks."""

    phase: object
    state: str
    total: int
    done: int
    late: int

    @property
    def percent(self):
        return self.done * 100 // self.total if self.total else 0


def coverage(user, campaign):
    """The counts by unit of what the user sees of a campaign, the latest first."""
    rows = Assignment.objects.visible_to(user).filter(campaign=campaign).order_by()
    names = ("place_id", "place__name", "office_id", "office__name", "enterprise_id", "enterprise__name")
    found = rows.values(*names).annotate(**tallies(clock.today()))
    return sorted((_unit_count(row) for row in found), key=lambda unit: (-unit.late, unit.percent, str(unit.name)))


def _unit_count(row):
    kind = "enterprise" if row["enterprise_id"] else ("office" if row["office_id"] else "village")
    prefix = "place" if kind == "village" else kind
    numbers = {name: row[name] for name in ("total", "done", "submitted", "returned", "late")}
    return UnitCount(kind, row[f"{prefix}_id"], row[f"{prefix}__name"], **numbers)


def phases(user, campaign):
    """The progress of each phase, counted over the assignments of its tasks; [] without phases."""
    day = clock.today()
    rows = Assignment.objects.visible_to(user).filter(campaign=campaign).order_by().values("task__phase")
    counts = {row["task__phase"]: row for row in rows.annotate(**tallies(day))}
    none = {"total": 0, "done": 0, "late": 0}
    return [_progress(phase, counts.get(phase.pk, none), day) for phase in campaign.phases.all()]


def _progress(phase, counts, day):
    return PhaseProgress(phase, phase_state(phase, day), counts["total"], counts["done"], counts["late"])


def phase_state(phase, day):
    """Where a day lies to a phase. Phases may overlap: several may be running."""
    if phase.starts_on and day < phase.starts_on:
        return "before"
    if phase.ends_on and day > phase.ends_on:
        return "over"
    return "running" if phase.starts_on or phase.ends_on else "undated"


def totals(user, campaign):
    """Counts of everything the user sees of a campaign."""
    return Assignment.objects.visible_to(user).filter(campaign=campaign).aggregate(**tallies(clock.today()))


def is_over(campaign, day=None):
    """A running campaign whose last day has passed waits for its conclusion."""
    return campaign.state == CampaignState.RUNNING and bool(campaign.ends_on) and campaign.ends_on < (day or clock.today())


def tasks(user, campaign):
    """The campaign's tasks with the counts of the assignments the user sees."""
    seen = Assignment.objects.visible_to(user).filter(task=OuterRef("pk")).order_by().values("task")
    counts = tallies(clock.today())
    numbers = {
        name: Coalesce(Subquery(seen.annotate(n=counts[name]).values("n"), output_field=IntegerField()), 0)
        for name in ("total", "done", "late")
    }
    return campaign.tasks.select_related("phase").annotate(**numbers)
