"""Who looked at what, in which seat, when; each line bears the hash of the one before."""

from django.db import models
from django.db.models import Q

from accounts.enums import Role
from accounts.models import User
from accounts.scoping import ScopedQuerySet
from core import clock
from core.encrypted import EncryptedText
from places.models import Place

from ..enums import AccessAction
from .lead import Lead
from .pledge import signed_by


class AccessChainQuerySet(ScopedQuerySet):
    """Leaders read the record of their township."""

    place_path = "town"

    def visible_to(self, user):
        rows = super().visible_to(user)
        return rows.filter(signed_by(user)) if not rows.query.is_empty() and user.has_role(Role.LEADER) else self.none()


class AccessChain(models.Model):
    """The record of looks of one township: how many lines it has, and its end.

    The end is sealed with the data keys: whoever can write to the database but has no key can neither cut the record
    short nor compute its hashes anew without being found out.
    """

    town = models.OneToOneField(Place, models.PROTECT, primary_key=True, related_name="+", verbose_name="乡镇")
    length = models.PositiveIntegerField("条数", default=0)
    head = EncryptedText("链尾", blank=True)

    objects = AccessChainQuerySet.as_manager()

    class Meta:
        verbose_name = "查阅记录链"


class AccessLogQuerySet(ScopedQuerySet):
    place_path = "chain"

    def visible_to(self, user):
        return self.filter(chain__in=AccessChain.objects.visible_to(user).values("pk"))


class AccessLog(models.Model):
    """Who looked at, worked on, exported or was refused what, and when. Append-only; written by incidents.access alone.

    `lead` is empty for a look at what is no single lead, e.g. a refusal at the door.
    """

    chain = models.ForeignKey(AccessChain, models.PROTECT, related_name="lines")
    number = models.PositiveIntegerField("序号")
    previous = models.CharField(max_length=64, blank=True, editable=False)
    sha256 = models.CharField(max_length=64, editable=False)
    lead = models.ForeignKey(Lead, models.PROTECT, null=True, related_name="accesses", verbose_name="线索")
    user = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="人员")
    user_title = models.CharField("身份", max_length=60, blank=True)
    action = models.CharField("动作", max_length=10, choices=AccessAction.choices)
    detail = models.CharField("说明", max_length=120, blank=True)
    at = models.DateTimeField("时间", default=clock.now)

    objects = AccessLogQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = "查阅记录"
        indexes = [models.Index(fields=["lead", "-at"], name="incidents_access_of_lead")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(action="export") | ~Q(detail=""),
                name="incidents_export_has_reason",
                violation_error_message="导出必须写明用途",
            ),
            models.UniqueConstraint(fields=["chain", "number"], name="incidents_access_number"),
        ]

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise RuntimeError("查阅记录只能追加")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise RuntimeError("查阅记录只能追加")
