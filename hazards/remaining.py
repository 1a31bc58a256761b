"""Hazards found while a campaign ran that are open when it ends."""

from django.urls import reverse

from campaigns.remains import Remain

from . import stats
from .models import Hazard


def remaining(user, campaign):
    rows = (
        Hazard.objects.visible_to(user)
        .open()
        .filter(Hazard.objects.inside(campaign.township), found_on__gte=campaign.starts_on)
    )
    if count := rows.count():
        text = f"继续整改、验收专项行动“{campaign}”期间发现的隐患，到期不改的依法处置；结束时还有 {count} 条没有销号。"
        of = {"open": 1, "found_from": campaign.starts_on, "within": campaign.township_id}
        link = f"{reverse('hazards:list')}?{stats.address(**of)}"
        yield Remain("hazards", f"隐患 {count} 条没有销号", "继续整改销号专项期间发现的隐患", text, link)
