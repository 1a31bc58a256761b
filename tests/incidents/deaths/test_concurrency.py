"""Two people at the same moment: at an accident's figures, at a link, at a candidate, at the same form."""

from datetime import timedelta

import pytest
from django.db import connection

from core import clock
from core.errors import Refused
from incidents.deaths import links, services
from incidents.matching import services as matching
from incidents.models import Accident, Candidate, CaseLink, NameList
from tests import factories
from tests.incidents.conftest import opened, people
from tests.incidents.matching.conftest import dead, pair, workbook
from tests.together import together

from .conftest import accident, victim

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="needs concurrent writers"),
]


@pytest.fixture
def w(transactional_db):
    return people(factories.world())


def refused(outcomes):
    return [str(outcome) for outcome in outcomes if isinstance(outcome, Refused)]


def test_five_people_entered_at_once_are_five_deaths_and_six_versions(w):
    row = accident(w)
    together(*[lambda: victim(w, Accident.objects.get()) for _ in range(5)])
    row.refresh_from_db()
    assert (row.deaths, row.grade, row.version) == (5, "larger", 6)
    assert [v.deaths for v in row.versions.all()] == [0, 1, 2, 3, 4, 5]


def test_a_lead_opened_twice_has_one_accident(w):
    lead = opened(w)
    assert len(refused(together(*[lambda: accident(w, lead=lead) for _ in range(2)]))) == 1
    assert Accident.objects.count() == 1


def test_of_two_facts_from_the_same_page_one_wins_and_the_other_is_told(w):
    row = accident(w)
    given = {"happened_at": row.happened_at, "learned_at": None, "field": "work", "place": "车间", "course": "", "loss": 1}
    act = lambda: services.correct(accident=row, by=w.leader, reason="更正", version=1, **given)  # noqa: E731
    assert len(refused(together(act, act))) == 1 and row.versions.count() == 2


def test_two_cases_made_each_others_mother_at_once_are_linked_once(w):
    a, b = opened(w), opened(w)
    act = lambda one, two: links.link(mother=one, child=two, tie="crew", reason="同一队", by=w.leader)  # noqa: E731
    assert len(refused(together(lambda: act(a, b), lambda: act(b, a)))) == 1
    assert CaseLink.objects.count() == 1


def test_of_two_decisions_one_wins_and_the_other_is_told(w):
    candidate = pair(w)

    def decide(action, by):
        row = Candidate.objects.get(pk=candidate.pk)
        return matching.decide(candidate=row, action=action, note="核对", by=by, version=1)

    outcomes = together(lambda: decide("same", w.officer), lambda: decide("differ", w.leader))
    assert len(refused(outcomes)) == 1 and candidate.log.count() == 1


def test_a_form_sent_twice_at_once_brings_one_list(w):
    given = {"township": w.town, "kind": "civil", "title": "名单", "provider": "民政所", "data": workbook(dead())}
    given |= {"by": w.officer, "destroy_on": clock.today() + timedelta(days=9), "key": "form:1:a"}
    outcomes = together(*[lambda: matching.bring(**given)[0].pk for _ in range(3)])
    assert len(set(outcomes)) == 1 and NameList.objects.count() == 1
