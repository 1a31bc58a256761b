"""Batches: drafted by picking, approved by a leader, published as list and paper, withdrawn with a reason."""

from django.db import IntegrityError, transaction

from core import clock
from core.errors import Refused, refuse_if
from core.workflow import advance, begin
from notices import prefill
from notices import services as papers
from notices.enums import PaperKind

from .. import rules_batches as rules
from ..enums import BatchState
from ..models import Batch, BatchItem
from ..papers_on import key_of
from .running import held


@transaction.atomic
def draft_batch(*, by, kind, title, lead=""):
    refuse_if(rules.may_keep(by), rules.personal(f"{title}\n{lead}"))
    batch = Batch.objects.create(
        township_id=by.membership.place.township_code, kind=kind, title=title.strip(), lead=lead.strip(), created_by=by,
        created_at=clock.now(),
    )  # fmt: skip
    return begin(batch, by=by, label="草拟")


def editable(batch, by):
    """The row, locked, while it may be changed. Call inside a transaction."""
    row = Batch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    refuse_if(rules.may_edit(by, row))
    return row


@transaction.atomic
def add_hazards(*, batch, by, hazards):
    """Put enterprises on the list because of hazards; those already on it are passed over. Returns how many are new."""
    row = editable(batch, by)
    known = set(row.items.values_list("hazard_id", flat=True))
    fresh = [hazard for hazard in hazards if hazard.enterprise_id and hazard.pk not in known]
    BatchItem.objects.bulk_create(
        BatchItem(batch=row, enterprise=hazard.enterprise, hazard=hazard, facts=facts_of(hazard)) for hazard in fresh
    )
    return _changed(row, len(fresh))


def facts_of(hazard):
    """A first wording from the record, without names; the drafter mends it."""
    said = f"{hazard.location}：{hazard.description}"
    return f"{said[:440]}（{hazard.get_grade_display() or '隐患'}，{'逾期未整改' if hazard.is_overdue else hazard.get_state_display()}）"


@transaction.atomic
def add_enterprise(*, batch, by, enterprise, facts, measure=""):
    """An enterprise for another reason than a hazard."""
    row = editable(batch, by)
    refuse_if(_wrong(facts, measure, enterprise))
    try:
        with transaction.atomic():
            item = row.items.create(enterprise=enterprise, facts=facts.strip(), measure=measure.strip())
    except IntegrityError:
        raise Refused("这家企业已在名单中") from None
    return _changed(row, item)


def _changed(row, result):
    """What others have open of the locked batch is out of date now."""
    row.version += 1
    row.save(update_fields=["version", "updated_at"])
    return result


@transaction.atomic
def word_item(*, item, by, facts, measure=""):
    """Say it in other words."""
    row = editable(item.batch, by)
    refuse_if(_wrong(facts, measure, item.enterprise))
    item.facts, item.measure = facts.strip(), measure.strip()
    item.save(update_fields=["facts", "measure"])
    return _changed(row, item)


@transaction.atomic
def drop_item(*, item, by):
    row = editable(item.batch, by)
    item.delete()
    _changed(row, None)


def _wrong(facts, measure, firm):
    return ("" if facts.strip() else "请写明事由") or rules.personal(f"{facts}\n{measure}", (firm.principal,))


@transaction.atomic
def move_batch(*, batch, action, by, note="", row_version=None, **values):
    """One step of the table, Stale when the list changed since it was shown; what is sent for approval names no person.

    `values`: `published_where` of what is published.
    """
    row = held(batch, row_version)
    if action == "send":
        items = row.items.select_related("enterprise")
        refuse_if(
            *(f"{item.enterprise}：{said}" for item in items if (said := _wrong(item.facts, item.measure, item.enterprise)))
        )
    if action == "publish":
        where = values["published_where"] = values.get("published_where", "").strip()
        refuse_if("" if where else "请写明公布位置", rules.personal(where))
        note = where
    return advance(row, action, by=by, note=note, **values)


def draft_bulletin(*, batch, by):
    """The paper of an approved or published batch: all its enterprises listed, addressed to them."""
    refuse_if(
        rules.may_keep(by),
        "" if batch.state in (BatchState.APPROVED, BatchState.PUBLISHED) else "领导批准后才能制作通报",
    )
    items = list(batch.items.select_related("enterprise__village"))
    lines = [
        f"{n}.{item.enterprise}：{item.facts.rstrip('。')}。" + (f"处理措施：{item.measure}" if item.measure else "")
        for n, item in enumerate(items, 1)
    ]
    body = "\n".join(filter(None, [batch.lead, *lines]))
    content = prefill.begin(PaperKind.BULLETIN, by=by).content | {"body": body}
    return papers.draft(
        kind=PaperKind.BULLETIN, title=batch.title, content=content, by=by, subject=batch,
        units={item.enterprise_id: item.enterprise for item in items}.values(), key=key_of("batch", batch),
    )  # fmt: skip
