"""The upper level's own form: taken into use, filled in from then on, given up again."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook, load_workbook

from core.errors import Refused
from core.xlsx import XLSX, dump
from registers import exports
from registers.models import FormSheet
from registers.services import forms as services

from .months import as_user, hazard, report
from .test_sheets import county_form

PAGE = "/registers/form/"


def test_a_form_is_understood_and_used_from_then_on(w):
    hazard(w)
    row = report(w, "checked")
    kept = services.keep(by=w.officer, name="县附件2", data=county_form())
    assert kept.columns["附件2"]["D"] == "o_found"
    sheet = load_workbook(io.BytesIO(exports.monthly_workbook(row, "village")))["附件2"]
    assert (sheet["B4"].value, sheet["D4"].value) == (w.village.name, 1)


def test_the_one_before_stays_withdrawn_and_the_next_township_keeps_its_own(w):
    services.keep(by=w.officer, name="旧", data=county_form())
    services.keep(by=w.officer, name="新", data=county_form())
    services.keep(by=w.other_officer, name="邻", data=county_form())
    assert list(FormSheet.objects.filter(withdrawn_at=None).values_list("name", flat=True).order_by("pk")) == ["新", "邻"]
    assert services.drop(by=w.officer, reason="改回") == 1 and FormSheet.objects.count() == 3
    assert load_workbook(io.BytesIO(exports.form_of(w.town))).sheetnames == ["本月", "本年累计"]


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04broken", b"<html>", dump(Workbook())])
def test_what_is_no_form_is_refused_and_the_one_in_use_stays(w, data):
    services.keep(by=w.officer, name="旧", data=county_form())
    with pytest.raises(Refused, match="读不出来|没有认出"):
        services.keep(by=w.officer, name="坏", data=data)
    assert FormSheet.objects.get().withdrawn_at is None


def test_too_large_and_by_others_it_is_refused(w):
    with pytest.raises(Refused, match="5 MB"):
        services.keep(by=w.officer, name="大", data=b"0" * (services.LIMIT + 1))
    with pytest.raises(Refused, match="应急办"):
        services.keep(by=w.leader, name="表", data=county_form())


def test_uploading_on_the_page_shows_what_was_understood_and_what_is_missing(w):
    client = as_user(w.officer)
    file = SimpleUploadedFile("附件2.xlsx", county_form(), XLSX)
    page = client.post(f"{PAGE}upload/", {"name": "县附件2", "file": file}, follow=True).content.decode()
    assert "县附件2" in page and "一般隐患·排查" in page and "表里没有" in page and "检查单位·应检查" in page
    assert client.get(f"{PAGE}empty/").content == county_bytes()
    assert "平台自带的表样" in client.post(f"{PAGE}drop/", follow=True).content.decode()


def county_bytes():
    with FormSheet.objects.latest("pk").file.open("rb") as stored:
        return stored.read()


def test_a_broken_upload_is_told_at_the_field(w):
    file = SimpleUploadedFile("附件.xlsx", b"nothing", XLSX)
    answer = as_user(w.officer).post(f"{PAGE}upload/", {"name": "表", "file": file})
    assert answer.status_code == 200 and "读不出来" in answer.content.decode() and not FormSheet.objects.exists()


@pytest.mark.parametrize("role", ["leader", "discipline", "department"])
def test_others_do_not_upload(w, role):
    assert as_user(getattr(w, role)).get(f"{PAGE}upload/").status_code == 403
