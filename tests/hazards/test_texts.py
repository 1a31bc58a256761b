"""Hazards are found by any words they, their enterprise or their village hold, whichever way these were written."""

from importlib import import_module

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from core import search
from enterprises import services as firms
from enterprises.models import Enterprise
from hazards.models import Hazard, HazardText
from tests import factories

from .conftest import found

WORDS = ("防护", "防护罩缺", "罩", "车间", "鲸鱼", "石桥", "冲床 石桥", "床防", "缺失二号", "0001")


@pytest.fixture
def some(w):
    found(w)
    found(w, description="安全出口堵塞", location="一号车间", enterprise=None)
    factories.hazard(w.other_village, description="冲床无罩")
    return w


def by_looking(text):
    """The keys that looking into each row finds."""
    rows = Hazard.objects.select_related("village", "enterprise")
    said = {r.pk: [r.number, r.location, r.description, r.village.name, getattr(r.enterprise, "name", "")] for r in rows}
    return {pk for pk, lines in said.items() if all(any(word in line for line in lines) for word in text.split())}


def told(text):
    """The keys that the list and the count of it find, one as the other."""
    listed = {row.pk for row in HazardText.narrow(Hazard.objects.all(), text)}
    assert HazardText.narrow(Hazard.objects.order_by(), text).values("pk").count() == len(listed)
    return listed


@pytest.mark.parametrize(
    ("common", "met_soon"),
    [(10_000, 0.5), (0, 0.5), (0, 0)],
    ids=["by the index", "on the way", "one by one"],
)
def test_words_find_what_looking_finds(some, monkeypatch, common, met_soon):
    monkeypatch.setattr(search, "COMMON", common)
    monkeypatch.setattr(search, "MET_SOON", met_soon)
    assert {word: told(word) for word in WORDS} == {word: by_looking(word) for word in WORDS}
    assert told("防护罩") and told("") == {row.pk for row in Hazard.objects.all()}


@pytest.mark.parametrize("common", [10_000, 0], ids=["by the index", "on the way"])
def test_words_are_looked_for_among_what_other_filters_left(some, monkeypatch, common):
    monkeypatch.setattr(search, "COMMON", common)
    sight = Hazard.objects.filter(enterprise=None)
    rows = HazardText.narrow(sight.filter(location="一号车间"), "出口", among=sight)
    assert [row.description for row in rows] == ["安全出口堵塞"] and rows.order_by().count() == 1
    assert not HazardText.narrow(sight.filter(pk__in=[]), "出口", among=sight)
    assert not HazardText.narrow(sight.filter(pk__in=[]), "出口")


@pytest.mark.parametrize("common", [10_000, 0], ids=["by the index", "on the way"])
@pytest.mark.parametrize(
    "who", ["officer", "leader", "department", "liaison", "cadre", "boss", "supervisor", "other_officer"]
)
def test_everybody_finds_what_is_in_sight_whatever_marks_it_bears(some, monkeypatch, common, who):
    monkeypatch.setattr(search, "COMMON", common)
    factories.hazard(some.village2, description="冲床无罩", enterprise=None)
    user = getattr(some, who)
    sight = Hazard.objects.visible_to(user)
    found = {word: {row.pk for row in HazardText.seen_by(user, sight, word, among=sight)} for word in WORDS}
    assert found == {word: by_looking(word) & {row.pk for row in sight} for word in WORDS}
    assert found["罩"] or not sight.exists()


def test_a_hazard_moved_to_another_township_is_found_there(some):
    hazard = Hazard.objects.get(description="冲床无罩")
    Hazard.objects.filter(pk=hazard.pk).update(village=some.village)
    sight = Hazard.objects.visible_to(some.officer)
    assert hazard in HazardText.seen_by(some.officer, sight, "冲床无罩", among=sight)


def test_texts_of_before_they_bore_marks_are_marked(some):
    texts = HazardText.objects.values_list("pk", "text")
    search.keep(HazardText, [(key, "".join(c for c in text if not "\ue000" <= c < "\uf900")) for key, text in texts])
    sight = Hazard.objects.visible_to(some.officer)
    assert not HazardText.seen_by(some.officer, sight, "冲床", among=sight)
    import_module("hazards.migrations.0029_marked_texts").mark_texts(apps, None)
    assert HazardText.seen_by(some.officer, sight, "冲床", among=sight)
    assert not HazardText.refresh(Hazard.objects.all())


WRITES = {
    "bulk": lambda w: Hazard.objects.bulk_create([Hazard(
        number="批1", village=w.village, sector=w.firm.sector, location="门", description="鲸鱼", source="tip")]),
    "save": lambda w: Hazard(
        number="批1", village=w.village, sector=w.firm.sector, location="门", description="鲸鱼", source="tip").save(),
    "update": lambda w: Hazard.objects.filter(enterprise=w.firm).update(description="鲸鱼"),
    "rename": lambda w: firms.keep(firm=named(w, "鲸鱼厂"), by=w.officer),
    "rename in bulk": lambda w: firms.keep_many(firms=[named(w, "鲸鱼厂")], by=w.officer),
    "rename past services": lambda w: Enterprise.objects.filter(pk=w.firm.pk).update(name="鲸鱼厂"),
    "rename a village": lambda w: type(w.village).objects.update_or_create(code=w.village.code, defaults={"name": "鲸鱼村"}),
}  # fmt: skip


def named(w, name):
    w.firm.name = name
    return w.firm


@pytest.mark.parametrize("write", WRITES.values(), ids=WRITES)
def test_what_is_written_is_found_at_once(some, write):
    assert told("鲸鱼") == set()
    write(some)
    assert told("鲸鱼") == by_looking("鲸鱼") != set()
    for word in WORDS:
        assert told(word) == by_looking(word)


def test_the_command_finds_what_was_written_past_everything(some, capsys):
    HazardText.objects.all().delete()
    call_command("index_words")
    assert "隐患：更新检索 3 条" in capsys.readouterr().out
    assert told("防护") == by_looking("防护")


@pytest.mark.django_db(transaction=True)
def test_hazards_of_before_the_index_was_made_are_moved_into_it(some, settings):
    settings.MIGRATION_MODULES = {}
    before, move = ("hazards", "0012_offences"), ("hazards", "0013_texts_of_hazards")
    loader = MigrationLoader(connection)
    with connection.schema_editor() as editor:
        editor.remove_index(HazardText, HazardText._meta.indexes[0])
        editor.delete_model(HazardText)
    with connection.schema_editor(atomic=True) as editor:
        loader.get_migration(*move).apply(loader.project_state(before), editor)
    assert {word: told(word) for word in WORDS} == {word: by_looking(word) for word in WORDS}
