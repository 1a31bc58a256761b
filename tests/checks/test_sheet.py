"""A check as groups of numbered lines."""

from checks import services
from checks.sheet import counts, groups_of, signature_of
from tests import factories

from .conftest import a_check, item_of, photo_id, submitted


def grouped(w, *groups):
    of = factories.checklist(*[f"第{n}项" for n in range(len(groups))])
    for item, group in zip(of.current.items.all(), groups, strict=True):
        item.group = group
        item.save()
    return a_check(w, of)


def test_groups_come_in_the_order_of_their_first_item_and_numbers_run_through(w):
    found = groups_of(grouped(w, "消防", "用电", "消防", ""))
    assert [(group.number, group.name) for group in found] == [(1, "消防"), (2, "用电"), (3, "")]
    assert [[line.number for line in group.lines] for group in found] == [[1, 3], [2], [4]]


def test_answered_items_are_counted_and_cleared_ones_are_not(w):
    check = grouped(w, "消防", "消防", "用电")
    assert counts(groups_of(check)) == (0, 3)
    services.reply(check=check, item=item_of(check), value="yes", by=w.boss)
    services.reply(check=check, item=item_of(check, 2), value="no", by=w.boss)
    services.reply(check=check, item=item_of(check, 2), value="", by=w.boss)
    assert counts(groups_of(check)) == (1, 3)


def test_a_line_holds_its_own_answer_note_and_photos(w):
    check = grouped(w, "消防", "消防")
    photo = photo_id(w.boss)
    services.reply(check=check, item=item_of(check, 2), value="no", note="过期", photos=[photo], by=w.boss)
    empty, full = groups_of(check)[0].lines
    assert (empty.value, empty.note, empty.photo_ids, empty.is_bad) == ("", "", [], False)
    assert (full.value, full.note, full.is_bad) == ("no", "过期", True)
    assert [str(pk) for pk in full.photo_ids] == [photo]
    assert empty.files_id != full.files_id and empty.files_name != full.files_name


def test_photos_of_another_check_with_the_same_list_stay_there(w):
    of = factories.checklist("灭火器")
    one, other = a_check(w, of), a_check(w, of, firm=w.firm2)
    services.reply(check=one, item=item_of(one), value="no", photos=[photo_id(w.boss)], by=w.boss)
    assert groups_of(other)[0].lines[0].photos == []


def test_reading_costs_the_same_for_one_item_and_for_six(w, django_assert_num_queries):
    one, six = grouped(w, "甲"), grouped(w, *"甲乙丙甲乙丙")
    for check in (one, six):
        for item in check.version.items.all():
            services.reply(check=check, item=item, value="no", photos=[photo_id(w.boss)], by=w.boss)
    for check in (one, six):
        with django_assert_num_queries(3):
            groups_of(check)


def test_the_signature_is_the_one_in_force(w):
    check = submitted(w)
    first = signature_of(check)
    services.send_back(check=check, note="重签", by=w.officer)
    again = signature_of(submitted(w, check))
    assert first and again and again != first
