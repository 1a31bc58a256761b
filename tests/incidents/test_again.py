"""Refuted or doubtful: verified again in each later campaign, once, by others."""

from datetime import timedelta

import pytest
from django.utils import timezone

from campaigns.models import Campaign
from core.errors import Refused
from incidents import services
from incidents.models import Handler, Lead
from tests import factories

from .conftest import ABOVE, TALKER, as_user, concluded, confirmed, opened, started, taken_up, talked, text_of, url

NOT_ONE = {"state": "concluded", "conclusion": "not-accident", "concluded_at": timezone.now() - timedelta(days=9)}
NOT_ONE |= {"deciding_authority": ABOVE["authority"], "deciding_number": ABOVE["number"]}


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
        with pytest.raises(Refused, match="已作结论或不予受理"):
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
    talked(row, w.third)
    services.report(verification=row, findings="属实", proposal="accident", by=w.third)
    services.confirm(verification=row, by=w.leader)
    new = services.conclude(lead=row.lead, conclusion="accident", note="属实", by=w.leader)
    old.refresh_from_db()
    assert (old.conclusion, new.conclusion, new.former_id) == ("refuted", "accident", old.pk)


def test_the_register_offers_what_the_campaign_owes_by_itself(w):
    old = concluded(w)
    assert as_user(w.leader).get(url("list")).context["owed"] is None
    campaign = factories.campaign(w.town)
    client = as_user(w.leader)
    page = client.get(url("list"))
    assert page.context["owed"]["total"] == 1 and "本次行动须重新核查" in text_of(page)
    client.post(url("again", old), {"campaign": campaign.pk})
    assert client.get(url("list")).context["owed"] is None
    assert as_user(w.third).get(url("list")).context["owed"] is None


def test_the_package_takes_up_one_by_one_or_all(w):
    rows, campaign = [concluded(w) for _ in range(3)], factories.campaign(w.town)
    client = as_user(w.leader)
    assert client.post(url("again", rows[0]), {"campaign": campaign.pk, "stay": "1"}).url == url("again_list")
    page = client.get(url("again_list"))
    assert (len(page.context["owed"]), len(page.context["taken"])) == (2, 1)
    answer = client.post(url("again_list"), follow=True)
    assert "已立项重新核查 2 条" in text_of(answer) and "都已重新核查立项" in text_of(answer)
    assert Lead.objects.filter(campaign=campaign, former__in=rows).count() == 3
    assert "没有需要重新核查的线索" in text_of(client.post(url("again_list"), follow=True))


def test_without_a_running_campaign_the_package_says_so(w):
    old = concluded(w)
    client = as_user(w.leader)
    assert "当前没有进行中的专项行动" in text_of(client.get(url("again_list")))
    assert "当前没有进行中的专项行动" in text_of(client.post(url("again", old), follow=True))


def test_of_several_running_campaigns_one_is_chosen(w):
    concluded(w)
    first, second = factories.campaign(w.town), factories.campaign(w.town)
    client = as_user(w.leader)
    assert client.get(url("again_list")).context["campaign"] == second
    assert client.get(url("again_list"), {"campaign": first.pk}).context["campaign"] == first
    other = factories.campaign(w.other_town)
    assert client.get(url("again_list"), {"campaign": other.pk}).context["campaign"] == second
    client.post(url("again_list") + f"?campaign={first.pk}")
    assert Lead.objects.get(former__isnull=False).campaign == first
    assert Campaign.objects.count() == 3


def test_old_and_new_conclusions_stand_side_by_side(w):
    old = concluded(w)
    new = taken_up(w, old)
    for lead in (old, new):
        context = as_user(w.leader).get(url("detail", lead)).context
        assert [(row.pk, open_) for row, open_ in context["chain"]] == [(old.pk, True), (new.pk, True)]
    assert as_user(w.leader).get(url("detail", opened(w))).context["chain"] == []


def test_a_handler_of_the_new_lead_reads_the_old_conclusion_but_not_the_old_case(w):
    old = concluded(w, opened(w, summary="旧案独有的文字"))
    new = taken_up(w, old)
    started(w, new, w.third, w.fourth)
    Lead.objects.filter(pk=new.pk).update(summary="新案的文字")
    page = as_user(w.third).get(url("detail", new))
    assert old.number in text_of(page) and "查否" in text_of(page)
    assert str(old.pk) not in text_of(page) and "旧案独有的文字" not in text_of(page) and TALKER not in text_of(page)
    assert as_user(w.third).get(url("detail", old)).status_code == 404


def dismissed(w):
    return services.dismiss(lead=opened(w), note="不在本镇", by=w.leader)


def under(mother, *children):
    for child in children:
        mother.links_down.create(child=child, tie="enterprise", reason="同一企业")
    return mother


def test_cases_dismissed_or_told_of_again_and_again_are_in_the_package_with_the_reason(w):
    waved = dismissed(w)
    often = under(factories.lead(w.village, **NOT_ONE), factories.lead(w.village), factories.lead(w.village))
    once = under(factories.lead(w.village, **NOT_ONE), factories.lead(w.village))
    found = under(
        factories.lead(w.village, **NOT_ONE | {"conclusion": "accident"}),
        factories.lead(w.village),
        factories.lead(w.village),
    )
    second = factories.lead(w.village, former=concluded(w), **NOT_ONE)
    campaign = factories.campaign(w.town)
    client = as_user(w.leader)
    page = client.get(url("again_list"))
    assert {row.pk: why for row, why in page.context["owed"]} == {
        waved.pk: "不予受理", often.pk: "多次反映（2 件关联）", second.pk: "多次核查",
    }  # fmt: skip
    assert "多次反映（2 件关联）" in text_of(page)
    for lead in (once, found):
        with pytest.raises(Refused, match="多次反映的线索才需要"):
            services.verify_again(former=lead, campaign=campaign, by=w.leader)
    assert len(services.take_up_all(campaign=campaign, by=w.leader)) == 3 and owed(campaign, w.leader) == []


def test_a_case_once_dismissed_and_taken_up_again_cannot_be_dismissed_a_second_time(w):
    new = taken_up(w, dismissed(w))
    page = text_of(as_user(w.leader).get(url("detail", new)))
    assert "原线索不予受理，必须换人重新核查" in page and url("dismiss", new) not in page
    with pytest.raises(Refused, match="必须重新核查"):
        services.dismiss(lead=new, note="重复", by=w.leader)


def test_what_was_dismissed_in_a_campaign_is_not_owed_by_it(w):
    campaign = factories.campaign(w.town, starts_on=timezone.localdate() - timedelta(days=3))
    dismissed(w)
    assert owed(campaign, w.leader) == []


def test_a_leader_who_once_refuted_it_is_told_so_before_deciding_anew(w):
    old = concluded(w)
    new = taken_up(w, old)
    for leader, told in ((w.leader, True), (w.leader2, False)):
        assert (f"原线索 {old.number} 由您作出" in text_of(as_user(leader).get(url("competence", new)))) is told
    confirmed(w, new, w.third, w.fourth)
    for leader, told in ((w.leader, True), (w.leader2, False)):
        assert (f"原线索 {old.number} 由您作出" in text_of(as_user(leader).get(url("conclude", new)))) is told
