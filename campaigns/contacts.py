"""联络表 of a campaign: its leading group, the office, the liaisons and the offices; phones masked everywhere."""

from collections import Counter
from dataclasses import dataclass

from accounts.enums import Role
from accounts.models import Membership
from core.templatetags.ui import masked
from core.xlsx import Column
from notices import typeset

GROUP = "领导小组"
SECTIONS = {Role.OFFICER: "办公室", Role.LIAISON: "包村干部", Role.DEPARTMENT: "站所"}
COLUMNS = [
    Column("组别", "section", 14),
    Column("姓名", "name", 12),
    Column("职责", "duty", 16),
    Column("单位和职务", "unit", 40),
    Column("手机", "phone", 16),
]


@dataclass(frozen=True)
class Contact:
    section: str
    name: str
    duty: str
    unit: str
    phone: str


def contacts_of(campaign):
    """All lines in the order of the sections; a member of the group has the phone of the one person of that name."""
    seats = list(
        Membership.objects.of_role(*SECTIONS, Role.LEADER)
        .filter(place=campaign.township_id)
        .select_related("user", "office", "place")
        .prefetch_related("villages")
        .order_by("pk")
    )
    return [*_group(campaign, seats), *(line for role, name in SECTIONS.items() for line in _seated(name, role, seats))]


def _group(campaign, seats):
    people = {seat.user_id: seat.user for seat in seats}.values()
    same = Counter(person.name for person in people)
    phones = {person.name: person.phone for person in people if same[person.name] == 1}
    for row in campaign.members.filter(left_on=None):
        yield Contact(GROUP, row.name, row.role, row.post, masked(phones.get(row.name, "")))


def _seated(section, role, seats):
    for seat in seats:
        if seat.role == role:
            yield Contact(
                section, seat.user.name, seat.post or seat.get_role_display(), _unit(seat), masked(seat.user.phone)
            )


def _unit(seat):
    if seat.role == Role.LIAISON:
        return "、".join(village.name for village in seat.villages.all())
    return str(seat.office or seat.place)


def pdf(campaign, rows):
    table = [
        [column.header for column in COLUMNS],
        *([row.section, row.name, row.duty, row.unit, row.phone] for row in rows),
    ]
    return typeset.register(f"{campaign}联络表", table)[0]
