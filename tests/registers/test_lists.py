"""The ten-column form, photos before and after, close-outs, the one page of all registers."""

import io
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook
from pypdf import PdfReader

from core import clock, jobs
from core.models import Job
from hazards.models import Acceptance
from registers import prints
from registers.views.home import GROUPS
from tests import factories

from .months import as_user, hazard, plan

TEN, CLOSED = "/registers/big-check/", "/registers/closures/"


def text_of(data):
    return re.sub(r"\s", "", "".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages))


def printed(client, address):
    assert client.post(address).status_code == 302
    job = jobs.run(Job.objects.latest("created_at").pk)
    if not job.file:
        return job.error
    with job.file.open("rb") as stored:
        return stored.read()


def test_the_ten_columns_tell_of_plan_or_of_mending_at_once(w):
    plan(w, hazard(w, found_by="周文"))
    hazard(w, at_once=True, responsible="林一")
    page = as_user(w.officer).get(TEN).content.decode()
    assert all(word in page for word in ("受检单位", "周文", "加装防护罩", "立即整改", "林一"))


def test_the_workbook_has_the_filtered_rows_under_a_merged_title(w):
    hazard(w, grade="major", closed=clock.today())
    hazard(w)
    answer = as_user(w.officer).get(f"{TEN}?grade=major&export=xlsx")
    sheet = load_workbook(io.BytesIO(answer.content)).active
    assert sheet.max_row == 4 and sheet["F4"].value == "重大隐患" and "A1:J1" in {str(s) for s in sheet.merged_cells.ranges}
    assert sheet["A2"].value == "填报单位：云溪镇" and sheet["C4"].number_format == "yyyy-mm-dd"


def test_drafts_and_cancelled_ones_are_not_on_it_unless_asked_for(w):
    hazard(w, state="draft")
    client = as_user(w.officer)
    assert client.get(TEN).context["total"] == 0 and client.get(f"{TEN}?state=draft").context["total"] == 1


def test_a_month_narrows_it_and_an_empty_one_says_so(w):
    hazard(w)
    client = as_user(w.officer)
    assert client.get(f"{TEN}?month=2026-10").context["total"] == 1
    assert "没有符合条件" in client.get(f"{TEN}?month=2026-09").content.decode()


def test_the_page_asks_the_same_however_many_rows(w):
    client = as_user(w.officer)

    def queries():
        with CaptureQueriesContext(connection) as found:
            client.get(TEN)
        return len(found)

    hazard(w)
    queries()
    one = queries()
    for _ in range(3):
        plan(w, hazard(w))
    assert queries() == one


def test_it_is_printed_as_a_job_with_the_filter_of_the_page(w):
    hazard(w, description="护栏缺失")
    hazard(w, grade="major", description="锅炉超期")
    words = text_of(printed(as_user(w.officer), f"{TEN}pdf/?grade=major"))
    assert "锅炉超期" in words and "护栏缺失" not in words and "整改责任人" in words


def test_a_printed_job_holds_only_what_its_person_sees(w):
    hazard(w, office=w.office, description="护栏缺失", sector_id="trade")
    hazard(w, firm=w.firm2, description="锅炉超期", sector_id="metals")
    words = text_of(printed(as_user(w.department), f"{TEN}pdf/"))
    assert "护栏缺失" in words and "锅炉超期" not in words


@pytest.mark.parametrize("what", ["pdf", "photos"])
def test_nothing_to_print_is_told(w, what):
    assert "没有可以打印" in printed(as_user(w.officer), f"{TEN}{what}/")


def test_two_hazards_a_page_with_their_words_and_photos(w):
    for number in range(3):
        row = hazard(w, description=f"护栏缺失{number}处", result="已经加装", closed=clock.today())
        factories.photo(row, by=w.officer, slot="before")
        if number:
            factories.photo(row, by=w.officer, slot="after")
    data = printed(as_user(w.officer), f"{TEN}photos/?state=closed")
    pages = PdfReader(io.BytesIO(data)).pages
    assert len(pages) == 2 and [len(page.images) >= 1 for page in pages] == [True, True]
    words = text_of(data)
    assert "护栏缺失2处" in words and words.count("整改前") == 3 and "整改后没有照片" in words and "销号" in words


def test_every_pair_of_a_hazards_photos_is_printed(w):
    row = hazard(w, closed=clock.today())
    for slot in ("before", "before", "after", "before"):
        factories.photo(row, by=w.officer, slot=slot)
    words = text_of(printed(as_user(w.officer), f"{TEN}photos/?state=closed"))
    assert words.count("（续）") == 2 and words.count("没有照片") == 2


def test_a_caption_fits_its_line(w):
    row = hazard(w, description="很长" * 60)
    lines = prints.captions(row, 1)
    assert all(len(line) <= prints.LONGEST for line in lines) and lines[1].endswith("…")


def test_close_outs_of_a_month_with_who_accepted_and_the_slip(w):
    row = hazard(w, closed=clock.today())
    Acceptance.objects.create(hazard=row, passed=True, on_site=True, held_at=clock.now(), people="周文、林一", by=w.officer)
    hazard(w)
    client = as_user(w.officer)
    page = client.get(f"{CLOSED}?month={clock.today():%Y-%m}")
    assert page.context["total"] == 1 and "周文、林一（现场）" in page.content.decode()
    assert f"/hazards/{row.pk}/slip/closing/" in page.content.decode()
    assert client.get(f"{CLOSED}?grade=major").context["total"] == 0
    assert client.get(f"{CLOSED}?export=xlsx").status_code == 200


@pytest.mark.parametrize("role", ["cadre", "boss", "liaison"])
@pytest.mark.parametrize("address", ["/registers/", TEN, CLOSED, "/registers/assessment/"])
def test_registers_are_for_the_office(w, role, address):
    answer = as_user(getattr(w, role)).get(address)
    assert answer.status_code == 403 and "台账报表供" in answer.content.decode()


@pytest.mark.parametrize("role", ["officer", "leader", "department", "discipline", "supervisor"])
def test_every_link_of_the_one_page_opens_for_who_sees_it(w, role):
    client = as_user(getattr(w, role))
    page = client.get("/registers/")
    links = [link for _, links in page.context["groups"] for link in links]
    assert len(links) >= 12
    assert {link.url: client.get(link.url).status_code for link in links if client.get(link.url).status_code != 200} == {}


def test_the_page_names_each_register_once():
    labels = [link.label for _, links in GROUPS for link in links]
    assert len(labels) == len(set(labels))
