"""Planted secrets asked for over every address, by every role and a stranger, in every way a page can be asked.

The world is that of the walk of all addresses (tests/core/estate.py); into its own case go a dead person's name, an ID
number, a phone, a witness and a story, and into what hangs on it: the accident, its people, what was handed to others, a
report, the scan of a ruling. `SIZE` counts what was asked.

With LEAKS=full in the environment every person asks every address. Without, the addresses are dealt out: each is still asked in
every way, by one or more of those outside and of those inside, and what matters most by all.
"""

import logging
import os
import re
import uuid
from collections import Counter
from types import SimpleNamespace
from urllib.parse import unquote

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from campaigns.models import Campaign
from campaigns.services.edit import conclude
from checks.models import Answer, Item
from core.sealed_files import read_whole
from evidence.services import bind
from hazards.trace.services import print_sheet
from incidents import services
from incidents.models import AccessLog, Lead, Reward, Settlement, Statement, Tip
from reminders import channels
from reminders.models import Message
from reminders.scan import scan
from tests import factories
from tests.core import estate
from tests.core.legible import legible_papers
from tests.core.test_urls_roles import ACTS, KNOWN, address, enter, htmx_is_noted, rows_of, text_of  # noqa: F401

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
NAME, ID, PHONE, TALKER, STORY = "卞秘安", "990101199003071234", "13900001111", "邰知情", "碾压机旁倒下"
PLANTED = (NAME, ID, PHONE, TALKER, STORY)
REWARDED = "云安罚〔2026〕七七号"  # the paper a reward for a hidden accident rests on
PERSONAL = (NAME, ID, PHONE, TALKER)
OUTSIDE = ("officer", "liaison", "cadre", "boss", "department", "supervisor", "other_officer")
INSIDE = ("leader", "discipline")
TWINS = ("officer", "department", "other_officer", "cadre", "supervisor")
ROOMS = ("incidents:", "tips:")
# ways to ask a page without a row: search, filter, sort, page, workbook
QUERIES = (
    {"q": NAME}, {"o": "-person", "ordering": "summary", "user": "-1"}, {"export": "xlsx"},
    {"number": NAME, "name": PHONE, "village": STORY, "person__startswith": NAME[0], "summary__contains": STORY, "page": "99999999"},
)  # fmt: skip
# the form that brings back what its own writers typed, and papers signed on the spot by those who sit at the table
WRITTEN = {"incidents:report", "incidents:interview_sign", "incidents:exhibit_handover"}
# sent with a reason, which is kept
OPENED = {
    "incidents:open", "incidents:statements_open", "incidents:accident_open", "incidents:referral", "incidents:handed_one",
    "incidents:brief",
}  # fmt: skip
# reports are the office's own, for a reason; who reported a death keeps the number as receipt
READS = {("officer", "incidents:brief"), ("cadre", "incidents:death_receipt"), ("cadre", "incidents:death_report")}
COUNTED = re.compile(r"(?:涉亡|死亡|原查否)[^<。；]{0,16}\d+ [条件]")
BESIDE = ("campaigns:", "dashboard:", "reminders:")  # rooms that tell of a campaign as a whole
SIZE = Counter()
FULL = os.environ.get("LEAKS") == "full"
BY_ALL = {
    "incidents:list",
    "incidents:detail",
    "incidents:open",
    "tips:list",
    "tips:detail",
    "dashboard:search",
    "dashboard:home",
}


def dealt(who, among, hands):
    """The addresses that fall to one of several people, so that each is dealt to one in so many of them."""
    own = among.index(who) % hands
    return [row for place, row in enumerate(KNOWN) if FULL or place % hands == own or row[0] in BY_ALL]


@pytest.fixture(scope="module")
def w(django_db_setup, django_db_blocker):
    """One world for the module, told about by messages and a scan; every request is rolled back."""
    with django_db_blocker.unblock(), transaction.atomic(), legible_papers():
        world = estate.estates(factories.world())
        plant(world)
        yield world
        transaction.set_rollback(True)


