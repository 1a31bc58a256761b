"""Boxes of 今日 about inspections: what is not signed yet, plans behind their time, principals who led too few checks."""

from datetime import timedelta

from django.db.models import F
from django.urls import reverse

from accounts.enums import Role
from checks import missed
from checks.levels import with_led
from checks.models import Alert, Inspection, InspectionPlan, Watch
from core import clock
from enterprises.models import Enterprise

from . import lines

INSPECTORS = (
    Role.OFFICER, Role.LEADER, Role.DEPARTMENT, Role.SUPERVISOR, Role.LIAISON, Role.CADRE, Role.ENTERPRISE,
)  # fmt: skip


def unlocked(user):
    rows = Inspection.objects.visible_to(user).unlocked_of(user)
    return rows.select_related("enterprise", "place").order_by("held_on", "pk")


def behind(user):
    return InspectionPlan.objects.visible_to(user).with_progress().behind().order_by("year", "quarter", "pk")


def short(user, month):
    """Enterprises below what their principal has to lead in the month of a day."""
    firms = with_led(Enterprise.objects.visible_to(user).operating(), month)
    return firms.filter(led__lt=F("wanted")).order_by("village_id", "pk")


def unwatched(user):
    """Under watch, and nobody was written down for today."""
    rows = Watch.objects.visible_to(user).unwatched()
    return rows.select_related("enterprise").order_by("created_at", "pk")


def alerts(user):
    return Alert.objects.visible_to(user).with_answers(user).order_by("due_on", "pk")


def of_alert(row):
    """An accident elsewhere: how many enterprises have not answered the search for the like of it."""
    who = f"{row.late} 家逾期未回执" if row.late else "警示通知已印发"
    return lines.Line(f"举一反三：{row}", who, row.due_on, reverse("checks:alert", args=[row.pk]))


def of_missed(row):
    url = f"{reverse('checks:calendar', args=[row.pk])}?month={missed.month_missed(row)}"
    return lines.Line(row.name, f"缺{'、'.join(missed.missed(row))}", None, url)


def this_month():
    return clock.today().replace(day=1)


def last_month():
    return (this_month() - timedelta(days=1)).replace(day=1)


def waiting(box):
    """Made by `box` (see today.Waiting)."""
    return (
        box("待推送排查", (Role.OFFICER,), lambda u: alerts(u).to_push(), of_alert, "checks:alerts", {"push": 1}),
        box("待完成检查", INSPECTORS, unlocked, lines.of_inspection, "checks:inspections", {"mine": 1}),
        box(
            "本月带队检查", (Role.ENTERPRISE,), lambda u: short(u, this_month()),
            lambda row: lines.of_led(this_month(), row), "checks:principal", {"short": 1},
        ),
    )  # fmt: skip


def late(box):
    plans = (Role.OFFICER, Role.LEADER, Role.DEPARTMENT, Role.SUPERVISOR)
    return (
        box(
            "今天没人盯守", (Role.OFFICER, Role.DEPARTMENT, Role.LIAISON, Role.CADRE), unwatched, lines.of_watch,
            "checks:watches", {"unwatched": 1},
        ),
        box(
            "举一反三逾期未回执", (Role.OFFICER, Role.LEADER, Role.LIAISON), lambda u: alerts(u).sent().filter(late__gt=0),
            of_alert, "checks:alerts", {"late": 1},
        ),
        box(
            "本期缺查", (Role.OFFICER, Role.DEPARTMENT, Role.LIAISON, Role.CADRE, Role.ENTERPRISE), missed.short, of_missed,
            "checks:missed",
        ),
        box("检查计划落后", plans, behind, lines.of_plan, "checks:plans", {"behind": 1}),
        box(
            "高危企业上月带队不足", (Role.OFFICER, Role.DEPARTMENT), lambda u: short(u, last_month()).filter(high_risk=True),
            lambda row: lines.of_led(last_month(), row), "checks:principal",
            lambda u: {"month": f"{last_month():%Y-%m}", "short": 1, "high": 1},
        ),
    )  # fmt: skip
