"""Enterprises are found by the words of their names, by initials and by the beginning of their code."""

import pytest

from core import search
from enterprises.models import Enterprise, EnterpriseText
from tests import factories

WORDS = ("恒远", "恒远机械", "机械 恒远", "机", "鲸鱼", "hyjx", "JX", "（一）店", "恒远 食品", "91", "9199", "3")


@pytest.fixture
def some(w):
    for name in ("恒远机械加工厂", "恒远食品店", "机械（一）店", "第3食品店"):
        factories.enterprise(w.village, name=name)


def by_looking(text):
    """The keys that looking into each row finds."""
    found = set()
    for firm in Enterprise.objects.all():
        words = [word.upper() for word in text.split()]
        if all(word in firm.name.upper() or word in firm.initials for word in words) or firm.credit_code.startswith(
            words[0]
        ):
            found.add(firm.pk)
    return found


def told(text):
    """The keys that the list and the count of it find, one as the other."""
    listed = {row.pk for row in Enterprise.objects.named(text)}
    assert Enterprise.objects.order_by().named(text).count() == len(listed)
    return listed


@pytest.mark.parametrize(
    ("common", "met_soon"), [(10_000, 0.5), (0, 0.5), (0, 0)], ids=["by the index", "on the way", "one by one"]
)
def test_words_find_what_looking_finds(some, monkeypatch, common, met_soon):
    monkeypatch.setattr(search, "COMMON", common)
    monkeypatch.setattr(search, "MET_SOON", met_soon)
    assert {word: told(word) for word in WORDS} == {word: by_looking(word) for word in WORDS}
    assert told("恒远") and told(Enterprise.objects.first().credit_code)


def test_scope_is_kept(some, w):
    assert w.other_firm.pk not in {row.pk for row in Enterprise.objects.visible_to(w.officer).named("试验")}
    assert w.other_firm in Enterprise.objects.named("试验")


def test_a_renamed_enterprise_is_found_by_its_new_name_alone(some, w):
    Enterprise.objects.filter(pk=w.firm.pk).update(name="鲸鱼厂")
    assert told("鲸鱼") == {w.firm.pk}
    Enterprise.objects.get(pk=w.firm2.pk).save()
    assert EnterpriseText.objects.get(pk=w.firm2.pk).text.startswith(w.firm2.name)
