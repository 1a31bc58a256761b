"""Lists that are destroyed soon while candidates still wait for a person."""

from django.urls import reverse

from reminders.deadlines import Due

from ..models import Candidate, NameList
from .enums import ListState


def due_lists(first, last):
    """The list's people, while something of it is undecided. The title bears no list's name."""
    waiting = Candidate.objects.open()
    rows = NameList.objects.filter(state=ListState.KEPT, destroy_on__range=(first, last)).prefetch_related("handlers")
    for names in rows:
        if waiting.filter(match__one=names).exists() or waiting.filter(match__other=names).exists():
            link = reverse("incidents:names", args=[names.pk])
            yield Due(names, names.destroy_on, list(names.handlers.all()), "比对名单将销毁，还有候选没有判定", link)