def plant(world):
    lead, handler = world.own.lead, world.discipline
    lead.person, lead.summary = NAME, f"{NAME}（{ID}，{PHONE}）在{STORY}"
    lead.due_on = lead.received_at.date()
    lead.save()
    row = world.own.verification
    row.plan, row.findings = f"找{TALKER}谈话", f"{NAME}的电话{PHONE}，{STORY}"
    row.save()
    row.interviews.create(
        person=TALKER,
        place="村委会",
        at=lead.received_at,
        present="甲、乙",
        text=f"{NAME}{STORY}",
        by=handler,
        written_at=lead.received_at,
    )
    row.visits.create(
        place=f"{NAME}家中",
        at=lead.received_at,
        visitors="甲、乙",
        met=TALKER,
        learnt=f"{TALKER}说{NAME}{STORY}",
        by=handler,
    )
    asked = {"person": TALKER, "place": f"{NAME}家中", "missed": "absent", "missed_note": f"{NAME}的家属{PHONE}不来"}
    row.appointments.create(at=lead.received_at, where="other", by=handler, **asked)
    exhibit, said = world.own.exhibit, {"lead": lead, "created_by": handler}
    exhibit.title, exhibit.traits, exhibit.taken_from, exhibit.taken_in = (
        f"{NAME}的手机",
        f"机主{NAME}，{PHONE}",
        TALKER,
        STORY,
    )
    exhibit.save()
    exhibit.log.create(
        actor=handler, action="look", action_label="查看实物", to_state="moving", note=f"{TALKER}指认{NAME}的物品"
    )
    for text in (NAME, f"{NAME[0]}别名"):
        Statement.objects.create(said_by=TALKER, origin="other", matter="name", text=text, where=f"{NAME}的证明", **said)
    Settlement.objects.create(
        matter="name", about=NAME, sides="[]", outcome="holds", holds=NAME, reason=f"{TALKER}证实是{NAME}", **said
    )
    _plant_around(world.own, handler)
    _plant_beside(world, handler)
    world.ended = factories.campaign(world.town)
    for _ in range(3):
        factories.lead(world.village, campaign=world.ended)
    conclude(campaign=world.ended, note="限期办结", by=world.leader)
    services.name_handler(lead=lead, user=handler, by=world.leader)
    lead.log.create(actor=handler, action="x", action_label="补记", to_state=lead.state, note=f"{NAME}的家属电话{PHONE}")
    scan(on=lead.due_on)


def _plant_around(own, handler):
    """Into the accident and its people, what was handed over and what came back, a report of the office."""
    told = {
        "accident": {"place": f"{NAME}家门口", "course": f"{NAME}{STORY}", "finding": "omitted", "basis": f"{TALKER}没有报"}
    }
    told["victim"] = {"name": NAME, "number": ID, "cause": f"{NAME}{STORY}", "died_in": f"{NAME}家中", "certificate": PHONE}
    letter = {"facts": f"{NAME}（{ID}）{STORY}", "materials": f"{TALKER}的笔录", "answer": f"{NAME}一案已立案，电话{PHONE}"}
    told |= {"referral": letter, "handed": letter}
    told["brief"] = {"text": f"{NAME}（{ID}）一案", "instruction": f"找{TALKER}核实", "result": f"{NAME}{STORY}，{PHONE}"}
    own.accident = own.lead.accident
    for name, values in told.items():
        row = getattr(own, name)
        for column, value in values.items():
            setattr(row, column, value)
        row.save()
        if hasattr(row, "log"):
            note = f"{TALKER}说{NAME}的电话是{PHONE}"
            row.log.create(actor=handler, action="x", action_label="补记", to_state=row.state, note=note)


