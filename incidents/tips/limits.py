"""How often strangers may ask. Counted in the database by keyed hashes that change every ten minutes; no address is kept.

Whatever arrives, one period writes at most as many rows as the ceiling of all: beyond it only one row is read.
"""

from django.db.models import F

from core import cipher, clock

from ..models import TipCount

PERIOD = 600  # seconds
# kind → (by one address or code, by all together) in a period
LIMITS = {"send": (20, 300), "ask": (30, 3000), "code": (30, 3000)}


def too_often(kind, who):
    """Count one more; whether that was too much. `who` is an address or a code, hashed here."""
    each, together = LIMITS[kind]
    period = int(clock.now().timestamp()) // PERIOD
    total = _row(kind, "", period)
    if total.asked >= together:
        return True
    mine = _row(kind, cipher.digest(f"{period}|{who}", "tips.count"), period)
    return not (_one_more(mine, each) and _one_more(total, together))


def _row(kind, who, period):
    row, fresh = TipCount.objects.get_or_create(kind=kind, who=who, period=period)
    if fresh and not who:
        TipCount.objects.filter(period__lt=period).delete()
    return row


def _one_more(row, most):
    """Guarded, so that many at once do not pass together."""
    return bool(TipCount.objects.filter(pk=row.pk, asked__lt=most).update(asked=F("asked") + 1))
