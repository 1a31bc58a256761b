"""The demonstration's deaths that an enterprise and a village reported themselves."""

from datetime import timedelta
from types import SimpleNamespace

from core import clock
from dashboard.management.commands.demo import day_from
from incidents.direct import demo as direct_demo
from incidents.models import DeathReport


def test_an_enterprise_and_a_village_reported_deaths_with_their_moments(w):
    for user, name in ((w.boss, "qiye"), (w.cadre, "cungan")):
        user.username = name
        user.save()
    direct_demo.load(SimpleNamespace(day=day_from(clock.today())), w.leader)
    firm, village = DeathReport.objects.order_by("-happened_at")
    assert firm.by_itself and clock.now() - firm.learned_at < timedelta(hours=1)
    assert [row.sent_at - village.learned_at < timedelta(hours=3) for row in village.lead.accident.reports.all()] == [
        True,
        True,
    ]
    assert village.lead.log.filter(action_label="报告人补充", actor=w.cadre).exists()
