"""First checks and verifications that are due, for the reminder scan. Titles carry the number only."""

from collections import defaultdict

from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from accounts.models import Membership
from reminders.deadlines import Due

from . import rules
from .enums import LeadState, VerificationState
from .models import Appointment, Handler, Lead, Referral
from .services.talks import hour_of, place_of


def due_leads(first, last):
    """Handlers answer for a lead, without any the leaders; late ones go up to the leaders, who also decide what is reported."""
    rows = list(Lead.objects.open().filter(due_on__range=(first, last)).prefetch_related("verifications"))
    handlers, leaders = _handlers(rows), _leaders(rows)
    for lead in rows:
        above = leaders[lead.village_id[:9]]
        what = "初核" if lead.state == LeadState.RECEIVED else "核查"
        link = reverse("incidents:detail", args=[lead.pk])
        people = above if waits_for_leader(lead) else handlers[lead.pk] or above
        yield Due(lead, lead.due_on, people, f"涉亡线索 {lead.number} 的{what}", link, [] if people == above else [above])


def waits_for_leader(lead):
    """A report to confirm, or all confirmed and no conclusion yet."""
    states = {row.state for row in lead.verifications.all()}
    return bool(states) and VerificationState.RUNNING not in states


def due_referrals(first, last):
    """Papers given to other bodies that have not answered in time; the handlers ask again, then the leaders."""
    rows = list(
        Referral.objects.awaiting_answer().filter(answer_by__range=(first, last)).select_related("lead", "created_by")
    )
    leads = [row.lead for row in rows]
    handlers, leaders = _handlers(leads), _leaders(leads)
    for row in rows:
        above = leaders[row.lead.village_id[:9]]
        people = handlers[row.lead_id] or above
        link = reverse("incidents:referral", args=[row.lead_id, row.pk])
        yield Due(
            row,
            row.answer_by,
            people,
            f"涉亡线索 {row.lead.number} 移交事项的答复",
            link,
            [above] if people != above else [],
        )


def due_talks(first, last):
    """Talks that are arranged: the team hears of them by number, the person called by hour and place alone."""
    rows = Appointment.objects.waiting().filter(at__date__range=(first, last))
    rows = list(rows.select_related("verification__lead__village", "told").prefetch_related("verification__team"))
    handlers = _handlers([row.verification.lead for row in rows])
    for row in rows:
        lead, day = row.verification.lead, timezone.localdate(row.at)
        team = [person for person in handlers[lead.pk] if person in row.verification.team.all()]
        to_team = f"涉亡线索 {lead.number}：{hour_of(row)}在{place_of(row)}谈话"
        yield Due(row, day, team, to_team, reverse("incidents:detail", args=[lead.pk]), bare=True)
        if row.told:
            yield Due(row, day, [row.told], f"请于{hour_of(row)}到{place_of(row)}谈话", "", bare=True)


def _handlers(rows):
    """Lead key → today's handlers who still have a seat to act from in the lead's township."""
    seated = _seats(rows, *rules.HANDLING_ROLES)
    found = defaultdict(list)
    for row in Handler.objects.current().filter(lead__in=rows).select_related("user", "lead"):
        if row.user in seated[row.lead.village_id[:9]]:
            found[row.lead_id].append(row.user)
    return found


def _leaders(rows):
    return _seats(rows, Role.LEADER)


def _seats(rows, *roles):
    """First nine digits of a township → its people of these roles."""
    towns = {f"{row.village_id[:9]}000" for row in rows}
    found = defaultdict(list)
    for seat in Membership.objects.of_role(*roles).filter(place__in=towns).select_related("user"):
        found[seat.place_id[:9]].append(seat.user)
    return found
