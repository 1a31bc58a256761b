"""Urging units whose check is still out: one message a day for each check."""

from django.db import transaction

from core import clock
from core.errors import Refused
from reminders.enums import MessageKind
from reminders.models import Message

from .. import rules
from .judging import Outcome
from .people import tell_many


@transaction.atomic
def urge(*, checks, by):
    """Remind the people of these checks now; skipped are those handed in, urged already today, or without an account."""
    if reason := rules.may_urge(by):
        raise Refused(reason)
    step = f"check-urge:{clock.today():%Y%m%d}"
    waiting = [check for check in checks if check.is_waiting]
    urged = _urged(step, waiting)
    fresh = [check for check in waiting if check.pk not in urged]
    reached = tell_many(fresh, step=step, title=_title, by=by, kind=MessageKind.URGING)
    skipped = [(check, _why_not(check, urged, reached)) for check in checks]
    return Outcome([check for check in fresh if reached[check.pk]], [pair for pair in skipped if pair[1]])


def _urged(step, checks):
    keys = [f"{step}:{check.pk}:" for check in checks]
    known = Message.objects.filter(key__startswith=f"{step}:").values_list("key", flat=True)
    told = {key.rpartition(":")[0] + ":" for key in known}
    return {check.pk for check, key in zip(checks, keys, strict=True) if key in told}


def _why_not(check, urged, reached):
    if not check.is_waiting:
        return f"当前状态是“{check.get_state_display()}”，不用催办"
    if check.pk in urged:
        return "今天已催办过"
    return "" if reached[check.pk] else "没有登录账号，请电话联系"


def _title(check):
    left = (check.due_on - clock.today()).days
    when = f"已逾期 {-left} 天" if left < 0 else ("今天到期" if left == 0 else f"还剩 {left} 天")
    return f"催办：自查{when}，请尽快完成：{check.version.checklist}"
