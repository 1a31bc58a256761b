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
from .models import Answer, Check, Finding, Inspection, InspectionAnswer
from .unasked import firms_of

NAMED = 10  # enterprises named before a campaign ends; all of them are in a list
OF_TAB = {"enterprises": "enterprise", "offices": "office", "villages": "place"}  # tab of coverage: what its units are


def self_checks(user, campaign):
    """Accepted of those sent, for the campaign itself or counted in it as well."""
    rows = Check.objects.visible_to(user).filter(in_campaign(campaign)).exclude(state=CheckState.CANCELLED)
    return _by_unit(rows, Q(state=CheckState.ACCEPTED), OF_TAB)


def late_checks():
    """Self-checks not handed in by their day; the confidential ones are nobody's to count here."""
    return Check.objects.late().filter(version__checklist__confidential=False)


def visits(user, campaign):
    """Signed of those begun."""
    linked = Inspection.campaigns.through.objects.filter(campaign=campaign).values("inspection")
    rows = Inspection.objects.visible_to(user).filter(pk__in=linked).exclude(state=InspectionState.CANCELLED)
    return _by_unit(rows, Q(state=InspectionState.SIGNED), ("enterprises", "villages"))


def _by_unit(rows, done, tabs):
    """(tab, unit, its name, done, all), a row's unit being the first of its enterprise, office and village."""
    units = [name for tab in tabs for name in (f"{OF_TAB[tab]}_id", f"{OF_TAB[tab]}__name")]
    counted = rows.order_by().values(*units).annotate(all=Count("pk"), done=Count("pk", filter=done))
    for row in counted.order_by("place_id", *units):
        tab = next(tab for tab in tabs if row[f"{OF_TAB[tab]}_id"])
        yield tab, row[f"{OF_TAB[tab]}_id"], row[f"{OF_TAB[tab]}__name"], row["done"], row["all"]


def found_for(campaign):
    """Keys of the hazards that visits and self-checks have led to which count in the campaign."""
    visited = Inspection.campaigns.through.objects.filter(campaign=campaign).values("inspection")
    for model in (InspectionAnswer, Finding):
        yield model.objects.filter(inspection__in=visited, hazard__isnull=False).values("hazard")
    checked = Check.objects.filter(in_campaign(campaign)).values("pk")
    yield Answer.objects.filter(check_row__in=checked, hazard__isnull=False).values("hazard")


def campaigns_of(hazard):
    """Keys of the campaigns that the visits and self-checks a hazard came of count in."""
    for model in (InspectionAnswer, Finding):
        visits_of = model.objects.filter(hazard=hazard).values("inspection")
        yield Inspection.campaigns.through.objects.filter(inspection__in=visits_of).values("campaign")
    checks = Answer.objects.filter(hazard=hazard).values("check_row")
    yield Check.objects.filter(pk__in=checks, campaign__isnull=False).values("campaign")
    yield Check.also_for.through.objects.filter(check__in=checks).values("campaign")


def unanswered(user, campaign):
    """Enterprises and offices that have not answered a self-check of the campaign; who ends it sees which."""
    rows = Check.objects.filter(in_campaign(campaign)).waiting()
    for unit, words in (("enterprise", "家企业"), ("office", "个站所")):
        if count := rows.exclude(**{unit: None}).values(unit).distinct().count():
            link = f"{reverse('checks:list')}?campaign={campaign.pk}&unit={unit}&waiting=1"
            yield Owed(f"{count} {words}没有上报自查", link)


def unasked(user, campaign):
    """Enterprises that a campaign about hidden deaths never asked its confidential questions; taken back counts as agreed."""
    if not campaign.looks_back:
        return
    firms = firms_of(campaign)
    if count := firms.count():
        named = [(firm.name, reverse("enterprises:detail", args=[firm.pk])) for firm in firms[:NAMED]]
        yield Owed(f"{count} 家企业没有派发三项核实", reverse("checks:unasked", args=[campaign.pk]), named=tuple(named))


def remaining(user, campaign):
    """Units whose self-check stays unanswered after the campaign."""
    if found := list(unanswered(user, campaign)):
        said = "、".join(one.said.removesuffix("没有上报自查") for one in found) + "没有上报自查"
        text = f"专项行动“{campaign}”结束时{said}，逐家核实并督促补报，零报告也要签名。"
        yield Remain("checks", said, "督促未上报的单位补报自查", text, f"{checks_link(campaign)}&waiting=1")


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
    day = timezone.localdate(row.submitted_at)
    told = f"自查《{row.version.checklist}》已采信，计入本项任务"
    unit = {"place": row.place, "enterprise": row.enterprise, "office": row.office}
    return count(how=Counts.CHECK, campaigns=row.counts_in, day=day, told=told, by=by, **unit)
