"""Sending lists to units."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from checks import rules, services
from checks.models import Check
from checks.services import Units
from core.errors import Refused
from places.models import Office
from reminders.models import Message
from tests import factories

from .conftest import a_check, a_list, in_state, later, shipped, submitted


def send(w, of=None, by=None, **values):
    units = {"township": w.town, "audience": "enterprises"} | values.pop("units", {})
    of = of or shipped("fire-and-gas")
    given = {"version": of.current, "units": Units(**units), "due_on": later(), "campaign": None}
    return services.send(by=by or w.officer, **(given | values))


def test_every_running_enterprise_of_the_township_gets_one(w):
    factories.enterprise(w.village, status="suspended")
    sent = send(w)
    assert {row.enterprise for row in sent.checks} == {w.firm, w.firm2} and sent.already == 0
    row = Check.objects.get(enterprise=w.firm)
    assert (row.state, row.place, row.sent_by, row.due_on) == ("sent", w.village, w.officer, later())
    assert row.log.get().action_label == "派发自查"


def test_a_village_gets_one_for_itself(w):
    sent = send(w, units={"audience": "villages"})
    assert {(row.place, row.enterprise) for row in sent.checks} == {(w.village, None), (w.village2, None)}


@pytest.mark.parametrize(
    ("narrowed", "chosen"),
    [
        ({"sectors": ["gas"]}, ["firm"]), ({"high_risk": True}, ["firm2"]), ({"villages": ["990101100201"]}, ["firm"]),
        ({"sectors": ["gas"], "high_risk": True}, []),
    ],
)  # fmt: skip
def test_units_are_narrowed_by_trade_village_and_risk(w, narrowed, chosen):
    w.firm.sector_id, w.firm2.high_risk = "gas", True
    w.firm.save()
    w.firm2.save()
    if not chosen:
        with pytest.raises(Refused, match="没有符合条件的单位"):
            send(w, units=narrowed)
        return
    assert [row.enterprise for row in send(w, units=narrowed).checks] == [getattr(w, name) for name in chosen]


def test_only_chosen_villages(w):
    sent = send(w, units={"audience": "villages", "villages": [w.village2.code]})
    assert [row.place for row in sent.checks] == [w.village2]


def test_sent_twice_nothing_doubles_and_nobody_is_told_twice(w):
    send(w)
    again = send(w)
    assert again.checks == [] and again.already == 2 and Check.objects.count() == 2
    assert Message.objects.filter(recipient=w.boss).count() == 1


@pytest.mark.parametrize("state", ["sent", "filling", "submitted", "returned"])
def test_an_open_check_keeps_a_second_one_out(w, state):
    of = a_list()
    in_state(w, state, a_check(w, of))
    assert [row.enterprise for row in send(w, of).checks] == [w.firm2]


@pytest.mark.parametrize(("state", "anew"), [("submitted", 1), ("accepted", 1), ("cancelled", 2)])
def test_what_a_campaign_asks_in_confidence_is_asked_once(w, state, anew):
    campaign = factories.campaign(w.town)
    check = a_check(w, shipped(), campaign=campaign)
    if state == "cancelled":
        services.cancel(check=check, note="已停产", by=w.leader)
    else:
        submitted(w, check)
    if state == "accepted":
        services.accept(check=check, by=w.officer)
    again = send(w, shipped(), campaign=campaign)
    assert (len(again.checks), again.already) == (anew, 2 - anew)
    assert len(send(w, shipped()).checks) == 2  # of no campaign it is another matter


@pytest.mark.parametrize("state", ["accepted", "cancelled"])
def test_a_finished_check_lets_the_next_round_in(w, state):
    of = a_list()
    in_state(w, state, a_check(w, of))
    assert {row.enterprise for row in send(w, of).checks} == {w.firm, w.firm2}


def test_each_campaign_may_send_its_own(w):
    send(w)
    assert len(send(w, campaign=factories.campaign(w.town)).checks) == 2


def test_the_database_refuses_a_second_open_check_too(w):
    of = a_list()
    a_check(w, of)
    with pytest.raises(IntegrityError), transaction.atomic():
        a_check(w, of)


def test_the_people_of_the_unit_are_told(w):
    send(w)
    told = Message.objects.get(recipient=w.boss)
    assert "前完成自查：消防和燃气安全自查表" in told.title
    assert told.link == reverse("checks:detail", args=[Check.objects.get(enterprise=w.firm).pk])


def test_a_firm_without_an_account_is_told_through_its_village(w):
    keeper = factories.user("cadre", w.village2)
    sent = send(w)
    assert Message.objects.filter(recipient=keeper).count() == 1 and sent.unreached == []


def test_a_confidential_list_goes_to_nobody_but_the_unit(w):
    factories.user("cadre", w.village2)
    sent = send(w, shipped())
    assert [row.enterprise for row in sent.unreached] == [w.firm2]
    assert not Message.objects.filter(recipient__memberships__role="cadre").exists()


def test_many_units_cost_no_more_queries(w, django_assert_max_num_queries):
    for _ in range(30):
        factories.enterprise(w.village)
    with django_assert_max_num_queries(40):
        assert len(send(w).checks) == 32


@pytest.mark.parametrize("role", ["leader", "liaison", "cadre", "boss", "discipline", "supervisor"])
def test_others_do_not_send(w, role):
    with pytest.raises(Refused, match="由应急办或监管站所派发"):
        send(w, by=getattr(w, role))


def test_what_may_not_be_sent(w):
    own = services.copy_list(checklist=shipped(), by=w.officer)
    with pytest.raises(Refused, match="发布后才能派发"):
        services.send(version=own.draft, units=Units(w.town, "villages"), due_on=later(), by=w.officer)
    with pytest.raises(Refused, match="不能早于今天"):
        send(w, due_on=later(-1))
    with pytest.raises(Refused, match="本乡镇"):
        send(w, units={"township": w.other_town})
    of = a_list()
    of.audience = "villages"
    of.save()
    with pytest.raises(Refused, match="只用于村"):
        send(w, of)
    assert not Check.objects.exists()


def post(client, user, **data):
    client.force_login(user)
    return client.post(reverse("checks:send"), data)


def form(**values):
    return {"checklist": shipped("fire-and-gas").pk, "due_on": str(later()), "audience": "enterprises"} | values


def test_the_page_counts_before_it_sends(client, w):
    shown = post(client, w.officer, **form(act="preview")).content.decode()
    assert "将发给 2 个单位" in shown and w.firm.name in shown and not Check.objects.exists()
    assert "已派发给 2 个单位" in post(client, w.officer, **form(act="send")).content.decode()
    shown = post(client, w.officer, **form(act="send")).content.decode()
    assert "没有重复派发" in shown and Check.objects.count() == 2


def test_the_page_names_units_that_nobody_told(client, w):
    shown = post(client, w.officer, **form(act="send", checklist=shipped().pk)).content.decode()
    assert "1 个单位没有登录账号" in shown and w.firm2.name in shown


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"due_on": "2020-01-01"}, "不能早于今天"),
        ({"due_on": ""}, "请填写完成期限"),
        ({"checklist": "99999"}, "选择一个有效的选项"),
    ],
)
def test_wrong_input_comes_back_with_the_reason(client, w, values, said):
    shown = post(client, w.officer, **form(act="send", **values)).content.decode()
    assert said in shown and not Check.objects.exists()


def test_the_page_sends_to_the_ticked_villages_only(client, w):
    post(client, w.officer, **form(act="send", audience="villages", villages=[w.village2.code]))
    assert Check.objects.get().place == w.village2


def test_a_township_is_offered_neither_foreign_lists_nor_foreign_campaigns(client, w):
    foreign = services.new_list(name="邻乡自查表", audience="both", confidential=False, by=w.other_officer)
    services.add_item(version=foreign.draft, text="通道", by=w.other_officer)
    services.publish(version=foreign.draft, by=w.other_officer)
    theirs = factories.campaign(w.other_town)
    client.force_login(w.officer)
    shown = client.get(reverse("checks:send")).content.decode()
    assert foreign.name not in shown and theirs.name not in shown


@pytest.mark.parametrize("role", ["leader", "cadre", "boss"])
def test_the_page_is_refused_to_others(client, w, role):
    client.force_login(getattr(w, role))
    assert client.get(reverse("checks:send")).status_code == 403


# an office


@pytest.fixture
def supervised(w):
    """The first firm is of the office's trade."""
    w.office.sectors.add(w.firm.sector)
    type(w.firm).objects.filter(pk=w.firm2.pk).update(sector="mines", supervising_office=None)
    return w.firm


