"""What the names of units in a circular mean in a township, and which villages, offices and enterprises those are."""

from dataclasses import dataclass

from circulars.units import canonical, kind_of
from enterprises.models import Enterprise
from places.enums import UnitGroup
from places.models import Office, Place, UnitAlias

from .enums import UnitRole

# what a name of that kind means without being told
GROUP_OF_KIND = {
    "villages": UnitGroup.VILLAGES,
    "offices": UnitGroup.OFFICES,
    "safety-offices": UnitGroup.SAFETY_OFFICES,
    "enterprises": UnitGroup.ENTERPRISES,
    "high-risk": UnitGroup.HIGH_RISK,
}


@dataclass(frozen=True)
class Target:
    """One responsible unit, in the columns of an assignment."""

    place_id: str
    office_id: int | None = None
    enterprise_id: int | None = None

    @property
    def kind(self):
        return "enterprise" if self.enterprise_id else ("office" if self.office_id else "village")


def options(township):
    """[(key, label)] of everything a name can mean, grouped for a select."""
    villages = Place.objects.within(township).villages().filter(is_active=True)
    offices = Office.objects.filter(township=township, is_active=True)
    return [
        ("一类单位", [(f"group:{value}", label) for value, label in UnitGroup.choices]),
        ("站所", [(f"office:{office.pk}", office.name) for office in offices]),
        ("村", [(f"place:{place.code}", place.name) for place in villages]),
    ]


def meaning_of(key):
    """A select's key as columns {group, place_id, office_id}; {} for none."""
    kind, _, value = (key or "").partition(":")
    if kind == "office" and value.isdigit():
        return {"office_id": int(value)}
    return {"group": {"group": value}, "place": {"place_id": value}}.get(kind, {})


def key_of(row):
    """The select's key of an alias or task unit; "" when it has no meaning yet."""
    if row.group:
        return f"group:{row.group}"
    return f"place:{row.place_id}" if row.place_id else (f"office:{row.office_id}" if row.office_id else "")


class Dictionary:
    """Names → meanings for one township: what an officer said before, else kind of name, else equal names."""

    def __init__(self, township):
        self.aliases = {row.name: key_of(row) for row in UnitAlias.objects.filter(township=township)}
        self.named = {}
        for place in Place.objects.within(township).villages().filter(is_active=True):
            self.named[canonical(place.name)] = f"place:{place.code}"
        for office in Office.objects.filter(township=township, is_active=True):
            self.named[canonical(office.name)] = f"office:{office.pk}"

    def meaning(self, name):
        """The key for a name; "" when somebody must say it."""
        plain = canonical(name)
        if plain in self.aliases:
            return self.aliases[plain]
        group = GROUP_OF_KIND.get(kind_of(name))
        return f"group:{group}" if group else self.named.get(plain, "")


def remember(*, township, name, key):
    """Keep what a name means in this township; said again, it is replaced."""
    values = {"group": "", "place_id": None, "office_id": None, **meaning_of(key)}
    return UnitAlias.objects.update_or_create(township=township, name=canonical(name)[:60], defaults=values)[0]


class Expander:
    """Task units → targets; loads each group of the township once, however many tasks ask for it."""

    def __init__(self, township):
        self.township = township
        self._cache = {}

    def targets(self, task):
        """The distinct units answering for a task, in the order of the circular; joint units report too.

        A supervising unit (督促) watches others do it, so it reports only where nobody else is named.
        """
        sectors = frozenset(sector.pk for sector in task.sectors.all())
        units = list(task.units.all())
        acting = [unit for unit in units if unit.role != UnitRole.SUPERVISE] or units
        found = [target for unit in acting for target in self.of_unit(unit, sectors)]
        return list(dict.fromkeys(found))

    def of_unit(self, unit, sectors=frozenset()):
        if unit.office_id:
            return [Target(self.township.pk, office_id=unit.office_id)]
        if unit.place_id:
            return [Target(unit.place_id)]
        return self._group(unit.group, sectors) if unit.group else []

    def _group(self, group, sectors):
        key = (group, sectors)
        if key not in self._cache:
            self._cache[key] = list(self._load(group, sectors))
        return self._cache[key]

    def _load(self, group, sectors):
        if group == UnitGroup.VILLAGES:
            codes = Place.objects.within(self.township).villages().filter(is_active=True)
            return [Target(code) for code in codes.values_list("code", flat=True)]
        if group in (UnitGroup.OFFICES, UnitGroup.SAFETY_OFFICES):
            return [Target(self.township.pk, office_id=pk) for pk in self._offices(group).values_list("pk", flat=True)]
        return [Target(village, enterprise_id=pk) for pk, village in self._enterprises(group, sectors)]

    def _offices(self, group):
        rows = Office.objects.filter(township=self.township, is_active=True)
        return rows.filter(has_safety_duty=True) if group == UnitGroup.SAFETY_OFFICES else rows

    def _enterprises(self, group, sectors):
        first, last = self.township.code_range
        rows = Enterprise.objects.operating().filter(village__gte=first, village__lte=last)
        rows = rows.filter(high_risk=True) if group == UnitGroup.HIGH_RISK else rows
        rows = rows.filter(sector__in=sectors) if sectors else rows
        return rows.values_list("pk", "village_id")
