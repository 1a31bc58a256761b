"""An office's own rows of the criteria library: kept, reworded, withdrawn. National rows stay as they are."""

from django.db import IntegrityError, transaction

from core import clock
from core.errors import Refused, Stale, refuse_if

from .. import rules
from ..models import Clause, Standard

SAID = ("trade", "sector", "issuer", "valid_from", "valid_to")


@transaction.atomic
def keep_clause(*, by, standard, number, text, grade, clause=None, seen=None, **more):
    """Write one clause of the officer's township. `standard` is {name, document, trade, sector, issuer, valid_from, valid_to}.

    `seen` is the version of the row that was shown; `follows` among `more` the clause of an earlier standard it takes the
    place of, which stays when it is not said.
    """
    if reason := rules.may_edit_criteria(by, clause):
        raise Refused(reason)
    now = clause and Clause.objects.select_for_update(of=("self",)).get(pk=clause.pk)
    if now and seen is not None and now.version != seen:
        raise Stale(f"这一条款刚被别人改过，现在是“{now.text}”，请核对后重新保存，你填写的内容已保留")
    own = _own_standard(by, standard)
    row = clause or Clause.objects.filter(standard=own, number=number, withdrawn_at=None).first() or Clause(created_by=by)
    row.standard, row.number, row.text, row.grade = own, number, text, grade
    row.follows = more.get("follows", row.follows)
    refuse_if("接替的旧条款不能是这一条本身" if row.pk and row.follows_id == row.pk else "")
    row.version += 1 if row.pk else 0
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise Refused(f"{own}已有“{number}”，请直接修改那一条") from None
    return row


def _own_standard(by, values):
    """The township's own standard of this name and number, made or brought up to date."""
    key = {"township_id": by.membership.place.township_code, "document": values["document"], "name": values["name"]}
    said = {name: values.get(name) or (None if name in ("sector", "valid_from", "valid_to") else "") for name in SAID}
    begun, ends = said["valid_from"], said["valid_to"]
    if begun and ends and ends < begun:
        raise Refused("失效日期不能早于施行日期")
    return Standard.objects.update_or_create(**key, defaults=said, create_defaults=said | {"created_by": by})[0]


@transaction.atomic
def withdraw_clause(*, clause, by, reason):
    """Take an own clause out of the library; hazards judged by it keep their words."""
    row = Clause.objects.select_for_update(of=("self",)).select_related("standard").get(pk=clause.pk)
    if refusal := rules.may_edit_criteria(by, row):
        raise Refused(refusal)
    if row.withdrawn_at:
        raise Refused("这一条款已经撤下")
    if not reason.strip():
        raise Refused("撤下条款必须写明原因")
    row.withdrawn_at, row.withdrawn_reason = clock.now(), reason.strip()[:200]
    row.save(update_fields=["withdrawn_at", "withdrawn_reason", "updated_at"])
    return row
