"""Refuted or doubtful: verified again in each later campaign, once, by others."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core.errors import Refused
from incidents import services
from incidents.models import Handler, Lead
from tests import factories

from .conftest import ABOVE, concluded, confirmed, opened, started, taken_up, talk


def owed(campaign, user):
    return list(Lead.objects.visible_to(user).to_verify_again(campaign))


def test_a_refuted_lead_is_verified_again_by_others(w):
    old = concluded(w)
    new = taken_up(w, old)
    assert (new.former, new.state, new.summary, old.conclusion) == (old, "received", old.summary, "refuted")
    with pytest.raises(Refused, match=f"{w.second.name}参加过原核查，重新核查必须换人"):
        started(w, new, w.second, w.third)
    row = started(w, new, w.third, w.fourth)
    assert row.former_verifiers == f"{w.officer.name}、{w.second.name}"


def test_who_may_see_it_is_decided_anew(w):
    new = taken_up(w)
    assert not Handler.objects.filter(lead=new).exists()
    assert not Lead.objects.visible_to(w.second).filter(pk=new.pk).exists()


def test_the_officer_who_takes_it_up_handles_it_but_does_not_verify(w):
    old, campaign = concluded(w), factories.campaign(w.town)
    new = services.verify_again(former=old, campaign=campaign, by=w.officer)
    assert list(new.handlers.values_list("user", flat=True)) == [w.officer.pk]
    with pytest.raises(Refused, match="参加过原核查"):
        started(w, new, w.officer, w.third)


def refuted_again(w, lead, *team):
    return concluded(w, lead, "doubtful", *team)


def test_the_ban_reaches_back_through_every_round(w):
    second = refuted_again(w, taken_up(w), w.third, w.fourth)
    third = taken_up(w, second)
    assert services.verified_before(third) == {w.officer.pk, w.second.pk, w.third.pk, w.fourth.pk}
    fresh = factories.user("officer", w.town, office=w.safety_office)
    for former in (w.officer, w.second, w.third, w.fourth):
        with pytest.raises(Refused, match=f"{former.name}参加过原核查"):
            started(w, third, fresh, former)
    assert started(w, third, fresh, w.department).former_verifiers.count("、") == 3


def test_a_changed_team_is_bound_by_the_ban_too(w):
    row = started(w, taken_up(w), w.third, w.fourth)
    with pytest.raises(Refused, match="参加过原核查"):
        services.change_team(verification=row, team=[w.third, w.officer], note="换人", by=w.leader)


def test_a_formerly_refuted_lead_cannot_be_waved_through(w):
    with pytest.raises(Refused, match="必须重新核查"):
        services.dismiss(lead=taken_up(w), note="重复", by=w.leader)


def test_each_campaign_takes_a_case_up_once(w):
    old, campaign = concluded(w), factories.campaign(w.town)
    assert owed(campaign, w.leader) == [old]
    first = services.verify_again(former=old, campaign=campaign, by=w.officer)
    assert services.verify_again(former=old, campaign=campaign, by=w.leader) == first
    assert owed(campaign, w.leader) == []


def test_only_the_last_round_of_a_case_is_owed(w):
    old = concluded(w)
    second = refuted_again(w, taken_up(w, old), w.third, w.fourth)
    campaign = factories.campaign(w.town)
    assert owed(campaign, w.leader) == [second]
    with pytest.raises(Refused, match="已经重新核查过"):
        services.verify_again(former=old, campaign=campaign, by=w.leader)


@pytest.mark.parametrize("conclusion", ["accident", "concealed", "not-accident", "written-off"])
def test_what_was_decided_otherwise_is_not_owed(w, conclusion):
    lead = concluded(w, None, conclusion, **(ABOVE if conclusion != "accident" else {}))
    campaign = factories.campaign(w.town)
    assert owed(campaign, w.leader) == []
    with pytest.raises(Refused, match="查否或存疑"):
        services.verify_again(former=lead, campaign=campaign, by=w.leader)


def test_what_the_campaign_itself_concluded_is_not_owed_by_it(w):
    today, campaign = timezone.localdate(), factories.campaign(w.town)
    concluded(w, opened(w, campaign=campaign))
    assert owed(campaign, w.leader) == []
    concluded(w)
    assert owed(factories.campaign(w.town, starts_on=today - timedelta(days=3)), w.leader) == []


def test_nothing_is_owed_to_another_township_or_an_uninvolved_officer(w):
    concluded(w)
    assert owed(factories.campaign(w.other_town), w.leader) == []
    campaign = factories.campaign(w.town)
    assert owed(campaign, w.other_leader) == [] and owed(campaign, w.third) == []
    assert len(owed(campaign, w.second)) == 1


def test_an_open_lead_is_not_verified_again(w):
    for lead in (opened(w), confirmed(w).lead):
        with pytest.raises(Refused, match="已作结论"):
            services.verify_again(former=lead, campaign=factories.campaign(w.town), by=w.officer)


def test_a_department_does_not_take_up(w):
    lead = concluded(w, None, "refuted", w.third, w.fourth)
    with pytest.raises(Refused, match="由应急办或乡镇领导"):
        services.verify_again(former=lead, campaign=factories.campaign(w.town), by=w.third)


def test_all_owed_are_taken_up_at_once_and_only_once(w):
    leads, campaign = [concluded(w), concluded(w, None, "doubtful")], factories.campaign(w.town)
    taken = services.take_up_all(campaign=campaign, by=w.leader)
    assert {lead.former for lead in taken} == set(leads)
    assert services.take_up_all(campaign=campaign, by=w.leader) == []
    assert Lead.objects.filter(campaign=campaign).count() == 2


def test_the_second_verdict_leaves_the_first_as_it_was(w):
    old = concluded(w)
    row = started(w, taken_up(w, old), w.third, w.fourth)
    services.add_interview(verification=row, by=w.third, **talk())
    services.report(verification=row, findings="属实", proposal="accident", by=w.third)
    services.confirm(verification=row, by=w.leader)
    new = services.conclude(lead=row.lead, conclusion="accident", note="属实", by=w.leader)
    old.refresh_from_db()
    assert (old.conclusion, new.conclusion, new.former_id) == ("refuted", "accident", old.pk)
