"""Two ledgers of the same hazards: by place (块, the village) and by trade (条, the office), and where they do not agree.

Each hazard stands in both. What does not fit is found by the database, one condition a kind, and says who must mend it.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import BooleanField, Case, Count, Exists, F, OuterRef, Q, Value, When

from accounts.enums import Role
from accounts.models import Membership
from core import clock
from hazards.enums import Grade, HazardState
from hazards.models import ACCEPTANCE_TIME, UNDER_WAY, Hazard, Transfer
from hazards.stats import IS_CLOSED, IS_OPEN, is_late
from places.models import Office

SUPERVISED = Office.sectors.through.objects.filter(office=OuterRef("office"), sector=OuterRef("sector"))


@dataclass(frozen=True)
class Kind:
    """`find()` is the condition; `mender` who has to put it right: office, receiver (of its transfer) or officers."""

    key: str
    label: str
    find: Callable
    mender: str
    said: str


def _no_office():
    return Q(office=None)


def _not_its_trade():
    return Q(office__isnull=False, office__is_safety_office=False) & ~Exists(SUPERVISED)


def _other_office():
    return Q(office__isnull=False, enterprise__supervising_office__isnull=False) & ~Q(
        office=F("enterprise__supervising_office")
    )


def _other_village():
    return Q(enterprise__isnull=False) & ~Q(village=F("enterprise__village"))


def _handed_over():
    """Under way to an office that is not the one on record."""
    rows = Transfer.objects.filter(hazard=OuterRef("pk"), state__in=UNDER_WAY, to_office__isnull=False)
    return Exists(rows.exclude(to_office=OuterRef("office")))


def _nobody_there():
    cadres = Membership.objects.current().filter(role=Role.CADRE, user__is_active=True, place=OuterRef("village"))
    return ~Exists(cadres)


def _done_not_accepted():
    return Q(state=HazardState.REPORTED, reported_at__lt=clock.now() - ACCEPTANCE_TIME)


KINDS = (
    Kind("no_office", "条上没有", _no_office, "officers", "块台账有，没有监管站所，条台账漏记；由应急办指定站所"),
    Kind("not_its_trade", "站所不管这个行业", _not_its_trade, "officers", "登记的站所不监管该行业；由应急办核对站所或行业"),
    Kind("other_office", "站所不一致", _other_office, "officers", "隐患的站所与企业登记的监管站所不同；由应急办确定归哪家"),
    Kind("other_village", "所在村不一致", _other_village, "officers", "隐患所在村与企业登记的村不同；由应急办核对"),
    Kind("handed_over", "移送未落地", _handed_over, "receiver", "已移送其他站所，条台账还记在原站所；由接收站所接收、办结"),
    Kind("nobody_there", "块上无人负责", _nobody_there, "officers", "所在村没有在任村干部账号；由应急办补齐"),
    Kind(
        "done_not_accepted",
        "状态不一致",
        _done_not_accepted,
        "office",
        "块上已报整改完成，条上逾期没有验收；由站所验收或退回",
    ),
)
BY_KEY = {kind.key: kind for kind in KINDS}
SHOWN = (("total", "在册"), ("open", "未销号"), ("major", "其中重大"), ("late", "逾期"), ("closed", "已销号"))
NUMBERS = {
    "total": Count("pk"),
    "open": Count("pk", filter=IS_OPEN),
    "major": Count("pk", filter=IS_OPEN & Q(grade=Grade.MAJOR)),
    "closed": Count("pk", filter=IS_CLOSED),
}


def seen(user):
    """What both ledgers hold: neither drafts nor cancelled."""
    return Hazard.objects.visible_to(user).registered()


def with_differences(rows):
    """Adds one truth value a kind; kinds are looked for among hazards not closed."""
    return rows.annotate(
        **{
            kind.key: Case(When(kind.find() & IS_OPEN, then=Value(True)), default=Value(False), output_field=BooleanField())
            for kind in KINDS
        }
    )


def differing(rows):
    """Those that any kind speaks of."""
    any_of = Q()
    for kind in KINDS:
        any_of |= Q(**{kind.key: True})
    return with_differences(rows).filter(any_of)


def kinds_of(row):
    """The kinds that speak of a row made by with_differences."""
    return [kind for kind in KINDS if getattr(row, kind.key)]


def by_place(rows):
    """Rows {code, name, total, open, major, late, closed} of the ledger by village."""
    return _grouped(rows, code=F("village"), name=F("village__name"))


def by_trade(rows):
    """The same by office; without one code and name are None."""
    return _grouped(rows, code=F("office"), name=F("office__name"))


def _grouped(rows, **keys):
    found = rows.order_by().values(**keys).annotate(late=Count("pk", filter=is_late()), **NUMBERS)
    return list(found.order_by(F("code").asc(nulls_last=True)))


def name_of(line):
    return line["name"] or "未明确站所"


def summed(lines):
    return {name: sum(line[name] for line in lines) for name in ("total", "open", "major", "late", "closed")}


def counts(rows):
    """{kind: number} of the differences, in one query."""
    return with_differences(rows).aggregate(**{f"n_{k.key}": Count("pk", filter=Q(**{k.key: True})) for k in KINDS})
