"""Who fills in a check, whom a late one goes up to, and telling them."""

from django.contrib.contenttypes.models import ContentType
from django.urls import reverse

from campaigns.people import Directory
from campaigns.units import Target
from core import clock
from reminders.enums import MessageKind
from reminders.models import Message
from reminders.services import tell, write

from ..models import Check


class People:
    """The people of many checks, looked up in a handful of queries whatever their number."""

    def __init__(self, checks):
        self.directory = Directory([*checks, *(Target(row.place_id) for row in checks if row.enterprise_id)])

    def of(self, check):
        """The unit's own people; for a firm without an account the village's cadres, unless the list is confidential."""
        own = self.directory.of(check)
        if own or not check.enterprise_id or check.is_confidential:
            return own
        return self.directory.of(Target(check.place_id))

    def ladder(self, check):
        """Liaisons, officers, leaders; a confidential check is not shown to liaisons."""
        town = check.place_id[:9] + "000"
        steps = [self.directory.officers.get(town, []), self.directory.leaders.get(town, [])]
        if not check.is_confidential:
            steps.insert(0, self.directory.liaisons.get(check.place_id, []))
        return [step for step in steps if step]

    def officers(self, check):
        return self.directory.officers.get(check.place_id[:9] + "000", [])


def link(check):
    return reverse("checks:detail", args=[check.pk])


def link_to_return(row):
    return reverse("checks:return", args=[row.pk])


def tell_unit(check, step, title, *, by, body=""):
    _tell(People([check]).of(check), check, step, title, by, body)


def tell_officers(check, step, title, *, by, body=""):
    _tell(People([check]).officers(check), check, step, title, by, body)


def _tell(people, check, step, title, by, body):
    """One message per step and version of the row; nobody is told what they did themselves."""
    others = [person for person in people if by is None or person.pk != by.pk]
    key = f"{step}:{check.pk}:{check.row_version}"
    tell(people=others, title=title, body=body, key=key, link=link(check), about=check, by=by)


def tell_many(checks, *, step, title, by, kind=MessageKind.NOTICE):
    """One message per check and person, written at once; `title(check)` says what. Returns {check.pk: people reached}."""
    people, target = People(checks), ContentType.objects.get_for_model(Check)
    reached = {check.pk: people.of(check) for check in checks}
    rows = [
        Message(
            recipient=person, key=f"{step}:{check.pk}:{person.pk}", kind=kind, title=title(check)[:120], link=link(check),
            content_type=target, object_id=str(check.pk), sender=by, created_at=clock.now(),
        )
        for check in checks
        for person in reached[check.pk]
    ]  # fmt: skip
    write(rows)
    return reached
