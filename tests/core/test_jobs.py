from datetime import timedelta

import pytest
from django.utils import timezone

from core import jobs
from core.enums import JobState
from core.errors import Refused
from core.models import Job

runs = []


@jobs.handler("test.count")
def count(job):
    runs.append(job.pk)
    jobs.progress(job, 1, 2, "一半")
    return {"n": job.params["n"]}


@jobs.handler("test.refuse")
def refuse(job):
    raise Refused("没有可打印的公文")


@jobs.handler("test.crash")
def crash(job):
    raise ValueError("secret detail 13812345678")


@pytest.fixture(autouse=True)
def clean():
    runs.clear()


def enqueue(kind="test.count", **params):
    return jobs.enqueue(kind, by=None, title="试验", **params)


def test_a_job_runs_once_and_keeps_its_result(db):
    job = enqueue(n=3)
    jobs.run(job.pk)
    jobs.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.result, job.percent, len(runs)) == (JobState.DONE, {"n": 3}, 100, 1)


def test_the_same_key_gives_the_same_job(db):
    assert enqueue(key="k", n=1).pk == enqueue(key="k", n=2).pk


def test_a_refusal_is_shown_to_the_person(db):
    job = jobs.run(enqueue("test.refuse").pk)
    assert (job.state, job.error) == (JobState.FAILED, "没有可打印的公文")


def test_a_crash_shows_no_detail_to_the_person(db, caplog):
    job = jobs.run(enqueue("test.crash").pk)
    assert job.state == JobState.FAILED
    assert "secret" not in job.error


def test_a_running_job_is_not_claimed_by_a_second_worker(db):
    job = enqueue(n=1)
    assert jobs.claim(job.pk) is not None
    assert jobs.claim(job.pk) is None


def test_a_job_whose_worker_died_is_claimed_again_after_its_lease(db):
    job = enqueue(n=1)
    jobs.claim(job.pk)
    Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    assert jobs.run(job.pk).state == JobState.DONE
    assert Job.objects.get().attempts == 2


def test_the_sweep_sends_what_waits_and_gives_up_on_what_keeps_dying(db, monkeypatch):
    sent = []
    monkeypatch.setattr(jobs, "send", sent.append)
    old, fresh, dead = (Job.objects.create(kind="test.count", title="x") for _ in range(3))
    past = timezone.now() - timedelta(minutes=5)
    Job.objects.filter(pk=old.pk).update(created_at=past)
    Job.objects.filter(pk=dead.pk).update(state=JobState.RUNNING, lease_until=past, attempts=jobs.ATTEMPTS)
    assert jobs.sweep() == 1
    assert sent == [old.pk]
    assert Job.objects.get(pk=dead.pk).state == JobState.FAILED
    assert Job.objects.get(pk=fresh.pk).state == JobState.QUEUED


def test_a_job_is_sent_only_when_its_transaction_commits(db, monkeypatch, django_capture_on_commit_callbacks):
    sent = []
    monkeypatch.setattr(jobs, "send", sent.append)
    with django_capture_on_commit_callbacks(execute=True):
        job = enqueue(n=1)
        assert sent == []
    assert sent == [job.pk]


def test_a_broker_that_is_down_loses_nothing(db, monkeypatch):
    from core.tasks import run_job

    def down(*args):
        raise ConnectionError

    monkeypatch.setattr(run_job, "delay", down)
    job = enqueue(n=1)
    jobs.send(job.pk)
    assert Job.objects.get(pk=job.pk).state == JobState.QUEUED


def test_a_failed_job_can_be_tried_again(db):
    job = jobs.run(enqueue("test.refuse").pk)
    jobs.retry(job)
    job.refresh_from_db()
    assert (job.state, job.attempts, job.error) == (JobState.QUEUED, 0, "")


def test_an_unknown_kind_is_a_programming_error(db):
    with pytest.raises(LookupError):
        enqueue("test.nothing")


def test_a_worker_that_lost_its_lease_does_not_overwrite_its_successor(db, monkeypatch, caplog):
    """The first one sleeps past its lease, the second finishes, the first wakes up and fails."""
    job = enqueue(n=1)

    def slow(first):
        Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
        monkeypatch.setitem(jobs._handlers, "test.count", count)
        assert jobs.run(first.pk).state == JobState.DONE
        raise ValueError

    monkeypatch.setitem(jobs._handlers, "test.count", slow)
    assert jobs.run(job.pk).state == JobState.DONE
    stored = Job.objects.get(pk=job.pk)
    assert (stored.state, stored.error, stored.result) == (JobState.DONE, "", {"n": 1})


def test_the_product_of_a_late_worker_leaves_the_state_alone(db):
    job = jobs.claim(enqueue(n=1).pk)
    Job.objects.update(state=JobState.DONE)
    jobs.store(job, "表.xlsx", b"x")
    stored = Job.objects.get(pk=job.pk)
    assert stored.state == JobState.DONE and stored.file.size == 1


def test_a_job_that_dies_each_time_is_given_up_and_can_be_tried_again_by_a_person(db, monkeypatch):
    monkeypatch.setattr(jobs, "send", lambda job_id: None)
    job = enqueue(n=1)
    for _ in range(jobs.ATTEMPTS):
        assert jobs.claim(job.pk) is not None
        Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    assert jobs.claim(job.pk) is None
    jobs.sweep()
    job.refresh_from_db()
    assert (job.state, job.error) == (JobState.FAILED, "多次中断，已停止，请重试")
    jobs.retry(job)
    assert jobs.run(job.pk).state == JobState.DONE


def test_progress_keeps_the_lease(db):
    job = jobs.claim(enqueue(n=1).pk)
    Job.objects.update(lease_until=timezone.now() + timedelta(seconds=1))
    jobs.progress(job, 1, 4, "第一份")
    stored = Job.objects.get(pk=job.pk)
    assert stored.lease_until > timezone.now() + timedelta(seconds=60) and stored.percent == 25


def test_only_a_failed_job_starts_again(db):
    job = jobs.run(enqueue(n=1).pk)
    jobs.retry(job)
    assert Job.objects.get(pk=job.pk).state == JobState.DONE


def test_a_person_watches_only_ones_own_jobs(w, client):
    job = jobs.enqueue("test.count", by=w.officer, title="导出", n=1)
    client.force_login(w.leader)
    assert client.get(f"/jobs/{job.pk}/").status_code == 404
    client.force_login(w.officer)
    page = client.get(f"/jobs/{job.pk}/", headers={"HX-Request": "true"}).content.decode()
    assert "hx-get" in page and "排队中" in page
    jobs.run(job.pk)
    page = client.get(f"/jobs/{job.pk}/", headers={"HX-Request": "true"}).content.decode()
    assert "hx-get" not in page and "已完成" in page
