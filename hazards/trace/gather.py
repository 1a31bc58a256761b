"""What there is about an enterprise up to a day: looks, hazards, reminders, papers, penalties."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db.models import Q
from django.utils import timezone

from campaigns.models import Assignment
from enterprises.files.kinds import kinds
from enterprises.models import Enterprise, Permit
from notices.enums import PaperState
from notices.models import Paper, Receipt
from reminders.models import Message

from ..enums import HazardState, Source
from ..looks import Look, looks_at
from ..misses.settings import soon_days
from ..models import Case, Hazard, LadderCase, LadderPaper, Listing, Transfer


@dataclass(frozen=True)
class Told:
    """A look with the hazards others found soon after it and it had not recorded."""

    look: Look
    missed: list


@dataclass(frozen=True)
class Found:
    """A hazard as it stood at the end of the day."""

    row: Hazard
    state: str
    late: int  # days past its limit on the day; 0 when in time, done or without a limit


@dataclass
class Person:
    """Who looked: how often, how often without finding anything, how many hazards others then found."""

    name: str
    looks: int = 0
    clean: int = 0
    missed: set = field(default_factory=set)


@dataclass(frozen=True)
class Trace:
    firm: Enterprise
    since: date
    day: date
    soon: int
    looks: list
    hazards: list
    reminders: list
    papers: list
    steps: list  # (day, what, words, link) of penalties, the ladder, listings and transfers

    @property
    def people(self):
        """Those who looked, whoever missed most first."""
        found = {}
        for told in self.looks:
            for name in told.look.people if told.look.over else ():
                person = found.setdefault(name, Person(name))
                person.looks += 1
                person.clean += told.look.clean
                person.missed |= {hazard.pk for hazard in told.missed}
        return sorted(found.values(), key=lambda one: (-len(one.missed), -one.looks, one.name))

    @property
    def held(self):
        """How many looks were signed."""
        return sum(bool(told.look.over) for told in self.looks)

    @property
    def missed(self):
        """Each hazard once, however many looks did not see it."""
        return {hazard.pk for told in self.looks for hazard in told.missed}

    @property
    def major(self):
        return sum(found.row.grade == "major" and found.state != HazardState.CLOSED for found in self.hazards)


def trace(firm, since, day, user):
    """Everything in sight of `user` about `firm` from `since` to the end of `day`."""
    end = timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))
    begin = timezone.make_aware(datetime.combine(since, time.min))
    soon = soon_days(firm.village.township_code)
    hazards = _hazards(firm, begin, day, user)
    looks = [Told(look, _missed(look, hazards, soon)) for look in looks_at(firm, since, day, user)]
    papers = _papers(firm, hazards, begin, end, user)
    rows = [row for told in looks for row in told.look.rows] + hazards
    return Trace(
        firm, since, day, soon, looks, [_found(row, day, end) for row in hazards],
        _reminders(firm, rows, begin, end), papers, _steps(firm, since, day, user),
    )  # fmt: skip


def _hazards(firm, begin, day, user):
    """Found in the span, or found before and not closed when it began."""
    rows = Hazard.objects.visible_to(user).filter(enterprise=firm, found_on__lte=day).exclude(state=HazardState.DRAFT)
    begun = Q(found_on__gte=timezone.localdate(begin)) | Q(closed_at=None) | Q(closed_at__gte=begin)
    kept = rows.filter(begun).exclude(state=HazardState.CANCELLED)
    return list(kept.select_related("accepted_by", "village").prefetch_related("log").order_by("found_on", "pk"))


def _missed(look, hazards, soon):
    """Found by others within so many days after a signed look that had not recorded them."""
    if look.over is None:
        return []
    last = look.on + timedelta(days=soon)
    return [
        row for row in hazards
        if look.on < row.found_on <= last and row.source != Source.SELF_CHECK and row.pk not in look.hazards
    ]  # fmt: skip


def _found(row, day, end):
    state = next((line.to_state for line in reversed(row.log.all()) if line.at < end), row.state)
    ended = state in (HazardState.REPORTED, HazardState.CLOSED)
    late = (day - row.due_on).days if row.due_on and not ended else 0
    return Found(row, HazardState(state), max(late, 0))


def _papers(firm, hazards, begin, end, user):
    """(paper, the enterprise's own copy or None) of what was issued in the span to it or about it, the oldest first."""
    about = Q(content_type__model="enterprise", object_id=str(firm.pk))
    about |= Q(content_type__model="hazard", object_id__in=[str(row.pk) for row in hazards])
    about |= Q(content_type__model="listing", object_id__in=_keys(Listing, hazard__enterprise=firm))
    about |= Q(pk__in=LadderPaper.objects.filter(line__subject__enterprise=firm).values("paper"))
    rows = Paper.objects.visible_to(user).filter(about | Q(receipts__enterprise=firm), issued_at__gte=begin)
    rows = rows.filter(issued_at__lt=end, state__in=[PaperState.ISSUED, PaperState.WITHDRAWN]).distinct()
    copies = {row.paper_id: row for row in Receipt.objects.filter(enterprise=firm, paper__in=rows.order_by().values("pk"))}
    return [(row, copies.get(row.pk)) for row in rows.order_by("issued_at")]


def _keys(model, **of):
    return [str(key) for key in model.objects.filter(**of).values_list("pk", flat=True)]


def _reminders(firm, rows, begin, end):
    """Who was told what and when about the enterprise and its rows, the oldest first."""
    own = [firm, *rows]
    for model in (Assignment, Receipt, Permit, LadderCase, *(kind.model for kind in kinds())):
        own += model.objects.filter(enterprise=firm).only("pk")
    own += Listing.objects.filter(hazard__enterprise=firm).only("pk")
    told = Message.objects.about(*own).filter(created_at__gte=begin, created_at__lt=end)
    return list(told.select_related("recipient", "sender").order_by("created_at", "pk"))


def _steps(firm, since, day, user):
    """What was done beside the hazards themselves."""
    span = {"at__date__gte": since, "at__date__lte": day}
    found = []
    for model, of in (
        (Case, "enterprise"),
        (LadderCase, "enterprise"),
        (Listing, "hazard__enterprise"),
        (Transfer, "enterprise"),
    ):
        rows = model.objects.visible_to(user).filter(**{of: firm}).values("pk")
        lines = model._meta.get_field("log").related_model.objects.filter(subject__in=rows, **span)
        named = model._meta.verbose_name
        found += [
            (line.at, named, f"{line.action_label} {line.note}".strip(), line.actor)
            for line in lines.select_related("actor")
        ]
    return sorted(found, key=lambda step: step[0])
