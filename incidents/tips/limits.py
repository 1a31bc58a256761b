"""How often strangers may ask. Counted in the database by keyed hashes that change every ten minutes; no address is kept.

Whatever arrives, one period writes at most as many rows as the ceiling of all: beyond it only one row is read. The more is
asked by all, the less is left to each, so that whoever floods from many addresses does not use up what others need.
"""

from ipaddress import IPv6Address, ip_address

from django.db.models import F

from core import cipher, clock

from ..models import TipCount

PERIOD = 600  # seconds
# kind → (so many by all together, until then so many by one address or code) in a period
SHARES = {"send": ((60, 20), (150, 5), (300, 2), (600, 1)), "ask": ((3000, 30),), "code": ((3000, 30),)}


def too_often(kind, who):
    """Count one more; whether that was too much. `who` is an address or a code, hashed here."""
    period, ceiling = int(clock.now().timestamp()) // PERIOD, SHARES[kind][-1][0]
    total = _row(kind, "", period)
    share = next((each for together, each in SHARES[kind] if total.asked < together), 0)
    if not share:
        return True
    mine = _row(kind, cipher.digest(f"{period}|{household(who)}", "tips.count"), period)
    return not (_one_more(mine, share) and _one_more(total, ceiling))


def household(who):
    """An address as it is counted: one line has 2 to the 64th of version 6, which are one."""
    try:
        address = ip_address(who)
    except ValueError:  # a code, or nothing
        return who
    if not isinstance(address, IPv6Address):
        return who
    return str(address.ipv4_mapped) if address.ipv4_mapped else address.exploded[:19]


def _row(kind, who, period):
    row, fresh = TipCount.objects.get_or_create(kind=kind, who=who, period=period)
    if fresh and not who:
        TipCount.objects.filter(period__lt=period).delete()
    return row


def _one_more(row, most):
    """Guarded, so that many at once do not pass together."""
    return bool(TipCount.objects.filter(pk=row.pk, asked__lt=most).update(asked=F("asked") + 1))