def _plant_beside(world, handler):
    """Into rooms beside: a confidential self-check, names that senders gave their files, a reward for a hidden accident."""
    own, now = world.own, timezone.now()
    asked = factories.checklist("是否有人死亡", bad_answer="yes", leads_to="lead", photo_when_bad=False)
    asked.confidential = True
    asked.save()
    words = Item.objects.create(version=asked.versions.get(), order=2, text="谁知情", kind="text", bad_answer="never")
    done = {"state": "submitted", "submitted_at": now, "sent_at": now, "signed_name": "甲", "submitted_by": own.boss}
    own.secret = factories.check(asked, own.village, enterprise=own.firm, **done)
    item, told = words.version.items.get(order=1), {"check_row": own.secret, "answered_at": now}
    answer = Answer.objects.create(item=item, value="yes", note=f"{NAME}（{ID}，{PHONE}）{STORY}", lead=own.lead, **told)
    Answer.objects.create(item=words, **Answer.kept(words, f"{TALKER}知情"), **told)
    for owner, by in ((answer, own.boss), (own.exhibit, handler), (own.lead, handler)):
        sent = factories.photo(by=by, name=f"{NAME}死亡证明.jpg")
        assert bind(ids=[sent.pk], owner=owner, by=by, slot="proof") == 1
        own.secret_photo = own.secret_photo if hasattr(own, "secret_photo") else sent
    said = {"form_key": "secret", "code_mark": "secret", "place": own.village, "kind": "concealed", "text": f"{NAME}{STORY}"}
    tip = Tip.objects.create(
        number="JB900", state="closed", finding="true", closed_at=now, due_on=now.date(), named=False, **said
    )
    worth = {"basis": "deaths", "deaths": 7, "grade": "larger", "document": REWARDED, "amount": 280_000, "year": now.year}
    own.secret_reward = Reward.objects.create(
        tip=tip,
        number="JL900",
        township=own.town,
        rule=own.reward.rule,
        approve_by=now.date(),
        created_by=own.officer,
        **worth,
    )


def ask(client, name, to, method="get", **extra):
    """One request, undone afterwards."""
    SIZE[method] += 1
    with transaction.atomic():
        answer = getattr(client, method)(to, **extra)
        text = unquote(text_of(answer))
        transaction.set_rollback(True)
    return answer, text


FORM = {"note": "想看一看", "reason": "想看一看", "what": "lead-0-person"}


def ways(client, e, known):
    """(name, typed words, answer, text) of addresses of the rooms: page, fragment, form sent, and lists in every way.

    What is shut as a page is not asked for its fragment and its searches: the same door stands before them. Nor is what
    did not read whether a fragment or a search was asked for.
    """
    for name, route, parameters, _ in known:
        if not name.startswith(ROOMS):
            continue
        to = address(name, route, parameters, e)
        yield name, (), *ask(client, name, to, "post", data=FORM)
        if name in ACTS:
            continue
        answer, text = ask(client, name, to)
        yield name, (), answer, text
        if answer.status_code == 200:
            if hasattr(answer.wsgi_request, "reads_htmx"):
                yield name, (), *ask(client, name, to, headers={"HX-Request": "true"})
            for query in QUERIES if "GET" in vars(answer.wsgi_request) and not rows_of(name, parameters) else ():
                yield name, query.values(), *ask(client, name, to, data=query)


def around(client, known):
    """The lists of other rooms, the search among them, searched for the name."""
    for name, route, parameters, _ in known:
        if not parameters and not name.startswith(ROOMS):
            yield name, QUERIES[0].values(), *ask(client, name, f"/{route}", data=QUERIES[0])


def told(text, typed, words):
    """The words an answer gives away: the echo of what was typed does not count."""
    for value in typed:
        text = re.sub(rf'(?:value|href|hx-get|action)="[^"]*{re.escape(value)}[^"]*"', "", text)
        text = text.replace(f"搜索：{value}", "").replace(f"={value}", "")
    return [word for word in words if word in text]


@pytest.mark.parametrize("who", OUTSIDE)
def test_who_may_not_know_finds_no_planted_word_and_no_number_in_the_rooms(w, who):
    client = enter(getattr(w, who))
    asked = ways(client, w.own, dealt(who, OUTSIDE, 5))
    found = [(n, told(text, typed, PLANTED + (w.own.lead.number,))) for n, typed, _, text in asked]
    assert [row for row in found if row[1] and (who, row[0]) not in READS] == []


@pytest.mark.parametrize("who", [*OUTSIDE, "discipline"])
def test_no_page_of_a_campaign_tells_how_many_cases_it_has(w, who):
    client, e = enter(getattr(w, who)), SimpleNamespace(**vars(w.own) | {"campaign": w.ended})
    found, seen = [], 0
    for name, route, parameters, _ in KNOWN:
        if name.startswith(BESIDE) and name not in ACTS and set(parameters) <= {"campaign_id"}:
            _, text = ask(client, name, address(name, route, parameters, e))
            seen += "涉亡核查还没有全部办结" in text
            found += [(name, COUNTED.findall(text))] if COUNTED.search(text) else []
    assert found == [] and bool(seen) == Campaign.objects.visible_to(getattr(w, who)).filter(pk=w.ended.pk).exists()


