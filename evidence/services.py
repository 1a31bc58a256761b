"""Uploads on their way: received once, withdrawn by their uploader, bound to the row they prove."""

from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, transaction

from core import clock
from core.errors import Refused

from . import files, photos
from .access import name_of
from .enums import Origin, Takes
from .models import Attachment

SWEPT = 2000  # a sweep at most, so that a worker is not held for hours


def receive(*, file, by, client_id=None, origin=Origin.ALBUM):
    """Keep one checked file. The same `client_id` (made by the browser) gives the same row: a retry is safe."""
    if client_id is None:
        return files.keep(file, by=by, origin=origin)
    if known := _known(client_id, by):
        return known
    try:
        with transaction.atomic():
            return files.keep(file, by=by, origin=origin, client_id=client_id)
    except IntegrityError:  # the same photo came twice at the same moment
        return _known(client_id, by)


def _known(client_id, by):
    row = Attachment.objects.filter(uploaded_by=by, client_id=client_id).first()
    if row and row.withdrawn_at:
        raise Refused("这张照片已经移除，请重新选择")
    return row


def drop(*, upload_id, by):
    """Withdraw an own upload that waits for no row yet; whether there was one."""
    waiting = Attachment.objects.waiting_of(by).filter(pk=upload_id)
    return bool(waiting.update(withdrawn_at=clock.now(), withdrawn_reason="上传人移除"))


def sweep():
    """Throw away photos that no form has taken within the days kept for phones without signal; returns how many."""
    before = clock.now() - timedelta(days=settings.UPLOAD_KEPT_DAYS)
    rows = list(Attachment.objects.filter(content_type=None, uploaded_at__lt=before)[:SWEPT])
    for row in rows:
        photos.discard(row)
    return len(rows)


def bind(*, ids, owner, by, slot="", takes=Takes.PICTURES):
    """Attach uploads that still wait (ids as sent by the picker) and are taken here to their row; returns how many."""
    waiting = Attachment.objects.waiting_of(by).taken(takes).filter(pk__in=[i for i in ids if i])
    _call(waiting, owner)
    return waiting.update(**_own(owner), slot=slot)


def pass_on(*, rows, owner, slot=""):
    """Files that lay with one row are those of another from now on, and called as its own; the caller locks both."""
    _call(rows, owner)
    return Attachment.objects.filter(pk__in=[row.pk for row in rows]).update(**_own(owner), slot=slot)


def _own(owner):
    return {"content_type": ContentType.objects.get_for_model(owner), "object_id": str(owner.pk)}


def _call(rows, owner):
    """By the owner's word and a number, where it has one."""
    name, known = name_of(owner), Attachment.objects.filter(**_own(owner)).count()
    for number, row in enumerate(rows if name else (), known + 1):
        Attachment.objects.filter(pk=row.pk).update(name=f"{name}-{number}{Path(row.name).suffix.lower()}")
