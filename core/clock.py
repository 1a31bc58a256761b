"""The portal's clock. Records of the past (imports of old registers, demonstration data) are written `at` their moment."""

from contextlib import contextmanager
from contextvars import ContextVar

from django.utils import timezone

_moment = ContextVar("moment", default=None)


def now():
    """Aware datetime: the moment being recorded, normally the present."""
    return _moment.get() or timezone.now()


def today():
    """The local date (Asia/Shanghai) of now()."""
    return timezone.localdate(now())


@contextmanager
def at(moment):
    """Within the block, state changes and log lines bear this aware datetime."""
    token = _moment.set(moment)
    try:
        yield moment
    finally:
        _moment.reset(token)
