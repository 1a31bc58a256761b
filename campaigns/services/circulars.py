"""A circular comes in, is read, reviewed, and becomes a campaign."""

import json
from datetime import date

from django.db import transaction

from circulars import read
from circulars.units import canonical
from core.errors import Refused
from core.workflow import begin

from .. import mending, review, rules
from ..enums import Way
from ..models import Campaign, Circular, GroupMember, Phase, Task, TaskUnit
from ..units import Dictionary, meaning_of, remember


def add_circular(*, text, source_name, by, key=None):
    """Read a text and keep it for review; the same form sent twice gives the same row."""
    if reason := rules.may_manage(by):
        raise Refused(reason)
    if key and (known := Circular.objects.filter(form_token=key).first()):
        return known
    reading = read(text).to_json()
    township = by.membership.place
    draft = review.new_draft(reading, Dictionary(township))
    values = {
        "township": township,
        "text": text,
        "source_name": source_name[:200],
        "reading": reading,
        "review": draft,
        "title": (reading["title"] or draft["head"]["name"] or text.strip()[:40] or "未命名来文")[:200],
        "created_by": by,
    }
    return Circular.objects.get_or_create(form_token=key, defaults=values)[0] if key else Circular.objects.create(**values)


def change(*, circular, by, edit):
    """Apply `edit(draft)` to the review under a lock and save it; returns (circular, what edit returned)."""
    with transaction.atomic():
        row = Circular.objects.select_for_update(of=("self",)).get(pk=circular.pk)
        if reason := rules.may_review(by, row):
            raise Refused(reason)
        result = edit(row.review)
        row.version += 1
        row.save(update_fields=["review", "version", "updated_at"])
    return row, result


def mend(*, circular, by, wanted):
    """Put the suggested words of the wanted doubts into the text and read it anew; edits stay. Returns how many."""
    with transaction.atomic():
        row = Circular.objects.select_for_update(of=("self",)).select_related("township").get(pk=circular.pk)
        if reason := rules.may_review(by, row):
            raise Refused(reason)
        doubts = row.reading.get("finding_details", [])
        mends = mending.Mends(doubt for doubt in doubts if mending.name_of(doubt) in wanted)
        if not mends.edits:
            raise Refused("来文刚被改过，请刷新后再改")
        text, old = row.text, row.review
        _reread(row, mends)
        count = len(mends.edits)
        mending.remember(row.review, text=text, old=old, before=row.version, after=row.version + 1, count=count)
        _keep(row, by, "mend", f"按建议修改 {count} 处")
    return count


def undo_mend(*, circular, by):
    """Take back the last mend, text and draft as they were before it; refused once the draft was changed since."""
    with transaction.atomic():
        row = Circular.objects.select_for_update(of=("self",)).select_related("township").get(pk=circular.pk)
        if reason := rules.may_review(by, row):
            raise Refused(reason)
        step = mending.last(row)
        if not step:
            raise Refused("修改之后又有别的改动，不能再撤销")
        left = mending.steps_left(row.review["undo"], row.version + 1)
        row.text, row.reading = step["text"], _reading(step["text"])
        row.review = {**step["review"], "undo": left}
        _keep(row, by, "undo", f"撤销修改 {step['count']} 处")
    return step["count"]


def _keep(row, by, action, label):
    """Save a text changed by a step, with a line in the circular's log."""
    row.version += 1
    row.save(update_fields=["text", "reading", "review", "version", "updated_at"])
    row.log.create(actor=by, actor_title=by.title, action=action, action_label=label)


def _reread(row, mends):
    dictionary = Dictionary(row.township)
    before, old = review.new_draft(row.reading, dictionary), row.review
    doubts = row.reading.get("finding_details", [])
    row.text = mends.apply(row.text)
    row.reading = _reading(row.text)
    row.review = mending.carry(old, before, review.new_draft(row.reading, dictionary), mends)
    row.review["handled"] = mending.handled_after(old["handled"], doubts, row.reading["finding_details"], mends)


def _reading(text):
    """A reading as it comes back from the database."""
    return json.loads(json.dumps(read(text).to_json()))


