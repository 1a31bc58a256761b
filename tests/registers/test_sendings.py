"""What went up to the level above: kept as it was sent, listed, handed out unchanged, struck off with a reason."""

import hashlib
import io
from datetime import timedelta

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from core import clock, jobs
from core.errors import Refused
from core.models import Job
from core.rotation import files as rotated
from hazards.models import Hazard
from registers import exports
from registers.models import Sending, SentFile
from registers.services import forms as sheets
from registers.services import monthly, printing
from registers.services import sendings as services
from tests import factories

from .conftest import TODAY
from .months import as_user, hazard, report
from .test_lists import TEN, text_of
from .test_sheets import county_form

LIST = "/registers/sendings/"


def send(w, kind="ten", query="", **given):
    """Sent from its page; the job's row after it ran."""
    client = as_user(w.officer)
    answer = client.post(f"{TEN}send/{kind}/{query}", {"sent_to": "县安委办", **given})
    assert answer.status_code == 302, answer.content.decode()
    return jobs.run(Job.objects.latest("created_at").pk)


def fetched(w, kept, person=None):
    answer = as_user(person or w.officer).get(f"{LIST}{kept.sending_id}/{kept.pk}/")
    assert answer.status_code == 200
    return answer.content


def test_a_sent_form_is_handed_out_as_it_was_whatever_becomes_of_its_rows(w):
    hazard(w, description="护栏缺失")
    hazard(w, grade="major", description="锅炉超期")
    job = send(w, query="?grade=major", note="十月大检查")
    row = Sending.objects.get()
    assert job.result["url"] == f"{LIST}{row.pk}/" and (row.rows, row.sent_to, row.note) == (1, "县安委办", "十月大检查")
    assert row.created_by == w.officer and row.chosen == "等级 重大隐患"
    first = {kept.slot: fetched(w, kept) for kept in row.files.all()}
    Hazard.objects.update(description="改过的", state="cancelled")
    assert {kept.slot: fetched(w, kept) for kept in row.files.all()} == first
    assert "锅炉超期" in load_workbook(io.BytesIO(first["xlsx"])).active["E4"].value
    assert "锅炉超期" in text_of(first["pdf"]) and "护栏缺失" not in text_of(first["pdf"])


def test_photo_sheets_are_kept_as_pages(w):
    row = hazard(w, closed=clock.today())
    factories.photo(row, by=w.officer, slot="before")
    send(w, "photos", "?state=closed")
    kept = SentFile.objects.get()
    assert kept.slot == "pdf" and len(PdfReader(io.BytesIO(fetched(w, kept))).pages) == 1


def test_files_lie_sealed_and_are_renewed_with_the_keys(w):
    hazard(w, description="护栏缺失")
    send(w)
    kept = SentFile.objects.first()
    with open(kept.file.path, "rb") as stored:  # noqa: PTH123 - as it lies on the disk
        assert stored.read(3) == b"f1:"
    assert SentFile in {table.model for table in rotated()}


def test_a_file_changed_on_the_disk_is_not_handed_out(w):
    hazard(w)
    send(w)
    kept = SentFile.objects.first()
    SentFile.objects.filter(pk=kept.pk).update(sha256=hashlib.sha256(b"other").hexdigest())
    answer = as_user(w.officer).get(f"{LIST}{kept.sending_id}/{kept.pk}/")
    assert answer.status_code == 403 and "不一致" in answer.content.decode()
    with pytest.raises(RuntimeError):
        kept.save()


def test_the_same_job_run_twice_keeps_one_sending(w):
    hazard(w)
    job = send(w)
    again = services.send(job)
    assert Sending.objects.count() == 1 and again["url"] == job.result["url"]


def test_nothing_or_too_much_is_told_with_what_to_do(w, monkeypatch):
    client = as_user(w.officer)
    assert "没有可以报送" in client.get(f"{TEN}send/ten/").content.decode()
    hazard(w)
    hazard(w)
    monkeypatch.setattr(printing, "MOST_PHOTOS", 1)
    answer = client.get(f"{TEN}send/photos/")
    assert answer.status_code == 403 and "一次最多报送 1 条，请按月份" in answer.content.decode()
    monkeypatch.setattr(printing, "MOST_PRINTED", 1)
    assert "只留存表格" in send(w).result["text"] and [kept.slot for kept in SentFile.objects.all()] == ["xlsx"]


def test_a_print_too_long_says_what_it_leaves_out(w, monkeypatch):
    hazard(w)
    hazard(w)
    monkeypatch.setattr(printing, "MOST_PRINTED", 1)
    assert "一次最多打印 1 条" in as_user(w.officer).get(TEN).content.decode()
    as_user(w.officer).post(f"{TEN}pdf/")
    job = jobs.run(Job.objects.latest("created_at").pk)
    assert job.result["text"].endswith("1 条，只印前 1 条，其余请按月份、村或站所筛选后分次打印")


