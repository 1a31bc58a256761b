"""What every page shows: Chinese words only, one title, named fields, short choices; and how often it asks the database."""

import re

import lxml.html
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories
from tests.core import estate
from tests.core.test_urls_roles import CLOSED, address, enter, in_sight, w  # noqa: F401 - w is the fixture

pytestmark = pytest.mark.django_db
ROLES = ("officer", "leader", "department", "liaison", "cadre", "boss", "supervisor", "discipline")
# words people read and write in Latin letters
KNOWN = set(
    "PDF QR Excel WPS xlsx xls txt docx doc png jpg jpeg heic MB GB A4 A3 Word App WeChat Alt Ctrl Shift Tab".split()
)
WORD = re.compile(r"(?<![\w.@/:-])[A-Za-z]{2,}(?![\w@:/-]|\.\w)")
SPOKEN = ("placeholder", "title", "aria-label", "alt")


class Page:
    """One page as a person sees it."""

    def __init__(self, name, answer):
        self.name, self.tree = name, lxml.html.fromstring(answer.content.decode())

    def words(self):
        for node in self.tree.iter():
            if node.tag in ("script", "style", "code", "option-data") or not isinstance(node.tag, str):
                continue
            yield node.text or ""
            yield from (node.get(key) for key in SPOKEN if node.get(key))
        yield from (node.tail or "" for node in self.tree.iter())

    def english(self):
        return sorted({word for text in self.words() for word in WORD.findall(text) if word not in KNOWN})

    def unnamed_fields(self):
        """Fields that a screen reader could not name."""
        labelled = {label.get("for") for label in self.tree.iter("label")}
        for field in self.tree.xpath("//input|//select|//textarea"):
            named = field.get("id") in labelled or field.get("aria-label") or field.xpath("ancestor::label")
            if field.get("type") not in ("hidden", "submit") and not named and not field.xpath("ancestor::fieldset[legend]"):
                yield field.get("name") or field.get("id")

    def faults(self):
        if words := self.english():
            yield f"English {words}"
        if len(self.tree.xpath("//title")) != 1 or self.tree.findtext(".//title").strip().startswith("·"):
            yield "no title"
        if len(self.tree.xpath("//h1")) != 1 or not self.tree.xpath("string(//h1)").strip():
            yield f"{len(self.tree.xpath('//h1'))} headings"
        ids = self.tree.xpath("//@id")
        if twice := sorted({i for i in ids if ids.count(i) > 1}):
            yield f"ids twice {twice}"
        if long := [s.get("name") for s in self.tree.iter("select") if len(s.xpath(".//option")) > 200]:
            yield f"too long to choose from {long}"
        if unnamed := sorted(set(self.unnamed_fields())):
            yield f"unnamed fields {unnamed}"
        if self.tree.xpath("//@style|//style|//script[not(@src) and not(@type='application/json')]"):
            yield "inline style or script"


def pages(person, w):  # noqa: F811
    """(name, Page) of every page the person may open."""
    client = enter(person)
    for name, route, parameters, _ in CLOSED:
        if not in_sight(person, name, parameters, w.own):
            continue
        answer = client.get(address(name, route, parameters, w.own))
        answer.close()
        html = answer.get("Content-Type", "").startswith("text/html")
        if answer.status_code == 200 and html and b"<html" in answer.content:
            yield name, Page(name, answer)


@pytest.mark.parametrize("role", ROLES)
def test_every_page_speaks_chinese_and_names_what_it_shows(w, role):  # noqa: F811
    faults = [f"{name}: {fault}" for name, page in pages(getattr(w, role), w) for fault in page.faults()]
    assert not faults, "\n".join(faults)


def test_the_words_of_other_languages_are_noticed():
    answer = type("Answer", (), {"content": b"<title>x</title><p title='Save'>Submit PDF 91990100MA a@b.cn</p>"})
    assert Page("x", answer).english() == ["Save", "Submit"]


def more(w):  # noqa: F811
    """Two further rows of everything: of the same enterprise and of new ones beside it."""
    staff = {"officer": w.officer, "handler": w.discipline, "cadre": w.cadre, "boss": w.boss}
    for _ in range(2):
        firm = factories.enterprise(w.village, supervising_office=w.office, sector=w.firm.sector)
        factories.user("cadre", w.village)
        for of in (w.firm, firm):
            estate.estate(of, estate.OWN_VILLAGE, estate.TOWN, estate.DEATH, **staff)


def costs(person):
    """{view: number of queries} of the pages without parameters, the session and its savepoints apart."""
    client, found = enter(person), {}
    for name, route, parameters, _ in CLOSED:
        if not parameters:
            client.get(f"/{route}").close()
            with CaptureQueriesContext(connection) as queries:
                answer = client.get(f"/{route}")
            answer.close()
            if answer.status_code == 200:
                found[name] = sorted(q["sql"] for q in queries if not re.search("django_session|SAVEPOINT", q["sql"]))
    return found


def shape(sql):
    return re.sub(r"'[^']*'|\d+", "?", sql)[:160]


@pytest.mark.parametrize("role", ["officer", "leader", "department", "cadre", "boss", "supervisor"])
def test_a_list_asks_as_often_for_three_rows_as_for_one(w, role):  # noqa: F811
    person = getattr(w, role)
    one = costs(person)
    more(w)
    three = costs(person)
    worse = {name: len(three[name]) - len(one[name]) for name in one if len(three[name]) > len(one[name])}
    told = [shape(sql) for name in worse for sql in three[name]]
    assert worse == {}, "\n".join(sql for sql in dict.fromkeys(told) if told.count(sql) > 2)
