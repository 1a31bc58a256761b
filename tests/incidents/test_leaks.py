"""A planted name, story and talk: whoever may not know asks for them over every address; nobody finds them.

Whoever may know reads them on the pages of the lead only: never in a list, an export, a title, a message or an address.
"""

import io
import re
import zipfile
from urllib.parse import unquote

import pytest
from django.test import Client
from django.urls import reverse

from incidents import services
from incidents.urls import urlpatterns
from reminders.models import Message
from reminders.scan import scan
from tests import factories

from .conftest import SECRET, TALKER, as_user, later, opened, people, ready, talk

STORY, NOTE = "碾压机旁倒下", "结论里的密语"
PLANTED = (SECRET, STORY, TALKER, NOTE)
QUERIES = (
    {}, {"q": SECRET}, {"number": SECRET}, {"person": SECRET}, {"o": "-person"}, {"village": SECRET}, {"state": "concluded"},
    {"export": "xlsx"},
)  # fmt: skip
LISTS = {"list", "again_list", "export", "accesses", "access_export"}
STRANGERS = ["second", "department", "discipline", "liaison", "cadre", "boss", "supervisor", "other_officer", "other_leader"]
ELSEWHERE = ["dashboard:home", "dashboard:search", "reminders:inbox", "enterprises:list", "hazards:list", "campaigns:list"]
# the pages of a lead itself; all others hold the number only
OF_THE_LEAD = {
    "detail", "open", "dismiss", "conclude", "handler_add", "verification_new", "team", "interview_new", "report", "send_back",
}  # fmt: skip


@pytest.fixture
def w(db):
    """The planted case, refuted with every text filled, one open lead beside it, told about by messages and a scan."""
    world = people(factories.world())
    lead = ready(world, opened(world, summary=f"{SECRET}在{STORY}", enterprise=world.firm))
    services.name_handler(lead=lead, user=world.third, by=world.leader)
    row = services.start_verification(
        lead=lead, team=[world.officer, world.third], plan=f"找{TALKER}谈话", due_on=later(), by=world.leader
    )
    services.add_interview(verification=row, by=world.officer, **talk())
    services.report(verification=row, findings=NOTE, proposal="refuted", by=world.officer)
    services.send_back(verification=row, note=NOTE, by=world.leader)
    services.report(verification=row, findings=NOTE, proposal="refuted", by=world.officer)
    services.confirm(verification=row, by=world.leader)
    world.lead = services.conclude(lead=lead, conclusion="refuted", note=NOTE, by=world.leader)
    world.row, world.handler = row, lead.handlers.first()
    world.open_lead = opened(world, summary=f"{SECRET}在{STORY}", enterprise=world.firm)
    world.campaign = factories.campaign(world.town)
    scan(on=world.open_lead.due_on)
    return world


def addresses(w):
    """(name, address) of every page of the room, for the planted case."""
    keys = {"lead_id": w.lead.pk, "verification_id": w.row.pk, "handler_id": w.handler.pk}
    for entry in urlpatterns:
        wanted = re.findall(r"<\w+:(\w+)>", str(entry.pattern))
        yield entry.name, reverse(f"incidents:{entry.name}", kwargs={name: keys[name] for name in wanted})


def content(answer):
    """What an answer says: its page, the cells of its workbook, its headers."""
    head = unquote(str(answer.headers))
    if "spreadsheet" in answer.get("Content-Type", ""):
        files = zipfile.ZipFile(io.BytesIO(answer.content))
        return head + "".join(files.read(name).decode() for name in files.namelist())
    return head + answer.content.decode()


def leaks(answer, asked=()):
    """The planted words an answer shows, but for the echo of what was typed: in a field, a link, an address, a heading."""
    text = unquote(content(answer))
    for value in filter(None, asked):
        text = re.sub(rf'(?:value|href)="[^"]*{re.escape(value)}[^"]*"', "", text)
        text = text.replace(f"搜索：{value}", "").replace(f"={value}", "")
    return [word for word in PLANTED if word in text]


