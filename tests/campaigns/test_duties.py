"""Answers and judgements: every state × every action, who may, what is refused."""

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from campaigns import rules
from campaigns.models import Assignment
from campaigns.services import duties
from core import clock
from core.errors import Refused
from core.workflow import advance
from evidence.models import Attachment
from reminders.models import Message
from tests import factories

from . import makers

ALLOWED = {
    "open": {"submit", "cancel"},
    "returned": {"submit", "cancel"},
    "submitted": {"accept", "send_back"},
    "accepted": {"send_back"},
    "cancelled": set(),
}
ACTORS = {"submit": "cadre", "accept": "officer", "send_back": "officer", "cancel": "officer"}


def row_in(w, state, **fields):
    task = factories.task(factories.campaign(w.town), settled=True)
    return factories.assignment(task, w.village, state=state, **fields)


@pytest.mark.parametrize("state", ALLOWED)
@pytest.mark.parametrize("action", ACTORS)
def test_every_action_in_every_state(w, state, action):
    row = row_in(w, state)
    actor = getattr(w, ACTORS[action])
    if action in ALLOWED[state]:
        advance(row, action, by=actor, note="说明")
        assert row.state == Assignment.workflow.steps[action].target and row.log.count() == 1
    else:
        with pytest.raises(Refused):
            advance(row, action, by=actor, note="说明")


@pytest.mark.parametrize(
    "who", ["officer", "leader", "department", "liaison", "boss", "discipline", "supervisor", "other_cadre"]
)
def test_only_the_unit_itself_answers(w, who):
    assert rules.may_answer(getattr(w, who), row_in(w, "open"))


@pytest.mark.parametrize("who", ["cadre", "leader", "department", "liaison", "boss", "supervisor", "other_officer"])
def test_only_the_townships_officer_judges(w, who):
    with pytest.raises(Refused):
        duties.accept(assignment=row_in(w, "submitted"), by=getattr(w, who))


def test_an_office_answers_for_itself_even_the_safety_office(w):
    task = factories.task(factories.campaign(w.town))
    row = factories.assignment(task, w.town, office=w.safety_office)
    assert rules.may_answer(w.officer, row) == "" and rules.may_answer(w.department, row)


def test_a_cadre_does_not_answer_for_an_enterprise_of_the_village(w):
    task = factories.task(factories.campaign(w.town))
    row = factories.assignment(task, w.village, enterprise=w.firm)
    assert rules.may_answer(w.cadre, row) and rules.may_answer(w.boss, row) == ""


@pytest.mark.parametrize("state", ["concluded", "draft", "withdrawn"])
def test_nothing_moves_unless_the_campaign_runs(w, state):
    row = row_in(w, "open")
    type(row.campaign).objects.filter(pk=row.campaign_id).update(state=state)
    row.refresh_from_db()
    assert rules.may_answer(w.cadre, row) and rules.may_judge(w.officer, row)


@pytest.mark.parametrize(
    "text", ["", "   ", "。。。", "已完成", "已完成。", "均已整改到位", "全部落实完毕", "按要求完成", "好的"]
)
def test_perfunctory_answers_are_refused(w, text):
    row = row_in(w, "open")
    with pytest.raises(Refused):
        duties.answer(assignment=row, text=text, held_on=clock.today(), by=w.cadre)
    row.refresh_from_db()
    assert row.state == "open" and not row.submissions.exists()


@pytest.mark.parametrize("text", [makers.WORDS, "召开会议一次，26人参加", "已完成12户烟管更换"])
def test_answers_that_say_something_pass(text):
    assert rules.perfunctory(text) == ""


def test_an_answer_keeps_the_day_of_the_event_apart_from_the_day_of_entry(w):
    row = row_in(w, "open")
    held = clock.today() - timedelta(days=3)
    answer = duties.answer(assignment=row, text=makers.WORDS, held_on=held, headcount=12, by=w.cadre)
    assert answer.held_on == held and answer.at.date() >= held and row.state == "submitted"


def test_an_event_in_the_future_is_refused(w):
    with pytest.raises(Refused, match="晚于今天"):
        duties.answer(assignment=row_in(w, "open"), text=makers.WORDS, held_on=clock.today() + timedelta(days=1), by=w.cadre)


def test_sending_twice_keeps_one_answer(w):
    row = row_in(w, "open")
    duties.answer(assignment=row, text=makers.WORDS, held_on=clock.today(), by=w.cadre)
    with pytest.raises(Refused):
        duties.answer(assignment=row, text=makers.WORDS, held_on=clock.today(), by=w.cadre)
    assert row.submissions.count() == 1


