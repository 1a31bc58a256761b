"""一案双查: each case found is owed to discipline; seen with the case and by discipline; its report is printed by two."""

import pytest
from django.urls import reverse

from core import clock
from core.errors import Refused
from incidents import services
from incidents.models import AccessLog, Export, Lead, Referral
from incidents.services import referrals
from tests.notices.conftest import text_of as pdf_text

from .conftest import ABOVE, SECRET, as_user, concluded, later, printed, scanned, text_of, url

FOUND = {"answered_on": None, "answer": "企业主体责任：处罚负责人\n监管责任：诫勉一人", "answer_number": "云纪〔2026〕7号"}


def handed(w, lead, by=None):
    row = services.refer(
        lead=lead, kind="discipline", to_body="云溪镇纪委", facts=f"{SECRET}一案", materials="结论一份", by=by or w.officer
    )
    return referrals.step(referral=row, action="send", by=by or w.officer, sent_on=clock.today(), answer_by=later(9))


def answered(w, lead):
    values = FOUND | {"answered_on": clock.today()}
    return referrals.step(referral=handed(w, lead), action="answer", by=w.discipline, **values)


def owed(lead):
    return Lead.objects.uninquired().filter(pk=lead.pk).exists()


def labels(person, lead):
    return [offer.label for offer in as_user(person).get(url("detail", lead)).context["offers"]]


@pytest.mark.parametrize(
    ("conclusion", "is_owed"), [("accident", True), ("concealed", True), ("refuted", False), ("not-accident", False)]
)
def test_found_cases_alone_are_owed(w, conclusion, is_owed):
    lead = concluded(w, None, conclusion, **(ABOVE if conclusion in ("concealed", "not-accident") else {}))
    shown = text_of(as_user(w.officer).get(url("detail", lead)))
    assert owed(lead) is is_owed and ("还没有移交纪检监察机关一案双查" in shown) is is_owed


def test_the_page_leads_to_the_letter_and_says_so_until_it_was_sent(w):
    lead = concluded(w, None, "accident")
    officer = as_user(w.officer)
    assert labels(w.officer, lead) == ["移交纪检一案双查"] and "不移交，说明理由" in labels(w.leader, lead)
    form = officer.get(f"{url('refer_new', lead)}?kind=discipline").context["form"]
    assert (form["kind"].value(), form["to_body"].value()) == ("discipline", f"{w.town.name}纪委")
    row = services.refer(lead=lead, kind="discipline", to_body="云溪镇纪委", facts="情况", by=w.officer)
    assert labels(w.officer, lead) == ["送出一案双查移交函"] and owed(lead)
    referrals.step(referral=row, action="send", by=w.officer, sent_on=clock.today(), answer_by=later(9))
    assert labels(w.officer, lead) == [] and not owed(lead)
    referrals.step(referral=row, action="return", by=w.officer, note="材料不全")
    assert owed(lead)


def test_a_leader_alone_keeps_a_case_from_it_and_says_why(w):
    lead = concluded(w, None, "accident")
    with pytest.raises(Refused, match="由乡镇领导说明"):
        services.spare(lead=lead, note="县纪委已办", by=w.officer)
    with pytest.raises(Refused):
        services.spare(lead=lead, note=" ", by=w.leader)
    assert as_user(w.officer).get(url("spare", lead)).status_code == 403
    lead.refresh_from_db()
    as_user(w.leader).post(url("spare", lead), {"note": "县纪委已直接办理", "row_version": lead.version})
    line = lead.log.last()
    assert (line.action, line.actor, line.note) == ("spare", w.leader, "县纪委已直接办理") and not owed(lead)
    with pytest.raises(Refused, match="没有待移交的一案双查"):
        services.spare(lead=lead, note="再说一次", by=w.leader)


def test_another_conclusion_owes_it_anew(w):
    lead = concluded(w, None, "accident")
    services.spare(lead=lead, note="县纪委已直接办理", by=w.leader)
    services.revise(lead=lead, conclusion="concealed", note="县政府认定", by=w.leader, scans=scanned(w), **ABOVE)
    assert owed(lead)


def test_its_report_is_printed_by_handlers_leaders_and_discipline_once_allowed(w):
    row = answered(w, concluded(w, None, "accident"))
    for person, to in (
        (w.officer, url("inquiry_print", row.lead, row.pk)),
        (w.leader, url("inquiry_print", row.lead, row.pk)),
        (w.discipline, reverse("incidents:handed_print", args=[row.pk])),
    ):
        answer = printed(w, person, to)
        said = pdf_text(answer.content)
        assert answer["Content-Type"] == "application/pdf" and answer["Cache-Control"] == "no-store"
        assert "一案双查情况的报告" in said and "企业主体责任：处罚负责人" in said and "监管责任：诫勉一人" in said
        assert row.lead.number in said and person.name in said and SECRET not in answer["Content-Disposition"]
        assert AccessLog.objects.get(lead=row.lead, action="print", user=person).detail.startswith("双查报告")


def test_there_is_no_report_before_the_answer(w):
    row = handed(w, concluded(w, None, "accident"))
    pages = (
        (w.officer, url("referral", row.lead, row.pk), url("inquiry_print", row.lead, row.pk)),
        (w.discipline, reverse("incidents:handed_one", args=[row.pk]), reverse("incidents:handed_print", args=[row.pk])),
    )
    for person, page, to in pages:
        client = as_user(person)
        assert to not in text_of(client.get(page)) and client.get(to).status_code == 302
    referrals.step(referral=row, action="answer", by=w.discipline, **(FOUND | {"answered_on": clock.today()}))
    for person, page, to in pages:
        assert to in text_of(as_user(person).get(page))


def test_others_see_neither_the_letter_nor_the_report(w):
    row = answered(w, concluded(w, None, "accident"))
    for person in (w.third, w.department, w.other_leader, w.cadre):
        assert not Referral.objects.known_to(person).filter(pk=row.pk).exists()
        assert as_user(person).get(url("inquiry_print", row.lead, row.pk)).status_code in (403, 404)
        assert as_user(person).get(reverse("incidents:handed_print", args=[row.pk])).status_code in (403, 404)


def test_who_loses_the_case_before_fetching_prints_nothing(w):
    row = answered(w, concluded(w, None, "accident"))
    client = as_user(w.officer)
    client.post(url("inquiry_print", row.lead, row.pk), {"reason": "报县里核对"})
    key = Export.objects.get().pk
    as_user(w.leader).post(reverse("incidents:export_step", args=[key, "allow"]))
    for handler in row.lead.handlers.filter(user=w.officer):
        services.end_handler(handler=handler, by=w.leader, note="回避本案")
    answer = client.post(reverse("incidents:export_step", args=[key, "fetch"]))
    assert answer.get("Content-Type", "") != "application/pdf"
