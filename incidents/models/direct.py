"""What an enterprise or a village reports of a death itself; the case that follows from it is not theirs to see."""

import uuid

from django.db import models
from django.db.models import F, Q

from accounts.enums import Role
from core.encrypted import EncryptedText
from core.models import Row

from .lead import Lead


class DeathReportQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The receipts of whoever reported, while in that role."""
        if not getattr(user, "is_authenticated", False) or user.membership is None:
            return self.none()
        return self.filter(created_by=user) if user.has_role(Role.ENTERPRISE, Role.CADRE) else self.none()


class DeathReport(Row):
    """人员死亡报告: opened its lead, which bears the words; here stands what the clock of the accident is taken from."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    lead = models.OneToOneField(Lead, models.PROTECT, related_name="death_report", verbose_name="线索")
    by_itself = models.BooleanField("企业自己报告", editable=False)
    happened_at = models.DateTimeField("发生时间")
    learned_at = models.DateTimeField("单位负责人知道的时间", null=True, blank=True)
    people = models.PositiveSmallIntegerField("死亡人数")
    names = EncryptedText("死亡人员", max_length=200, blank=True)

    objects = DeathReportQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        verbose_name = "人员死亡报告"
        constraints = [
            models.CheckConstraint(
                condition=Q(learned_at=None) | Q(learned_at__gte=F("happened_at")),
                name="incidents_report_learned",
                violation_error_message="单位负责人知道的时间不能早于发生时间",
            ),
            models.CheckConstraint(condition=Q(people__gte=1), name="incidents_report_people"),
        ]

    def __str__(self):
        return f"人员死亡报告 {self.lead.number}"
