"""Who spoke first is read from the records, never typed in."""

from datetime import time, timedelta

import pytest

from core import clock
from incidents import moments
from incidents.moments import By, Standing
from tests import factories
from tests.notices.conftest import text_of as pdf_text

from .conftest import as_user, printed, text_of, url

SIGNED = {"state": "signed", "sha256": "1" * 64, "record": "{}", "ended": "10:00"}


def told(w, hours, source="petition", **fields):
    at = clock.now() - timedelta(hours=hours)
    return factories.lead(w.village, handlers=[w.officer], source=source, received_at=at, enterprise=w.firm, **fields)


def visited(w, days, **fields):
    if "state" in fields:
        fields["signed_at"] = clock.now()
    return factories.inspection(
        w.village, w.officer, enterprise=w.firm, held_on=clock.today() - timedelta(days=days), **fields
    )


def linked(mother, child, w):
    mother.links_down.create(child=child, tie="enterprise", reason="同一企业", created_by=w.officer)


@pytest.mark.parametrize(
    ("own", "other", "expected"),
    [(None, 5, Standing.NEVER), (9, 5, Standing.FIRST), (5, 9, Standing.AFTER), (9, None, Standing.FIRST)],
)
def test_the_order_of_report_and_lead_decides(w, own, other, expected):
    rows = [told(w, own, "self-check")] if own else []
    rows += [told(w, other)] if other else []
    if len(rows) == 2:
        linked(*rows, w)
    for row in rows:
        assert moments.standing(moments.of(row)) == expected


def test_an_inspection_before_the_report_takes_its_merit(w):
    lead = told(w, 1, "self-check", happened_on=clock.today() - timedelta(days=9))
    assert moments.standing(moments.of(lead)) == Standing.FIRST
    visited(w, 12, **SIGNED)  # before it happened
    visited(w, 2)  # not signed
    assert moments.standing(moments.of(lead)) == Standing.FIRST
    early = visited(w, 2, begun=time(8, 30), **SIGNED)  # held before, entered after the report: the hour is written by hand
    assert moments.standing(moments.of(lead)) == Standing.FIRST
    type(early).objects.filter(pk=early.pk).update(created_at=clock.now() - timedelta(days=2))
    found = moments.of(lead)
    assert [one.by for one in found] == [By.INSPECTION, By.ITSELF] and moments.standing(found) == Standing.AFTER


def test_a_no_signed_after_the_day_is_shown_beside_the_report_and_an_earlier_one_is_not(w):
    lead = told(w, 3, "self-check", happened_on=clock.today() - timedelta(days=9))
    for days in (20, 5):
        sheet = factories.checklist("有没有")
        sheet.confidential = True
        sheet.save()
        given = {"state": "submitted", "zero_report": True, "submitted_at": clock.now() - timedelta(days=days)}
        factories.check(sheet, w.village, enterprise=w.firm, signed_name="季", **given)
    found = moments.of(lead)
    assert [one.by for one in found] == [By.DENIED, By.ITSELF] and moments.standing(found) == Standing.FIRST
    assert "签字报“没有”" in text_of(as_user(w.officer).get(url("detail", lead)))


def test_a_linked_case_of_another_firm_does_not_count(w):
    own, other = told(w, 3, "self-check"), factories.lead(w.village2, enterprise=w.firm2)
    linked(own, other, w)
    assert moments.standing(moments.of(own)) == Standing.FIRST


def test_at_the_same_moment_it_was_not_first():
    now = clock.now()
    both = [moments.Moment(now, By.ITSELF, ""), moments.Moment(now, By.OTHERS, "")]
    assert moments.standing(both) == Standing.AFTER


def test_the_page_shows_it_and_the_statement_prints_itself(w):
    lead = told(w, 3, "self-check")
    client = as_user(w.officer)
    assert "主动报告在先" in text_of(client.get(url("detail", lead)))
    said = pdf_text(printed(w, w.officer, url("leniency_print", lead)).content)
    assert "主动报告在先" in said and lead.number in said and w.firm.name in said
    assert as_user(w.third).get(url("leniency_print", lead)).status_code == 404
