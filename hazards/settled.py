"""What has been laid down beside a hazard's state, for its page."""

from evidence.models import Attachment

from . import rules, services
from .enums import Grade, HazardState, ReportTo
from .enums_transfer import TransferKind
from .models import Hazard
from .models.settled_times import entered_for_unit
from .rules_transfer import ROUTES, not_routed
from .visits import advice_on


def settled(hazard, user):
    """Context of the page: plan, reports, measures, acceptances, earlier occurrences, photos by what they show."""
    photos = list(Attachment.objects.of(hazard))
    slots = {slot: [p for p in photos if p.slot == slot] for slot in ("after", "acceptance", *ReportTo.values)}
    mending = hazard.state in rules.BEING_MENDED
    return {
        "entered_for_unit": entered_for_unit(hazard),
        "plan": getattr(hazard, "plan", None),
        "earlier_plans": hazard.earlier_plans.select_related("by", "ended_by"),
        "use": getattr(hazard, "judged_by", None),
        "reports": [(report, slots[report.to]) for report in hazard.reports.all()],
        "past_reports": hazard.past_reports.select_related("by", "ended_by"),
        "reports_due": [ReportTo(to).label for to in rules.reports_due(hazard)] if mending else [],
        "controls": hazard.controls.all(),
        "acceptances": hazard.acceptances.select_related("by"),
        "as_accident": getattr(hazard, "as_accident", None),
        "occurrences": occurrences(hazard, user),
        "before": [p for p in photos if p.slot not in slots],
        "after": slots["after"],
        "on_site": slots["acceptance"],
        "sealed_exit": hazard.state == HazardState.FOUND and rules.seals_exit(hazard.description),
        "last_day_to_ask": services.last_day_to_ask(hazard) if mending else None,
        "slips": slips_of(hazard),
        "route": route_of(hazard),
        "advice": advice_on(hazard, user),
    }


def occurrences(hazard, user):
    """All rows in sight of a hazard that came back, the first one first; empty for one that never did."""
    first = hazard.first_id or hazard.pk
    rows = Hazard.objects.visible_to(user).filter(pk=first) | Hazard.objects.visible_to(user).filter(first=first)
    rows = list(rows.order_by("occurrence"))
    return rows if len(rows) > 1 or hazard.first_id else []


def route_of(hazard):
    """{"kind", "label"} of the way the hazard's problem still has to go; None when none is left."""
    if hazard.problem_kind not in ROUTES or hazard.state not in rules.IN_WORK:
        return None
    kind = not_routed(hazard, hazard.transfers.exclude(state="withdrawn").values_list("kind", flat=True))
    return {"kind": kind, "label": TransferKind(kind).label} if kind else None


def slips_of(hazard):
    """(kind, label) of the slips that can be printed now."""
    found = [("closing", "销号单")] if hazard.state == HazardState.CLOSED else []
    if getattr(hazard, "plan", None):
        found.append(("plan", "治理方案" if hazard.grade == Grade.MAJOR else "整改方案"))
    if getattr(hazard, "as_accident", None):
        found.append(("accident", "事故化处置单"))
    if hazard.controls.all():
        found.append(("stop", "停产撤人措施单"))
    if hazard.enterprise_id is None and hazard.due_on:
        found.append(("order", "责令整改通知单"))
    return found
