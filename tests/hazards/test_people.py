"""Who answers for a hazard and who is told."""

from django.utils import timezone

from hazards.services.people import People, tell_judges, tell_rectifiers
from reminders.models import Message
from tests import factories

from .conftest import found, graded, planned


def test_the_heads_of_an_enterprise_rectify_while_in_office(w):
    second = factories.user("enterprise", w.village, enterprise=w.firm)
    hazard = found(w)
    assert People([hazard]).rectifiers(hazard) == [w.boss, second]
    second.memberships.update(ended_at=timezone.now())
    assert People([hazard]).rectifiers(hazard) == [w.boss]


def test_a_blocked_account_is_not_counted_on(w):
    w.boss.is_active = False
    w.boss.save()
    hazard = found(w)
    assert People([hazard]).rectifiers(hazard) == [w.cadre]


def test_the_supervising_office_judges_else_the_safety_office(w):
    ours, theirs = found(w, office=w.office), found(w)
    people = People([ours, theirs])
    assert people.judges(ours) == [w.department]
    assert people.judges(theirs) == [w.officer]


def test_plans_and_reports_of_a_major_hazard_are_told_to_both_offices(w):
    hazard = graded(w, found(w, office=w.office), grade="major", at_once=False)
    Message.objects.all().delete()
    planned(w, hazard)
    for title in ("已报送整改方案", "已向监管部门报告", "已向职工代表大会报告"):
        told = Message.objects.filter(title__contains=title).values_list("recipient", flat=True)
        assert sorted(told) == sorted([w.department.pk, w.officer.pk]), title


def test_the_ladder_stays_in_the_township(w):
    ladder = People([row := found(w)]).ladder(row)
    assert ladder == [[w.liaison], [w.officer], [w.leader]]


def test_a_liaison_answers_for_the_villages_assigned_only(w):
    hazard = found(w, village=w.village2, enterprise=w.firm2)
    assert People([hazard]).ladder(hazard)[0] == []


def test_who_acts_is_not_told(w):
    hazard = found(w)
    tell_rectifiers(hazard, "x", "标题", by=w.boss)
    assert not Message.objects.filter(recipient=w.boss).exists()


def test_a_step_is_told_once_per_version(w):
    hazard = found(w)
    for _ in range(2):
        tell_rectifiers(hazard, "x", "标题", by=w.officer)
    assert Message.objects.filter(recipient=w.boss).count() == 1
    hazard.version += 1
    tell_rectifiers(hazard, "x", "标题", by=w.officer)
    assert Message.objects.filter(recipient=w.boss).count() == 2


def test_a_message_leads_to_the_hazard(w):
    hazard = found(w)
    tell_judges(hazard, "x", "标题", by=w.boss)
    message = Message.objects.get(recipient=w.officer)
    assert message.link == f"/hazards/{hazard.pk}/"
    assert message.object_id == str(hazard.pk)


def test_only_who_is_asked_for_is_looked_up(w, django_assert_num_queries):
    hazard = found(w)
    with django_assert_num_queries(1):
        assert People([hazard]).rectifiers(hazard) == [w.boss]
