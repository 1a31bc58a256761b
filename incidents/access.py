"""The record of looks: every view, act, export and refusal leaves a line of who, in which seat, what, when."""

from core import clock

from .enums import AccessAction
from .models import AccessLog


def line(lead, user, action, detail=""):
    return AccessLog(lead=lead, user=user, user_title=user.title[:60], action=action, detail=detail[:120], at=clock.now())


def log(*, lead, by, action, detail=""):
    """One look at one lead."""
    line(lead, by, action, detail).save()


def log_access(*, lead, user, action, detail=""):
    """A look from another room at what opened a lead, e.g. the answers of a self-check; `action` is in words."""
    log(lead=lead, by=user, action=AccessAction.VIEW, detail=f"{action} {detail}".strip())


def log_export(*, leads, by, reason):
    """An export names every lead that left the portal with it."""
    AccessLog.objects.bulk_create([line(lead, by, AccessAction.EXPORT, reason) for lead in leads], batch_size=500)
