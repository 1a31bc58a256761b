"""What the two great lists ask of the database, and what their filter bars offer to whom."""

import pytest
from django.test import Client
from django.urls import reverse

from core import search
from hazards.models import Hazard
from tests import factories

LISTS = ["hazards:list", "enterprises:list"]
SEATS = ["officer", "leader", "department", "liaison", "cadre", "boss", "discipline", "supervisor"]
FRAGMENT = {"HX-Request": "true"}


def login(user):
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def full(w, monkeypatch):
    """Both lists go on to a second page; the officer keeps a view of each."""
    from core import lists

    monkeypatch.setitem(lists.list_page.__kwdefaults__, "per_page", 2)
    for n in range(5):
        factories.hazard(w.village, enterprise=w.firm, office=w.office, description=f"第{n}处")
        factories.enterprise(w.village, name=f"甲厂{n}", sector_id="trade", supervising_office=w.office)
    factories.campaign(w.town), factories.campaign(w.other_town)
    for name in LISTS:
        w.officer.saved_views.create(page=name, name="常看", query="sector=trade")
    return w


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("who", SEATS)
@pytest.mark.parametrize("query", ["", "page=2", "sector=trade&village=990101100201"])
def test_a_list_asks_eight_times_at_most_whatever_the_seat(full, name, who, query, django_assert_max_num_queries):
    client, url = login(getattr(full, who)), f"{reverse(name)}?{query}"
    client.get(url)
    with django_assert_max_num_queries(8):
        assert client.get(url).status_code == 200
    with django_assert_max_num_queries(6):
        assert client.get(url, headers=FRAGMENT).status_code == 200


@pytest.mark.parametrize("met_soon", [0.5, 0])
def test_words_that_very_many_rows_hold_take_no_more_than_eight(full, monkeypatch, met_soon, django_assert_max_num_queries):
    monkeypatch.setattr(search, "COMMON", 0)
    monkeypatch.setattr(search, "MET_SOON", met_soon)
    client, url = login(full.officer), f"{reverse('hazards:list')}?q=处&state=found"
    client.get(url)
    with django_assert_max_num_queries(8):
        assert client.get(url).context["page"].num_pages > 1


@pytest.mark.parametrize("name", LISTS)
def test_it_asks_as_often_for_many_rows_as_for_few(full, name, django_assert_num_queries, django_assert_max_num_queries):
    client, url = login(full.officer), reverse(name)
    client.get(url)
    with django_assert_max_num_queries(8) as few:
        client.get(url)
    for n in range(5):
        firm = factories.enterprise(full.village2, name=f"乙厂{n}")
        factories.hazard(full.village2, enterprise=firm)
    with django_assert_num_queries(len(few)):
        client.get(url)


def choices(user, name, query=""):
    """{name of a filter: the words it offers}."""
    bar = login(user).get(f"{reverse(name)}?{query}").context["filter"]
    return {key: [label for value, label in field.choices if value] for key, field in bar.form.fields.items()
            if hasattr(field, "choices")}  # fmt: skip


def test_offices_and_campaigns_of_the_own_township_are_offered(full):
    found = choices(full.officer, "hazards:list")
    assert len(found["campaign"]) == 1 and full.office.name in found["office"] and len(found["sector"]) > 5


@pytest.mark.parametrize(("query", "offered"), [
    ("", False), ("village=990101100000", True), ("village=云溪镇 990101100000", True), ("within=990101100201", True),
    ("village=990101000000", False), ("village=云溪", False),
])  # fmt: skip
def test_a_county_first_names_a_township(full, query, offered):
    found = choices(full.supervisor, "hazards:list", query)
    assert [("office" in found), ("campaign" in found)] == [offered, offered]
    assert not offered or (len(found["campaign"]) == 1 and full.office.name in found["office"])


def test_a_link_with_an_office_holds_for_a_county_as_well(full):
    found = choices(full.supervisor, "hazards:list", f"office={full.office.pk}")
    assert found["office"] == [full.office.name] and "campaign" not in found
    rows = login(full.supervisor).get(reverse("hazards:list"), {"office": full.office.pk}).context["page"]
    assert rows.total == 5


PLACES = [
    ("云溪", "ab"), ("云溪镇 990101100000", "ab"), ("990101101000", "c"), ("石桥", "a"), ("青禾县", "abc"), ("没有这里", ""),
    ("12", ""), ("999999999999", ""),
]  # fmt: skip


@pytest.mark.parametrize(("text", "shown"), PLACES)
def test_a_county_names_any_place_below_it(w, text, shown):
    rows = {"a": w.village, "b": w.village2, "c": w.other_village}
    rows = {key: factories.hazard(place).pk for key, place in rows.items()}
    page = login(w.supervisor).get(reverse("hazards:list"), {"village": text}).context["page"]
    assert {row.pk for row in page} == {rows[key] for key in shown}


def test_suggestions_of_places_by_seat(w):
    def offered(user, text):
        found = login(user).get(reverse("places:options"), {"q": text}).json()["options"]
        return [row["label"] for row in found]

    assert offered(w.officer, "石桥") == ["石桥村"] and offered(w.officer, "云溪镇") == []
    assert offered(w.supervisor, "云溪镇") == [f"云溪镇 {w.town.code}"]


def test_a_list_stays_small(full, monkeypatch):
    from core import lists

    monkeypatch.setitem(lists.list_page.__kwdefaults__, "per_page", 50)
    Hazard.objects.all().delete()
    for n in range(51):
        factories.hazard(full.village, enterprise=full.firm, description=f"第{n}处安全出口被杂物堵塞，疏散指示标志缺失")
    page = login(full.officer).get(reverse("hazards:list"))
    assert len(page.context["page"]) == 50 and len(page.content) < 60_000


@pytest.mark.parametrize("who", ["officer", "cadre"])
def test_what_people_wrote_is_text_and_no_markup(w, who):
    type(w.firm).objects.filter(pk=w.firm.pk).update(name="<b>厂", principal="<i>人")
    factories.hazard(w.village, enterprise=w.firm, description="<script>门", location="'\"处", responsible="<u>")
    body = "".join(login(getattr(w, who)).get(reverse(name)).content.decode() for name in LISTS)
    assert "&lt;script&gt;门" in body and "&lt;b&gt;厂" in body
    assert not any(mark in body for mark in ("<script>门", "<b>厂", "<i>人", "<u>", "'\"处"))
