"""The kept sums: at every moment what a recount of the rows says, whichever way these were written."""

import datetime

import pytest

from core import clock
from enterprises.models import Enterprise
from hazards import stats, sums
from hazards.models import CountedTown, Hazard, MonthSum, Sum, Uncounted
from tests import factories

from .conftest import graded, in_state, later, reported


@pytest.fixture
def some(w):
    for state in "draft found planning rectifying reported closed cancelled".split():
        in_state(w, state)
    factories.hazard(w.other_village)
    w.city = factories.place(w.village.code[:4] + "00000000", "九川市", "city")
    w.above = factories.user("supervisor", w.city)
    sums.count_marked()
    assert not Uncounted.objects.exists()
    return w


def same(*people):
    """Whether what each is shown is what a recount of the rows in sight says, at each width."""
    for user in people:
        rows = stats.seen(user)
        assert sums.per_month(user.membership.place) == [list(numbers) for numbers in stats.monthly(rows)]
        for width in (6, 9, 12):
            assert flat(stats.grid(user, width)) == flat(stats.grouped(rows, width))


def flat(rows):
    """The sums by area and trade; an area may be told in two parts."""
    found = {}
    for row in rows:
        numbers = found.setdefault((row["area"], row["sector"]), [0] * len(stats.COUNTS))
        numbers[:] = [a + row[name] for a, name in zip(numbers, stats.COUNTS, strict=True)]
    return {key: numbers for key, numbers in found.items() if any(numbers)}


def test_the_sums_are_kept_and_read_instead_of_the_rows(some, django_assert_num_queries):
    same(some.above, some.officer)
    Sum.objects.update(total=77)
    assert {row["total"] for row in stats.grid(some.officer)} == {77}
    some.above.membership  # noqa: B018
    with django_assert_num_queries(2):
        stats.grid(some.above, 6)


def test_a_city_reads_its_counties_and_the_townships_of_one_that_is_marked(some):
    county = sums.county_of(some.village.code)
    assert some.other_village.code[:6] == county[:6]
    Sum.objects.filter(width=6).update(total=77)
    assert {row["total"] for row in stats.grid(some.above, 6)} == {77}
    Uncounted.objects.create(township_id=some.village.township_code)
    same(some.above)


WRITES = {
    "a step": lambda w, row: reported(w),
    "a new one": lambda w, row: graded(w),
    "in bulk": lambda w, row: Hazard.objects.bulk_create(
        [Hazard(number=f"批{n}", village=w.other_village, sector=row.sector, location="门", description="堵", source="tip")
         for n in range(3)]),
    "an update": lambda w, row: Hazard.objects.filter(pk=row.pk).update(due_on=later(-30)),
    "a bulk update": lambda w, row: Hazard.objects.bulk_update([moved(row, w)], ["village"]),
    "a save elsewhere": lambda w, row: moved(row, w).save(),
}  # fmt: skip


def moved(row, w):
    row.village = w.other_village
    return row


@pytest.mark.parametrize("write", WRITES.values(), ids=WRITES)
def test_whatever_is_written_counts_at_once_and_after_the_job(some, write):
    write(some, Hazard.objects.filter(state="rectifying").first())
    assert Uncounted.objects.exists()
    same(some.above, some.officer, some.other_officer)
    sums.count_marked()
    assert not Uncounted.objects.exists() and set(CountedTown.objects.values_list("day", flat=True)) == {clock.today()}
    same(some.above, some.officer, some.other_officer)


def test_a_new_day_is_counted_from_the_rows_until_the_job_has_run(some):
    Hazard.objects.filter(state="rectifying").update(due_on=clock.today())
    sums.count_marked()
    with clock.at(clock.now() + datetime.timedelta(days=1)):
        same(some.above)
        assert sum(row["overdue"] for row in stats.grid(some.above)) > 0
        assert sums.count_marked() == CountedTown.objects.count()
        same(some.above)


def test_a_change_of_words_alone_leaves_the_sums_standing(some):
    Hazard.objects.update(responsible="卓明达")
    Enterprise.objects.update(principal="卓明达")
    assert not Uncounted.objects.exists()


def test_the_nightly_check_names_what_went_astray_and_mends_it(some, caplog):
    assert sums.check() == []
    town = some.village.township_code
    Sum.objects.filter(width=9, area=town).update(open=99)
    assert sums.check() == [town] and town in caplog.text
    MonthSum.objects.filter(township_id=town).delete()
    assert sums.check() == [town]
    county = sums.county_of(town)
    Sum.objects.filter(width=6, area=county).update(total=99)
    assert sums.check() == [county] and sums.check() == []
    same(some.above)
