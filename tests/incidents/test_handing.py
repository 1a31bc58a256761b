"""Who sees what of hand-overs: leaders all of their township by state and count, discipline what was handed to it alone."""

from datetime import timedelta

import pytest
from django.urls import reverse

from core import clock
from incidents import services
from incidents.models import AccessLog, Export, Referral
from incidents.services import referrals
from incidents.views.handing import sums
from reminders.models import Message

from .conftest import SECRET, SUMMARY, as_user, later, opened, text_of, url

LIST = "incidents:referrals"


def referred(w, kind="upward", to="青禾县应急管理局", lead=None):
    return services.refer(
        lead=lead or opened(w), kind=kind, to_body=to, facts=SUMMARY, materials=f"{SECRET}病历", by=w.officer
    )


def sent(w, **values):
    row = referred(w, **values)
    return referrals.step(referral=row, action="send", by=w.officer, sent_on=clock.today(), answer_by=later(9))


def answered(w, **values):
    given = {"answered_on": clock.today(), "answer": f"{SECRET}一案已立案", "answer_number": "青纪〔2026〕3号"}
    return referrals.step(referral=sent(w, **values), action="answer", by=w.officer, **given)


def late(w):
    row = sent(w, kind="police", to="青禾县公安局")
    Referral.objects.filter(pk=row.pk).update(answer_by=clock.today() - timedelta(days=1))
    return row


def test_a_leader_sees_state_and_counts_of_all_and_nothing_of_what_they_say(w):
    prepared, under, over, done = referred(w), sent(w), late(w), answered(w, kind="discipline", to="云溪镇纪委")
    client = as_user(w.leader)
    page = client.get(reverse(LIST))
    shown = text_of(page)
    assert {row.pk for row in page.context["page"].object_list} == {row.pk for row in (prepared, under, over, done)}
    assert page.context["sums"] == [
        ("提请上级核查", 1, 1, 0, 0),
        ("移送公安机关", 1, 1, 1, 0),
        ("移送纪检监察机关", 1, 0, 0, 1),
    ]
    assert SECRET not in shown and SECRET[:2] not in shown and "已立案" not in shown
    assert "watermark" in page.context and page["Cache-Control"] == "no-store" and "lead-mark" in shown
    assert AccessLog.objects.filter(user=w.leader, detail__startswith="移交台账 第 1 页").exists()


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({"waiting": 1}, 2),
        ({"late": 1}, 1),
        ({"kind": "discipline"}, 1),
        ({"state": "prepared"}, 1),
        ({"number": "NOSUCH"}, 0),
    ],
)
def test_the_filters(w, query, count):
    referred(w), sent(w), late(w), answered(w, kind="discipline", to="云溪镇纪委")
    assert as_user(w.leader).get(reverse(LIST), query).context["total"] == count


@pytest.mark.parametrize("who", ["officer", "second", "third", "discipline", "liaison", "cadre", "boss", "supervisor"])
def test_nobody_but_leaders_sees_them_side_by_side(w, who):
    sent(w)
    client = as_user(getattr(w, who))
    assert client.get(reverse(LIST)).status_code == 403
    assert client.get(reverse("incidents:referrals_export")).status_code == 403


def test_a_leader_of_another_township_sees_none(w):
    sent(w)
    page = as_user(w.other_leader).get(reverse(LIST))
    assert page.context["total"] == 0 and page.context["sums"] == []


def test_discipline_sees_what_was_handed_to_it_and_no_other_hand_over_of_the_same_case(w):
    lead = opened(w)
    mine = sent(w, kind="discipline", to="云溪镇纪委", lead=lead)
    other = sent(w, kind="police", to="青禾县公安局", lead=lead)
    referred(w, kind="discipline", to="云溪镇纪委")
    client = as_user(w.discipline)
    listed = client.get(reverse("incidents:handed"))
    assert [row.pk for row in listed.context["page"].object_list] == [mine.pk]
    assert "青禾县公安局" not in text_of(listed)
    assert client.get(reverse("incidents:handed_one", args=[other.pk])).status_code == 404
    assert client.get(url("referral", lead, mine.pk)).status_code == 404
    assert client.get(url("referral", lead, other.pk)).status_code == 404
    assert not Referral.objects.visible_to(w.discipline).exists()
    assert "青禾县公安局" not in text_of(client.get(reverse("incidents:handed_one", args=[mine.pk])))


def test_a_leader_opens_what_went_to_discipline_and_reads_its_answer_for_a_reason(w):
    row = answered(w, kind="discipline", to="云溪镇纪委")
    client, to = as_user(w.leader), url("referral", row.lead, row.pk)
    assert SECRET not in text_of(client.get(to))
    assert f"{SECRET}一案已立案" in text_of(client.post(to, {"reason": "了解答复"}))


def test_every_handler_of_the_case_sees_what_went_to_discipline_and_hears_its_answer(w):
    lead = opened(w)
    row = answered(w, kind="discipline", to="云溪镇纪委", lead=lead)
    assert row not in Referral.objects.visible_to(w.second)
    services.name_handler(lead=lead, user=w.second, by=w.leader)
    assert {row} == set(Referral.objects.visible_to(w.second)) == set(Referral.objects.visible_to(w.officer))
    assert "移送纪检监察机关" in text_of(as_user(w.second).get(url("detail", lead)))
    told = services.refer(lead=lead, kind="police", to_body="青禾县公安局", facts="经过", by=w.officer)
    referrals.step(referral=told, action="send", by=w.officer, sent_on=clock.today(), answer_by=later(9))
    referrals.step(referral=told, action="answer", by=w.officer, answered_on=clock.today(), answer="已立案")
    title = f"涉亡线索 {lead.number} 的移交事项有结果"
    people = Message.objects.filter(title=title, link=url("detail", lead)).values_list("recipient", flat=True)
    assert w.second.pk in people and w.leader.pk in people


def test_the_register_leaves_by_two_and_without_a_name(w):
    from io import BytesIO

    from openpyxl import load_workbook

    answered(w, kind="discipline", to="云溪镇纪委")
    sent(w)
    to = f"{reverse('incidents:referrals_export')}?kind=discipline"
    as_user(w.leader).post(to, {"reason": "县里督导核对", "form_token": "t"})
    row = Export.objects.get()
    step = lambda who, action: as_user(who).post(reverse("incidents:export_step", args=[row.pk, action]))  # noqa: E731
    step(w.leader, "allow")
    row.refresh_from_db()
    assert row.state == "asked"
    step(w.leader2, "allow")
    sheet = load_workbook(BytesIO(step(w.leader, "fetch").content)).active
    words = "".join(str(cell) for line in sheet.values for cell in line)
    assert "移送纪检监察机关" in words and "提请上级核查" not in words and SECRET not in words and "已立案" not in words


def test_the_sums_leave_out_kinds_that_do_not_occur(w):
    assert sums(Referral.objects.all()) == []
