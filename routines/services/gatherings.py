"""Planning a gathering, asking people to it, writing down who was there, and saying that it was held."""

import re
from dataclasses import dataclass

from django.db import transaction
from django.urls import reverse

from accounts.enums import Role
from accounts.models import Membership
from core import clock
from core.errors import refuse_if
from core.workflow import advance, begin
from enterprises.models import Seat
from evidence.models import Attachment
from evidence.services import bind
from reminders.services import tell

from .. import rules
from ..enums import Form, GatheringState, Presence
from ..frequency import firms_of, villages_of
from ..models import Attendee, Gathering

MOST = 2000
SLOT = "sign-in"


@dataclass(frozen=True)
class Guest:
    """Somebody to be asked; the keys say whom the row means."""

    name: str
    unit: str = ""
    enterprise: object = None
    place: object = None
    user: object = None
    is_head: bool = False


def guests_of(text, firm=None):
    """Guests from lines “姓名 单位职务”; the principal of the enterprise is known by the name."""
    found = {}
    for line in text.splitlines():
        name, _, unit = re.sub(r"[\s，,、\t]+", " ", line).strip().partition(" ")
        if name:
            head = firm is not None and name == firm.principal
            found[name, unit] = Guest(name[:40], unit[:80], enterprise=firm if head else None, is_head=head)
    return list(found.values())


def heads(township, **only):
    """The principals of running enterprises; `only` narrows (high_risk, sector__in, village__in)."""
    firms = firms_of(township).filter(**only).order_by("village_id", "pk")
    return [Guest(firm.principal[:40], firm.name[:80], enterprise=firm, is_head=True) for firm in firms]


def cadres(township):
    seats = Membership.objects.of_role(Role.CADRE).filter(place__in=villages_of(township)).select_related("user", "place")
    return [
        Guest(seat.user.name, str(seat)[:80], place=seat.place, user=seat.user) for seat in seats.order_by("place_id", "pk")
    ]


@transaction.atomic
def plan(*, gathering, guests=(), by, photos=()):
    """A gathering that is to come; whoever was asked and has an account is told."""
    return _written(gathering, guests, by, photos, "通知", tells=True)


def _written(gathering, guests, by, photos, label, *, tells):
    _check(gathering, by)
    gathering.created_by, gathering.created_at = by, clock.now()
    gathering.save()
    begin(gathering, by=by, label=label)
    rows = _add(gathering, guests)
    if tells:
        _tell(gathering, rows, by, "asked", "通知参加：")
    bind(ids=photos, owner=gathering, by=by, slot=SLOT)
    return gathering


def _check(row, by):
    demand = row.demand
    refuse_if(
        rules.may_hold(by),
        "" if demand is None or demand.holder in rules.ENTERED_BY[by.role] else "这项要求不由你的单位登记",
        "请选下基层的领导" if row.form == Form.VISIT and row.leader_id is None else "",
    )


TOLD = ("held_on", "begins", "where")  # who was asked hears when one of these changes


@transaction.atomic
def change(*, gathering, by):
    """Another day, hour, place or title, as long as it was not held."""
    known = _planned(gathering, by, "已经召开或取消，不能再改")
    _check(gathering, by)
    gathering.save()
    if any(getattr(known, name) != getattr(gathering, name) for name in TOLD):
        _tell(gathering, list(gathering.attendees.all()), by, f"changed{gathering.version}", "时间地点有变：")
    return gathering


def _planned(gathering, by, otherwise):
    """The row, locked, while it is only planned and `by` keeps it."""
    row = Gathering.objects.select_for_update(of=("self",)).get(pk=gathering.pk)
    refuse_if(rules.may_hold(by, row), "" if row.state == GatheringState.PLANNED else otherwise)
    return row


@transaction.atomic
def add(*, gathering, guests, by):
    """Ask further people; who is on the list stays as they are. Returns how many are new."""
    row = _planned(gathering, by, "已经召开或取消，名单不能再加")
    rows = _add(row, guests)
    _tell(row, rows, by, "asked", "通知参加：")
    return len(rows)


