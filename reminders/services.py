"""Telling people things: one message row per key, deliveries by channel written beside it."""

from django.contrib.contenttypes.models import ContentType
from django.db import transaction

from .enums import MessageKind
from .models import Message


def tell(*, people, title, key, body="", link="", about=None, by=None, kind=MessageKind.NOTICE):
    """Write one message per person unless that key was already told; returns the number of new messages.

    `key` names source, object and step; the person is added to it.
    """
    target = ContentType.objects.get_for_model(about) if about is not None else None
    rows = [
        Message(
            recipient=person, key=f"{key}:{person.pk}", kind=kind, title=title[:120], body=body, link=link,
            content_type=target, object_id=str(about.pk) if about is not None else "", sender=by,
        )
        for person in dict.fromkeys(people)
    ]  # fmt: skip
    with transaction.atomic():
        known = set(Message.objects.filter(key__in=[row.key for row in rows]).values_list("key", flat=True))
        fresh = [row for row in rows if row.key not in known]
        Message.objects.bulk_create(fresh, ignore_conflicts=True)
    return len(fresh)
