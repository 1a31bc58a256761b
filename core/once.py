"""Files that are handed out once: what they hold is kept nowhere else and must not lie about.

A job says so when it is enqueued (`once=True` among its params), so that a killed one leaves nothing behind either.
"""

from datetime import timedelta

from django.db.models.functions import Coalesce
from django.utils import timezone

from .models import Job

KEPT = timedelta(days=1)


def hand_out(job):
    """The bytes of the file, which is then gone; None when somebody was faster or it has expired."""
    name = job.file.name
    if not name or not Job.objects.filter(pk=job.pk, file=name).update(file=""):
        return None
    storage = job.file.storage
    try:
        with storage.open(name) as stored:
            return stored.read()
    finally:
        storage.delete(name)


def expire():
    """Delete what nobody fetched within a day; returns how many."""
    kept = Job.objects.filter(params__once=True).exclude(file="").annotate(since=Coalesce("finished_at", "created_at"))
    return sum(_drop(job) for job in kept.filter(since__lt=timezone.now() - KEPT))


def _drop(job):
    storage, name = job.file.storage, job.file.name
    gone = Job.objects.filter(pk=job.pk, file=name).update(file="")
    if gone:
        storage.delete(name)
    return gone
