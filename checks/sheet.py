"""A check as it is read on a page: its groups, the numbered items in each, and the answer and photos of every item."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.contrib.contenttypes.models import ContentType

from evidence.models import Attachment

from .models import Answer, Check, Item
from .services.filling import SIGNATURE


@dataclass
class Line:
    """One item with its running number; `answer` is None before the first."""

    item: Item
    number: int
    answer: Answer | None
    photos: list

    @property
    def value(self):
        return self.answer.value if self.answer else ""

    @property
    def note(self):
        return self.answer.note if self.answer else ""

    @property
    def is_bad(self):
        return self.item.is_bad(self.value)

    @property
    def photo_ids(self):
        return [photo.pk for photo in self.photos]

    @property
    def files_name(self):
        return f"files-{self.item.pk}"

    @property
    def files_id(self):
        return f"id_files_{self.item.pk}"


@dataclass
class Group:
    number: int
    name: str
    lines: list = field(default_factory=list)

    @property
    def answered(self):
        return sum(bool(line.value) for line in self.lines)


def groups_of(check: Check):
    """The groups in the order their first items come; items without a group form one of their own."""
    answers = {row.item_id: row for row in check.answers.select_related("item", "hazard", "lead", "saved_by")}
    photos, found = _photos(answers.values()), {}
    for number, item in enumerate(check.version.items.all(), 1):
        group = found.setdefault(item.group, Group(len(found) + 1, item.group))
        answer = answers.get(item.pk)
        group.lines.append(Line(item, number, answer, photos[answer.pk] if answer else []))
    return list(found.values())


def _photos(answers):
    """{answer.pk: photos} in one query."""
    found = defaultdict(list)
    rows = Attachment.objects.filter(
        content_type=ContentType.objects.get_for_model(Answer),
        object_id__in=[str(answer.pk) for answer in answers], withdrawn_at=None,
    )  # fmt: skip
    for row in rows:
        found[int(row.object_id)].append(row)
    return found


def counts(groups):
    """(answered, all) items."""
    return sum(group.answered for group in groups), sum(len(group.lines) for group in groups)


def signature_of(check: Check):
    return Attachment.objects.of(check).filter(slot=SIGNATURE).last()
