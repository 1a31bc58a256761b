"""Who may know the tipster: handlers named by a leader, with a reason, each opening kept."""

from django.db import transaction

from core import clock
from core.errors import Refused, refuse_if

from ... import access
from ...enums import AccessAction
from ...models import TipHandler, TipOpening
from ...models.handler import grant_end
from ...rules import wrong_end
from ...services.people import staff_of
from .. import people, photos, rules
from ..enums import OpeningWhat


@transaction.atomic
def name_handler(*, tip, user, by, until=None):
    """Let a person know who told it and handle the tip until a day; named again, until another day."""
    refuse_if(rules.may_work(by, tip), rules.may_name(by, tip), wrong_end(until, clock.today()))
    if not staff_of(tip.place.township_code).filter(pk=user.pk).exists():
        raise Refused("经办人只能是本乡镇应急办、站所或纪委的人员")
    known = tip.handlers.current().filter(user=user).exists()
    values = {"granted_by": by, "granted_at": clock.now(), "until": until or grant_end()}
    handler, _ = TipHandler.objects.update_or_create(tip=tip, user=user, ended_at=None, defaults=values)
    _line(tip, by, AccessAction.NAMED, f"{user.name}，至 {handler.until}")
    if not known:
        key = f"handler:{handler.granted_at.isoformat()}"
        people.tell_about(tip, [user], f"请经办举报 {tip.number}，期限 {tip.due_on}", key, by)
    return handler


@transaction.atomic
def end_handler(*, handler, by, reason):
    refuse_if(rules.may_work(by, handler.tip), rules.may_name(by, handler.tip), "" if reason.strip() else "请写明取消的原因")
    handler.ended_at, handler.ended_by, handler.ended_why = clock.now(), by, reason.strip()
    handler.save(update_fields=["ended_at", "ended_by", "ended_why"])
    _line(handler.tip, by, AccessAction.UNNAMED, handler.user.name)


def open_identity(*, tip, by, reason):
    """The tipster, for a named handler who says why. A refusal is kept too."""
    _open(tip, by, OpeningWhat.IDENTITY, reason)
    return tip.source


def open_photo(*, row, by, reason):
    """The original bytes of a photo."""
    _open(row.tip, by, OpeningWhat.PHOTO, reason)
    return photos.original(row)


def _open(tip, by, what, reason):
    refusal = rules.may_open_identity(by, tip) or rules.wrong_reason(reason)
    line = {"tip": tip, "user": by, "user_title": by.title[:60], "at": clock.now(), "reason": reason.strip()[:120]}
    with transaction.atomic():
        TipOpening.objects.create(what=OpeningWhat.REFUSED if refusal else what, **line)
        _line(tip, by, AccessAction.REFUSED if refusal else AccessAction.OPENED, what.label)
    if refusal:
        raise Refused(refusal)


def _line(tip, by, action, said):
    """Also in the record of looks, by number; the reason is sealed with the tip."""
    access.log_without_lead(by=by, action=action, detail=f"举报 {tip.number}：{said}")
