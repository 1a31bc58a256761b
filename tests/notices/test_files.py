"""Stored bytes, downloads, the merged print file."""

import hashlib
import io

import pytest
from django.urls import reverse
from pypdf import PdfReader

from core import jobs
from core.errors import Refused
from core.models import Job
from notices import services, typeset
from notices.models import Paper

from .conftest import as_user, circular, in_state, issued, order, text_of, urging


def get(w, paper, role="officer", query=""):
    return as_user(getattr(w, role)).get(reverse("notices:file", args=[paper.pk]) + query)


def test_the_download_is_the_stored_file_under_its_number_and_title(w):
    paper = issued(w)
    answer = get(w, paper)
    assert hashlib.sha256(answer.content).hexdigest() == paper.sha256
    assert answer["Content-Type"] == "application/pdf" and answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"].startswith("attachment; filename*=UTF-8''%E4%BA%91")
    assert len(PdfReader(io.BytesIO(answer.content)).pages) == paper.pages


def test_opened_in_the_browser_it_is_shown_and_not_kept(w):
    answer = get(w, issued(w), role="cadre", query="?inline=1")
    assert answer["Content-Disposition"].startswith("inline") and answer["Cache-Control"] == "no-store"


@pytest.mark.parametrize("role", ["officer", "cadre"])
def test_a_file_changed_on_disk_is_refused_and_not_sent(w, role):
    paper = issued(w)
    with open(paper.file.path, "ab") as stream:
        stream.write(b"%")
    answer = get(w, paper, role=role)
    assert answer.status_code == 403 and "校验值不符" in answer.content.decode()
    assert b"%PDF" not in answer.content


def test_a_file_replaced_by_another_genuine_paper_is_refused(w):
    first, second = issued(w), issued(w, order(w))
    Paper.objects.filter(pk=first.pk).update(file=second.file.name)
    assert get(w, first).status_code == 403


def test_a_lost_file_is_said_in_words(w):
    paper = issued(w)
    paper.file.storage.delete(paper.file.name)
    answer = get(w, paper)
    assert answer.status_code == 403 and "备份" in answer.content.decode()


def test_a_draft_has_no_file(w):
    assert get(w, circular(w)).status_code == 404


def test_issued_bytes_stay_when_the_row_would_print_otherwise(w):
    paper = issued(w)
    before = get(w, paper).content
    Paper.objects.filter(pk=paper.pk).update(title="改了的标题")
    assert get(w, paper).content == before


def test_the_preview_of_a_draft_is_light_marked_and_stores_nothing(w, tmp_path):
    paper = circular(w)
    answer = as_user(w.officer).get(reverse("notices:preview", args=[paper.pk]))
    assert answer["Content-Type"] == "application/pdf" and answer["Content-Disposition"].startswith("inline")
    assert "草稿" in text_of(answer.content)
    assert not list(tmp_path.rglob("*.pdf")) and Paper.objects.get(pk=paper.pk).version == paper.version


def test_the_preview_of_an_issued_paper_is_the_paper(w):
    paper = issued(w)
    answer = as_user(w.officer).get(reverse("notices:preview", args=[paper.pk]))
    assert hashlib.sha256(answer.content).hexdigest() == paper.sha256


def test_a_preview_that_cannot_be_printed_says_why_on_the_page(w):
    paper = circular(w, body="各村：\n😀")
    answer = as_user(w.officer).get(reverse("notices:preview", args=[paper.pk]), follow=True)
    assert "U+1F600" in answer.content.decode() and answer.redirect_chain


# the merged file


def merge(w, papers, role="officer"):
    return as_user(getattr(w, role)).post(
        reverse("notices:merged"), {"ids": [str(paper.pk) for paper in papers]}, follow=True
    )


def merged_pages(w, papers):
    merge(w, papers)
    job = Job.objects.get(kind="notices.merge")
    jobs.run(job.pk)
    job.refresh_from_db()
    with job.file.open() as stored:
        return job, ["".join(page.extract_text().split()) for page in PdfReader(stored).pages]


def test_each_paper_of_the_merged_file_starts_on_an_odd_page(w):
    papers = [issued(w, urging(w)), issued(w, order(w)), issued(w), issued(w, urging(w))]
    job, pages = merged_pages(w, papers)
    starts = [number for number, text in enumerate(pages, 1) if any(p.doc_number in text for p in papers)]
    assert len(starts) == 4 and all(number % 2 for number in starts)
    assert len(pages) == 1 + 1 + 1 + 1 + 2 + 1 == sum(p.pages for p in papers) + 2
    assert job.result["text"] == "已合并 4 份公文，每份从单数页开始"


def test_drafts_and_withdrawn_papers_are_left_out_of_it(w):
    kept = issued(w, order(w))
    _, pages = merged_pages(w, [kept, circular(w), in_state(w, "withdrawn")])
    assert len(pages) == kept.pages


def test_papers_out_of_sight_are_left_out_of_it(w):
    paper = issued(w)
    page = merge(w, [paper], role="other_officer")
    assert "没有选中" in page.content.decode() and not Job.objects.filter(kind="notices.merge").exists()


@pytest.mark.parametrize("ids", [[], ["x"], ["' OR 1=1"], ["00000000-0000-0000-0000-000000000000"]])
def test_nothing_useful_ticked_is_said(w, ids):
    page = as_user(w.officer).post(reverse("notices:merged"), {"ids": ids}, follow=True)
    assert "没有选中已印发且有效的公文" in page.content.decode()


def test_one_broken_file_stops_the_merging_in_words(w):
    good, bad = issued(w, order(w)), issued(w, urging(w))
    with open(bad.file.path, "wb") as stream:
        stream.write(b"%PDF-1.7")
    merge(w, [good, bad])
    job = jobs.run(Job.objects.get(kind="notices.merge").pk)
    assert job.state == "failed" and "校验值不符" in job.error


def test_merging_by_hand_is_the_same_as_by_job(w):
    papers = [issued(w, order(w)), issued(w, order(w))]
    out = io.BytesIO()
    assert typeset.merge_into(out, [services.intact_bytes(paper) for paper in papers]) == 3
    assert len(PdfReader(out).pages) == 3


def test_the_stored_hash_guards_reading_too(w):
    paper = issued(w)
    paper.sha256 = "0" * 64
    with pytest.raises(Refused, match="校验值不符"):
        services.intact_bytes(paper)