def by_office(w, **values):
    return send(w, by=w.department, **({"units": {"seen_by": w.department}} | values))


def test_an_office_sends_to_the_enterprises_it_supervises(w, supervised):
    sent = by_office(w)
    assert [row.enterprise for row in sent.checks] == [supervised]
    assert w.boss in sent.reached[sent.checks[0].pk]


@pytest.mark.parametrize(
    "values",
    [{"units": {}}, {"units": {"audience": "villages"}}, {"of": "three-questions", "units": {"confidential": True}}],
)
def test_an_office_sends_nothing_else(w, supervised, values):
    given = {"units": {"seen_by": w.department} if values["units"].get("confidential") else values["units"]}
    given |= {"of": shipped(values["of"])} if "of" in values else {}
    with pytest.raises(Refused, match="站所只能把不保密的检查表派发给自己监管的企业"):
        by_office(w, **given)


def test_the_office_that_sent_it_judges_and_is_told(w, supervised):
    row = submitted(w, by_office(w, of=a_list()).checks[0], value="no")
    assert Message.objects.filter(recipient=w.department, object_id=row.pk, title__contains="待审核").exists()
    assert list(Check.objects.visible_to(w.department).to_judge(w.department)) == [row]
    other = factories.user("department", w.town, office=Office.objects.create(township=w.town, name="派出所"))
    assert "派发的站所审核" in rules.may_judge(other, row) and list(
        Check.objects.visible_to(w.officer).to_judge(w.officer)
    ) == [row]
    assert services.accept(check=row, by=w.department).state == "accepted"


