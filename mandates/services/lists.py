"""Lists of powers and duties: written as a draft version, published from a day, followed by the next version."""

from django.db import IntegrityError, transaction
from django.db.models import Max

from core import clock
from core.errors import Refused, refuse_if
from core.workflow import advance, begin

from .. import rules
from ..enums import ItemKind, MandateState
from ..models import Mandate, MandateItem

ITEM = ("kind", "text", "basis", "charge", "due_on")


@transaction.atomic
def draft_of(*, holder, by, valid_from=None, basis=""):
    """The holder's draft, made when there is none."""
    town = by.membership.place
    rows = Mandate.objects.filter(township=town, holder=holder.key)
    if found := rows.filter(state=MandateState.DRAFT).first():
        return found
    probe = Mandate(township=town, office=holder.office, person=holder.person)
    refuse_if(rules.may_write(by, probe))
    row = Mandate.objects.create(
        township=town, office=holder.office, person=holder.person, basis=basis.strip(), created_by=by, created_at=clock.now(),
        number=(rows.aggregate(last=Max("number"))["last"] or 0) + 1, valid_from=valid_from or clock.today(),
    )  # fmt: skip
    return begin(row, by=by, label="起草清单")


def new(*, holder, valid_from, by, basis=""):
    """A new version; it begins with what the one in force says."""
    try:
        with transaction.atomic():
            known = Mandate.objects.filter(township=by.membership.place, holder=holder.key)
            refuse_if(
                "这份清单已有一个起草中的版本，请先公布或作废" if known.filter(state=MandateState.DRAFT).exists() else ""
            )
            before = known.published().order_by("-number").first()
            row = draft_of(holder=holder, by=by, valid_from=valid_from, basis=basis)
            for item in before.items.all() if before else ():
                row.items.create(order=item.order, **{name: getattr(item, name) for name in ITEM})
            return row
    except IntegrityError:
        raise Refused("这份清单已有一个起草中的版本") from None


def _open_draft(mandate, by):
    row = Mandate.objects.select_for_update(of=("self",)).get(pk=mandate.pk)
    refuse_if(rules.may_write(by, row), "" if row.state == MandateState.DRAFT else "公布过的清单不能改，请起草新的一版")
    return row


def add(*, mandate, kind, text, by, basis="", charge="", due_on=None):
    refuse_if(wrong(kind, text, due_on))
    try:
        with transaction.atomic():
            row = _open_draft(mandate, by)
            order = (row.items.aggregate(last=Max("order"))["last"] or 0) + 1
            return row.items.create(
                order=order, kind=kind, text=text.strip(), basis=basis.strip(), charge=charge.strip(), due_on=due_on
            )
    except IntegrityError:
        raise Refused("清单里已有这一项") from None


def wrong(kind, text, due_on):
    """Why this is no item of a list, or ""."""
    if not text.strip():
        return "请写明事项"
    return "任务要写完成时限" if kind == ItemKind.TASK and due_on is None else ""


def change(*, item, by, **values):
    refuse_if(wrong(values["kind"], values["text"], values.get("due_on")))
    try:
        with transaction.atomic():
            _open_draft(item.mandate, by)
            MandateItem.objects.filter(pk=item.pk).update(**{name: values[name] for name in ITEM})
    except IntegrityError:
        raise Refused("清单里已有这一项") from None


@transaction.atomic
def drop_item(*, item, by):
    """A line of a draft; what was published stays."""
    _open_draft(item.mandate, by)
    item.delete()


@transaction.atomic
def publish(*, mandate, by):
    refuse_if("" if mandate.items.exists() else "清单里还没有事项，不能公布")
    return advance(mandate, "publish", by=by)


def drop(*, mandate, note, by):
    return advance(mandate, "drop", by=by, note=note)
