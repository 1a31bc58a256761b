"""How a hazard enters the register: found by somebody, or a "no" in a self-check."""

from django.db import IntegrityError, transaction

from core import clock
from core.errors import Refused
from core.workflow import begin
from evidence.models import Attachment
from evidence.services import bind
from places.models import Office, Sector

from .. import numbers, rules
from ..enums import HazardState, Source
from ..misses.services import review
from ..models import Hazard
from .judging import keep_use, wrong_clause
from .people import tell_judges
from .recurrence import link

# words that tell the trade when no enterprise does; the first that occurs decides
TRADE_WORDS = (
    ("gas", ("燃气", "液化气", "煤气", "气瓶", "天然气")),
    ("power", ("电线", "配电", "漏电", "插座", "用电", "电箱")),
    ("fireworks", ("烟花", "爆竹")),
    ("special", ("电梯", "锅炉", "叉车", "压力容器")),
    ("fire", ("消防", "灭火器", "疏散", "通道", "火")),
    ("transport", ("道路", "路口", "护栏", "车辆", "桥")),
    ("building", ("脚手架", "工地", "基坑")),
    ("housing", ("自建房", "危房", "出租屋")),
    ("forest", ("林", "山场")),
)


def guess_sector(enterprise, text):
    """The trade a hazard belongs to: its enterprise's, else what the words say, else 其他."""
    if enterprise is not None:
        return enterprise.sector
    return Sector.objects.get(pk=trade_code(text))


def trade_code(text):
    """The code of the trade that words tell of."""
    return next((code for code, words in TRADE_WORDS if any(word in text for word in words)), "other")


def guess_office(enterprise, village, sector):
    """Who supervises it: the enterprise's office, else the township's office in charge of the trade; or None."""
    if enterprise is not None and enterprise.supervising_office_id:
        return enterprise.supervising_office
    return Office.objects.filter(township=village.township_code, sectors=sector, is_active=True).first()


def register(*, by, photos=(), key=None, clause=None, recurs=None, **values):
    """Enter a hazard that was found. The same `key` gives the same row. Refused outside one's reach.

    `clause` is the criterion proposed for its grade; `recurs` the closed hazard that has come back.
    """
    if reason := rules.may_register(by):
        raise Refused(reason)
    hazard, fresh = _once(
        key, lambda: _create(by=by, photos=photos, source_key=key, label="登记隐患", clause=clause, recurs=recurs, **values)
    )
    if fresh:
        tell_judges(hazard, "hazard-new", f"新登记隐患待定级：{hazard.description[:40]}", by=by)
    return hazard


def draft_from_check(*, key, village, enterprise, campaign, description, location, photos, by):
    """A draft for the officer to confirm, from an answer of a self-check. The same `key` gives the same row."""
    make = lambda: _create(  # noqa: E731
        by=by,
        photos=photos,
        source_key=key,
        label="自查发现",
        village=village,
        enterprise=enterprise,
        campaign=campaign,
        description=description,
        location=location,
        source=Source.SELF_CHECK,
        state=HazardState.DRAFT,
        found_by=by.name if by else "",
        checked=False,
    )
    return _once(key, make)[0]


def _once(key, make):
    """(row, whether it is new). Two at the same moment: the unique key lets one of them win."""
    known = key and Hazard.objects.filter(source_key=key).first()
    if known:
        return known, False
    try:
        with transaction.atomic():
            return make(), True
    except IntegrityError:
        known = key and Hazard.objects.filter(source_key=key).first()
        if not known:
            raise
        return known, False


def _create(
    *, by, photos, label, village, description, enterprise=None, sector=None, office=None, checked=True, clause=None,
    recurs=None, **values,
):  # fmt: skip
    sector = sector or guess_sector(enterprise, description)
    office = office or _own_office(by) or guess_office(enterprise, village, sector)
    values.setdefault("found_on", clock.today())
    values.setdefault("found_by", by.name if by else "")
    hazard = Hazard.objects.create(
        number=numbers.take(village)[0],
        village=village,
        enterprise=enterprise,
        sector=sector,
        office=office,
        description=description,
        created_by=by,
        created_at=clock.now(),
        **values,
    )
    if checked and not Hazard.objects.visible_to(by).filter(pk=hazard.pk).exists():
        raise Refused("这个地点不在你的管辖范围内，不能登记")
    begin(hazard, by=by, label=label)
    attach(hazard, photos, by=by, slot="before")
    if reason := wrong_clause(clause, hazard.found_on, village.township_code):
        raise Refused(reason)
    if clause:
        keep_use(hazard, clause, by=by)
    if recurs:
        link(hazard, recurs, by=by)
    if hazard.source == Source.HANDED_DOWN:
        review(hazard)
    return hazard


def _own_office(by):
    return by.membership.office if by and by.role == "department" else None


def attach(hazard, photos, *, by, slot):
    """Bind waiting uploads (ids), or put copies of rows already in evidence elsewhere; returns how many."""
    kept = [photo for photo in photos if isinstance(photo, Attachment)]
    for photo in kept:
        Attachment.objects.create(owner=hazard, slot=slot, **{name: getattr(photo, name) for name in COPIED})
    return len(kept) + bind(
        ids=[photo for photo in photos if not isinstance(photo, Attachment)], owner=hazard, by=by, slot=slot
    )


def slots_of(hazard):
    """What its photos show: {"before", "after", …}; a photo without a mark was taken before."""
    return {slot or "before" for slot in Attachment.objects.of(hazard).values_list("slot", flat=True)}


COPIED = (
    "file",
    "viewable",
    "thumbnail",
    "sealed_with",
    "name",
    "mime",
    "size",
    "sha256",
    "origin",
    "taken_at",
    "latitude",
    "longitude",
    "uploaded_by",
    "uploaded_at",
)
