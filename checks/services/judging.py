"""After the signature: accepted, sent back with a reason, or cancelled before it came."""

from dataclasses import dataclass

from django.db import transaction

from core.errors import Refused, Stale
from core.workflow import advance

from .. import counted
from .filling import held
from .people import tell_unit


@dataclass(frozen=True)
class Outcome:
    """Of many rows: those done, and (row, reason) of those skipped."""

    done: list
    skipped: list


@transaction.atomic
def accept(*, check, by, version=None):
    """Take the check as it is; what it settles in its campaigns is settled."""
    row = advance(_fresh(check, version), "accept", by=by)
    counted.settle_by_check(row, by=by)
    return row


@transaction.atomic
def send_back(*, check, note, by, version=None):
    """To be filled in again; the answers stay."""
    row = advance(_fresh(check, version), "send_back", by=by, note=note)
    tell_unit(row, "check-returned", f"自查被退回，请修改后重新提交：{row.version.checklist}", by=by, body=note.strip())
    return row


@transaction.atomic
def cancel(*, check, note, by, version=None):
    """No longer wanted; the row and its log stay."""
    row = advance(_fresh(check, version), "cancel", by=by, note=note)
    tell_unit(row, "check-cancelled", f"自查已取消，不用再填：{row.version.checklist}", by=by, body=note.strip())
    return row


def _fresh(check, version):
    """The row, locked; Stale when it changed since `version` was shown."""
    row = held(check)
    if version is not None and row.row_version != version:
        last = row.log.select_related("actor").last()
        did = f"{last.actor or '系统'}已{last.action_label}" if last else "内容已改动"
        raise Stale(f"这份自查刚有变化（{did}），请核对后再办理")
    return row


def bulk_accept(*, checks, by):
    """Accept each that may be accepted. Returns Outcome."""
    done, skipped = [], []
    for check in checks:
        try:
            done.append(accept(check=check, by=by))
        except Refused as error:
            skipped.append((check, str(error)))
    return Outcome(done, skipped)
