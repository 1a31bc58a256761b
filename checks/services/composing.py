"""One list out of several: whole lists and single items, each question once; kept as a draft, or merged for one visit."""

import hashlib
import re
import unicodedata

from django.db import transaction

from core import clock
from core.errors import refuse_if

from ..enums import Audience
from ..models import Checklist, ChecklistVersion, Item
from ..models.filling import MERGED
from .lists import COPIED, new_list


def plain(text):
    """A question without marks and width, so that the same one in two lists is known."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text))


def asked(item):
    """What makes two items one: the same question, answered the same way, with the same answer bad."""
    return plain(item.text), item.kind, item.bad_answer


def once(items):
    """The items in their order; of equal questions that which asks most, at the place of the first."""
    found = {}
    for item in items:
        known = found.get(asked(item))
        found[asked(item)] = item if known is None or _strict(item) > _strict(known) else known
    return list(found.values())


def _strict(item):
    return item.grade == "major", bool(item.clause_id), bool(item.grade), item.photo_when_bad


@transaction.atomic
def compose(*, name, lists, by, without=(), campaign=None):
    """A draft of the township's own from the newest versions of these lists, less some items; each names its origin."""
    chosen = [row.current for row in lists if row.current and not row.confidential]
    refuse_if("" if chosen else "请选择至少一张已发布的检查表")
    items = [item for version in chosen for item in version.items.all() if item.pk not in set(without)]
    kept = once(items)
    refuse_if("" if kept else "至少留下一项检查内容")
    row = new_list(name=name, audience=Audience.BOTH, confidential=False, by=by, campaign=campaign)
    _fill(row.draft, kept)
    return row, len(items) - len(kept)


@transaction.atomic
def merged(*, versions, by):
    """The published version that asks what these ask, each question once; the same for the same versions.

    It belongs to no library: it lives with the visits that are held by it. One version alone is itself.
    """
    parts = list({version.pk: version for version in versions}.values())
    refuse_if("保密的检查表不能合并" if any(version.checklist.confidential for version in parts) else "")
    if len(parts) < 2:
        return next(iter(parts), None)
    town = by.membership.place
    said = ",".join(str(version.pk) for version in parts)
    key = MERGED + hashlib.sha256(f"{town.pk}:{said}".encode()).hexdigest()[:30]
    name = "、".join(str(version.checklist) for version in parts)
    values = {"township": town, "name": name if len(name) <= 60 else f"{name[:58]}等", "created_by": by}
    row, fresh = Checklist.objects.get_or_create(key=key, defaults=values)
    return _merge(row, parts, by) if fresh else row.current


def _merge(row, parts, by):
    version = ChecklistVersion.objects.create(checklist=row, number=1, published_at=clock.now(), published_by=by)
    version.parts.set(parts)
    _fill(version, once(item for part in parts for item in part.items.all()))
    return version


def _fill(version, items):
    rows = []
    for order, item in enumerate(items, 1):
        values = {field: getattr(item, field) for field in COPIED} | {"order": order}
        values["group"] = item.group or str(item.version.checklist)[:30]
        rows.append(Item(version=version, origin=item, **values))
    Item.objects.bulk_create(rows)


def by_part(inspection):
    """[(version, items, answered, bad)] of each list a merged one was made of: one answer counts in every list that asks it."""
    if inspection.checklist_id is None:
        return []
    parts = list(inspection.checklist.parts.select_related("checklist").prefetch_related("items"))
    answers = {asked(a.item): a for a in inspection.answers.select_related("item") if a.value} if parts else {}
    return [(part, *_counted(part, answers)) for part in sorted(parts, key=lambda part: part.pk)]


def _counted(part, answers):
    items = list(part.items.all())
    found = [answers[asked(item)] for item in items if asked(item) in answers]
    return len(items), len(found), sum(answer.is_bad for answer in found)
