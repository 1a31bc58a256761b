"""What the plate at an enterprise's door opens for who scans it: what waits there first, then a new check."""

from django.urls import reverse

from accounts.enums import Role
from core import clock
from hazards.enums import HazardState
from hazards.models import Hazard
from hazards.rules import may_accept

from . import inspection_rules, rules
from .enums import Kind
from .models import Check, InspectionPlan, PlanUnit

SHOWN = 3  # of each kind


def offers(user, firm):
    """[(label, icon, address)]"""
    return [*_planned(user, firm), *_self_checks(user, firm), *_to_accept(user, firm), *_starts(user, firm)]


def _planned(user, firm):
    """Units of plans of one's own place that run and nobody has inspected yet."""
    if inspection_rules.may_start(user) or inspection_rules.may_read_plans(user):
        return []
    today = clock.today()
    plans = InspectionPlan.objects.visible_to(user).filter(
        place=user.membership.place_id, year=today.year, quarter__in=[0, (today.month + 2) // 3], withdrawn_at=None
    )
    units = PlanUnit.objects.standing().with_done().filter(enterprise=firm, is_checked=False, plan__in=plans)
    new = reverse("checks:inspection_new")
    return [
        (f"按计划检查：{unit.plan}", "calendar-check", f"{new}?unit={unit.pk}")
        for unit in units.select_related("plan")[:SHOWN]
    ]


def _self_checks(user, firm):
    rows = Check.objects.visible_to(user).waiting().filter(enterprise=firm).select_related("version__checklist", "place")
    return [
        (f"填写自查：{row.version.checklist}", "clipboard-check", reverse("checks:fill", args=[row.pk]))
        for row in rows.order_by("due_on", "pk")[:SHOWN] if not rules.may_fill(user, row)
    ]  # fmt: skip


def _to_accept(user, firm):
    rows = Hazard.objects.visible_to(user).filter(enterprise=firm, state=HazardState.REPORTED)
    return [
        (f"验收隐患：{row.description[:20]}", "check2-square", reverse("hazards:detail", args=[row.pk]))
        for row in rows.order_by("reported_at", "pk")[:SHOWN] if not may_accept(user, row)
    ]  # fmt: skip


def _starts(user, firm):
    if inspection_rules.may_start(user):
        return []
    new = f"{reverse('checks:inspection_new')}?enterprise={firm.pk}"
    led = [("带队检查", "person-check", f"{new}&kind={Kind.PRINCIPAL}")] if user.has_role(Role.ENTERPRISE) else []
    return [*led, ("开始检查", "clipboard-plus", new)]
