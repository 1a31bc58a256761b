"""Fifty officers issue at the same moment: no number twice, none left out, whatever else goes wrong beside them."""

import pytest
from django.db import connection

from core.errors import Refused
from notices import numbers, services
from notices.models import Paper, PaperNumber
from tests import factories
from tests.together import together

from .conftest import circular, in_state, order

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="needs concurrent writers"),
]
MANY = 50


@pytest.fixture
def w(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return factories.world()


def issue(w, paper):
    return lambda: services.issue(paper=Paper.objects.get(pk=paper.pk), by=w.officer)


def given(code):
    return sorted(Paper.objects.filter(code=code, number__isnull=False).values_list("number", flat=True))


def test_fifty_papers_issued_at_once_get_fifty_numbers_in_a_row(w):
    papers = [in_state(w, "signed") for _ in range(MANY)]
    outcomes = together(*(issue(w, paper) for paper in papers))
    assert given("云政发") == list(range(1, MANY + 1))
    assert not [out for out in outcomes if isinstance(out, Refused)]
    assert PaperNumber.objects.get().last == MANY
    assert Paper.objects.exclude(sha256="").count() == Paper.objects.values("sha256").distinct().count() == MANY


def test_the_same_paper_issued_ten_times_at_once_gets_one_number(w):
    paper = in_state(w, "signed")
    together(*(issue(w, paper) for _ in range(10)))
    assert given("云政发") == [1] and PaperNumber.objects.get().last == 1
    assert paper.log.filter(action="issue").count() == 1


def test_codes_do_not_wait_for_or_disturb_each_other(w):
    papers = [in_state(w, "signed", make(w)) for _ in range(6) for make in (circular, order)]
    together(*(issue(w, paper) for paper in papers))
    assert given("云政发") == given("云应急责改") == list(range(1, 7))


def test_papers_that_fail_beside_the_others_leave_no_gap(w, monkeypatch):
    papers, deliver = [in_state(w, "signed") for _ in range(12)], services.deliver
    doomed = {paper.pk for paper in papers[::3]}

    def sometimes(*, paper, **given):
        if paper.pk in doomed:
            raise Refused("断电")
        return deliver(paper=paper, **given)

    monkeypatch.setattr(services, "deliver", sometimes)
    outcomes = together(*(issue(w, paper) for paper in papers))
    assert sum(isinstance(out, Refused) for out in outcomes) == len(doomed) == 4
    monkeypatch.setattr(services, "deliver", deliver)
    for pk in doomed:
        services.issue(paper=Paper.objects.get(pk=pk), by=w.officer)
    assert given("云政发") == list(range(1, 13))


def test_a_raise_among_them_moves_whoever_comes_after_and_doubles_nothing(w):
    papers = [in_state(w, "signed") for _ in range(8)]
    raised = lambda: numbers.raise_to(code="云政发", last=30, note="纸质登记", by=w.officer)  # noqa: E731
    together(raised, *(issue(w, paper) for paper in papers))
    run = given("云政发")
    assert len(set(run)) == 8 and PaperNumber.objects.get().last == max(30, max(run))
    before, after = [n for n in run if n <= 8], [n for n in run if n > 8]
    assert before == list(range(1, len(before) + 1)) and after == list(range(31, 31 + len(after)))
