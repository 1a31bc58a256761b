"""Changes of the register that touch more than one row."""

from django.db import transaction

from accounts.models import Membership
from core import beside, bulk, clock
from core.errors import Refused

from .files.services import follow
from .initials import initials_of
from .models import Enterprise, Permit


@transaction.atomic
def keep(*, firm: Enterprise, by):
    """Save a new or changed enterprise; what counts for it follows its village and name."""
    before = _told([firm])
    if firm.pk is None:
        firm.created_by = by
    firm._history_user = by
    firm.save()
    if _told_anew(firm, before):
        _follow(firm)
    return firm


def _told(firms):
    """{pk: (village, name)} as they stand in the register."""
    rows = Enterprise.objects.filter(pk__in=[firm.pk for firm in firms if firm.pk])
    return {pk: tuple(said) for pk, *said in rows.values_list("pk", "village_id", "name")}


def _told_anew(firm, before):
    """Whether it was moved or renamed."""
    return firm.pk in before and before[firm.pk] != (firm.village_id, firm.name)


def _follow(firm):
    """What counts for an enterprise that was moved or renamed: its files, permits and its heads' seats."""
    follow(firm)
    firm.permits.exclude(village=firm.village).update(village=firm.village)
    Membership.objects.current().filter(seat__enterprise=firm).update(place=firm.village, unit=firm.name[:60])


IMPORTED = 500  # rows a statement writes
KEPT = ("id", "created_at", "created_by")


@transaction.atomic
def keep_many(*, firms, by, fresh=()):
    """As `keep` for many enterprises at once, those of the register and `fresh` ones, each {field: value} of the same fields:
    each with its line of history; what follows, only of those moved or renamed."""
    before = _told(firms)
    for firm in firms:
        firm.initials, firm.updated_at = initials_of(firm.name), clock.now()
        firm.version += 1
    renamed = any(before[firm.pk][1] != firm.name for firm in firms)
    kept = KEPT if renamed else (*KEPT, "name", "initials")  # what is kept beside names need not follow
    fields = [f.name for f in Enterprise._meta.concrete_fields if f.name not in kept]
    Enterprise.objects.bulk_create(
        firms, batch_size=IMPORTED, update_conflicts=True, unique_fields=["id"], update_fields=fields
    )
    bulk.remember(Enterprise, _load(fresh, by) if fresh else (), kind="+", by=by)
    bulk.remember(Enterprise, [firm.pk for firm in firms], kind="~", by=by)
    for firm in firms:
        if _told_anew(firm, before):
            _follow(firm)


def _load(fresh, by):
    """Write new enterprises past the ORM, which takes six times as long; their keys."""
    names = [Enterprise._meta.get_field(name).column for name in (*fresh[0], "initials", "created_by")]
    rows = ((*(getattr(v, "pk", v) for v in row.values()), initials_of(row["name"]), by.pk) for row in fresh)
    bulk.load(Enterprise, names, rows)
    codes = [row["credit_code"] for row in fresh]
    keys = list(Enterprise.objects.filter(credit_code__in=codes).order_by("pk").values_list("pk", flat=True))
    beside.tell(Enterprise, keys, fresh=True)
    return keys


def keep_permit(*, permit: Permit, firm: Enterprise, by):
    """Save a new or changed permit of an enterprise."""
    if permit.pk is None:
        permit.created_by = by
    permit.enterprise, permit.village = firm, firm.village
    permit.save()
    return permit


def withdraw_permit(*, permit: Permit, reason: str, by):
    """Take a wrongly entered permit off the page; the row stays with its reason."""
    if not reason.strip():
        raise Refused("请写明撤回原因")
    rows = Permit.objects.filter(pk=permit.pk, withdrawn_at=None)
    if not rows.update(withdrawn_at=clock.now(), withdrawn_reason=f"{by.name}：{reason.strip()}"[:200]):
        raise Refused("这条证照已经撤回")


def alike(*, name, village, but=None):
    """Enterprises of the same village whose names differ only in common endings or the place in front."""
    core = _core(name)
    rows = Enterprise.objects.filter(village=village).exclude(pk=but)
    return [row for row in rows.only("name") if core and _core(row.name) == core]


ENDINGS = ("有限责任公司", "股份有限公司", "有限公司", "公司", "厂", "店", "部")


def _core(name):
    """The telling part of a name: no place, no ending, no brackets."""
    text = "".join(c for c in name if c not in "（）() 　")
    for ending in ENDINGS:
        text = text.removesuffix(ending)
    for mark in ("县", "镇", "乡"):
        front, _, rest = text.partition(mark)
        text = rest if rest and len(front) <= 3 and len(rest) > 1 else text
    return text
