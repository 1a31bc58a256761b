"""Who may hold a list of powers and duties in a township: its offices and its leaders."""

from dataclasses import dataclass

from accounts.enums import Role
from accounts.models import User, seated
from places.models import Office

from .models.lists import holder_key


@dataclass(frozen=True)
class Holder:
    """An office or a person."""

    office: Office | None = None
    person: User | None = None

    @property
    def key(self):
        return holder_key(self.office and self.office.pk, self.person and self.person.pk)

    @property
    def name(self):
        return str(self.office or self.person)


def holders_of(user):
    """Those whose list this seat may write: all of the township for the safety office, else the own one."""
    town = user.membership.place
    if user.has_role(Role.DEPARTMENT):
        return [Holder(office=user.membership.office)]
    if user.has_role(Role.LEADER):
        return [Holder(person=user)]
    offices = [Holder(office=row) for row in Office.objects.filter(township=town, is_active=True)]
    return offices + [Holder(person=row) for row in seated(town, Role.LEADER)]
