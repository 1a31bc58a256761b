"""The papers of a case leave as lists do: with a reason and a second person; what is signed on the spot, at once."""

from datetime import timedelta

import pytest
from django.urls import reverse

from core import clock
from incidents import services
from incidents.models import AccessLog, Export
from incidents.views.lead import rulings
from tests.notices.conftest import text_of as pdf_text

from ..conftest import SECRET, TALKER, as_user, concluded, opened, printed, reported, started, talk, text_of, url

pytestmark = pytest.mark.django_db
PDF = "application/pdf"


def test_a_report_and_a_talk_come_out_once_a_second_person_allowed_them(w):
    row = reported(w)
    lead, said = row.lead, row.interviews.get()
    for name, key, title in (("report_print", row.pk, "核查报告"), ("interview_print", said.pk, "谈话笔录")):
        to, client = url(name, lead, key), as_user(w.officer)
        page = client.get(to)
        assert page["Content-Type"] != PDF and SECRET not in text_of(page) and "另一名" in text_of(page)
        assert "请不要写姓名、证件号和电话" in text_of(client.post(to, {"reason": "打13900001111核对"}))
        answer = printed(w, w.officer, to)
        assert answer["Content-Type"] == PDF and answer["Cache-Control"] == "no-store"
        assert SECRET in pdf_text(answer.content) and w.officer.name in pdf_text(answer.content)
        assert SECRET not in answer["Content-Disposition"]
        line = AccessLog.objects.get(action="print", detail__startswith=title)
        assert line.user == w.officer and "报县里核对" in line.detail and w.leader.name in line.detail
        again = client.post(
            url("export_step", Export.objects.get(kind=name.partition("_")[0].replace("interview", "talk")), "fetch")
        )
        assert again.status_code == 302


def test_the_order_to_verify_comes_out_the_same_way(w):
    row = started(w)
    answer = printed(w, w.officer, url("order_print", row.lead, row.pk))
    said = pdf_text(answer.content)
    assert answer["Content-Type"] == PDF and row.doc_number in said and row.lead.number in said and w.second.name in said
    assert AccessLog.objects.get(action="print").detail.startswith("核查通知")


def test_nobody_allows_the_own_print_and_who_lost_sight_gets_nothing(w):
    row = reported(w)
    client = as_user(w.leader)
    client.post(url("report_print", row.lead, row.pk), {"reason": "核对"})
    assert "至少" in text_of(client.post(url("report_print", row.lead, row.pk), {"reason": "看"}))
    client.post(url("report_print", row.lead, row.pk), {"reason": "向县里汇报"})
    asked = Export.objects.get()
    client.post(url("export_step", asked, "allow"))
    assert Export.objects.get().state == "asked"
    mine = as_user(w.second)
    mine.post(url("report_print", row.lead, row.pk), {"reason": "存档一份"})
    asked = Export.objects.get(created_by=w.second)
    client.post(url("export_step", asked, "allow"))
    services.confirm(verification=row, by=w.leader)
    services.end_handler(handler=row.lead.handlers.get(user=w.second), by=w.leader, note="调离本岗")
    assert mine.post(url("export_step", asked, "fetch"))["Content-Type"] != PDF
    assert not AccessLog.objects.filter(action="print").exists()


def test_what_the_person_signs_on_the_spot_is_printed_at_once_by_the_team_for_a_day(w):
    row = started(w)
    said = services.add_interview(verification=row, by=w.officer, **talk())
    to = url("interview_sign", row.lead, said.pk)
    answer = as_user(w.officer).get(to)
    assert answer["Content-Type"] == PDF and TALKER in pdf_text(answer.content)
    assert AccessLog.objects.get(action="print").detail == "谈话笔录（当场签字）"
    assert "打印当场签字" in text_of(as_user(w.officer).get(url("detail", row.lead)))
    assert as_user(w.leader).get(to).status_code == 403
    with clock.at(clock.now() + timedelta(hours=25)):
        assert as_user(w.officer).get(to).status_code == 403
        assert "打印当场签字" not in text_of(as_user(w.officer).get(url("detail", row.lead)))
    services.sign(interview=said, signing="signed", by=w.officer)
    services.report(verification=row, findings="查清", proposal="refuted", by=w.officer)
    assert as_user(w.officer).get(to).status_code == 403
    assert AccessLog.objects.filter(action="print").count() == 1


@pytest.mark.parametrize("name", ["report_print", "export"])
def test_the_reason_names_nobody_of_the_cases_asked_for(w, name):
    row = reported(w)
    to = url("export") if name == "export" else url(name, row.lead, row.pk)
    for word in (SECRET, TALKER):
        assert "请不要写姓名" in text_of(as_user(w.leader).post(to, {"reason": f"{word}家属要求"}))
    assert not Export.objects.exists()


def test_a_ruling_is_shown_for_a_reason_under_a_mark_and_handed_out_by_no_address(w):
    lead = concluded(w, None, "accident", authority="青禾县人民政府", number="青政函〔2026〕9号")
    scan, client = rulings(lead).get(), as_user(w.leader)
    for name in ("evidence:file", "evidence:small", "evidence:stamped"):
        assert client.get(reverse(name, args=[scan.pk])).status_code == 404
        assert client.get(reverse(name, args=[scan.pk]), {"original": "1"}).status_code == 404
    to = url("ruling", lead, scan.pk)
    assert to in text_of(client.get(url("detail", lead))) and "data:image/jpeg" not in text_of(client.get(to))
    assert "请不要写姓名" in text_of(client.post(to, {"reason": f"看{SECRET}的认定"}))
    answer = client.post(to, {"reason": "核对文号"})
    assert "data:image/jpeg" in text_of(answer) and answer["Cache-Control"] == "no-store" and answer.context["watermark"]
    assert AccessLog.objects.get(action="opened").detail == "认定文件扫描件：核对文号"
    assert as_user(w.third).post(to, {"reason": "核对文号"}).status_code == 404
    assert client.post(url("ruling", opened(w), scan.pk), {"reason": "核对文号"}).status_code == 404


def test_who_does_not_see_the_case_cannot_even_ask(w):
    row, other = reported(w), opened(w)
    for name, key in (
        ("report_print", row.pk),
        ("order_print", row.pk),
        ("interview_print", row.interviews.get().pk),
        ("interview_sign", row.interviews.get().pk),
    ):
        assert as_user(w.third).get(url(name, row.lead, key)).status_code == 404
        assert as_user(w.officer).get(url(name, other, key)).status_code == 404
    assert not Export.objects.exists()