def _add(gathering, guests):
    known = set(gathering.attendees.values_list("name", "unit"))
    fresh = {(guest.name, guest.unit): guest for guest in guests if (guest.name, guest.unit) not in known}
    refuse_if(f"名单最多 {MOST} 人，请分场召开" if len(known) + len(fresh) > MOST else "")
    rows = [Attendee(gathering=gathering, **vars(guest)) for guest in fresh.values()]
    return Attendee.objects.bulk_create(rows, batch_size=500)


def _tell(gathering, rows, by, step, word):
    """One message each, to whoever has an account; nobody is told what they did themselves."""
    if gathering.held_on < clock.today():
        return
    firms = {row.enterprise_id for row in rows if row.is_head}
    seats = Seat.objects.current().filter(enterprise__in=firms).select_related("membership__user")
    people = [row.user for row in rows if row.user_id] + [seat.membership.user for seat in seats]
    when = f"{gathering.held_on:%m月%d日}" + (f" {gathering.begins:%H:%M}" if gathering.begins else "")
    tell(
        people=[person for person in people if person and person.pk != by.pk], about=gathering, by=by,
        title=f"{word}{when}，{gathering.where}，{gathering.title}", link=reverse("routines:gathering", args=[gathering.pk]),
        key=f"gathering:{gathering.pk}:{step}",
    )  # fmt: skip


@transaction.atomic
def mark(*, gathering, ids, presence, by, note=""):
    """Who was there, on leave (with its reason) or absent; returns how many rows were marked."""
    row = _planned(gathering, by, "已经登记完成，到会情况不能再改")
    refuse_if(
        "" if row.held_on <= clock.today() or presence == Presence.EXCUSED else "还没到开会那天，只能登记请假",
        "" if presence != Presence.EXCUSED or note.strip() else "请写明请假原因",
    )
    rows = row.attendees.filter(pk__in=ids)
    return rows.update(presence=presence, note=note.strip()[:100], marked_at=clock.now(), marked_by=by)


@transaction.atomic
def sign_in(*, gathering, by):
    """One signs in for oneself, on the day."""
    row = Gathering.objects.select_for_update(of=("self",)).get(pk=gathering.pk)
    refuse_if(
        rules.may_sign_in(by, row),
        "" if row.state == GatheringState.PLANNED else "签到已经结束",
        "" if row.held_on == clock.today() else f"开会当天才能签到：{row.held_on:%Y-%m-%d}",
    )
    mine = Attendee.objects.filter(pk__in=Attendee.objects.of_user(by).filter(gathering=row).values("pk"))
    return mine.update(presence=Presence.SIGNED, note="", marked_at=clock.now(), marked_by=by)


@transaction.atomic
def hold(*, gathering, by, content=None, photos=()):
    """It was held: not in the future, somebody was there, photos prove it (a visit needs none)."""
    if content is not None:
        refuse_if(gathering.workflow.refusal(gathering, "hold", by))
        gathering.content = content.strip()
        gathering.save(update_fields=["content", "updated_at"])
    bind(ids=photos, owner=gathering, by=by, slot=SLOT)
    is_visit = gathering.form == Form.VISIT
    refuse_if(
        "还没到召开的日期" if gathering.held_on > clock.today() else "",
        "" if is_visit or gathering.attendees.there().exists() else "还没有人签到，请先登记到会人员",
        "" if is_visit or Attachment.objects.of(gathering).exists() else "请上传签到照片",
        "" if gathering.content.strip() else "请填写内容，写清讲了什么、定了什么",
    )
    return advance(gathering, "hold", by=by)


@transaction.atomic
def record(*, gathering, guests, by, photos=()):
    """What was held already, written down in one go: everybody named was there, nobody is asked to come."""
    row = _written(gathering, guests, by, photos, "登记", tells=False)
    row.attendees.update(presence=Presence.SIGNED, marked_at=clock.now(), marked_by=by)
    return hold(gathering=row, by=by)


@transaction.atomic
def drop(*, gathering, note, by):
    """Called off, or written down by mistake; those who were asked to what is called off are told."""
    known = Gathering.objects.select_for_update(of=("self",)).get(pk=gathering.pk)
    advance(gathering, "drop", by=by, note=note)
    if known.state == GatheringState.PLANNED:
        _tell(gathering, list(gathering.attendees.all()), by, "dropped", "取消：")
    return gathering
