"""盯守表: every day an enterprise was watched, who was there, what they saw, and the days nobody was."""

from django.utils import timezone

from notices import typeset

from .services import watching

HEADS = ["日期", "盯守人", "情况", "登记人", "备注"]


def lines(watch):
    """[[day, who, what, entered by, remark]], the oldest first."""
    found = []
    for day in reversed(watching.all_days(watch)):
        rows = [[f"{day.on:%Y-%m-%d}", shift.name, shift.said, str(shift.by), ""] for shift in day.shifts]
        rows = rows or [[f"{day.on:%Y-%m-%d}", "", "", "", ""]]
        rows[0][4] = "缺班" if day.is_missed else ""
        found += rows
    return found


def pdf(watch):
    lifted = watch.log.filter(action="lift").last()
    said = [["列入", "", watch.reason, str(watch.created_by), f"每周至少检查 {watch.weekly} 次"]]
    said += lines(watch)
    said += (
        [["解除", "", lifted.note, str(lifted.actor), f"{timezone.localdate(watch.lifted_at):%Y-%m-%d}"]] if lifted else []
    )
    return typeset.register(f"{watch.enterprise}盯守表", [HEADS, *said])[0]
