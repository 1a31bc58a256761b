"""The office's own regular report of a look-back: which periods ask for one, which were sent, what is due."""

from dataclasses import dataclass

from django.urls import reverse

from accounts.enums import Role
from accounts.models import seated
from campaigns.models import Campaign
from campaigns.services import regular
from core import clock
from reminders.deadlines import Due

from ..models import Brief
from .enums import BriefKind, BriefState

SENT = (BriefState.SUBMITTED, BriefState.INSTRUCTED, BriefState.DONE, BriefState.FILED)


@dataclass(frozen=True)
class Owed:
    """One period of one campaign that asks for a report."""

    campaign: Campaign
    starts_on: object
    label: str
    due_on: object

    @property
    def key(self):
        return f"{self.campaign.pk}:{self.starts_on:%Y-%m-%d}"

    @property
    def words(self):
        return f"{self.campaign}　{self.label}（{self.due_on:%m-%d} 前）"

    @property
    def link(self):
        return f"{reverse('incidents:brief_new')}?period={self.key}"


def open_periods(campaigns, states=tuple(BriefState), day=None):
    """What the running look-backs among these owe: each period begun without a report in one of the states."""
    campaigns = list(looking_back(campaigns))
    rows = Brief.objects.filter(campaign__in=campaigns, kind=BriefKind.REGULAR, state__in=states)
    known = set(rows.exclude(state=BriefState.DROPPED).values_list("campaign_id", "period_starts_on"))
    return [
        Owed(campaign, span.starts_on, span.label, span.ends_on)
        for campaign in campaigns
        for span in regular.spans(campaign, day)
        if (campaign.pk, span.starts_on) not in known
    ]


def looking_back(campaigns):
    return regular.with_rhythms(campaigns.running().filter(looks_back=True))


def own(brief):
    """The period a draft is for already, as its form offers it."""
    if brief is None or not brief.period_starts_on:
        return []
    spans = [span for span in regular.spans(brief.campaign) if span.starts_on == brief.period_starts_on]
    ends_on = spans[0].ends_on if spans else brief.period_starts_on
    return [Owed(brief.campaign, brief.period_starts_on, brief.period_label, ends_on)]


def due_reports(first, last):
    """Regular reports not yet sent, for the reminder scan; the leaders stand above. The title says the period alone."""
    for owed in open_periods(Campaign.objects.select_related("township"), SENT, clock.today()):
        if first <= owed.due_on <= last:
            officers, leaders = (seated(owed.campaign.township_id, role) for role in (Role.OFFICER, Role.LEADER))
            yield Due(owed.campaign, owed.due_on, officers, f"{owed.label}的定期报告", owed.link, [leaders])


def shown(user):
    """For the register: each running look-back in sight with its rhythm and what stands open in it."""
    visible = Campaign.objects.visible_to(user)
    owed, campaigns = open_periods(visible, SENT), list(looking_back(visible))
    sent = regular.periods_in(user, campaigns)
    return [
        (one, regular.task_of(one), [row for row in owed if row.campaign == one], sent.get(one.pk, [])[:1])
        for one in campaigns
    ]
