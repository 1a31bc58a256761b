"""Files handed out once."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from core import once, tasks
from core.models import Job


@pytest.fixture
def job(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    row = Job.objects.create(kind="x", title="x", state="done", params={"once": True}, finished_at=timezone.now())
    row.file.save("secret.txt", ContentFile(b"word"))
    return row


def on_disk(tmp_path):
    return [path for path in tmp_path.rglob("*") if path.is_file()]


def test_the_first_gets_the_bytes_and_the_second_nothing(job, tmp_path):
    second = Job.objects.get(pk=job.pk)
    assert once.hand_out(job) == b"word"
    assert once.hand_out(second) is None and on_disk(tmp_path) == []


def test_after_a_day_it_is_deleted_unfetched(job, tmp_path):
    tasks.sweep()
    assert on_disk(tmp_path)
    Job.objects.update(finished_at=timezone.now() - once.KEPT - timedelta(minutes=1))
    tasks.sweep()
    job.refresh_from_db()
    assert not job.file and on_disk(tmp_path) == []


def test_what_a_killed_job_left_is_deleted_too(job, tmp_path):
    Job.objects.update(state="running", finished_at=None, created_at=timezone.now() - timedelta(days=2))
    assert once.expire() == 1 and on_disk(tmp_path) == []


def test_other_files_stay(job, tmp_path):
    Job.objects.update(params={}, finished_at=timezone.now() - timedelta(days=30))
    assert once.expire() == 0 and on_disk(tmp_path)
