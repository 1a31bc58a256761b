"""Document numbers without gaps or doubles, and issuing that may be interrupted anywhere."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from core import clock, jobs
from core.enums import JobState
from core.errors import Refused
from core.models import Job
from notices import numbers, services, tasks, typeset
from notices.models import Paper, PaperNumber
from tests import factories

from .conftest import as_user, circular, in_state, issued, order


def test_numbers_follow_each_other_per_issuer_code_and_year(w):
    take = lambda town, code, year: numbers.take(township=town, code=code, year=year)  # noqa: E731
    taken = [take(w.town, "云政发", 2026), take(w.town, "云政发", 2026), take(w.town, "云政督", 2026)]
    taken += [take(w.other_town, "云政发", 2026), take(w.town, "云政发", 2027), take(w.town, "云政发", 2026)]
    assert taken == [1, 2, 1, 1, 1, 3]


def test_a_number_rolled_back_is_given_again(w):
    with pytest.raises(RuntimeError), transaction.atomic():
        numbers.take(township=w.town, code="云政发", year=2026)
        raise RuntimeError
    assert numbers.take(township=w.town, code="云政发", year=2026) == 1


@pytest.mark.parametrize("broken", ["render", "deliver", "advance"])
def test_whatever_fails_while_issuing_leaves_no_gap_no_file_and_no_half_paper(w, monkeypatch, broken, tmp_path):
    first, second = in_state(w, "signed"), in_state(w, "signed")
    with monkeypatch.context() as patched:

        def fail(*args, **kwargs):
            raise RuntimeError("power cut")

        patched.setattr(typeset if broken == "render" else services, broken, fail)
        with pytest.raises(RuntimeError):
            services.issue(paper=first, by=w.officer)
    first.refresh_from_db()
    assert (first.state, first.number, first.file.name, first.receipts.exclude(sent_at=None).count()) == (
        "signed",
        None,
        "",
        0,
    )
    assert not list(tmp_path.rglob("*.pdf"))
    assert services.issue(paper=second, by=w.officer).number == 1
    assert services.issue(paper=first, by=w.officer).number == 2


def test_a_withdrawn_paper_keeps_its_number(w):
    in_state(w, "withdrawn")
    assert issued(w).number == 2


def start(w, paper, **data):
    answer = as_user(w.officer).post(reverse("notices:issue", args=[paper.pk]), data)
    return Job.objects.filter(pk=answer.url.rstrip("/").rsplit("/", 1)[-1]).first() if "/jobs/" in answer.url else answer


def test_issuing_is_a_job_one_can_watch(w):
    paper = in_state(w, "signed")
    job = start(w, paper)
    page = as_user(w.officer).get(reverse("core:job", args=[job.pk])).content.decode()
    assert "排队中" in page and "hx-get" in page
    jobs.run(job.pk)
    paper.refresh_from_db()
    job.refresh_from_db()
    assert (paper.state, job.state, job.percent) == ("issued", JobState.DONE, 100)
    assert job.result["text"] == f"已印发 {paper.doc_number}，共 {paper.pages} 页"
    assert as_user(w.officer).get(job.result["url"]).status_code == 200


def test_asking_twice_gives_one_job_one_paper_one_number(w):
    paper = in_state(w, "signed")
    assert start(w, paper).pk == start(w, paper).pk
    for _ in range(2):
        jobs.run(Job.objects.get().pk)
    assert PaperNumber.objects.get().last == 1


def test_a_job_killed_before_the_commit_and_run_again_gives_one_paper_and_one_number(w, monkeypatch):
    paper = in_state(w, "signed")
    job = start(w, paper)
    with monkeypatch.context() as patched:

        def die(**kwargs):
            raise SystemExit

        patched.setattr(services, "deliver", die)
        with pytest.raises(SystemExit):
            jobs.run(job.pk)
    Job.objects.filter(pk=job.pk).update(lease_until=timezone.now() - timedelta(minutes=1))
    assert jobs.run(job.pk).state == JobState.DONE
    paper.refresh_from_db()
    assert (paper.number, PaperNumber.objects.get().last, paper.log.filter(action="issue").count()) == (1, 1, 1)


def test_a_job_killed_after_the_commit_and_run_again_changes_nothing(w):
    paper = in_state(w, "signed")
    job = jobs.claim(start(w, paper).pk)
    tasks.issue(job)  # the worker dies here, before it can say that the job is done
    before = Paper.objects.values("number", "sha256", "verify_code", "file", "version").get(pk=paper.pk)
    Job.objects.filter(pk=job.pk).update(lease_until=timezone.now() - timedelta(minutes=1))
    assert jobs.run(job.pk).state == JobState.DONE
    assert Paper.objects.values("number", "sha256", "verify_code", "file", "version").get(pk=paper.pk) == before
    assert w.cadre.inbox.count() == 1 and PaperNumber.objects.get().last == 1


def test_a_job_overtaken_by_sending_back_fails_in_words_and_can_be_asked_for_again(w):
    paper = in_state(w, "signed")
    job = start(w, paper)
    services.send_back(paper=paper, by=w.leader, note="再斟酌")
    assert jobs.run(job.pk).error == "当前状态是“起草”，不能印发"
    in_state(w, "signed", paper)
    again = start(w, paper)
    assert again.pk == job.pk and again.state == JobState.QUEUED
    assert jobs.run(job.pk).state == JobState.DONE


def test_an_untypable_paper_is_refused_on_its_page_before_any_job(w):
    paper = in_state(w, "signed")
    Paper.objects.filter(pk=paper.pk).update(content={"body": "各村：\n😀"})
    answer = start(w, paper)
    page = as_user(w.officer).get(answer.url)
    assert not Job.objects.exists() and not PaperNumber.objects.exists() and page.status_code == 200


def test_a_paper_to_nobody_is_not_issued(w):
    paper = in_state(w, "signed", circular(w, units=[]))
    with pytest.raises(Refused, match="收文单位"):
        services.request_issue(paper=paper, by=w.officer)


def test_a_limit_for_signing_in_the_past_is_refused(w):
    paper = in_state(w, "signed")
    start(w, paper, due_on="2020-01-01")
    assert not Job.objects.exists()


def test_the_limit_for_signing_reaches_every_copy(w):
    paper, limit = in_state(w, "signed"), clock.today() + timedelta(days=4)
    jobs.run(start(w, paper, due_on=limit.isoformat()).pk)
    assert set(paper.receipts.values_list("due_on", flat=True)) == {limit}


def test_someone_with_two_seats_issues_in_the_seat_that_asked(w):
    """Their first seat is a station's; the job must not fall back to it."""
    person = factories.user("department", w.town, office=w.office)
    seat = factories.seat(person, "officer", w.town, office=w.safety_office)
    person.act_as(seat)
    paper = in_state(w, "signed")
    job = services.request_issue(paper=paper, by=person)
    assert jobs.run(job.pk).state == JobState.DONE


def test_orders_go_out_under_the_safety_office_and_their_own_code(w):
    paper = issued(w, order(w))
    assert (paper.issuer, paper.doc_number) == ("云溪镇应急管理办公室", f"云应急责改〔{clock.today().year}〕1号")
