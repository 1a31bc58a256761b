"""全链条监管: the links a trade passes through, from making to disposal, and the offices that answer for each."""

from django.db import models
from django.db.models import Q

from accounts.enums import TOWNSHIP_ROLES, Role
from accounts.scoping import ScopedQuerySet
from checks.models import Inspection
from core.models import Row
from enterprises.models import Enterprise
from hazards.enums_transfer import TradeState
from hazards.models import Trade
from places.models import Office, Place

SETTLED = (TradeState.CLAIMED, TradeState.DECIDED)


class ChainQuerySet(ScopedQuerySet):
    """Every office of the township sees the whole chain: a gap lies between offices."""

    place_path = "township"

    def scope(self, seat):
        if seat.role in (*TOWNSHIP_ROLES, Role.DEPARTMENT, Role.SUPERVISOR):
            return self.inside(seat.place)
        return Q(pk__in=[])

    def kept(self):
        return self.filter(withdrawn_at=None)


class Chain(Row):
    township = models.ForeignKey(Place, models.PROTECT, related_name="+", verbose_name="乡镇")
    name = models.CharField("链条名称", max_length=40, help_text="例如：危险化学品、城镇燃气、电动自行车")
    basis = models.CharField("依据", max_length=200, blank=True)

    objects = ChainQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = "监管链条"
        constraints = [
            models.UniqueConstraint(
                fields=["township", "name"],
                condition=Q(withdrawn_at=None),
                name="mandates_chain_once",
                violation_error_message="已有同名链条",
            )
        ]

    def __str__(self):
        return self.name


class LinkQuerySet(ChainQuerySet):
    place_path = "chain__township"


class ChainLink(Row):
    """One link. Its lead office is named here, or is that of the new trade whose claim settled it.

    Looked after when one of `enterprises` was inspected by an office, or by one of `inspections` itself.
    """

    chain = models.ForeignKey(Chain, models.PROTECT, related_name="links")
    order = models.PositiveSmallIntegerField("顺序", default=1)
    name = models.CharField("环节", max_length=20, help_text="例如：生产、储存、销售、运输、使用、废弃处置")
    lead = models.ForeignKey(Office, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="牵头站所")
    trade = models.ForeignKey(Trade, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="新业态")
    supports = models.ManyToManyField(Office, blank=True, related_name="+", verbose_name="配合站所")
    duties = models.CharField("监管职责", max_length=300, blank=True)
    within_days = models.PositiveSmallIntegerField("至少几天检查一次", default=90)
    enterprises = models.ManyToManyField(Enterprise, blank=True, related_name="+", verbose_name="这个环节的企业")
    inspections = models.ManyToManyField(Inspection, blank=True, related_name="+", verbose_name="计入的检查")

    objects = LinkQuerySet.as_manager()

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = "环节"
        constraints = [
            models.UniqueConstraint(
                fields=["chain", "name"],
                condition=Q(withdrawn_at=None),
                name="mandates_link_once",
                violation_error_message="这条链上已有同名环节",
            ),
            models.CheckConstraint(
                condition=Q(within_days__gte=1),
                name="mandates_link_days",
                violation_error_message="检查间隔至少 1 天",
            ),
        ]

    def __str__(self):
        return f"{self.chain} {self.name}"

    @property
    def led_by(self):
        """The office that leads; None is a gap."""
        if self.lead_id:
            return self.lead
        return self.trade.office if self.trade_id and self.trade.state in SETTLED else None