def test_a_returned_answer_is_told_with_its_reason_and_each_round_stays(w):
    row = row_in(w, "open")
    duties.answer(assignment=row, text=makers.WORDS, held_on=clock.today(), by=w.cadre)
    duties.send_back(assignment=row, note="没有写独居老人户", by=w.officer)
    message = Message.objects.get(recipient=w.cadre)
    assert message.body == "没有写独居老人户" and row.state == "returned"
    duties.answer(assignment=row, text=f"{makers.WORDS}，独居老人 4 户", held_on=clock.today(), by=w.cadre)
    assert row.submissions.count() == 2


def test_a_return_needs_its_reason(w):
    with pytest.raises(Refused, match="原因"):
        duties.send_back(assignment=row_in(w, "submitted"), note=" ", by=w.officer)


def test_bulk_acceptance_checks_each_row(w):
    good, empty = row_in(w, "open"), row_in(w, "submitted")
    duties.answer(assignment=good, text=makers.WORDS, held_on=clock.today(), by=w.cadre)
    done, refused = duties.accept_many(assignments=[good, empty], by=w.officer)
    assert done == 1 and [row.pk for row, _ in refused] == [empty.pk]
    empty.refresh_from_db()
    assert empty.state == "submitted"


def photo(name="a.jpg", kind="JPEG"):
    out = io.BytesIO()
    Image.new("RGB", (60, 40), "red").save(out, kind)
    return SimpleUploadedFile(name, out.getvalue())


def send(client, row, **data):
    values = {"text": makers.WORDS, "held_on": str(clock.today()), **data}
    return client.post(reverse("campaigns:answer", args=[row.pk]), values)


def test_a_photo_is_kept_and_seen_by_those_who_see_the_duty_only(w, login):
    row = row_in(w, "open")
    assert send(login(w.cadre), row, files=[photo()]).status_code == 302
    found = Attachment.objects.of(row.submissions.get()).get()
    url = reverse("evidence:file", args=[found.pk])
    page = login(w.officer).get(url)
    assert page.status_code == 200 and page.getvalue().startswith(b"\xff\xd8")
    shown = login(w.officer).get(reverse("campaigns:assignment", args=[row.pk])).content.decode()
    assert url in shown and reverse("evidence:small", args=[found.pk]) in shown
    assert login(w.other_cadre).get(url).status_code == 404


def test_a_file_that_lies_about_its_type_is_told_and_the_words_stay(w, login):
    row = row_in(w, "open")
    page = send(login(w.cadre), row, files=[SimpleUploadedFile("a.jpg", b"PK\x03\x04 no picture")])
    assert "不是能识别的照片" in page.content.decode() and makers.WORDS in page.content.decode()
    assert not row.submissions.exists() and not Attachment.objects.exists()


def test_a_photo_sent_from_the_phone_beforehand_is_bound_to_the_answer(w, login):
    row, client = row_in(w, "open"), login(w.cadre)
    sent = client.post(reverse("evidence:upload"), {"file": photo()}).json()
    assert send(client, row, photos=[sent["id"]]).status_code == 302
    assert str(Attachment.objects.of(row.submissions.get()).get().pk) == sent["id"]


def test_a_required_photo_is_required(w, login):
    row = row_in(w, "open")
    type(row.task).objects.filter(pk=row.task_id).update(evidence_required=True)
    page = send(login(w.cadre), row, photos=["not-an-id"])
    assert "要求附照片" in page.content.decode() and not row.submissions.exists()


def test_duties_are_grouped_by_urgency(w, login):
    today = clock.today()
    for days in (-2, 0, 7, 8):
        row_in(w, "open", due_on=today + timedelta(days=days))
    row_in(w, "open", due_on=None)
    groups = login(w.cadre).get(reverse("campaigns:duties")).context["groups"]
    assert [(key, len(rows)) for key, _, rows in groups] == [("late", 1), ("week", 2), ("later", 2)]


def test_after_a_judgement_the_next_answer_opens(w, login):
    first, second = row_in(w, "submitted"), row_in(w, "submitted")
    answer = login(w.officer).post(reverse("campaigns:judge", args=[first.pk, "accept"]))
    assert answer.url == reverse("campaigns:assignment", args=[second.pk])
    last = login(w.officer).post(reverse("campaigns:judge", args=[second.pk, "send_back"]), {"note": "请补照片"})
    assert last.url == reverse("campaigns:queue")


@pytest.mark.parametrize(
    "who, status",
    [
        ("officer", 200),
        ("leader", 200),
        ("liaison", 200),
        ("cadre", 200),
        ("boss", 404),
        ("department", 404),
        ("supervisor", 200),
        ("other_officer", 404),
        ("other_cadre", 404),
    ],
)
def test_an_assignment_is_seen_by_its_unit_and_those_above(w, login, who, status):
    url = reverse("campaigns:assignment", args=[row_in(w, "submitted").pk])
    assert login(getattr(w, who)).get(url).status_code == status
