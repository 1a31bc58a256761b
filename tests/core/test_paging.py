"""A walk through the pages shows each row once, whatever comes and goes meanwhile; what is counted has an end."""

from datetime import timedelta

import pytest
from django.db.models import F
from django.http import QueryDict

from core import clock, paging
from core.paging import keys_of, page_of
from enterprises.models import Enterprise
from hazards.models import Hazard
from places.models import Place
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def rows(w):
    """Eleven hazards on four days, in the order they are shown."""
    for n in range(11):
        factories.hazard(w.village, found_on=clock.today() - timedelta(n % 4))
    return Hazard.objects.all()


def ask(rows, text="", per_page=3):
    return page_of(rows, QueryDict(text), per_page=per_page)


def walk(rows, page, way):
    """The pages from `page` on by their own links."""
    found = [page]
    while link := getattr(found[-1], way):
        found.append(ask(rows, link))
    return found


@pytest.mark.parametrize("order", [("-found_on", "-pk"), ("found_on", "pk"), ("-found_on", "pk"), ("village_id", "-pk")])
def test_the_pages_there_and_back_show_every_row_once_in_order(rows, order):
    rows = rows.order_by(*order)
    there = walk(rows, ask(rows), "next")
    assert [row for page in there for row in page] == list(rows)
    assert [page.number for page in there] == [1, 2, 3, 4] and {page.num_pages for page in there} == {4}
    back = walk(rows, there[-1], "previous")
    assert [list(page) for page in back] == [list(page) for page in there[::-1]]
    assert [page.number for page in back] == [4, 3, 2, 1]


def test_rows_that_come_meanwhile_shift_nothing(rows, w):
    first = ask(rows)
    expected = [list(rows[3:6]), list(rows[6:9])]
    factories.hazard(w.village, found_on=clock.today()), factories.hazard(w.village, found_on=clock.today())
    second = ask(rows, first.next)
    assert [list(second), list(ask(rows, second.next))] == expected


def test_a_page_whose_neighbours_are_gone_falls_back_on_the_first_or_a_numbered_one(rows):
    pages = walk(rows, ask(rows), "next")
    Hazard.objects.filter(pk__in=[row.pk for row in pages[0]][:2]).delete()
    assert list(ask(rows, pages[1].previous)) == list(rows[:3])
    rows.filter(pk__in=[row.pk for row in pages[3]]).delete()
    assert ask(rows, pages[2].next).number == 3


def test_an_order_that_is_no_key_is_counted_off(w):
    for n in range(7):
        factories.enterprise(w.village, name=f"甲厂{n}")
    rows = Enterprise.objects.order_by("name", "pk")
    assert keys_of(rows) == () and ask(rows).next == "page=2"
    assert [row for page in walk(rows, ask(rows), "next") for row in page] == list(rows)


ORDERS = [
    (("-found_on", "-pk"), (("found_on", True), ("pk", True))), (("village_id", "id"), (("village_id", False), ("pk", False))),
    ((F("found_on").desc(), "pk"), (("found_on", True), ("pk", False))), (("found_on",), ()), (("due_on", "pk"), ()),
    (("description", "pk"), ()), (("village", "pk"), ()), (("?",), ()), (("village__name", "pk"), ()),
]  # fmt: skip


@pytest.mark.parametrize(("order", "keys"), ORDERS)
def test_only_days_numbers_and_codes_of_places_stand_in_an_address(order, keys):
    assert keys_of(Hazard.objects.order_by(*order)) == keys


@pytest.mark.parametrize("text", ["after=x", "after=2026-01-01", "after=~", "before=2026-13-01~1", "after=2026-01-01~%00", "page=x",
                                  "after=2026-01-01~1~2", "after=0000-00-00~1", "page="])  # fmt: skip
def test_what_is_no_key_shows_the_first_page(rows, text):
    assert list(ask(rows, text)) == list(rows[:3])


def test_rows_whose_key_is_a_text_begin_on_the_first_page(w):
    page = ask(Place.objects.villages().order_by("code"), per_page=50)
    assert (page.number, page.previous, page.next) == (1, "", "")


def test_a_key_past_all_numbers_breaks_nothing(rows):
    assert len(ask(rows, f"after=2026-01-01~{'9' * 30}")) == 3


def test_rows_are_counted_only_so_far(rows, monkeypatch):
    monkeypatch.setattr(paging, "CAP", 7)
    page = ask(rows)
    assert (page.counted, page.total, page.is_capped) == ("7+", 7, True)
    assert [row for page in walk(rows, page, "next") for row in page] == list(rows)
    assert ask(rows, "page=99").number == 3
    by_name = rows.order_by("description", "pk")
    assert [row for page in walk(by_name, ask(by_name), "next") for row in page] == list(by_name)
    assert ask(by_name, "page=99").number == 3
    monkeypatch.setattr(paging, "CAP", 11)
    assert ask(rows).counted == "11"


@pytest.mark.parametrize(("text", "asked"), [("", 2), ("page=2", 2), ("page=4", 2)])
def test_a_page_asks_twice(rows, text, asked, django_assert_num_queries):
    with django_assert_num_queries(asked):
        ask(rows, text)
    after = ask(rows).next
    with django_assert_num_queries(2):
        ask(rows, after)


def test_rows_that_fit_one_page_are_not_counted_again(rows, django_assert_num_queries):
    with django_assert_num_queries(1):
        page = ask(rows, per_page=11)
    assert (page.total, page.next, page.previous) == (11, "", "")


def test_lists_and_joined_querysets_are_paged_as_well(rows):
    assert [row for page in walk(list(rows), ask(list(rows)), "next") for row in page] == list(rows)
    some = rows.order_by()
    joined = some.filter(pk__lte=rows[0].pk).union(some.filter(pk__gt=rows[0].pk)).order_by("-found_on")
    assert ask(joined).total == len(joined)
    assert len(ask(rows.values("pk", "found_on"), "page=2")) == 3


@pytest.mark.parametrize("order", [("-found_on", "-pk"), ("due_on", "pk")])
def test_named_tuples_are_the_same_rows_chosen_before_anything_is_joined(rows, order, django_assert_num_queries):
    rows, only = rows.order_by(*order), ("number", "village__name")
    there = page_of(rows, QueryDict(""), per_page=3, only=only)
    assert [row.number for row in there] == [row.number for row in rows[:3]]
    link = there.next
    with django_assert_num_queries(2) as asked:
        second = page_of(rows, QueryDict(link), per_page=3, only=only)
    assert [row.number for row in second] == [row.number for row in rows[3:6]]
    assert [row.number for row in page_of(rows, QueryDict(second.previous), per_page=3, only=only)] == [
        row.number for row in rows[:3]
    ]
    read = next(query["sql"] for query in asked if "places_place" in query["sql"])
    within = read.partition(" IN (SELECT ")[2]
    assert "LIMIT" in within and "JOIN" not in within and "places_place" not in within
