"""The register of enterprises, their permits, and the seats of their heads."""

import re
from datetime import timedelta

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from accounts.models import Membership
from accounts.scoping import ScopedQuerySet
from core import clock
from core.beside import Followed, FollowedQuerySet
from core.models import Row
from places.models import Office, Place, Sector

from ..codes import validate_credit_code
from ..enums import PermitKind, RiskColour, Scale, Special, Status
from ..initials import initials_of

CODE_BEGINS = re.compile("[0-9A-Z]{1,18}")


class EnterpriseQuerySet(ScopedQuerySet, FollowedQuerySet):
    sector_path = "sector"
    office_path = "supervising_office"
    enterprise_path = "self"

    def named(self, text):
        """Whose name or initials hold every word of the text, or whose credit code begins with it."""
        from .texts import EnterpriseText

        code = text.strip().upper()
        if not CODE_BEGINS.fullmatch(code):
            return EnterpriseText.narrow(self, text)
        every = Enterprise.objects.order_by()
        coded = every.filter(credit_code__range=(code, code.ljust(18, "Z")))
        return self.filter(pk__in=EnterpriseText.narrow(every, text).values("pk").union(coded.values("pk")))

    def operating(self):
        return self.filter(status=Status.OPERATING, withdrawn_at=None)

    def with_expiring_permits(self, days=30):
        """Those at work with a permit that runs out within so many days, or has (see Permit.is_expiring)."""
        last = clock.today() + timedelta(days=days)
        due = Permit.objects.filter(withdrawn_at=None, expires_on__lte=last)
        return self.operating().filter(pk__in=due.values("enterprise"))


class Enterprise(Followed, Row):
    """A unit of production or trade in a village."""

    name = models.CharField("企业名称", max_length=80)
    credit_code = models.CharField("统一社会信用代码", max_length=18, unique=True, validators=[validate_credit_code])
    village = models.ForeignKey(Place, models.PROTECT, related_name="enterprises", verbose_name="所在村")
    sector = models.ForeignKey(Sector, models.PROTECT, related_name="enterprises", verbose_name="行业领域")
    scale = models.CharField("规模", max_length=10, choices=Scale.choices, default=Scale.SMALL)
    special = models.CharField("重点类别", max_length=10, choices=Special.choices, blank=True)
    high_risk = models.BooleanField("高危", default=False)
    crowded = models.BooleanField("人员或劳动密集", default=False)
    risk_colour = models.CharField("风险等级", max_length=8, choices=RiskColour.choices, blank=True)
    supervising_office = models.ForeignKey(
        Office, models.PROTECT, null=True, blank=True, related_name="enterprises", verbose_name="监管站所"
    )
    status = models.CharField("经营状态", max_length=10, choices=Status.choices, default=Status.OPERATING)
    address = models.CharField("地址", max_length=120, blank=True)
    principal = models.CharField("主要负责人", max_length=40)
    principal_phone = models.CharField("负责人手机", max_length=20, blank=True)
    safety_officer = models.CharField("安全管理员", max_length=40, blank=True)
    employees = models.PositiveIntegerField("从业人数", default=0)
    note = models.TextField("备注", blank=True)
    initials = models.CharField(max_length=80, blank=True, editable=False, db_index=True)

    objects = EnterpriseQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["village_id", "pk"]
        verbose_name = "企业"
        indexes = [models.Index(fields=["village", "sector"], name="enterprises_village_sector")]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        self.initials = initials_of(self.name)
        super().save(*args, **kwargs)


class SeatQuerySet(models.QuerySet):
    def current(self):
        """Seats that somebody sits in."""
        return self.filter(membership__ended_at=None)


class Seat(models.Model):
    """Ties an enterprise membership to its enterprise."""

    membership = models.OneToOneField(Membership, models.PROTECT, related_name="seat")
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="seats")

    objects = SeatQuerySet.as_manager()


class Permit(Row):
    """A licence, a person's certificate or an inspection that runs out; insurance and special trades have files of their own."""

    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="permits")
    village = models.ForeignKey(Place, models.PROTECT, related_name="+")
    kind = models.CharField("类别", max_length=12, choices=PermitKind.choices)
    name = models.CharField("名称", max_length=60)
    number = models.CharField("证号", max_length=60, blank=True)
    holder = models.CharField("持有人", max_length=40, blank=True)
    issued_on = models.DateField("发证日期", null=True, blank=True)
    expires_on = models.DateField("有效期至", null=True, blank=True)

    class ScopedBy(ScopedQuerySet):
        sector_path = "enterprise__sector"
        office_path = "enterprise__supervising_office"
        enterprise_path = "enterprise"

    objects = ScopedBy.as_manager()

    class Meta:
        ordering = ["expires_on", "pk"]
        verbose_name = "证照"
        constraints = [
            models.CheckConstraint(
                condition=Q(issued_on=None) | Q(expires_on=None) | Q(expires_on__gte=models.F("issued_on")),
                name="enterprises_permit_dates",
                violation_error_message="有效期不能早于发证日期",
            )
        ]

    def __str__(self):
        return self.name

    @property
    def is_expiring(self):
        """Runs out within thirty days, or has."""
        return bool(self.expires_on) and self.expires_on <= clock.today() + timedelta(days=30)


class UnitQuerySet(ScopedQuerySet):
    """Rows addressed to a unit: a village, an office or an enterprise."""

    place_path = "place"
    office_path = "office"
    sector_path = "enterprise__sector"
    enterprise_path = "enterprise"


class UnitRow(models.Model):
    """Abstract: a row addressed to one unit. `place` is always the place it counts for (an office's: its township)."""

    place = models.ForeignKey(Place, models.PROTECT, related_name="+", verbose_name="所属区划")
    office = models.ForeignKey(Office, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="站所")
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="企业")

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(office=None) | Q(enterprise=None),
                name="%(app_label)s_%(class)s_one_unit",
                violation_error_message="只能派给一个村、一个站所或一家企业",
            )
        ]

    @property
    def unit(self):
        return self.enterprise or self.office or self.place

    @property
    def unit_name(self):
        return str(self.unit)
