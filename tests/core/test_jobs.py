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
