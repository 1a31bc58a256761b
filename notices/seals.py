"""Seals: registered and stopped, kept by named officers, put on signed papers as a step of its own (用印)."""

import hashlib

from django.db import IntegrityError, transaction

from accounts.enums import Role
from accounts.models import User
from core import clock
from core.errors import Refused
from core.workflow import advance, begin
from places.models import Office

from . import rules, seal_pictures, typeset
from .models import Paper, Seal, SealKeeper, SealPicture, SealUse
from .people import seats


def officers(town):
    """Whom a leader may name."""
    return User.objects.filter(pk__in=seats(Role.OFFICER).filter(place=town).values("user"))


def offices(town):
    return Office.objects.filter(township=town, is_active=True)


@transaction.atomic
def name_keeper(*, person, from_on, by, until_on=None):
    """指定用印人. Raises Refused."""
    if reason := rules.may_name_keepers(by):
        raise Refused(reason)
    town = by.membership.place
    if not officers(town).filter(pk=person.pk).exists():
        raise Refused("用印人从本乡镇应急办人员里指定")
    if until_on and until_on < max(from_on, clock.today()):
        raise Refused("截止日期不能早于起始日期和今天")
    values = {"from_on": from_on, "until_on": until_on, "created_by": by, "created_at": clock.now()}
    keeper = _once(SealKeeper(township=town, person=person, **values), "这个人已经是用印人，要改日期请先撤销")
    days = f"{from_on} 起" + (f"至 {until_on}" if until_on else "，长期")
    return begin(keeper, by=by, label="指定用印人", note=days)


def _once(row, reason):
    """The row saved, or Refused where one stands already."""
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise Refused(reason) from error
    return row


def withdraw_keeper(*, keeper, by, note):
    return advance(keeper, "withdraw", by=by, note=note)


@transaction.atomic
def register(*, picture, by, office=None):
    """The seal of the township's government, or of one of its offices. Raises Refused."""
    if reason := rules.may_keep_seals(by):
        raise Refused(reason)
    town = by.membership.place
    if office is not None and office.township_id != town.pk:
        raise Refused("这不是本乡镇的站所")
    data = seal_pictures.checked(picture)
    issuer = f"{town.name}{office.name}" if office else f"{town.name}人民政府"
    values = {"created_by": by, "created_at": clock.now(), "sha256": hashlib.sha256(data).hexdigest()}
    seal = _once(
        Seal(township=town, office=office, issuer=issuer, **values), f"{issuer}已有使用中的印章，换新的请先停用旧的"
    )
    SealPicture.objects.create(seal=seal, kept=seal_pictures.sealed(data))
    return begin(seal, by=by, label="登记印章")


def stop(*, seal, by, note):
    return advance(seal, "stop", by=by, note=note)


@transaction.atomic
def place(*, paper, by, note):
    """用印: one seal for each issuer under the text; all or none. The issued paper will bear them. Raises Refused."""
    locked = Paper.objects.select_for_update(of=("self",)).select_related("township").get(pk=paper.pk)
    if reason := Paper.workflow.refusal(locked, "seal", by):
        raise Refused(reason)
    found = _seals_for(locked)
    note = note.strip()[:200]
    advance(paper, "seal", by=by, note=note and f"{note}（{'、'.join(map(str, found))}）")
    paper.seal_uses.update(void=True)
    uses = [SealUse(paper=paper, seal=seal, order=n, by=by, at=clock.now(), note=note) for n, seal in enumerate(found, 1)]
    SealUse.objects.bulk_create(uses)
    return paper


def is_wanting(paper):
    """Whether its issuer has a seal in use and none was put on it yet; it may go out all the same, to be stamped by hand."""
    known = Seal.objects.in_use().filter(township=paper.township_id, issuer=paper.issuer).exists()
    return known and not paper.seal_uses.standing().exists()


def _seals_for(paper):
    """The seals of the issuers in their order."""
    document = typeset.document_of(paper)
    if not document.sealed or not document.issuers:
        raise Refused(f"{paper.get_kind_display()}不盖章")
    rows = Seal.objects.in_use().filter(township=paper.township_id).select_related("office")
    known = {name: seal for seal in rows for name in names_of(seal)}
    if missing := [issuer for issuer in document.issuers if issuer not in known]:
        raise Refused(f"{'、'.join(missing)}没有登记印章")
    return [known[issuer] for issuer in document.issuers]


def names_of(seal):
    """How an issuer may stand under a text: in full, an office also without its township's name."""
    return {seal.issuer, seal.office.name} if seal.office else {seal.issuer}