def say_unit(*, circular, name, key, by):
    """Say what a name means: for this review, and for every later circular of the township."""

    def edit(draft):
        plain = canonical(name)
        if plain not in draft["names"]:
            raise Refused("来文里没有这个单位名称")
        draft["names"][plain] = key
        remember(township=circular.township, name=name, key=key)

    return change(circular=circular, by=by, edit=edit)[0]


def drop_circular(*, circular, by, note):
    """Lay a circular aside with a reason; it never becomes a campaign."""
    from core import clock

    def edit(draft):
        draft["laid_aside"] = True

    if not note.strip():
        raise Refused("搁置必须写明原因")
    row, _ = change(circular=circular, by=by, edit=edit)
    Circular.objects.filter(pk=row.pk).update(withdrawn_at=clock.now(), withdrawn_reason=note.strip()[:200])


def create_campaign(*, circular, by):
    """The reviewed draft becomes a campaign; asked twice, the first one is returned."""
    with transaction.atomic():
        row = Circular.objects.select_for_update(of=("self",)).select_related("township").get(pk=circular.pk)
        if made := Campaign.objects.filter(circular=row).first():
            return made
        if reason := rules.may_review(by, row) or "；".join(review.obstacles(row.review)):
            raise Refused(reason)
        campaign = _campaign(row, by)
        _fill(campaign, row.review)
        begin(campaign, by=by, label="建立", note=f"由来文《{row.title}》审核建立")
    return campaign


def _campaign(row, by):
    head = row.review["head"]
    starts_on, ends_on = day(head["starts_on"]), day(head["ends_on"])
    if ends_on and ends_on < starts_on:
        raise Refused("结束日期早于开始日期，请先改正")
    return Campaign.objects.create(
        township=row.township,
        circular=row,
        name=head["name"],
        goal=head["goal"],
        doc_number=head["doc_number"],
        starts_on=starts_on,
        ends_on=ends_on,
        looks_back=looks_back(head["name"], row.text),
        created_by=by,
    )


def looks_back(name, text):
    """Whether a circular is about deaths nobody told of: its text says so, or its title a second look.

    A second look named in the text alone is the usual last phase of any campaign.
    """
    return "瞒报" in text or "回头看" in name


def day(text):
    """A date of a draft; None when empty."""
    return date.fromisoformat(text) if text else None


def _fill(campaign, draft):
    made = Phase.objects.bulk_create([_phase(campaign, n, item) for n, item in enumerate(draft["phases"], 1)])
    phases = {item["id"]: row for item, row in zip(draft["phases"], made, strict=True)}
    tasks = Task.objects.bulk_create([_task(campaign, n, item, phases) for n, item in enumerate(draft["tasks"], 1)])
    pairs = zip(draft["tasks"], tasks, strict=True)
    TaskUnit.objects.bulk_create([_unit(row, unit, draft["names"]) for item, row in pairs for unit in item["units"]])
    GroupMember.objects.bulk_create(
        GroupMember(campaign=campaign, order=n, role=item["role"][:30], name=item["name"][:40], post=item["post"][:80])
        for n, item in enumerate(draft["members"], 1)
    )


def _phase(campaign, number, item):
    first, last = day(item["starts_on"]), day(item["ends_on"])
    if first and last and last < first:
        raise Refused(f"阶段“{item['name']}”的结束日期早于开始日期，请先改正")
    return Phase(campaign=campaign, order=number, name=item["name"][:60], starts_on=first, ends_on=last, text=item["text"])


def _task(campaign, number, item, phases):
    return Task(
        campaign=campaign,
        order=number,
        phase=phases.get(item["phase"]),
        number=item["number"],
        section=item["section"],
        title=item["title"],
        text=item["text"],
        deadline_kind=item["kind"],
        deadline_raw=item["raw"],
        due_on=day(item["due_on"]),
        every=item["every"],
        times=item["times"],
        evidence_required=item["evidence"],
        way=way_of(item),
        settled=item["settled"],
        dropped=item["dropped"],
        drop_reason=item["reason"],
        span=item["span"],
    )


def way_of(item):
    """The way of a look back that a task names in its title or the part it stands in; "" for none."""
    said = f"{item['title']}{item['section']}"
    return next((way.value for way in Way if way.label in said), "")


def _unit(task, unit, names):
    meaning = meaning_of(names.get(canonical(unit["name"]), ""))
    return TaskUnit(task=task, name=unit["name"][:60], role=unit["role"], **meaning)