def test_more_rows_than_one_waits_for_are_all_in_the_workbook(w, monkeypatch):
    for _ in range(3):
        hazard(w)
    for module in ("core.exports", "registers.views.lists", "registers.exports"):
        monkeypatch.setattr(f"{module}.AT_ONCE", 2)
    assert as_user(w.officer).get(f"{TEN}?export=xlsx").status_code == 302
    job = jobs.run(Job.objects.latest("created_at").pk)
    with job.file.open("rb") as stored:
        sheet = load_workbook(stored).active
    assert [sheet.cell(line, 1).value for line in range(1, 5)] == ["序号", 1, 2, 3] and sheet["B2"].value == w.firm.name
    rows = list(printing.chosen(w.officer, {}))
    sheet = load_workbook(io.BytesIO(exports.big_check_workbook("登记表", "填报单位：云溪镇", rows))).active
    assert sheet["A1"].value == "登记表　填报单位：云溪镇" and sheet.max_row == 5


def test_a_sent_month_goes_out_as_it_was_sent_after_the_form_changed(w):
    hazard(w)
    row = report(w, "sent")
    client = as_user(w.officer)
    address = f"/registers/monthly/{row.pk}/workbook/?by=office"
    first = client.get(address).content
    sheets.keep(by=w.officer, name="县附件2", data=county_form())
    assert client.get(address).content == first
    kept = row.sendings.get()
    assert [one.slot for one in kept.files.all()] == ["village", "office", "sector"] and kept.sent_to == "县安委办"
    assert "报送时的文件" in client.get(f"/registers/monthly/{row.pk}/").content.decode()


def test_a_month_sent_before_files_were_kept_is_filled_into_the_form_of_then(w):
    row = report(w, "sent")
    SentFile.objects.all().delete()
    sheets.keep(by=w.officer, name="县附件2", data=county_form())
    answer = as_user(w.officer).get(f"/registers/monthly/{row.pk}/workbook/")
    assert load_workbook(io.BytesIO(answer.content)).sheetnames == ["本月", "本年累计"]


def test_the_form_of_then_may_have_been_given_up_since(w):
    hazard(w)
    row = report(w, "checked")
    sheets.keep(by=w.officer, name="县附件2", data=county_form())
    with clock.at(TODAY + timedelta(hours=1)):
        row = monthly.send(report=row, by=w.officer, sent_to="县安委办")
    with clock.at(TODAY + timedelta(hours=2)):
        sheets.drop(by=w.officer, reason="改回")
    assert load_workbook(io.BytesIO(exports.monthly_workbook(row, "village"))).sheetnames == ["附件2"]


@pytest.mark.parametrize(("role", "code"), [("officer", 200), ("leader", 200), ("discipline", 200), ("supervisor", 200),
                                            ("department", 403), ("cadre", 403), ("boss", 403), ("other_officer", 404)])  # fmt: skip
def test_who_sees_a_sending(w, role, code):
    hazard(w)
    send(w)
    row = Sending.objects.get()
    client = as_user(getattr(w, role))
    assert client.get(f"{LIST}{row.pk}/").status_code == code
    assert client.get(f"{LIST}{row.pk}/{row.files.first().pk}/").status_code == code


def test_only_the_safety_office_sends_and_strikes_off(w):
    hazard(w)
    send(w)
    row = Sending.objects.get()
    assert as_user(w.leader).get(f"{TEN}send/ten/").status_code == 403
    assert as_user(w.leader).get(f"{LIST}{row.pk}/strike/").status_code == 403
    with pytest.raises(Refused, match="原因"):
        services.strike(sending=row, by=w.officer, note=" ")
    client = as_user(w.officer)
    page = client.post(f"{LIST}{row.pk}/strike/", {"note": "选错月份"}, follow=True).content.decode()
    assert "已作废" in page and f"{w.officer.name}：选错月份" in page and row.files.first().name in page
    assert client.get(f"{LIST}?struck=0").context["total"] == 0 and client.get(f"{LIST}?struck=1").context["total"] == 1
    assert client.get(f"{LIST}{row.pk}/strike/").status_code == 403


def test_a_sent_month_is_corrected_not_struck_off(w):
    row = report(w, "sent").sendings.get()
    answer = as_user(w.officer).get(f"{LIST}{row.pk}/strike/")
    assert answer.status_code == 403 and "月报页面更正" in answer.content.decode()


def test_the_list_is_filtered_and_exported(w):
    hazard(w)
    send(w)
    report(w, "sent")
    client = as_user(w.officer)
    assert client.get(LIST).context["total"] == 2 and client.get(f"{LIST}?kind=ten").context["total"] == 1
    assert client.get(f"{LIST}?sent_to=县应急").context["total"] == 0
    sheet = load_workbook(io.BytesIO(client.get(f"{LIST}?export=xlsx").content)).active
    assert sheet.max_row == 3 and sheet["F2"].value == "县安委办"
