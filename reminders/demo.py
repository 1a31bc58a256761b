"""The inbox of the demonstration: the scans of the last days, as beat would have run them."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from core import clock

from .models import Message
from .scan import scan


def load(demo):
    for days in (9, 5, 2, 0):
        day = demo.today - timedelta(days=days)
        with clock.at(timezone.make_aware(datetime.combine(day, time(7, 30)))):
            scan(day)
    old = timezone.now() - timedelta(days=3)
    Message.objects.filter(created_at__lt=old).update(read_at=old)
