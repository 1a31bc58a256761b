"""Signing the pledge, writing a new version, calling on those who have not signed."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Prefetch, Q, Subquery
from django.urls import reverse

from accounts.models import Membership, User
from core import clock
from core.errors import Refused, Stale, refuse_if
from evidence import photos
from evidence import services as evidence
from places.models import Place
from reminders.deadlines import Due
from reminders.services import tell

from ..models import Handler, NameList, Pledge, PledgeText
from ..rules import ROOM
from . import rules
from .words import ALWAYS, FIRST_TEXT, RENEW_WITHIN, VALID_DAYS

SIGNATURE = "signature"  # the slot of the drawn name


def text_of(town):
    """The version in force of a township (Place); the first one is written when it is first asked for."""
    values = {"number": 1, "text": FIRST_TEXT}
    return PledgeText.objects.get_or_create(township=town, replaced_at=None, defaults=values)[0]


def town_of(user):
    return Place.objects.get(code=user.membership.place.township_code)


@transaction.atomic
def sign(*, text, signature, by):
    """Sign a version with a drawn name (data: URL of PNG). Signed twice it is one pledge; a text that was replaced is Stale."""
    refuse_if(rules.may_sign(by))
    text = PledgeText.objects.select_for_update(of=("self",)).get(pk=text.pk)
    if text.replaced_at is not None:
        raise Stale("承诺书刚有新的版本，请阅读新的内容后再签署")
    if text.township_id != by.membership.place.township_code:
        raise Refused("这不是您所在乡镇的承诺书")
    known = rules.in_force(by)
    if known and not renewable(known):
        return known
    try:
        drawn = photos.keep_signature(signature, by=by)
    except ValidationError as error:
        raise Refused(error.messages[0]) from None
    until = clock.today() + timedelta(days=VALID_DAYS)
    row = Pledge.objects.create(text=text, user=by, user_title=by.title[:60], at=clock.now(), until=until)
    evidence.bind(ids=[drawn.pk], owner=row, by=by, slot=SIGNATURE)
    return row


def renewable(pledge):
    return pledge.until <= clock.today() + timedelta(days=RENEW_WITHIN)


@transaction.atomic
def write(*, text, by, version=None):
    """A new version in place of the one in force; everybody signs anew. `version` is the number that was on the screen."""
    refuse_if(rules.may_write(by))
    town = town_of(by)
    old = PledgeText.objects.select_for_update(of=("self",)).get(pk=text_of(town).pk)
    if version is not None and version != old.number:
        raise Stale(f"承诺书刚被修订为{old}，请核对后再提交")
    if old.text.split() == text.split():
        raise Refused("内容没有改动，不需要新的版本")
    old.replaced_at = clock.now()
    old.save(update_fields=["replaced_at"])
    new = PledgeText.objects.create(
        township=town, number=old.number + 1, text=text.strip(), created_by=by, created_at=clock.now()
    )
    _tell(
        [person for person in signers(town.pk) if person != by],
        f"保密承诺书有新的版本（{new}），请重新签署",
        f"text:{new.pk}",
        by,
    )
    return new


def signers(town):
    """The active people of a township (its code) who come to cases about deaths, and liaisons once they signed, with what they
    last signed.

    Adds `last_at`, `last_until`, `last_number` and `in_force_until` (None when the door is shut to them).
    """
    signed = Q(role__in=ROOM) | Q(user__in=Pledge.objects.filter(text__township=town).values("user"))
    seats = Membership.objects.of_role(*rules.SIGNERS).filter(signed, place=town).select_related("place", "office")
    mine = Pledge.objects.filter(user=OuterRef("pk"), text__township=town).order_by("-until", "-at")
    people = User.objects.filter(pk__in=seats.values("user_id")).prefetch_related(
        Prefetch("memberships", seats.order_by("pk"), to_attr="seats_here")
    )
    return people.annotate(
        last_at=Subquery(mine.values("at")[:1]), last_until=Subquery(mine.values("until")[:1]),
        last_number=Subquery(mine.values("text__number")[:1]), last_pledge=Subquery(mine.values("pk")[:1]),
        in_force_until=Subquery(mine.in_force().values("until")[:1]),
    ).order_by(F("in_force_until").asc(nulls_first=True), "pk")  # fmt: skip


def urge(*, by):
    """Call on those whose pledge is not in force, once a day: of the offices only those who are named for something.

    Nobody is told how many, for that would tell how many of an office are named.
    """
    refuse_if(rules.may_see_register(by))
    town = town_of(by).pk
    standing = Membership.objects.of_role(*ALWAYS).filter(place=town).values("user_id")
    people = signers(town).filter(Q(pk__in=standing) | named(), in_force_until=None)
    _tell(people, "请签署保密承诺书，签署前不能查看涉亡材料", f"urge:{clock.today()}", by)


def named():
    """Predicate: who is named for a case or a list."""
    cases, lists = Handler.objects.current(), NameList.handlers.through.objects
    return Q(pk__in=cases.values("user_id")) | Q(pk__in=lists.values("user_id"))


def _tell(people, title, key, by):
    return tell(people=list(people), title=title, key=f"pledge:{key}", link=reverse("incidents:pledge"), by=by)


def due_pledges(first, last):
    """Pledges before their year ends, for who has to sign anew."""
    renewed = Pledge.objects.filter(user=OuterRef("user"), text=OuterRef("text"), until__gt=OuterRef("until"))
    ending = Pledge.objects.in_force().filter(~Exists(renewed), until__range=(first, last))
    for row in ending.select_related("user", "text"):
        yield Due(row, row.until, [row.user], "保密承诺书到期，请重新签署", reverse("incidents:pledge"))


def to_sign(user):
    """The user's seat while the door is shut, for the home page; empty when it is open."""
    rows = Membership.objects.filter(pk=user.membership.pk).select_related("place", "office")
    if not user.has_role(*ALWAYS):
        rows = rows.filter(user__in=User.objects.filter(named()))
    return rows if rules.unsigned(user) else rows.none()
