"""How a row of each kind is drawn in a box of the home page."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.timezone import localdate

from checks.levels import bounds
from incidents.guard.reviews import DUE_DAY, address, last_month, month_after


@dataclass(frozen=True)
class Line:
    """One row of a box: what, for whom, when, where to go, and a mark such as 已退回."""

    title: str
    who: str
    due_on: object
    link: str
    mark: str = ""


def of_assignment(row):
    return Line(row.task.title, row.unit_name, row.due_on, reverse("campaigns:assignment", args=[row.pk]), _returned(row))


def of_own_duty(row):
    """The unit knows its own name; the period tells two duties of one task apart, the village those of a liaison."""
    village = f"{row.place.name} " if row.task.regular and not row.office_id else ""
    return Line(
        row.task.title,
        f"{village}{row.period_label}",
        row.due_on,
        reverse("campaigns:assignment", args=[row.pk]),
        _returned(row),
    )


def of_check(row):
    return Line(
        row.version.checklist.name, row.unit_name, row.due_on, reverse("checks:detail", args=[row.pk]), _returned(row)
    )


def _returned(row):
    return row.get_state_display() if row.state == "returned" else ""


def of_hazard(row):
    mark = "重大" if row.grade == "major" else ""
    return Line(row.description, str(row.unit), row.due_on, reverse("hazards:detail", args=[row.pk]), mark)


def of_asked_hazard(row):
    """A hazard whose unit asks for a longer limit."""
    return Line(f"申请延期：{row.description}", str(row.unit), row.due_on, reverse("hazards:detail", args=[row.pk]))


def of_reported_hazard(row):
    """Reported done: what counts is the day of acceptance."""
    return Line(row.description, str(row.unit), row.acceptance_due_on, reverse("hazards:detail", args=[row.pk]))


def of_transfer(row):
    """What was handed over: the day it has to be received or answered."""
    who = str(row.enterprise or row.get_kind_display())
    mark = row.get_state_display() if row.state == "returned" else ""
    return Line(f"移送：{row.matter}", who, row.due_on, reverse("hazards:transfer", args=[row.pk]), mark)


def of_trade(row):
    return Line(f"新业态：{row.name}", row.get_state_display(), row.claim_by, reverse("hazards:trade", args=[row.pk]))


def of_paper(row):
    return Line(row.title, row.get_kind_display(), None, reverse("notices:detail", args=[row.pk]))


def of_receipt(row):
    return Line(row.paper.title, row.paper.doc_number, row.due_on, reverse("notices:detail", args=[row.paper_id]))


def of_unsigned_paper(row):
    """A paper that units have not signed for in time; `unsigned` and `first_due` come with the query."""
    return Line(row.title, f"{row.unsigned} 个单位未签收", row.first_due, reverse("notices:detail", args=[row.pk]))


def of_lead(row):
    """Never the name: only the number and the state."""
    return Line(f"涉亡线索 {row.number}", row.get_state_display(), row.due_on, reverse("incidents:detail", args=[row.pk]))


def of_grant(row):
    return Line(
        f"涉亡线索 {row.lead.number}", str(row.user), row.until, f"{reverse('incidents:grants')}?number={row.lead.number}"
    )


def of_record(row):
    """The record of looks of a township whose last month no leader has reviewed."""
    month = last_month()
    return Line(
        f"{month.year}年{month.month}月查阅记录", "涉亡核查", month_after(month).replace(day=DUE_DAY), address(month)
    )


def of_pledge(seat):
    """The pledge somebody has to sign before cases about deaths open to them."""
    return Line("保密承诺书", f"{seat}，签署后才能查看涉亡材料", None, reverse("incidents:pledge"))


def of_expiring(row):
    """An enterprise with permits that run out; `permits_due` and `first_due` come with the query."""
    return Line(row.name, f"{row.permits_due} 件证照", row.first_due, reverse("enterprises:detail", args=[row.pk]))


def of_listing(row):
    return Line(row.hazard.description, str(row.hazard.unit), row.hazard.due_on, reverse("hazards:listing", args=[row.pk]))


def of_miss(row):
    """A hazard the upper level found soon after a clean check."""
    mark = "重大" if row.hazard.grade == "major" else ""
    return Line(f"漏查：{row.hazard.description}", str(row.unit), None, reverse("hazards:miss", args=[row.pk]), mark)


def of_batch(row):
    return Line(row.title, row.get_kind_display(), None, reverse("hazards:batch", args=[row.pk]))


def of_file(kind, row):
    """A row of an enterprise's files that runs out, or is not as it must be."""
    mark = kind.said(row.standing) if row.standing == "bare" else ""
    return Line(
        str(row),
        row.enterprise.name,
        row.expires_on,
        reverse("enterprises:file", args=[row.enterprise_id, kind.slug, row.pk]),
        mark,
    )


def of_ticket(row):
    """A ticket for work with fire that is still open."""
    mark = "逾期未关" if row.is_overdue else row.get_state_display()
    link = reverse("enterprises:fire", args=[row.enterprise_id, row.pk])
    return Line(f"动火票 {row.number} {row.place}", row.enterprise.name, localdate(row.ends_at), link, mark)


def of_inspection(row):
    return Line(
        f"{row.unit_name} {row.get_kind_display()}", row.get_state_display(), row.held_on,
        reverse("checks:inspection", args=[row.pk]),
    )  # fmt: skip


def of_watch(row):
    return Line(f"盯守 {row.enterprise}", row.reason, None, reverse("checks:watch", args=[row.pk]))


def of_plan(row):
    """A plan whose counts came with the query (see checks.models.PlanQuerySet.with_progress)."""
    said = f"到今天应查 {row.due} 家，已查 {row.checked} 家"
    return Line(row.name, said, row.ends_on, reverse("checks:plan", args=[row.pk]))


def of_led(month, row):
    """An enterprise whose principal has led too few checks in a month; `led` and `wanted` come with the query."""
    link = f"{reverse('checks:calendar', args=[row.pk])}?month={month:%Y-%m}"
    return Line(row.name, f"{month.month} 月带队 {row.led} 次，应有 {row.wanted} 次", bounds(month)[1], link)


def of_sheet(row):
    """The three lists an office has to fill in, or that wait to be judged."""
    return Line(
        f"三清单：{row.period}", str(row.office), row.due_on, reverse("mandates:sheet", args=[row.pk]), _returned(row)
    )


def of_late_sheet(row):
    """Three lists with a problem past its day; `first_due` comes with the query."""
    return Line(f"三清单：{row.period}", str(row.office), row.first_due, reverse("mandates:sheet", args=[row.pk]))


def of_review(row):
    return Line(
        f"履职检视：{row.period}", row.subject, row.due_on, reverse("mandates:review", args=[row.pk]), _returned(row)
    )


def of_late_review(row):
    """A review with a gap not mended in time; `first_due` comes with the query."""
    return Line(f"履职检视：{row.period}", row.subject, row.first_due, reverse("mandates:review", args=[row.pk]))


def of_return(row):
    """A sampled problem on its way back to the sampler: the day by which the next step is due."""
    mark = row.get_state_display() if row.state == "returned" else ""
    return Line(f"抽查反馈：{row.unit}", row.get_state_display(), row.due_on, reverse("checks:return", args=[row.pk]), mark)
