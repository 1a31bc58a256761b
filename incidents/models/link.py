"""Cases of one enterprise, boss, crew or site, linked as a mother case and its children."""

from django.db import models
from django.db.models import F, Q

from accounts.models import User
from core.encrypted import EncryptedText
from core.models import Row

from ..deaths.ties import Tie
from .lead import Lead


class CaseLinkQuerySet(models.QuerySet):
    def in_force(self):
        return self.filter(withdrawn_at=None)

    def visible_to(self, user):
        """Both cases in sight; a link to a case out of sight is not there, nor counted."""
        seen = Lead.objects.visible_to(user)
        return self.filter(mother__in=seen, child__in=seen)


class CaseLink(Row):
    """One case under another, with its reason; taken apart with a reason, kept on record."""

    mother = models.ForeignKey(Lead, models.PROTECT, related_name="links_down", verbose_name="母案")
    child = models.ForeignKey(Lead, models.PROTECT, related_name="links_up", verbose_name="子案")
    tie = models.CharField("关联", max_length=10, choices=Tie.choices)
    reason = EncryptedText("依据", max_length=300)
    undone_reason = EncryptedText("解除原因", max_length=300, blank=True)
    undone_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    objects = CaseLinkQuerySet.as_manager()

    class Meta:
        ordering = ["created_at"]
        verbose_name = "案件关联"
        constraints = [
            models.UniqueConstraint(
                fields=["child"], condition=Q(withdrawn_at=None), name="incidents_caselink_one_mother",
                violation_error_message="一条线索只能归入一个母案",
            ),
            models.CheckConstraint(
                condition=~Q(mother=F("child")), name="incidents_caselink_two", violation_error_message="不能归入自己"
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.mother} ← {self.child}"
