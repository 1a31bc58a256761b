"""Chains of supervision: their links, who leads each, when it was last inspected, and where a gap is."""

from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Max

from checks.inspection_rules import OFFICIAL_KINDS
from checks.models import Inspection
from core import clock
from core.errors import Refused, refuse_if
from places.models import Office

from .. import rules
from ..models import Chain, ChainLink

PLAIN = ("name", "order", "lead", "trade", "duties", "within_days")


def new(*, name, basis, by):
    refuse_if(rules.may_keep_chain(by), "" if name.strip() else "请写链条名称")
    try:
        with transaction.atomic():
            return Chain.objects.create(
                township=by.membership.place, name=name.strip(), basis=basis.strip(), created_by=by, created_at=clock.now()
            )
    except IntegrityError:
        raise Refused("已有同名链条") from None


def keep_link(*, chain, by, link=None, supports=(), enterprises=(), inspections=(), **values):
    """A new link, or one put in other words; `values` are those of PLAIN."""
    refuse_if(
        rules.may_keep_chain(by), "这条链已经撤销" if chain.withdrawn_at else "", _wrong(values, supports),
    )  # fmt: skip
    try:
        with transaction.atomic():
            row = link or ChainLink(chain=chain, created_by=by, created_at=clock.now())
            for name in PLAIN:
                setattr(row, name, values.get(name, getattr(row, name)))
            row.version += 1 if link else 0
            row.save()
            row.supports.set(supports)
            row.enterprises.set(enterprises)
            row.inspections.set(inspections)
            return row
    except IntegrityError:
        raise Refused("这条链上已有同名环节") from None


def _wrong(values, supports):
    if not values.get("name", "").strip():
        return "请写环节名称"
    lead = values.get("lead")
    return "牵头站所不用再列为配合站所" if lead and lead in list(supports) else ""


@transaction.atomic
def withdraw(*, row, note, by):
    """A chain or a link that is no longer kept; it stays with its reason."""
    refuse_if(rules.may_keep_chain(by), "" if note.strip() else "请写明撤销的原因")
    changed = type(row).objects.filter(pk=row.pk, withdrawn_at=None)
    if not changed.update(withdrawn_at=clock.now(), withdrawn_reason=note.strip()[:200]):
        raise Refused("已经撤销")


@dataclass(frozen=True)
class Look:
    """One link as it stands on a day: when it was last inspected, and what is missing."""

    link: ChainLink
    last: date | None
    inspection: int | None
    firms: int

    @property
    def days(self):
        """Days since the last inspection; None without any."""
        return (clock.today() - self.last).days if self.last else None

    @property
    def is_unseen(self):
        return self.last is None or self.days > self.link.within_days

    @property
    def gaps(self):
        """What is missing, in words; [] when the link is closed."""
        found = [] if self.link.led_by else ["没有牵头站所"]
        if self.last is None:
            return [*found, "没有检查记录"]
        return [*found, f"{self.days} 天没有检查"] if self.is_unseen else found

    def role(self, office):
        """What an office is for this link: 牵头, 配合 or ""."""
        if self.link.led_by == office:
            return "牵头"
        return "配合" if office in self.link.supports.all() else ""


def looks(links):
    """[Look] of links in their order, in a handful of queries whatever their number."""
    links = list(links.select_related("chain", "lead", "trade__office").prefetch_related("supports"))
    keys = [link.pk for link in links]
    firms = dict(_pairs(ChainLink.enterprises.through, "enterprise_id", keys))
    direct = dict(_pairs(ChainLink.inspections.through, "inspection_id", keys))
    seen = Inspection.objects.signed().filter(kind__in=OFFICIAL_KINDS)
    of_firms = _last_by(seen.filter(enterprise__in={pk for held in firms.values() for pk in held}), "enterprise")
    named = dict(seen.filter(pk__in={pk for held in direct.values() for pk in held}).values_list("pk", "held_on"))
    return [_look(link, firms.get(link.pk, ()), direct.get(link.pk, ()), of_firms, named) for link in links]


def _pairs(through, name, keys):
    found = {}
    for link, other in through.objects.filter(chainlink_id__in=keys).values_list("chainlink_id", name):
        found.setdefault(link, []).append(other)
    return found.items()


def _last_by(rows, name):
    """{enterprise: day of its last inspection}."""
    return dict(rows.order_by().values_list(name).annotate(last=Max("held_on")))


def _look(link, firms, direct, of_firms, named):
    days = [of_firms[pk] for pk in firms if pk in of_firms] + [named[pk] for pk in direct if pk in named]
    return Look(link, max(days, default=None), next((pk for pk in direct if pk in named), None), len(firms))


def offices_of(found):
    """The offices that take part in these links, in their order: the columns of the matrix."""
    keys = {link.led_by.pk for link in (look.link for look in found) if link.led_by}
    keys |= {office.pk for look in found for office in look.link.supports.all()}
    return list(Office.objects.filter(pk__in=keys).order_by("pk"))