@pytest.mark.parametrize("who", [*OUTSIDE, *INSIDE])
def test_nobody_finds_a_planted_word_on_the_pages_around(w, who):
    client = enter(getattr(w, who))
    asked = around(client, dealt(who, (*OUTSIDE, *INSIDE), 6))
    found = [(n, told(text, typed, PLANTED)) for n, typed, _, text in asked]
    assert [row for row in found if row[1]] == []


def test_a_stranger_finds_nothing_and_learns_from_no_status_whether_a_case_is_there(w):
    client = Client(raise_request_exception=False)
    found = [(n, told(text, typed, PLANTED + (w.own.lead.number,))) for n, typed, _, text in ways(client, w.own, KNOWN)]
    assert [row for row in found if row[1]] == []


@pytest.mark.parametrize("who", INSIDE)
def test_who_may_know_sees_names_and_numbers_covered_but_where_they_were_written_or_opened(w, who):
    client = enter(getattr(w, who))
    shown, titles = set(), []
    for name, typed, answer, text in ways(client, w.own, dealt(who, INSIDE, 2)):
        opened = name in OPENED and answer.request["REQUEST_METHOD"] == "POST"
        shown |= {name} if told(text, typed, PERSONAL) and not opened else set()
        heads = " ".join(re.findall(r"<title>.*?</title>|<h1>.*?</h1>", text, re.S)) + unquote(answer.get("Location", ""))
        titles += [name] if told(heads, typed, PLANTED) else []
    assert shown <= WRITTEN and titles == []


def twins(person, w, known):
    """Each address of a case beside the same address with a key that nobody has: status, size, queries of both."""
    client = enter(person)
    for name, route, parameters, _ in known:
        if "lead_id" not in parameters:
            continue
        there = address(name, route, parameters, w.own)
        nowhere = there.replace(str(w.own.lead.pk), str(uuid.uuid4()))
        for method in ("post",) if name in ACTS else ("get", "post"):
            yield name, *(measured(client, name, to, method) for to in (there, nowhere))


def measured(client, name, to, method):
    with CaptureQueriesContext(connection) as queries:
        answer, text = ask(client, name, to, method)
    key = re.search(r"[0-9a-f-]{36}", to)[0]
    return answer.status_code, len(text.replace(key, "").encode()), len(queries)


@pytest.mark.parametrize("who", TWINS)
def test_a_case_that_is_there_answers_like_one_that_is_not(w, who):
    asked = twins(getattr(w, who), w, dealt(who, TWINS, 4))
    different = [(name, there, nowhere) for name, there, nowhere in asked if there != nowhere]
    assert different == []


def test_a_filter_and_a_sort_by_what_is_sealed_change_nothing(w):
    client = enter(w.leader)
    plain = client.get(reverse("incidents:list")).context["total"]
    for query in ({"person": NAME}, {"summary__contains": STORY}, {"o": "person"}, {"person__startswith": "卞"}):
        assert client.get(reverse("incidents:list"), query).context["total"] == plain


def test_no_table_holds_a_planted_word_in_plain_text(w):
    found, looked = [], 0
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            for row in cursor.fetchall():
                looked += 1
                found += [(table, word) for word in PLANTED if word in str(row)]
    assert found == [] and looked > 500


@pytest.mark.parametrize("who", [*OUTSIDE, *INSIDE])
def test_answers_about_deaths_are_read_by_the_unit_and_for_a_reason_alone(w, who):
    client, check = enter(getattr(w, who)), reverse("checks:detail", args=[w.own.secret.pk])
    may = who == "boss" or Lead.objects.visible_to(getattr(w, who)).filter(pk=w.own.lead.pk).exists()
    assert bool(told(ask(client, "checks:detail", check)[1], (), PLANTED)) == (who == "boss")
    assert bool(told(ask(client, "checks:detail", check, "post", data=FORM)[1], (), PLANTED)) == may
    for name in ("evidence:file", "evidence:small", "evidence:stamped"):
        answer, text = ask(client, name, reverse(name, args=[w.own.secret_photo.pk]))
        assert (answer.status_code == 200) == (who == "boss") and not told(str(answer.headers), (), PLANTED)


