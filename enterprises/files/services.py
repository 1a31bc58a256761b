"""Changes of the files."""

from django.db import IntegrityError, transaction

from core import clock
from core.errors import Refused
from evidence.services import bind

from ..models.risks import new_code
from . import kinds


@transaction.atomic
def keep_row(*, row, firm, by, photos=()):
    """Save a new or changed row of an enterprise with the photos that prove it (ids as sent by the picker)."""
    if row._state.adding:
        row.created_by = by
    row.enterprise, row.village, row._history_user = firm, firm.village, by
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:  # sent twice at the same moment
        raise Refused("这条记录刚刚已经登记过，请返回查看") from None
    bind(ids=photos, owner=row, by=by)
    return row


@transaction.atomic
def withdraw_row(*, row, reason, by):
    """Take a wrong row off the files; it stays with its reason."""
    if not reason.strip():
        raise Refused("请写明撤回原因")
    locked = type(row).objects.select_for_update(of=("self",)).get(pk=row.pk)
    if locked.withdrawn_at:
        raise Refused("这条记录已经撤回")
    locked.withdrawn_at, locked.withdrawn_reason = clock.now(), f"{by.name}：{reason.strip()}"[:200]
    locked.version, locked._history_user = locked.version + 1, by
    locked.save()
    return locked


@transaction.atomic
def renew_code(*, board, by):
    """Give the board a new code; plates printed before lead nowhere."""
    locked = type(board).objects.select_for_update(of=("self",)).get(pk=board.pk)
    if locked.withdrawn_at:
        raise Refused("这块责任公示牌已经撤回")
    locked.code, locked.version, locked._history_user = new_code(), locked.version + 1, by
    locked.save()
    return locked


def follow(firm):
    """The rows of an enterprise that moved count for its new village."""
    for kind in kinds.kinds():
        kind.model.objects.filter(enterprise=firm).exclude(village=firm.village).update(village=firm.village)
    firm.fire_tickets.exclude(village=firm.village).update(village=firm.village)