def test_an_office_sees_what_it_sent_after_the_trade_changed(w, supervised):
    row = by_office(w).checks[0]
    type(w.firm).objects.filter(pk=w.firm.pk).update(sector="mines", supervising_office=None)
    w.office.sectors.clear()
    assert list(Check.objects.visible_to(w.department)) == [row]


def test_the_page_of_an_office_offers_enterprises_only(client, w, supervised):
    client.force_login(w.department)
    page = client.get(reverse("checks:send"))
    assert "本站所监管的在营企业" in page.content.decode() and "offices" not in page.context["form"].fields
    given = {
        "checklist": shipped("fire-and-gas").pk,
        "due_on": f"{later():%Y-%m-%d}",
        "audience": "enterprises",
        "act": "send",
    }
    assert client.post(reverse("checks:send"), given).status_code == 200
    assert [row.enterprise for row in Check.objects.all()] == [supervised]
    client.post(reverse("checks:send"), given | {"audience": "villages"})
    assert Check.objects.count() == 1


# several campaigns


def test_one_sending_counts_in_several_campaigns(client, w):
    first, second = factories.campaign(w.town), factories.campaign(w.town)
    client.force_login(w.officer)
    given = {"checklist": shipped("fire-and-gas").pk, "due_on": f"{later():%Y-%m-%d}", "audience": "enterprises"}
    given |= {"campaign": first.pk, "also_for": [first.pk, second.pk]}
    assert "将发给 2 个单位" in client.post(reverse("checks:send"), given | {"act": "preview"}).content.decode()
    client.post(reverse("checks:send"), given | {"act": "send"})
    assert [(row.campaign, list(row.also_for.all())) for row in Check.objects.all()] == [(first, [second])] * 2