@pytest.mark.parametrize("who", ["officer", *INSIDE])
def test_no_report_of_who_looked_tells_what_was_answered(w, who):
    person, firm, day = getattr(w, who), w.own.firm, timezone.localdate()
    _, text = ask(enter(person), "hazards:trace", reverse("hazards:trace", args=[firm.pk]))
    assert told(text, (), PLANTED) == [] and "涉密问题另存" in text
    with transaction.atomic():
        row = print_sheet(firm=firm, since=day, day=day, reason="县里检出", by=person)
        paper = read_whole(row.file, "倒查报告").decode(errors="ignore")
        transaction.set_rollback(True)
    assert firm.name in paper and told(paper, (), PLANTED) == []


@pytest.mark.parametrize("who", ["officer", "discipline", "leader"])
def test_the_register_of_rewards_points_at_no_case(w, who):
    client, knows = enter(getattr(w, who)), who == "leader"
    for name, key in (("tips:rewards", ()), ("tips:reward", (w.own.secret_reward.pk,)), ("tips:reward_step", None)):
        to = reverse(name, args=key) if key is not None else reverse(name, args=[w.own.secret_reward.pk, "refuse"])
        answer, text = ask(client, name, to)
        found = [word for word in ("较大事故", "7 人", REWARDED) if word in text]
        assert knows or found == []
        assert answer.status_code == 403 or w.own.secret_reward.number in text
        assert not knows or found or name == "tips:reward_step"


def test_the_group_hears_of_no_case_and_of_nobody_by_name(w):
    posted = [message for message in Message.objects.all() if channels.for_the_group(message)]
    assert posted and len(posted) < Message.objects.count()
    closed = {"incidents", "contenttypes"}
    assert [row for row in posted if row.content_type and row.content_type.app_label in closed] == []
    assert [row for row in posted if row.about == w.own.secret] == []
    words = (*PLANTED, w.own.lead.number, "涉亡", "谈话", "举报")
    assert [row.title for row in posted if told(f"{row.title}{row.link}", (), words)] == []


def test_messages_and_the_record_of_looks_bear_the_number_only(w):
    lead = w.own.lead
    assert Message.objects.filter(title__contains=lead.number).exists() and AccessLog.objects.filter(lead=lead).exists()
    texts = [f"{row.title}{row.body}{row.link}{row.key}" for row in Message.objects.all()]
    texts += AccessLog.objects.values_list("detail", flat=True)
    assert [text for text in texts if told(text, (), PLANTED)] == []


@pytest.mark.parametrize("who", [*OUTSIDE, *INSIDE])
def test_a_scan_of_a_case_is_handed_out_to_nobody_and_shown_for_a_reason_to_who_sees_the_case(w, who):
    person, key = getattr(w, who), w.own.ruling.pk
    client = enter(person)
    for name in ("evidence:file", "evidence:small", "evidence:stamped"):
        for query in ({}, {"original": "1"}):
            assert ask(client, name, reverse(name, args=[key]), data=query)[0].status_code == 404
    may = Lead.objects.visible_to(person).filter(pk=w.own.lead.pk).exists()
    to = reverse("incidents:ruling", args=[w.own.lead.pk, key])
    assert "data:image/jpeg" not in ask(client, "incidents:ruling", to)[1]
    assert ("data:image/jpeg" in ask(client, "incidents:ruling", to, "post", data=FORM)[1]) == may


def test_neither_the_error_page_nor_the_log_bears_what_the_case_holds(w, monkeypatch, caplog):
    def broken(lead, user, *rest):
        raise ValueError("something broke")

    monkeypatch.setattr("incidents.steps.offers", broken)
    caplog.set_level(logging.INFO)
    answer, text = ask(enter(w.leader), "incidents:detail", reverse("incidents:detail", args=[w.own.lead.pk]))
    assert answer.status_code == 500 and told(text, (), PLANTED) == []
    assert "something broke" in caplog.text and told(caplog.text, (), PLANTED) == []


def test_the_suite_is_as_large_as_it_says():
    """Run alone it has asked nothing."""
    assert not SIZE or sum(SIZE.values()) > (5000 if FULL else 1500), dict(SIZE)
