"""What a row says of itself, which rows there are, and what the database refuses."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from checks import services
from checks.enums import CheckState
from checks.models import OPEN_STATES, WAITING_STATES, Answer, Check, ChecklistVersion, Item
from core import clock
from tests import factories

from .conftest import a_check, a_list, in_state, item_of, later, secret_check, shipped, submitted


def refused(make):
    with pytest.raises(IntegrityError), transaction.atomic():
        make()


def test_open_states_are_the_waiting_ones_and_the_submitted_one():
    assert set(OPEN_STATES) == {*WAITING_STATES, CheckState.SUBMITTED}


@pytest.mark.parametrize("state", CheckState.values)
def test_waiting_is_what_the_unit_still_owes(w, state):
    check = in_state(w, state)
    assert Check.objects.waiting().exists() == check.is_waiting == (state in WAITING_STATES)


@pytest.mark.parametrize(("days", "late"), [(-1, True), (0, False), (1, False)])
def test_late_is_past_the_due_day(w, days, late):
    a_check(w, due_on=later(days))
    assert Check.objects.late(on=clock.today()).exists() == late


def test_what_was_handed_in_is_not_late(w):
    submitted(w, a_check(w, due_on=later(-5)))
    assert not Check.objects.late().exists()


def test_the_key_tells_units_versions_and_campaigns_apart(w):
    of, campaign = a_list(), factories.campaign(w.town)
    rows = [a_check(w, of), a_check(w, of, firm=w.firm2), a_check(w, of, place=w.village), a_check(w, of, campaign=campaign)]
    assert len({row.sent_key for row in rows}) == 4
    assert all(row.sent_key == row.key() for row in rows)


def test_a_unit_is_one_thing(w):
    refused(lambda: a_check(w, office=w.office))


def test_one_answer_per_item_one_order_per_item_one_number_per_version(w):
    check = a_check(w)
    services.reply(check=check, item=item_of(check), value="yes", by=w.boss)
    refused(lambda: Answer.objects.create(check_row=check, item=item_of(check)))
    refused(lambda: Item.objects.create(version=check.version, order=1, text="又一项"))
    now = clock.now()
    refused(lambda: ChecklistVersion.objects.create(checklist=check.version.checklist, number=1, published_at=now))


def test_a_list_has_one_draft_at_a_time(w):
    of = a_list()
    ChecklistVersion.objects.create(checklist=of, number=2)
    refused(lambda: ChecklistVersion.objects.create(checklist=of, number=3))


def test_the_current_version_is_the_newest_published_one(w):
    of = a_list()
    draft = ChecklistVersion.objects.create(checklist=of, number=2)
    assert of.current.number == 1 and of.draft == draft
    ChecklistVersion.objects.filter(pk=draft.pk).update(published_at=clock.now() - timedelta(days=9))
    assert of.current == draft and of.draft is None


@pytest.mark.parametrize(
    ("item", "value", "bad"),
    [
        ({}, "no", True), ({}, "yes", False), ({}, "na", False), ({}, "", False), ({"bad_answer": "yes"}, "yes", True),
        ({"bad_answer": "never"}, "no", False), ({"kind": "text"}, "no", False),
    ],
)  # fmt: skip
def test_which_answer_is_bad(w, item, value, bad):
    check = a_check(w, factories.checklist("灭火器", **item))
    services.reply(check=check, item=item_of(check), value=value, by=w.boss)
    answer = check.answers.get()
    assert answer.is_bad == bad and check.answers.bad().exists() == bad


@pytest.mark.parametrize(
    ("item", "words"),
    [
        ({}, "答“否”转隐患，须拍照"), ({"photo_when_bad": False}, "答“否”转隐患"), ({"bad_answer": "never"}, ""),
        ({"bad_answer": "yes", "leads_to": "lead", "photo_when_bad": False}, "答“是”转涉亡线索"), ({"kind": "number"}, ""),
    ],
)  # fmt: skip
def test_an_item_says_what_follows_in_words(w, item, words):
    assert factories.checklist("灭火器", **item).current.items.get().bad_label == words


@pytest.mark.parametrize(
    ("kind", "value", "shown"),
    [("yes-no", "na", "不适用"), ("yes-no", "", ""), ("number", "12", "12"), ("text", "无", "无")],
)  # noqa: E501
def test_an_answer_is_shown_in_words(w, kind, value, shown):
    check = a_check(w, a_list("项", kind=kind))
    services.reply(check=check, item=item_of(check), value=value, by=w.boss)
    assert check.answers.get().shown == shown


def result(w, person, check):
    return Check.objects.visible_to(person).with_results(person).get(pk=check.pk).result


def test_the_result_in_words(w):
    assert result(w, w.officer, a_check(w)) == ""
    assert result(w, w.officer, submitted(w, a_check(w))) == "零报告"
    assert result(w, w.officer, submitted(w, a_check(w), value="no")) == "2 个问题"


def test_the_result_of_a_confidential_check_for_each_reader(w):
    check = submitted(w, secret_check(w), value="no")
    assert result(w, w.officer, check) == "保密"
    assert result(w, w.leader, check) == result(w, w.boss, check) == "零报告"


def test_a_half_filled_check_has_no_result_yet(w):
    check = a_check(w)
    services.reply(check=check, item=item_of(check), value="no", by=w.boss)
    assert result(w, w.officer, check) == ""


def test_who_is_nobody_sees_nothing(w):
    from django.contrib.auth.models import AnonymousUser

    a_check(w)
    for person in (AnonymousUser(), factories.user()):
        assert not Check.objects.visible_to(person).exists() and not Check.objects.readable_by(person).exists()


def test_a_withdrawn_list_is_offered_no_more(w):
    from checks.models import Checklist

    of = shipped()
    of.withdrawn_at = clock.now()
    of.save()
    assert of not in Checklist.objects.visible_to(w.officer)
