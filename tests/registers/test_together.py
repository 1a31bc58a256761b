"""Two people at the same month or deduction at the same moment."""

from decimal import Decimal

import pytest
from django.db import connection

from core import clock
from core.errors import Refused
from registers.models import Deduction, Entry, Report
from registers.services import assessment, monthly
from tests import factories
from tests.together import together

from .months import AFTER, MONTH, hazard, report, second_officer

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="needs concurrent writers"),
]


def refused(outcomes):
    return sum(isinstance(outcome, Refused) for outcome in outcomes)


def test_sent_by_two_at_once_it_is_sent_once():
    w = factories.world()
    pk, other = report(w, "checked").pk, second_officer(w)
    outcomes = together(
        lambda: monthly.send(report=Report.objects.get(pk=pk), by=w.officer, sent_to="县安委办"),
        lambda: monthly.send(report=Report.objects.get(pk=pk), by=other, sent_to="县应急局"),
    )
    assert refused(outcomes) == 1 and Report.objects.get().log.filter(action="send").count() == 1


def test_checked_by_two_at_once_its_rows_are_kept_once():
    w = factories.world()
    hazard(w)
    pk, other = report(w).pk, second_officer(w)
    outcomes = together(*[
        lambda by=by: monthly.check(report=Report.objects.get(pk=pk), by=by) for by in (w.leader, other)
    ])  # fmt: skip
    assert refused(outcomes) == 1 and Entry.objects.filter(kind="hazard").count() == 1


def test_sent_while_it_is_sent_back_one_goes_through():
    w = factories.world()
    pk = report(w, "checked").pk
    outcomes = together(
        lambda: monthly.send(report=Report.objects.get(pk=pk), by=w.officer, sent_to="县安委办"),
        lambda: monthly.send_back(report=Report.objects.get(pk=pk), by=w.leader, note="有漏项"),
    )
    row = Report.objects.get()
    assert refused(outcomes) == 1 and row.entries.exists() == (row.state == "sent")


def test_made_or_corrected_twice_at_once_there_is_one():
    w = factories.world()

    def make():
        with clock.at(AFTER):
            return monthly.make(by=w.officer, month=MONTH)

    assert refused(together(make, make)) == 1 and Report.objects.count() == 1
    row = Report.objects.get()
    monthly.check(report=row, by=w.leader)
    monthly.send(report=row, by=w.officer, sent_to="县安委办")
    correct = lambda: monthly.correct(report=Report.objects.get(pk=row.pk), by=w.officer, reason="漏报")  # noqa: E731
    assert refused(together(correct, correct)) == 1 and Report.objects.filter(number=2).count() == 1


def test_a_deduction_confirmed_while_it_is_revoked_has_one_end_at_a_time():
    w = factories.world()
    row = assessment.note(by=w.officer, on=clock.today(), reason="x", proof="x", points=Decimal(1), village=w.village)
    confirm = lambda: assessment.move(deduction=Deduction.objects.get(pk=row.pk), action="confirm", by=w.leader)  # noqa: E731
    assert refused(together(confirm, confirm)) == 1 and Deduction.objects.get().state == "confirmed"