def asks(client, w):
    """Every page of the room and around it, asked in every way."""
    for name, address in addresses(w):
        for query in QUERIES if name in LISTS else ({},):
            yield name, client.get(address, query), query.values()
        yield name, client.get(address, headers={"HX-Request": "true"}), ()
        yield name, client.post(address, {"reason": "想要看一看", "note": "x", "conclusion": "refuted"}), ()
    for name in ELSEWHERE:
        for query in ({}, {"q": SECRET}, {"q": STORY}):
            yield name, client.get(reverse(name), query), query.values()
    for name, key in (("enterprises:detail", w.firm.pk), ("campaigns:detail", w.campaign.pk)):
        yield name, client.get(reverse(name, args=[key])), ()


@pytest.mark.parametrize("who", STRANGERS)
def test_no_stranger_finds_a_planted_word_or_the_number_anywhere(w, who):
    found = []
    for name, answer, asked in asks(as_user(getattr(w, who)), w):
        found += [(name, word) for word in leaks(answer, asked)]
        found += [(name, "number")] if w.lead.number in content(answer) else []
    assert found == []


def test_nobody_without_login_finds_anything(w):
    answers = list(asks(Client(), w))
    assert not [name for name, answer, asked in answers if leaks(answer, asked)]
    # a fragment is answered with an empty page that sends the browser to the login
    shown = [name for name, answer, _ in answers if answer.status_code == 200 and not answer.get("HX-Redirect")]
    assert shown == [] and {answer.status_code for _, answer, _ in answers} <= {200, 302, 405}
    assert not [name for name, answer, _ in answers if answer.get("HX-Redirect") and answer.content]


@pytest.mark.parametrize("who", ["leader", "officer", "third"])
def test_who_may_know_reads_it_only_on_the_pages_of_the_lead_and_never_in_a_title(w, who):
    shown, titles = set(), []
    for name, answer, asked in asks(as_user(getattr(w, who)), w):
        shown |= {name} if leaks(answer, asked) else set()
        titles += [name for word in PLANTED if word in headings(answer)]
    assert "detail" in shown and shown <= OF_THE_LEAD
    assert titles == []


def headings(answer):
    """Title, heading, toasts and the address one is sent to, without the search's echo."""
    if not answer.get("Content-Type", "").startswith("text/html"):
        return ""
    text = answer.content.decode()
    found = re.findall(r"<title>.*?</title>|<h1>.*?</h1>|data-toast>.*?<button", text, re.S)
    return re.sub(r"搜索：\S+", "", " ".join(found)) + unquote(answer.get("Location", ""))


def test_the_planted_words_are_really_there(w):
    client, talker = as_user(w.leader), w.row.interviews.get()
    text = client.get(reverse("incidents:detail", args=[w.lead.pk])).content.decode()
    assert STORY in text and NOTE in text and SECRET not in text and TALKER not in text
    for word, what in ((SECRET, "lead-0-person"), (SECRET, "lead-0-summary"), (TALKER, f"talk-{talker.pk}-person")):
        asked = {"what": what, "reason": "核对笔录"}
        assert word in client.post(reverse("incidents:open", args=[w.lead.pk]), asked).content.decode()


def test_no_message_bears_a_planted_word(w):
    assert Message.objects.count() >= 8
    assert Message.objects.filter(key__startswith="lead").exists()
    for message in Message.objects.all():
        assert not [word for word in PLANTED if word in f"{message.title}{message.body}{message.link}{message.key}"]


def test_the_enterprise_whose_answer_opened_a_lead_does_not_find_it(w):
    services.open_lead(
        village=w.village, enterprise=w.firm, source="self-check", summary=STORY, person=SECRET, by=w.boss, key="answer:1"
    )
    found = [name for name, answer, asked in asks(as_user(w.boss), w) if leaks(answer, asked)]
    told = Message.objects.filter(recipient=w.boss).exclude(key__startswith="short-")  # what the files owe by the year's end
    assert found == [] and not told.exists()
