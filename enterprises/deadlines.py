"""Permits that run out, for the reminder scan."""

from accounts.enums import Role
from accounts.models import User
from core.links import link as address
from reminders.deadlines import Due

from .enums import Status
from .models import Permit


def due_permits(first, last):
    """Permits of running enterprises whose last day lies between two days; told to the heads, then the officers."""
    rows = Permit.objects.filter(
        withdrawn_at=None, expires_on__gte=first, expires_on__lte=last, enterprise__status=Status.OPERATING
    ).select_related("enterprise__village")
    officers = {}
    for row in rows.order_by("pk"):
        firm = row.enterprise
        town = firm.village.township_code
        if town not in officers:
            officers[town] = list(_people(memberships__role=Role.OFFICER, memberships__place=town))
        heads = list(_people(memberships__seat__enterprise=firm))
        link = address("enterprises:detail", firm.pk)
        yield Due(row, row.expires_on, heads or officers[town], f"{firm.name} {row.name}到期", link, [officers[town]])


def _people(**seat):
    return User.objects.filter(is_active=True, memberships__ended_at=None, **seat).distinct()
