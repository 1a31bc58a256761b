"""Which tests a run takes on which database."""

from types import SimpleNamespace

from tests.conftest import chosen

MARK = SimpleNamespace(kwargs={})
RACE = SimpleNamespace(kwargs={"transaction": True})


class Item:
    def __init__(self, nodeid, mark=MARK):
        self.nodeid, self.mark, self.fixturenames = f"tests/x/test_x.py::{nodeid}", mark, []

    def get_closest_marker(self, name):
        return self.mark if name == "django_db" else None


ONES = {Item(f"test_one_{n}") for n in range(50)}
CASES = [Item("test_cases[a]"), Item("test_cases[b]"), Item("test_cases[c]")]
RACES = {Item("test_race[a]", RACE), Item("test_race[b]", RACE)}
BARE = {Item("test_without_rows", None)}
ALL = [*ONES, *CASES, *RACES, *BARE]


def run(*, dealt):
    return [chosen(ALL, second=second, dealt=dealt) for second in (False, True)]


def test_in_full_the_first_database_sees_all_and_the_second_a_case_of_each():
    assert run(dealt=False) == [set(ALL), ONES | RACES | {CASES[0]}]


def test_dealt_out_the_second_sees_as_much_and_nothing_is_left_out():
    first, second = run(dealt=True)
    assert second == run(dealt=False)[1]
    assert first | second == set(ALL)


def test_dealt_out_the_first_sees_the_other_cases_all_races_and_every_second_of_the_others():
    first, _ = run(dealt=True)
    assert first - ONES == {*CASES[1:]} | RACES | BARE
    assert 15 < len(first & ONES) < 35
