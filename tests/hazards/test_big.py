"""The invented city to measure with: of the size asked for, the same each time, made of rows the portal itself would take."""

import pytest
from django.core.management import CommandError, call_command

from core import bulk
from enterprises.models import Enterprise
from hazards.big import City, credit_code, name_of, village_code, weighted
from hazards.models import Hazard
from places.models import Office, Place
from tests import factories

pytestmark = pytest.mark.django_db


def build(**sizes):
    city = City(**{"villages": 45, "enterprises": 60, "hazards": 150, "seed": 1, **sizes})
    city.build(told=lambda line: None)
    return city


def test_the_sizes_are_those_asked_for():
    build()
    assert Place.objects.villages().count() == 45 and Place.objects.townships().count() == 3
    assert (Enterprise.objects.count(), Hazard.objects.count()) == (60, 150)


def drawn(seed):
    city = City(villages=40, enterprises=50, hazards=50, seed=seed)
    city.sectors, city.office_of = ["gas", "fire"], {town: 1 for town in city.towns}
    city.campaign_of = {town: 1 for town in city.towns}
    return [city._hazard(n) for n in range(50)]


def test_the_same_seed_gives_the_same_rows_and_another_seed_others():
    assert drawn(1) == drawn(1) != drawn(2)


def test_the_rows_are_ones_the_portal_takes():
    build()
    for firm in Enterprise.objects.all()[:20]:
        firm.full_clean()
    for row in Hazard.objects.all()[:40]:
        row.clean_fields(exclude=[field.name for field in Hazard._meta.fields if field.null])
        row.validate_constraints()
    assert set(Hazard.objects.values_list("state", flat=True)) >= {"closed", "rectifying"}
    assert not Hazard.objects.exclude(village__level="village").exists()


def test_a_row_entered_afterwards_gets_a_key_of_its_own():
    build()
    town = Place.objects.townships().first()
    assert Office.objects.create(township=town, name="新设的站所").pk not in range(13)
    assert factories.enterprise(Place.objects.villages().first()).pk > 60


def test_the_people_see_each_their_part():
    build()
    from accounts.models import User

    seen = {u.username: Hazard.objects.visible_to(u).count() for u in User.objects.filter(username__startswith="big-")}
    assert seen["big-city"] == 150 > seen["big-officer"] > seen["big-cadre"] > 0


def test_the_command_refuses_a_portal_with_rows_and_senseless_sizes(capsys):
    with pytest.raises(CommandError, match="至少是 1"):
        call_command("big_data", hazards=0)
    with pytest.raises(CommandError, match="最多 18000"):
        call_command("big_data", villages=20_000)
    call_command("big_data", hazards=5, enterprises=3, villages=2)
    assert "hazards: 5" in capsys.readouterr().out
    with pytest.raises(CommandError, match="空的数据库"):
        call_command("big_data", hazards=5, enterprises=3, villages=2)


def test_codes_and_names_are_valid_and_do_not_repeat():
    from enterprises.codes import credit_code_fault

    codes = [credit_code(n) for n in range(0, 200_000, 997)]
    assert len(set(codes)) == len(codes) and not any(map(credit_code_fault, codes))
    assert len({village_code(n) for n in range(5000)}) == 5000 and village_code(200)[4:6] == "02"
    assert name_of(0) != name_of(1) and name_of(7) == name_of(7)


def test_a_weighted_choice_keeps_the_shares():
    class Sure:
        def __init__(self, at):
            self.at = at

        def random(self):
            return self.at

    pairs = (("a", 60), ("b", 40))
    assert [weighted(Sure(at), pairs) for at in (0, 0.59, 0.61, 0.999)] == ["a", "a", "b", "b"]


def test_columns_not_named_get_the_defaults_of_the_model():
    assert bulk.load(Place, ("code", "name", "level"), [("970999000000", "甲县", "county")]) == 1
    place = Place.objects.get()
    assert place.is_active and place.short_name == "" and place.population is None
