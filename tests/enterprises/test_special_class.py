"""The classes circulars single out: nine kinds of small places, vehicles for people and goods."""

import pytest
from django.urls import reverse

from enterprises.filters import EnterpriseFilter
from enterprises.imports import Reader
from enterprises.models import Enterprise
from tests import factories


@pytest.fixture
def w(db):
    world = factories.world()
    Enterprise.objects.filter(pk=world.firm.pk).update(special="eatery")
    Enterprise.objects.filter(pk=world.firm2.pk).update(special="dangerous")
    return world


@pytest.mark.parametrize(
    ("asked", "names"),
    [("nine", ["firm"]), ("vehicles", ["firm2"]), ("eatery", ["firm"]), ("freight", []), ("", ["firm", "firm2"])],
)
def test_one_class_or_a_group_of_them_is_found(w, rf, asked, names):
    request = rf.get("/", {"special": asked})
    request.user = w.officer
    found = EnterpriseFilter(request.GET, queryset=Enterprise.objects.visible_to(w.officer), request=request).qs
    assert set(found) == {getattr(w, name) for name in names}


def test_the_class_is_read_from_a_table_by_its_word(w):
    values, faults = Reader(w.officer).row({"重点类别": "小餐饮"})
    assert (values, faults) == ({"special": "eatery"}, [])
    assert "可填" in Reader(w.officer).row({"重点类别": "大饭店"})[1][0][1]


def test_the_class_stands_on_the_enterprises_page(client, w):
    client.force_login(w.officer)
    assert "小餐饮" in client.get(reverse("enterprises:detail", args=[w.firm.pk])).content.decode()
