"""Keeping evidence: original bytes with hash, checked by signature, thumbnail beside, bound to its owner later."""

from django.contrib.contenttypes.models import ContentType

from .models import Attachment


def bind(*, ids, owner, by, slot=""):
    """Attach uploads that still wait (ids as sent by the photo picker) to their row; returns how many."""
    waiting = Attachment.objects.filter(pk__in=[i for i in ids if i], uploaded_by=by, content_type=None)
    target = ContentType.objects.get_for_model(owner)
    return waiting.update(content_type=target, object_id=str(owner.pk), slot=slot)
