"""A check as it is read on a page: its groups, the numbered items in each, and the answer and photos of every item."""

from dataclasses import dataclass, field

from django.urls import reverse

from evidence.models import Attachment

from .models import Answer, Check, Item
from .services.filling import SIGNATURE
from .services.photos_by import photos_by


@dataclass
class Line:
    """One item with its running number; `answer` is None before the first."""

    item: Item
    number: int
    answer: Answer | None
    photos: list
    url: str = ""

    @property
    def value(self):
        return self.answer.given if self.answer else ""

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
    """The groups of a self-check."""
    answers = check.answers.select_related("item", "hazard", "lead", "saved_by")
    return grouped(check.version, answers, lambda item: reverse("checks:answer", args=[check.pk, item.pk]))


def groups_of_inspection(inspection):
    """The groups of an inspection; none without a list."""
    if inspection.checklist_id is None:
        return []
    answers = inspection.answers.select_related("item", "hazard", "saved_by")
    url = lambda item: reverse("checks:inspection_answer", args=[inspection.pk, item.pk])  # noqa: E731
    return grouped(inspection.checklist, answers, url)


def grouped(version, answers, url):
    """The groups in the order their first items come; items without a group form one of their own."""
    answers = {row.item_id: row for row in answers}
    photos = photos_by(type(next(iter(answers.values()))), answers.values()) if answers else {}
    found = {}
    for number, item in enumerate(version.items.all(), 1):
        group = found.setdefault(item.group, Group(len(found) + 1, item.group))
        answer = answers.get(item.pk)
        group.lines.append(Line(item, number, answer, photos[answer.pk] if answer else [], url(item)))
    return list(found.values())


def counts(groups):
    """(answered, all) items."""
    return sum(group.answered for group in groups), sum(len(group.lines) for group in groups)


def signature_of(check: Check):
    return Attachment.objects.of(check).filter(slot=SIGNATURE).last()
