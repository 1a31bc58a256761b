"""The one way to show a list, tried on the register of enterprises."""

import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from core import lists
from tests import factories

LIST = reverse("enterprises:list")


@pytest.fixture
def many(w, client, monkeypatch):
    """Seven enterprises called 甲厂 in the first village, three to a page."""
    monkeypatch.setitem(lists.list_page.__kwdefaults__, "per_page", 3)
    for n in range(7):
        factories.enterprise(w.village, name=f"甲厂{n}")
    client.force_login(w.officer)
    return client


def links(page):
    return [part.split('"')[0] for part in page.content.decode().split('href="?')[1:]]


def test_paging_keeps_the_filter_in_the_address(many):
    page = many.get(LIST, {"q": "甲厂", "page": 2})
    assert page.context["page"].number == 2 and len(page.context["page"]) == 3
    pager = [link for link in links(page) if "page=" in link]
    assert len(pager) == 2 and all("q=%E7%94%B2%E5%8E%82" in link and link.count("page=") == 1 for link in pager)


@pytest.mark.parametrize(("number", "shown"), [("0", 3), ("-4", 3), ("99", 3), ("eins", 1), ("", 1), ("2" * 40, 3)])
def test_a_bad_page_number_shows_a_page(many, number, shown):
    page = many.get(LIST, {"q": "甲厂", "page": number})
    assert page.status_code == 200 and page.context["page"].number == shown


def test_the_count_is_of_the_filtered_rows(many):
    assert "共 7 条" in many.get(LIST, {"q": "甲厂"}).content.decode()


def test_the_export_has_all_filtered_rows_and_only_those(many):
    answer = many.get(LIST, {"q": "甲厂", "page": 2, "export": "xlsx"})
    rows = list(load_workbook(io.BytesIO(answer.content)).active.values)
    assert [row[0] for row in rows[1:]] == [f"甲厂{n}" for n in range(7)]
    assert "UTF-8''%E4%BC%81%E4%B8%9A" in answer["Content-Disposition"] and answer["X-Content-Type-Options"] == "nosniff"


def test_the_link_to_the_export_keeps_the_filter(many):
    (link,) = [link for link in links(many.get(LIST, {"q": "甲厂", "page": 2})) if "export=" in link]
    assert "q=" in link and "page=" not in link


def test_htmx_gets_the_rows_alone_and_a_boosted_visit_the_page(many):
    part = many.get(LIST, headers={"HX-Request": "true"}).content.decode()
    whole = many.get(LIST, headers={"HX-Request": "true", "HX-Boosted": "true"}).content.decode()
    assert "<html" not in part and "甲厂" in part and "<html" in whole


def test_filtered_to_none_and_empty_are_told_apart(many, w, client):
    assert "没有符合条件的企业" in many.get(LIST, {"q": "无此企业"}).content.decode()
    w.other_officer.membership.place = factories.place("990101102000", "渔渡镇", "township")
    w.other_officer.membership.save()
    client.force_login(w.other_officer)
    assert "还没有企业" in client.get(LIST).content.decode()


SENSELESS = ("sector=nothing", "risk_colour=%00", f"supervising_office={'9' * 20}", "q=%27%22%3C", "scale=", "page=%00")


def test_fields_left_empty_do_not_count_as_a_filter_of_their_own(many):
    context = many.get(f"{LIST}?q=&name=&status=operating&page=1").context
    assert context["query"] == "status=operating"


@pytest.mark.parametrize("query", SENSELESS)
def test_a_senseless_filter_breaks_nothing(many, query):
    answer = many.get(f"{LIST}?{query}")
    assert answer.status_code == 200 and "'\"<" not in answer.content.decode()


def test_a_view_is_saved_replaced_and_dropped_by_its_owner(many, w, client):
    to = reverse("core:save_view")
    for query in ("q=a", "q=b"):
        many.post(to, {"name": "甲厂", "page": "enterprises:list", "query": query})
    (view,) = w.officer.saved_views.all()
    assert view.query == "q=b" and f"{LIST}?q=b" in many.get(LIST).content.decode()
    client.force_login(w.leader)
    assert "?q=b" not in client.get(LIST).content.decode()
    assert client.post(reverse("core:drop_view", args=[view.pk])).status_code == 404
    client.force_login(w.officer)
    client.post(reverse("core:drop_view", args=[view.pk]))
    assert not w.officer.saved_views.exists()


@pytest.mark.parametrize("back", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)"])
def test_one_is_never_sent_away_from_the_portal(many, back):
    assert many.post(reverse("core:save_view"), {"next": back}).url == "/"


def test_a_download_is_named_in_chinese_and_cannot_break_the_header():
    answer = lists.download('公文\r\nX: "1".pdf', b"", "application/pdf")
    assert "\n" not in answer["Content-Disposition"] and "%E5%85%AC%E6%96%87%0D%0A" in answer["Content-Disposition"]
