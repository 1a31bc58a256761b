"""Boards of trades on their way: made, hung with a photo, looked at, taken down."""

from django.db import IntegrityError, transaction

from core import clock
from core.errors import Refused, refuse_if
from core.workflow import advance, begin
from evidence.services import bind
from places.models import Sector

from ..models import Enterprise, TradeBoard
from . import rules

PHOTOS = {"hang": "hung", "check": "checked"}


def lacking(user):
    """Trades with enterprises at work in sight for which no board stands."""
    at_work = Enterprise.objects.visible_to(user).operating().order_by().values("sector")
    told = TradeBoard.objects.visible_to(user).standing().values("sector")
    return Sector.objects.filter(pk__in=at_work).exclude(pk__in=told)


@transaction.atomic
def make(*, by, token=None, **fields):
    if known := token and TradeBoard.objects.filter(token=token, created_by=by).first():
        return known
    refuse_if(rules.may_make(by), _foreign(by, fields["office"]))
    row = TradeBoard(township_id=by.membership.place.township_code, created_by=by, token=token, **fields)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise Refused("这个站所的这一行业已有责任牌，请直接修改") from None
    return begin(row, by=by, label="制作责任牌")


def _foreign(by, office):
    return "" if office.township_id == by.membership.place.township_code else f"{office}不是本乡镇的站所"


@transaction.atomic
def hang(*, board, by, hung_on, where, photos):
    refuse_if(_future(hung_on, "挂牌日期"), "" if where.strip() else "请填写悬挂位置", _unseen(photos, "挂牌要附现场照片"))
    advance(board, "hang", by=by, hung_on=hung_on, where=where.strip())
    bind(ids=photos, owner=board, by=by, slot=PHOTOS["hang"])
    return board


@transaction.atomic
def check(*, board, by, checked_on, note, photos=()):
    """What somebody saw who looked at it: still there, legible, its people still in office."""
    early = board.hung_on and checked_on < board.hung_on
    refuse_if(_future(checked_on, "查看日期"), "查看日期不能早于挂牌日期" if early else "")
    advance(board, "check", by=by, checked_on=checked_on, note=note)
    bind(ids=photos, owner=board, by=by, slot=PHOTOS["check"])
    return board


@transaction.atomic
def withdraw(*, board, by, note):
    return advance(board, "withdraw", by=by, note=note)


def _future(day, label):
    return f"{label}不能晚于今天" if day > clock.today() else ""


def _unseen(photos, reason):
    return "" if photos else reason
