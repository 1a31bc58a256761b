"""What was opened for the screen does not go to paper by the browser's own print: the mark hides all behind it.

Each page is asked shut and opened; only opened it bears the mark that hides.
"""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from incidents import services
from incidents.briefs import services as briefs
from incidents.services import referrals

from .conftest import SECRET, SUMMARY, as_user, later, opened, started, talked, text_of, url
from .deaths.conftest import accident, victim

SHUT = "lead-mark is-opened"
REASON = {"reason": "核对情况", "open": "1"}


def test_the_mark_of_an_opened_page_hides_what_follows_it_on_paper():
    css = (Path(settings.BASE_DIR) / "static/css/incidents.css").read_text()
    printed = "".join(re.findall(r"@media print \{ \.veil.*", css))
    assert ".lead-mark.is-opened ~ * { display: none; }" in printed


def of_accident(w):
    row = accident(w, course=f"{SECRET}倒下")
    victim(w, row, name=SECRET)
    return url("accident", row.lead), url("accident_open", row.lead)


def of_accident_edit(w):
    to = url("accident_edit", accident(w, course=f"{SECRET}倒下").lead)
    return to, to


def of_referral(w):
    lead = opened(w)
    row = services.refer(lead=lead, kind="upward", to_body="青禾县应急管理局", facts=SUMMARY, by=w.officer)
    to = url("referral", lead, row.pk)
    return to, to


def of_new_referral(w):
    to = url("refer_new", opened(w))
    return to, to


def of_brief(w):
    row = briefs.write(by=w.officer, kind="thematic", title="情况", text=f"{SECRET}一案")
    to = reverse("incidents:brief", args=[row.pk])
    return to, to


@pytest.mark.parametrize("page", [of_accident, of_accident_edit, of_referral, of_new_referral, of_brief])
def test_an_opened_page_bears_the_mark_that_hides(w, page):
    shut, to = page(w)
    client = as_user(w.officer)
    before = text_of(client.get(shut))
    assert SHUT not in before and SECRET not in before
    after = text_of(client.post(to, REASON))
    assert SECRET in after and SHUT in after


def test_the_opened_accident_offers_no_print(w):
    shut, to = of_accident(w)
    client = as_user(w.officer)
    assert "data-print>" in text_of(client.get(shut)) and "data-print>" not in text_of(client.post(to, REASON))


def test_a_reason_that_will_not_do_opens_and_hides_nothing(w):
    _, to = of_accident(w)
    refused = text_of(as_user(w.officer).post(to, {"reason": f"看{SECRET}的材料", "open": "1"}))
    assert SHUT not in refused and "data-print>" in refused


def test_another_officers_draft_opened_to_be_changed_does_not_print_and_ones_own_neither(w):
    row = briefs.write(by=w.officer, kind="thematic", title="情况", text=f"{SECRET}一案")
    to = reverse("incidents:brief_edit", args=[row.pk])
    client = as_user(w.second)
    assert SHUT not in text_of(client.get(to))
    assert SHUT in text_of(client.post(to, REASON)) and SHUT in text_of(as_user(w.officer).get(to))


def test_a_report_sent_back_shows_its_words_and_does_not_print(w):
    row = started(w)
    talked(row, w.officer)
    to = url("report", row.lead, row.pk)
    assert SHUT not in text_of(as_user(w.officer).get(to))
    services.report(verification=row, findings=f"{SECRET}未在厂内", proposal="refuted", by=w.officer)
    services.send_back(verification=row, note="补充", by=w.leader)
    shown = text_of(as_user(w.officer).get(to))
    assert SECRET in shown and SHUT in shown


def test_what_discipline_opened_does_not_print(w):
    row = services.refer(lead=opened(w), kind="discipline", to_body="云溪镇纪委", facts=SUMMARY, by=w.officer)
    referrals.step(referral=row, action="send", by=w.officer, sent_on=later(0), answer_by=later(9))
    to, client = reverse("incidents:handed_one", args=[row.pk]), as_user(w.discipline)
    assert SHUT not in text_of(client.get(to)) and SHUT in text_of(client.post(to, REASON))
