"""What the record says of a unit for the ladder: late hazards, urgings sent, who answers for it; whom to put on it."""

from collections import Counter, defaultdict
from datetime import timedelta

from django.db.models import Count, Q

from accounts.enums import Role
from accounts.models import Membership
from core import clock
from enterprises.models import Enterprise, Seat
from notices.enums import PaperKind, PaperState
from notices.models import Receipt
from places.models import Office, Place

from . import rules_ladder as rules
from .enums import Grade, Rung
from .models import Hazard, LadderCase

LATELY = timedelta(days=90)
SHOWN, LISTED = 100, 20
KINDS = {"enterprise": Enterprise, "office": Office, "place": Place}


_also_late = []


def also_late(what, rows):
    """`rows()` are late things besides hazards, addressed to a unit as campaigns' duties are."""
    _also_late.append((what, rows))


def others_of(kind, keys):
    """{unit key: [(what, how many are late)]}."""
    alone = {"enterprise": None, "office": None} if kind == "place" else {}
    found = defaultdict(list)
    for what, rows in _also_late:
        late = rows().filter(**{f"{kind}__in": keys}, **alone).order_by().values_list(kind)
        for key, n in late.annotate(n=Count("pk")):
            found[key].append((what, n))
    return found


def kind_of(case):
    return "enterprise" if case.enterprise_id else "office" if case.office_id else "place"


def key_of(case):
    return case.enterprise_id or case.office_id or case.place_id


def _late(kind):
    """Late hazards that a kind of unit answers for: its own, those an office watches, those of a village's places."""
    rows = Hazard.objects.overdue(clock.today())
    return rows.filter(enterprise=None) if kind == "place" else rows


FIELD = {"enterprise": "enterprise", "office": "office", "place": "village"}


def late_of(case):
    """The late hazards of its unit, the longest late first."""
    kind = kind_of(case)
    return list(_late(kind).filter(**{FIELD[kind]: key_of(case)}).order_by("due_on", "pk")[:LISTED])


def counted(kind, rows, keys=None):
    """{unit key: (late, of them major)} in one query."""
    field = FIELD[kind]
    rows = rows.filter(**{f"{field}__in": keys}) if keys is not None else rows.exclude(**{field: None})
    found = rows.order_by().values_list(field).annotate(n=Count("pk"), major=Count("pk", filter=Q(grade=Grade.MAJOR)))
    return {key: (n, major) for key, n, major in found}


def advise(cases):
    """Give each running case `advice`, (rung, why): so many queries however many cases."""
    groups = {kind: [case for case in cases if kind_of(case) == kind] for kind in KINDS}
    for kind, group in groups.items():
        keys = [key_of(case) for case in group]
        late, others = (counted(kind, _late(kind), keys), others_of(kind, keys)) if group else ({}, {})
        for case in group:
            n, major = late.get(key_of(case), (0, 0))
            days = (clock.today() - case.stepped_on).days
            said = rules.advised(
                case.state, overdue=n, major=major, urgings=0, days=days, others=others.get(key_of(case), ())
            )
            case.advice = said if case.state != Rung.LIFTED else ("", "")
    return cases


def suggested(user):
    """[(kind, unit, rung, why)]: units in sight with late hazards that stand on no rung."""
    seen = Hazard.objects.visible_to(user).overdue(clock.today())
    found = []
    for kind, model in KINDS.items():
        rows = seen.filter(enterprise=None) if kind == "place" else seen
        running = LadderCase.objects.running().exclude(**{kind: None})
        if kind == "place":
            running = running.filter(enterprise=None, office=None)
        late = counted(kind, rows.exclude(**{f"{FIELD[kind]}__in": running.values(kind)}))
        top = dict(sorted(late.items(), key=lambda pair: (-pair[1][1], -pair[1][0], str(pair[0])))[:SHOWN])
        sent, units = urged(kind, top), model.objects.in_bulk(list(top))
        for key, (n, major) in top.items():
            rung, why = rules.advised("", overdue=n, major=major, urgings=sent[key], days=0)
            found.append((kind, units[key], rung, why))
    return found


def urged(kind, keys):
    """{unit key: supervision orders issued to it lately}."""
    alone = {"enterprise": None, "office": None} if kind == "place" else {}
    rows = Receipt.objects.filter(
        **{f"{kind}__in": list(keys)}, **alone, paper__kind=PaperKind.URGING, paper__state=PaperState.ISSUED,
        paper__issued_on__gte=clock.today() - LATELY,
    )  # fmt: skip
    return Counter(rows.values_list(kind, flat=True))


def people_of(case):
    """Who answers for the unit on the portal."""
    if case.enterprise_id:
        seats = Seat.objects.current().filter(enterprise=case.enterprise_id).select_related("membership__user")
        return [seat.membership.user for seat in seats if seat.membership.user.is_active]
    role, where = (Role.DEPARTMENT, {"office": case.office_id}) if case.office_id else (Role.CADRE, {"place": case.place_id})
    return [seat.user for seat in Membership.objects.of_role(role).filter(**where).select_related("user")]
