"""Numbers of the register."""

import datetime
import threading

import pytest
from django.db import connection
from django.utils import timezone

from core import clock
from hazards import numbers, services
from hazards.models import Hazard
from tests import factories

from .conftest import found


def test_a_number_is_initials_year_and_a_running_number(w):
    year = clock.today().year
    assert [found(w).number, found(w).number] == [f"YX{year}-0001", f"YX{year}-0002"]


def test_each_township_counts_for_itself(w):
    found(w)
    there = services.register(
        by=w.other_officer, village=w.other_village, location="路口", description="落石", source="village"
    )
    assert there.number == f"BT{clock.today().year}-0001"


def test_each_year_starts_again(w):
    with clock.at(timezone.make_aware(datetime.datetime(2025, 12, 31, 12))):
        assert found(w, found_on=datetime.date(2025, 12, 31)).number == "YX2025-0001"
    with clock.at(timezone.make_aware(datetime.datetime(2026, 1, 1, 12))):
        assert found(w, found_on=datetime.date(2026, 1, 1)).number == "YX2026-0001"


def test_townships_with_the_same_initials_are_told_apart(w):
    twin = factories.place("990101102000", "玉溪乡", "township", short_name="玉溪")
    village = factories.place("990101102201", "前坪村")
    first, second = numbers.take(w.village)[0], numbers.take(village)[0]
    assert first.startswith("YX2") and second.startswith("YX102")
    assert twin.short_name == "玉溪"


def test_several_numbers_are_taken_in_one_go(w):
    assert [number[-4:] for number in numbers.take(w.village, 3)] == ["0001", "0002", "0003"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="needs concurrent writers")
def test_twenty_at_once_get_twenty_numbers_without_gap():
    w = factories.world()
    barrier = threading.Barrier(20)

    def enter():
        try:
            barrier.wait()
            found(w)
        finally:
            connection.close()

    threads = [threading.Thread(target=enter) for _ in range(20)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    taken = sorted(int(number[-4:]) for number in Hazard.objects.values_list("number", flat=True))
    assert taken == list(range(1, 21))
