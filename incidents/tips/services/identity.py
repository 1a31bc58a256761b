"""Who may know the tipster: handlers named by a leader, with a reason, each opening kept."""

from django.db import transaction

from core import clock
from core.errors import Refused, refuse_if

from ...models import TipHandler, TipOpening
from ...services.people import staff_of
from .. import people, photos, rules
from ..enums import OpeningWhat


@transaction.atomic
def name_handler(*, tip, user, by):
    refuse_if(rules.may_work(by, tip), rules.may_name(by, tip))
    if not staff_of(tip.place.township_code).filter(pk=user.pk).exists():
        raise Refused("经办人只能是本乡镇应急办、站所或纪委的人员")
    values = {"granted_by": by, "granted_at": clock.now()}
    handler, fresh = TipHandler.objects.get_or_create(tip=tip, user=user, ended_at=None, defaults=values)
    if fresh:
        key = f"handler:{handler.granted_at.isoformat()}"
        people.tell_about(tip, [user], f"请经办举报 {tip.number}，期限 {tip.due_on}", key, by)
    return handler


@transaction.atomic
def end_handler(*, handler, by):
    refuse_if(rules.may_work(by, handler.tip), rules.may_name(by, handler.tip))
    handler.ended_at = clock.now()
    handler.save(update_fields=["ended_at"])


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
    TipOpening.objects.create(what=OpeningWhat.REFUSED if refusal else what, **line)
    if refusal:
        raise Refused(refusal)
