"""How often pages ask the database, whatever the number of rows."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories
from tests.core import estate
from tests.core.page import Page
from tests.core.test_urls_roles import ACTS, CLOSED, enter, w  # noqa: F401 - w is the fixture

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


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


def costs(client, pages):
    """{view: its queries, savepoints apart} of the pages that open."""
    found = {}
    for name, to in pages.items():
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(to)
        answer.close()
        if answer.status_code == 200:
            found[name] = sorted(q["sql"] for q in queries if "SAVEPOINT" not in q["sql"])
    return found


def shape(sql):
    return re.sub(r"'[^']*'|\d+", "?", sql)[:160]


@pytest.mark.parametrize("role", ["officer", "cadre", "boss", "supervisor"])
def test_a_list_asks_as_often_for_three_rows_as_for_one(w, role):  # noqa: F811
    client = enter(getattr(w, role))
    pages = {name: f"/{route}" for name, route, parameters, _ in CLOSED if not parameters and name not in ACTS}
    opened = costs(client, pages)  # what is kept between requests is read now
    one = costs(client, {name: pages[name] for name in opened})
    more(w)
    three = costs(client, {name: pages[name] for name in one})
    worse = {name: len(three[name]) - len(one[name]) for name in one if len(three[name]) > len(one[name])}
    told = [shape(sql) for name in worse for sql in three[name]]
    assert worse == {}, "\n".join(sql for sql in dict.fromkeys(told) if told.count(sql) > 2)
