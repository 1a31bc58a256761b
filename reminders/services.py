"""Telling people things: one message row per key, deliveries by channel written beside it, sent by a worker."""

from collections import defaultdict

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from core import clock

from . import channels
from .enums import DeliveryState, MessageKind
from .models import Delivery, Message

ATTEMPTS = 5
SLICE = 2000  # messages written in one transaction


def tell(**said):
    """Write one message per person unless that key was already told; returns the number of new messages."""
    return write(addressed(**said))


def addressed(*, people, title, key, body="", link="", about=None, by=None, kind=MessageKind.NOTICE):
    """Messages to be written, one per person. `key` names source, object and step; the person is added to it."""
    return [
        Message(
            recipient=person, key=f"{key}:{person.pk}", kind=kind, title=title[:120], body=body, link=link,
            sender=by, created_at=clock.now(), **({} if about is None else {"about": about}),
        )
        for person in dict.fromkeys(people)
    ]  # fmt: skip


def untold(keys):
    """Those of these keys (any number) that no message has yet."""
    keys = list(keys)
    known = set()
    for start in range(0, len(keys), SLICE):
        known |= set(Message.objects.filter(key__in=keys[start : start + SLICE]).values_list("key", flat=True))
    return set(keys) - known


def write(rows):
    """Insert messages whose key is new, with their deliveries, slice by slice; returns how many were new."""
    return sum(_write(rows[start : start + SLICE]) for start in range(0, len(rows), SLICE))


@transaction.atomic
def _write(rows):
    fresh = untold([row.key for row in rows])
    fresh = {row.key: row for row in rows if row.key in fresh}
    Message.objects.bulk_create(fresh.values(), ignore_conflicts=True)
    _plan_deliveries(fresh)
    return len(fresh)


def _plan_deliveries(fresh):
    ways = {key: names for key, row in fresh.items() if (names := channels.wanted(row))}
    if not ways:
        return
    stored = Message.objects.filter(key__in=ways).values_list("pk", "key")
    rows = [Delivery(message_id=pk, channel=name) for pk, key in stored for name in ways[key]]
    Delivery.objects.bulk_create(rows, ignore_conflicts=True)
    transaction.on_commit(_wake)


def _wake():
    """Ask a worker to deliver; when the broker is down the next minute's beat does it."""
    from .tasks import deliver

    try:
        deliver.delay()
    except Exception:  # the rows wait; beat asks again
        return


def deliver_waiting():
    """Send what waits, one sending per person and channel; what failed is tried again. Returns (sent, failed) messages."""
    waiting = Delivery.objects.filter(state=DeliveryState.WAITING, attempts__lt=ATTEMPTS)
    groups = defaultdict(list)
    for row in waiting.select_related("message__recipient").order_by("pk")[:500]:
        if _claim(row):
            groups[row.channel, row.message.recipient_id].append(row)
    outcome = [(_deliver(channel, rows), len(rows)) for (channel, _), rows in groups.items()]
    sent = sum(count for done, count in outcome if done)
    return sent, sum(count for _, count in outcome) - sent


def _claim(row):
    """Count the attempt first, so that two workers do not send the same one and a crash does not send it for ever."""
    taken = Delivery.objects.filter(pk=row.pk, state=DeliveryState.WAITING, attempts=row.attempts)
    return bool(taken.update(attempts=F("attempts") + 1))


def _deliver(channel, rows):
    """Bring one person's messages out by one channel; whatever a mail server or robot does must not stop the others."""
    ids = [row.pk for row in rows]
    try:
        channels.SENDERS[channel]([row.message for row in rows])
    except Exception as error:
        Delivery.objects.filter(pk__in=ids).update(error=type(error).__name__)
        Delivery.objects.filter(pk__in=ids, attempts__gte=ATTEMPTS).update(state=DeliveryState.FAILED)
        return False
    Delivery.objects.filter(pk__in=ids).update(state=DeliveryState.SENT, sent_at=timezone.now(), error="")
    return True


def mark_read(*, messages, by):
    """Read one's own messages."""
    return messages.filter(recipient=by, read_at=None).update(read_at=timezone.now())
