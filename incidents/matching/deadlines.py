"""Lists that are destroyed soon, or were, while candidates still wait for a person."""

from django.urls import reverse

from reminders.deadlines import Due

from ..models import Candidate, NameList
from .enums import ListState


def due_lists(first, last):
    """The list's people, while something of it is undecided or without its lead. The title bears no list's name."""
    rows = NameList.objects.filter(destroy_on__range=(first, last)).prefetch_related("handlers")
    for names in rows.filter(state__in=[ListState.KEPT, ListState.DESTROYED]):
        found, gone = Candidate.objects.of(names), names.state == ListState.DESTROYED
        if (found.without_lead() if gone else found.unfinished()).exists():
            title = f"比对名单{'已' if gone else '将'}销毁，还有候选没有{'' if gone else '判定或'}登记线索"
            yield Due(
                names, names.destroy_on, list(names.handlers.all()), title, reverse("incidents:names", args=[names.pk])
            )
