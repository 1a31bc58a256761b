"""Enterprises that a campaign has not asked yet, as those registered after its self-checks were sent."""

from enterprises.models import Enterprise

from .filters import in_campaign
from .models import Check


def asked_by(campaign, checklist=None):
    """The self-checks of enterprises by which a campaign asks: of a list, else of a look back on deaths the confidential ones.

    One that was taken back counts as asked: that was agreed.
    """
    rows = Check.objects.filter(in_campaign(campaign), enterprise__isnull=False)
    if checklist:
        return rows.filter(version__checklist=checklist)
    return rows.filter(version__checklist__confidential=True) if campaign.looks_back else rows


def firms_of(campaign, checklist=None):
    """The running enterprises of its township that it has not asked."""
    first, last = campaign.township.code_range
    firms = Enterprise.objects.operating().filter(village__gte=first, village__lte=last)
    return firms.exclude(pk__in=asked_by(campaign, checklist).values("enterprise")).order_by("village_id", "pk")


def list_of(campaign):
    """The list that a campaign asked with last; None before it asked."""
    last = asked_by(campaign).select_related("version__checklist").order_by("-sent_at", "-pk").first()
    return last.version.checklist if last else None
