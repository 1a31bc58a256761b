"""Self-checks and visits as they count in campaigns: one row in each campaign it was said for."""

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone

from campaigns.enums import Counts
from campaigns.guards import Owed
from campaigns.remains import Remain
from campaigns.services.counting import count

from .enums import CheckState, InspectionState
from .filters import in_campaign
from .models import Check, Inspection

UNITS = ("place_id", "place__name", "enterprise_id", "enterprise__name")


def self_checks(user, campaign):
    """Accepted of those sent, for the campaign itself or counted in it as well."""
    rows = Check.objects.visible_to(user).filter(in_campaign(campaign), office=None)
    return _by_unit(rows.exclude(state=CheckState.CANCELLED), Q(state=CheckState.ACCEPTED))


def visits(user, campaign):
    """Signed of those begun."""
    linked = Inspection.campaigns.through.objects.filter(campaign=campaign).values("inspection")
    rows = Inspection.objects.visible_to(user).filter(pk__in=linked).exclude(state=InspectionState.CANCELLED)
    return _by_unit(rows, Q(state=InspectionState.SIGNED))


def _by_unit(rows, done):
    counted = rows.order_by().values(*UNITS).annotate(all=Count("pk"), done=Count("pk", filter=done))
    for row in counted.order_by("place_id", "enterprise_id"):
        if row["enterprise_id"]:
            yield "enterprises", row["enterprise_id"], row["enterprise__name"], row["done"], row["all"]
        else:
            yield "villages", row["place_id"], row["place__name"], row["done"], row["all"]


def unanswered(user, campaign):
    """Enterprises that have not answered a self-check of the campaign; the safety office and leaders see which."""
    rows = Check.objects.filter(in_campaign(campaign), enterprise__isnull=False, office=None).waiting()
    if count := rows.values("enterprise").distinct().count():
        link = f"{reverse('checks:list')}?campaign={campaign.pk}&unit=enterprise&waiting=1"
        yield Owed(f"{count} 家企业没有上报自查", link)


def remaining(user, campaign):
    """Enterprises whose self-check stays unanswered after the campaign."""
    for one in unanswered(user, campaign):
        text = f"专项行动“{campaign}”结束时{one.said}，逐家上门核实并督促补报，零报告也要签名。"
        yield Remain("checks", one.said, "督促未上报的企业补报自查", text, one.link)


def checks_link(campaign):
    return f"{reverse('checks:list')}?campaign={campaign.pk}&counted=1"


def visits_link(campaign):
    return f"{reverse('checks:inspections')}?campaigns={campaign.pk}"


def settle_by_visit(row, *, by):
    """What a signed visit settles; one an enterprise made by itself is a self-check."""
    how = Counts.CHECK if row.is_own else Counts.VISIT
    told = f"{row.held_on:%Y年%m月%d日}{row.get_kind_display()}记录已签名锁定（{row.agency}），计入本项任务"
    unit = {"place": row.place, "enterprise": row.enterprise}
    return count(how=how, campaigns=list(row.campaigns.all()), day=row.held_on, told=told, by=by, **unit)


def settle_by_check(row, *, by):
    """What an accepted self-check settles."""
    if row.office_id:
        return 0
    campaigns = [one for one in (row.campaign, *row.also_for.all()) if one]
    day = timezone.localdate(row.submitted_at)
    told = f"自查《{row.version.checklist}》已采信，计入本项任务"
    unit = {"place": row.place, "enterprise": row.enterprise}
    return count(how=Counts.CHECK, campaigns=campaigns, day=day, told=told, by=by, **unit)
