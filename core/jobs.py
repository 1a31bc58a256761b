"""Long work as rows: enqueue on commit, claim by a guarded UPDATE, lease, sweep, finish idempotently."""

import logging
from datetime import timedelta

from django.core.files.base import ContentFile, File
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from .enums import JobState
from .errors import Refused
from .models import Job

LEASE = timedelta(minutes=2)
ATTEMPTS = 4
logger = logging.getLogger(__name__)
_handlers = {}


def handler(kind):
    """Register `function(job)` as the work of jobs of this kind; it must be safe to run twice."""

    def register(function):
        _handlers[kind] = function
        return function

    return register


def enqueue(kind, *, by, title, key=None, **params):
    """Write a job row and send its id when the transaction commits. The same `key` gives the same job."""
    if kind not in _handlers:
        raise LookupError(f"no handler for {kind}")
    values = {"kind": kind, "title": title, "params": params, "created_by": by}
    job, fresh = (Job.objects.get_or_create(key=key, defaults=values)) if key else (Job.objects.create(**values), True)
    if fresh:
        transaction.on_commit(lambda: send(job.pk))
    return job


def send(job_id):
    """Hand the id to the broker; when it is down the sweep will find the row."""
    from .tasks import run_job

    try:
        run_job.delay(str(job_id))
    except Exception:
        logger.warning("broker unreachable, job %s waits for the sweep", job_id)


def claim(job_id):
    """Take the job if it waits or its lease ran out; None when someone else has it or it is finished."""
    now = timezone.now()
    free = Q(state=JobState.QUEUED) | Q(state=JobState.RUNNING, lease_until__lt=now)
    taken = Job.objects.filter(free, pk=job_id, attempts__lt=ATTEMPTS).update(
        state=JobState.RUNNING, lease_until=now + LEASE, attempts=F("attempts") + 1, error=""
    )
    return Job.objects.get(pk=job_id) if taken else None


def run(job_id):
    """Claim and do one job; a failure is kept on the row, in words for the person and in detail for the log."""
    job = claim(job_id)
    if job is None:
        return None
    try:
        result = _handlers[job.kind](job)
    except Refused as error:
        return _finish(job, JobState.FAILED, error=str(error))
    except Exception:
        logger.exception("job %s (%s) failed", job.pk, job.kind)
        return _finish(job, JobState.FAILED, error="处理时出错，已记录，请稍后重试或联系管理员")
    return _finish(job, JobState.DONE, result=result or {})


def _finish(job, state, *, error="", result=None):
    """Write the end, unless the lease ran out and another worker has taken the job meanwhile."""
    job.state, job.error, job.finished_at, job.lease_until = state, error, timezone.now(), None
    job.result = job.result if result is None else result
    names = ("state", "error", "result", "finished_at", "lease_until")
    mine = Job.objects.filter(pk=job.pk, state=JobState.RUNNING, attempts=job.attempts)
    if not mine.update(**{name: getattr(job, name) for name in names}):
        logger.warning("job %s was taken over by another worker", job.pk)
        job.refresh_from_db()
    return job


def progress(job, done, total, message=""):
    """Tell the person how far it is, and keep the lease."""
    job.done, job.total, job.message, job.lease_until = done, total, message, timezone.now() + LEASE
    job.save(update_fields=["done", "total", "message", "lease_until"])


def store(job, name, data):
    """Keep the job's product, bytes or an open file; replaces the one of an earlier attempt."""
    job.file.save(name, data if isinstance(data, File) else ContentFile(data), save=False)
    job.save(update_fields=["file"])


def retry(job):
    """Let a failed job start again from the beginning."""
    Job.objects.filter(pk=job.pk, state=JobState.FAILED).update(
        state=JobState.QUEUED, attempts=0, error="", finished_at=None
    )
    transaction.on_commit(lambda: send(job.pk))


def sweep():
    """Send again what waits too long or whose worker died; give up on what died too often. Returns the number sent."""
    now = timezone.now()
    dead = Job.objects.filter(state=JobState.RUNNING, lease_until__lt=now, attempts__gte=ATTEMPTS)
    dead.update(state=JobState.FAILED, error="多次中断，已停止，请重试", finished_at=now)
    waiting = Q(state=JobState.QUEUED, created_at__lt=now - timedelta(seconds=20)) | Q(
        state=JobState.RUNNING, lease_until__lt=now
    )
    ids = list(Job.objects.filter(waiting).values_list("pk", flat=True)[:500])
    for job_id in ids:
        send(job_id)
    return len(ids)
