"""Watching over an enterprise that is not trusted: listed with a reason, somebody there each day, lifted with a reason."""

from django.db import IntegrityError, transaction

from core import clock
from core.errors import Refused, refuse_if
from core.workflow import advance, begin

from .. import watch_rules as rules
from ..enums import WatchState
from ..models import Watch, WatchShift

AHEAD = 31  # days that somebody may be named for in advance


def watch_over(*, enterprise, reason, weekly, by):
    """List a running enterprise in sight; a second standing watch is refused."""
    refuse_if(rules.may_watch(by), "" if reason.strip() else "请写明列入盯守的原因")
    try:
        with transaction.atomic():
            row = Watch.objects.create(
                enterprise=enterprise, place=enterprise.village, reason=reason.strip()[:200], weekly=weekly, created_by=by,
                created_at=clock.now(),
            )  # fmt: skip
            return begin(row, by=by, label="列入盯守", note=row.reason)
    except IntegrityError:
        raise Refused("这家企业已在盯守") from None


def lift(*, watch, note, by):
    return advance(watch, "lift", by=by, note=note)


def shift(*, watch, on, name, by, said=""):
    """Write down who is there on a day, or what they saw."""
    away = (on - clock.today()).days
    refuse_if(
        rules.may_shift(by, watch),
        "" if name.strip() else "请填写盯守人",
        f"最多提前 {AHEAD} 天安排盯守" if away > AHEAD else "",
        "还没到这一天，情况等当天再填" if away > 0 and said.strip() else "",
    )
    try:
        with transaction.atomic():
            row = Watch.objects.select_for_update(of=("self",)).get(pk=watch.pk)
            refuse_if("" if row.state == WatchState.STANDING else "盯守已经解除，不能再登记")
            return WatchShift.objects.create(
                watch=row, on=on, name=name.strip()[:40], said=said.strip()[:200], by=by, at=clock.now()
            )
    except IntegrityError:
        raise Refused("这个人当天已经登记") from None
