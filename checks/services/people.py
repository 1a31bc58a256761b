"""Who fills in a check, acts on an answer to a sampler, whom a late one goes up to, and telling them."""

from collections import defaultdict
from itertools import chain

from accounts.enums import Role
from campaigns.people import Directory, seats
from campaigns.units import Target
from core.links import link as address
from reminders.enums import MessageKind
from reminders.services import addressed, tell, write

from ..enums import ReturnState


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


class Acting:
    """Who acts on many answers to samplers, looked up in a handful of queries whatever their number."""

    def __init__(self, rows):
        offices = [_desk(row, pk) for row in rows for pk in (row.charged_office_id, row.sampler_office_id)]
        self.directory, self.above = Directory(offices), defaultdict(list)
        for seat in seats(Role.SUPERVISOR).filter(place__in={_county(row) for row in rows if row.from_above}):
            self.above[seat.place_id].append(seat.user)

    def of(self, row):
        return self.samplers(row) if row.state == ReturnState.ANSWERED else self.handlers(row)

    def handlers(self, row):
        """Who acts for the township: the charged office, the officers before and for one without seats."""
        own = self.directory.of(_desk(row, row.charged_office_id)) if row.charged_office_id else []
        return own or self.officers(row)

    def samplers(self, row):
        """Who takes the answer; of an outside body the officers, who enter its word."""
        if row.from_above:
            return self.above[_county(row)]
        return self.directory.of(_desk(row, row.sampler_office_id)) if row.sampler_office_id else self.officers(row)

    def officers(self, row):
        return self.directory.officers.get(row.place_id[:9] + "000", [])

    def ladder(self, row):
        """The officers, then the leaders."""
        return [self.officers(row), self.directory.leaders.get(row.place_id[:9] + "000", [])]


def _desk(row, office):
    return Target(row.place_id, office_id=office)


def _county(row):
    return row.place_id[:6] + "000000"


def link(check):
    return address("checks:detail", check.pk)


def link_to_return(row):
    return address("checks:return", row.pk)


def tell_unit(check, step, title, *, by, body=""):
    _tell(People([check]).of(check), check, step, title, by, body)


def tell_officers(check, step, title, *, by, body=""):
    """The safety office, and who sent it for another office."""
    sender = check.sent_by if check.sent_by_id and check.sent_by.role == Role.DEPARTMENT else None
    officers = People([check]).officers(check)
    _tell([*officers, sender] if sender else officers, check, step, title, by, body)


def _tell(people, check, step, title, by, body):
    """One message per step and version of the row; nobody is told what they did themselves."""
    others = [person for person in people if by is None or person.pk != by.pk]
    key = f"{step}:{check.pk}:{check.row_version}"
    tell(people=others, title=title, body=body, key=key, link=link(check), about=check, by=by)


def tell_many(checks, *, step, title, by, kind=MessageKind.NOTICE):
    """One message per check and person, written at once; `title(check)` says what. Returns {check.pk: people reached}."""
    people = People(checks)
    reached = {check.pk: people.of(check) for check in checks}
    rows = [
        addressed(
            people=reached[check.pk], key=f"{step}:{check.pk}", kind=kind, title=title(check), link=link(check), about=check,
            by=by,
        )
        for check in checks
    ]  # fmt: skip
    write(list(chain.from_iterable(rows)))
    return reached
