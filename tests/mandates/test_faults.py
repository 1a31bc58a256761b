"""追责线索: what a village or its cadre answers for, judged by a leader, handed to discipline and followed there."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from core import clock
from core.errors import Refused
from hazards.models import Transfer
from hazards.services import transfer as transfers
from mandates import demo
from mandates.models import Fault
from mandates.services import faults
from notices.models import Paper
from reminders.models import Message
from tests import factories

PERSON = "鲍推事"
FACTS = "三次催报没有入户，自查表由一人代签"


def noted(w, by=None, **values):
    given = {"village": w.village, "kind": "faked", "seen_on": clock.today(), "facts": FACTS, "person": PERSON}
    return faults.note(by=by or w.officer, **(given | values))


def confirmed(w):
    return faults.judge(fault=noted(w), action="confirm", note="入户核对属实", by=w.leader)


def handed(w):
    return faults.hand(fault=confirmed(w), by=w.officer)


def dropped(w):
    return faults.judge(fault=noted(w), action="drop", note="已说明原因", by=w.leader)


MAKE = {"noted": noted, "confirmed": confirmed, "handed": handed, "dismissed": dropped}
MAY = {"noted": {"confirm", "drop"}, "confirmed": {"drop", "hand"}, "handed": set(), "dismissed": set()}
WHO = {"confirm": "leader", "drop": "leader", "hand": "officer"}


def act(w, row, action, by):
    if action == "hand":
        return faults.hand(fault=row, by=by)
    return faults.judge(fault=row, action=action, note="核对", by=by)


@pytest.mark.parametrize("state", MAKE)
@pytest.mark.parametrize("action", WHO)
def test_every_step_in_every_state(w, state, action):
    row = MAKE[state](w)
    for stranger in ("department", "liaison", "cadre", "boss", "discipline", "supervisor", "other_officer"):
        with pytest.raises(Refused):
            act(w, row, action, getattr(w, stranger))
    if action in MAY[state]:
        assert act(w, row, action, getattr(w, WHO[action])).state != state
    else:
        with pytest.raises(Refused):
            act(w, row, action, getattr(w, WHO[action]))


def test_the_table_of_the_workflow_is_the_one_tested():
    assert set(Fault.workflow.steps) == set(WHO)


def test_it_is_handed_by_the_register_of_transfers_with_receipt_answer_and_letter(w):
    row = handed(w)
    sent = row.transfer
    assert (sent.kind, sent.to_body, sent.matter) == ("discipline", "云溪镇纪委", "石桥村在安全生产工作中弄虚作假问题")
    assert PERSON in sent.facts and FACTS in sent.facts and sent in Transfer.objects.to_do(w.discipline)
    transfers.receive(transfer=sent, by=w.discipline, receiver="案管室")
    transfers.handle(transfer=sent, by=w.discipline, result="已谈话")
    transfers.answer(transfer=sent, by=w.discipline, answer="给予诫勉")
    assert Fault.objects.get().transfer.state == "answered"
    paper = transfers.letter(transfer=sent, by=w.officer)
    assert Paper.objects.get() == paper and paper.content["to"] == "云溪镇纪委" and FACTS in paper.content["facts"]


def test_nobody_judges_what_the_own_hand_noted(w):
    row = noted(w, by=w.leader)
    with pytest.raises(Refused, match="由其他领导核实"):
        faults.judge(fault=row, action="confirm", note="属实", by=w.leader)
    other = factories.user("leader", w.town)
    assert faults.judge(fault=row, action="confirm", note="属实", by=other).state == "confirmed"


def test_a_judgement_has_its_reason(w):
    with pytest.raises(Refused, match="必须写明原因"):
        faults.judge(fault=noted(w), action="drop", note=" ", by=w.leader)


@pytest.mark.parametrize(
    ("values", "reason"),
    [({"facts": " "}, "基本情况"), ({"seen_on": clock.today() + timedelta(days=1)}, "不能晚于今天")],
)
def test_a_faulty_one(w, values, reason):
    with pytest.raises(Refused, match=reason):
        noted(w, **values)


def test_another_townships_village_is_refused(w):
    with pytest.raises(Refused, match="不是本乡镇的村"):
        noted(w, village=w.other_village)


def test_the_database_wants_the_transfer_of_what_was_handed(w):
    row = noted(w)
    with pytest.raises(IntegrityError), transaction.atomic():
        Fault.objects.filter(pk=row.pk).update(**{"state": "handed"})


@pytest.mark.parametrize("who", ["officer", "leader", "discipline", "department", "liaison", "cadre", "boss", "supervisor"])
def test_the_office_and_leaders_see_all_discipline_what_was_handed(w, who):
    first, second = noted(w), handed(w)
    seen = {"officer": {first, second}, "leader": {first, second}, "discipline": {second}}.get(who, set())
    assert set(Fault.objects.visible_to(getattr(w, who))) == seen
    assert not Fault.objects.visible_to(w.other_officer).exists()


def test_messages_and_the_list_name_nobody(w, client):
    handed(w)
    told = "".join(Message.objects.values_list("title", flat=True)) + "".join(Message.objects.values_list("body", flat=True))
    assert "一条追责线索待核实" in told and PERSON not in told
    client.force_login(w.officer)
    assert PERSON not in client.get(reverse("mandates:faults")).content.decode()
    assert Fault.objects.filter(state="handed").values_list("person", flat=True)[0] == PERSON


def test_the_record_of_the_village_stands_beside_it(w):
    campaign = factories.campaign(w.town)
    task = factories.task(campaign)
    late = factories.assignment(task, w.village, due_on=clock.today() - timedelta(days=2))
    late.log.create(action="send_back", action_label="退回", to_state="returned", actor=w.officer, note="x")
    factories.assignment(factories.task(campaign), w.village)
    factories.assignment(task, w.village2)
    assert faults.record_of(w.village, campaign) == (2, 1, 1)
    assert faults.record_of(w.village, factories.campaign(w.town)) == (0, 0, 0)


def test_the_whole_way_through_the_pages(w, client):
    client.force_login(w.officer)
    form = {
        "village": w.village.pk,
        "kind": "slack",
        "seen_on": clock.today(),
        "facts": FACTS,
        "person": PERSON,
        "form_token": "t",
    }
    assert "请填写基本情况" in client.post(reverse("mandates:fault_new"), form | {"facts": ""}).content.decode()
    for _ in range(2):
        client.post(reverse("mandates:fault_new"), form)
    row = Fault.objects.get()
    page, step = reverse("mandates:fault", args=[row.pk]), lambda name: reverse("mandates:fault_step", args=[row.pk, name])
    assert PERSON in client.get(page).content.decode() and "追责移交" not in client.get(page).content.decode()
    client.force_login(w.leader)
    client.post(step("confirm"), {"note": "属实"})
    client.force_login(w.officer)
    assert "云溪镇纪委" in client.get(step("hand")).content.decode()
    client.post(step("hand"), {"to_body": "云溪镇纪委"})
    row.refresh_from_db()
    shown = client.get(page).content.decode()
    assert row.state == "handed" and row.transfer.number in shown and "已移交" in shown
    listed = client.get(reverse("mandates:faults"), {"state": "handed"})
    assert listed.context["total"] == 1 and client.get(reverse("mandates:faults"), {"kind": "faked"}).context["total"] == 0
    assert client.get(reverse("mandates:faults"), {"export": "xlsx"})["Content-Type"].startswith("application/vnd")
    client.force_login(w.discipline)
    assert client.get(page).status_code == 200
    client.force_login(w.cadre)
    assert client.get(page).status_code == 403 and client.get(reverse("mandates:faults")).status_code == 403


def test_the_demonstration_has_one_that_waits_and_one_handed_over(w):
    today = clock.today()
    county = SimpleNamespace(
        day=lambda n: today + timedelta(days=n), people={}, villages={w.town.code: [w.village, w.village2]}
    )
    demo._Tale(county, w.town, w.officer, [w.leader]).faults()
    assert sorted(Fault.objects.values_list("state", flat=True)) == ["handed", "noted"]
    assert max(Fault.objects.values_list("seen_on", flat=True)) <= today


def duty(w, where=None, **fields):
    w.campaign = getattr(w, "campaign", None) or factories.campaign(w.town)
    return factories.assignment(factories.task(w.campaign), where or w.village, **fields)


def test_a_duty_given_back_or_overdue_leads_to_the_form_with_its_fields_filled(w, client):
    late = duty(w, due_on=clock.today() - timedelta(days=3))
    back = duty(w, state="returned", due_on=clock.today() + timedelta(days=3))
    back.log.create(actor=w.officer, action="send_back", action_label="退回", to_state="returned", note="没有入户")
    office = duty(w, w.town, office=w.office, due_on=clock.today() - timedelta(days=1))
    client.force_login(w.officer)
    said = {
        late: ("shirked", w.village.pk, "逾期 3 天"),
        back: ("slack", w.village.pk, "退回：没有入户"),
        office: ("shirked", None, w.office.name),
    }
    for row, (kind, village, words) in said.items():
        to = f"{reverse('mandates:fault_new')}?duty={row.pk}"
        assert to in client.get(reverse("campaigns:assignment", args=[row.pk])).content.decode()
        start = client.get(to).context["form"].initial
        assert (start["kind"], start["village"], start["campaign"]) == (kind, village, row.campaign_id)
        assert words in start["facts"] and "逾期" not in start["facts"] or row != back
    assert client.get(f"{reverse('mandates:fault_new')}?duty=x").status_code == 404
    given = {name: client.get(to).context["form"].initial[name] for name in ("kind", "campaign", "facts", "materials")}
    client.post(to, given | {"village": w.village.pk, "seen_on": clock.today()})
    assert Fault.objects.get().facts.startswith("专项行动“")


def test_no_way_leads_there_from_a_duty_in_good_order_or_for_others(w, client):
    fine, done = duty(w, due_on=clock.today()), duty(w, state="accepted", due_on=clock.today() - timedelta(days=9))
    late = duty(w, due_on=clock.today() - timedelta(days=3))
    for person, row in ((w.officer, fine), (w.officer, done), (w.cadre, late), (w.liaison, late)):
        client.force_login(person)
        page = client.get(reverse("campaigns:assignment", args=[row.pk]))
        assert page.status_code == 200 and reverse("mandates:fault_new") not in page.content.decode()
