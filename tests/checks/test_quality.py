"""Answers as the rules of quality look at them: handed in, not confidential, told in words."""

from datetime import timedelta

import pytest
from django.urls import reverse

from checks import quality
from checks.models import Answer
from core import clock
from hazards.models import Mark
from hazards.quality import scan
from tests.notices.conftest import as_user

from .conftest import a_check, a_list, fill, hand_in, secret_check, submitted
from .visits import begun, filled, signed


def look(w):
    scan.scan(w.town.pk)
    return sorted(Mark.objects.standing().values_list("field", "reason"))


def texted(w, said, asked="发现的问题及整改情况"):
    check = a_check(w, a_list(asked, kind="text"))
    fill(check, w.boss)
    Answer.objects.filter(check_row=check).update(words=said)
    return check


@pytest.mark.parametrize("said, reason", [("无", "blank"), ("已整改", "hollow"), ("发现的问题及整改情况正常", "copied")])
def test_a_perfunctory_text_is_marked_once_handed_in(w, said, reason):
    check = texted(w, said)
    assert look(w) == []
    hand_in(check, w.boss)
    assert look(w) == [("value", reason)]
    assert "填报质量标记" in as_user(w.officer).get(reverse("checks:detail", args=[check.pk])).content.decode()
    assert "填报质量标记" not in as_user(w.boss).get(reverse("checks:detail", args=[check.pk])).content.decode()


def test_a_bad_answer_without_a_word_or_a_photo_is_marked_a_good_one_is_not(w):
    submitted(w, a_check(w, a_list("通道是否畅通")), value="yes")
    assert look(w) == []
    submitted(w, a_check(w, a_list("灭火器是否有效")), value="no")
    assert ("note", "blank") in look(w)


def test_confidential_answers_are_never_looked_at(w):
    check = secret_check(w)
    fill(check, w.boss, "yes")
    assert not [said for said in quality.texts(w.town.pk)]
    assert not quality.photos_of_answers(list(Answer.objects.values_list("pk", flat=True)), w.town.pk)


def paced(w, seconds, count=12):
    check = a_check(w, a_list(*[f"第{number}处是否完好" for number in range(count)]))
    start = clock.now() - timedelta(hours=1)
    for number, item in enumerate(check.version.items.all()):
        Answer.objects.create(
            check_row=check, item=item, value="yes", saved_by=w.boss, answered_at=start + timedelta(seconds=seconds * number)
        )
    hand_in(check, w.boss)


@pytest.mark.parametrize("seconds, marked", [(0.8, True), (6, False), (0, False)])
def test_answers_one_after_the_other_too_fast_are_marked_a_page_sent_as_a_whole_is_not(w, seconds, marked):
    paced(w, seconds)
    assert look(w) == ([("pace", "fast")] if marked else [])


def test_a_few_quick_answers_say_nothing(w):
    paced(w, 0.8, count=8)
    assert look(w) == []


def test_what_is_noted_on_a_visit_is_looked_at_too(w):
    row = begun(w, checklist=a_list("通道是否畅通").current)
    filled(row, w.officer, "no", note="已整改")
    assert look(w) == [("note", "hollow")]


def test_marks_on_a_visit_are_shown_on_its_page(w):
    row = signed(begun(w), w.officer, "no")
    assert ("note", "blank") in look(w)
    page = as_user(w.officer).get(reverse("checks:inspection", args=[row.pk])).content.decode()
    assert "填报质量标记" in page
    assert "填报质量标记" not in as_user(w.boss).get(reverse("checks:inspection", args=[row.pk])).content.decode()
    other = signed(begun(w, checklist=None, firm=w.firm2), w.officer)
    assert "填报质量标记" not in as_user(w.officer).get(reverse("checks:inspection", args=[other.pk])).content.decode()
