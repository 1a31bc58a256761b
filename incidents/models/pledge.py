"""The pledge of confidentiality: its text in versions, and who has signed which."""

from django.db import models
from django.db.models import Exists, Q

from accounts.enums import Role
from accounts.models import User
from accounts.scoping import ScopedQuerySet
from core import clock
from places.models import Place


class PledgeTextQuerySet(ScopedQuerySet):
    """The versions of a township, for its leaders and its office."""

    place_path = "township"

    def visible_to(self, user):
        if not getattr(user, "is_authenticated", False) or not user.has_role(Role.LEADER, Role.OFFICER):
            return self.none()
        return self.filter(self.inside(user.membership.place))


class PledgeText(models.Model):
    """One version of a township's text; it never changes, a new one replaces it."""

    township = models.ForeignKey(Place, models.PROTECT, related_name="+", verbose_name="乡镇")
    number = models.PositiveSmallIntegerField("版本")
    text = models.TextField("承诺内容", max_length=4000)
    created_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="修订人")
    created_at = models.DateTimeField("施行时间", default=clock.now)
    replaced_at = models.DateTimeField("停用时间", null=True)

    objects = PledgeTextQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        verbose_name = "保密承诺书文本"
        constraints = [
            models.UniqueConstraint(fields=["township", "number"], name="incidents_pledge_text_number"),
            models.UniqueConstraint(
                fields=["township"],
                condition=Q(replaced_at=None),
                name="incidents_pledge_text_in_force",
                violation_error_message="同一时间只能有一版承诺书施行",
            ),
        ]

    def __str__(self):
        return f"第 {self.number} 版"


class PledgeQuerySet(ScopedQuerySet):
    place_path = "text__township"

    def visible_to(self, user):
        """One's own; those of the township for its leaders and its office."""
        if not getattr(user, "is_authenticated", False) or user.membership is None:
            return self.none()
        rows = self.filter(self.inside(user.membership.place))
        return rows if user.has_role(Role.LEADER, Role.OFFICER) else rows.filter(user=user)

    def in_force(self):
        """Signed on the text that applies, within its year."""
        return self.filter(text__replaced_at=None, until__gte=clock.today())

    def binding(self, person, town):
        """Those that bind a person in a township (its code) today, whatever seat they act in."""
        return self.in_force().filter(user=person, text__township=town)


class Pledge(models.Model):
    """What one person signed. The drawn name hangs on this row."""

    text = models.ForeignKey(PledgeText, models.PROTECT, related_name="pledges")
    user = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="承诺人")
    user_title = models.CharField("身份", max_length=60)
    at = models.DateTimeField("签署时间", default=clock.now)
    until = models.DateField("有效期至")

    objects = PledgeQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = "保密承诺书"
        indexes = [models.Index(fields=["user", "until"], name="incidents_pledge_of_user")]

    def __str__(self):
        return f"{self.user}（{self.text}）"


def signed_by(user):
    """Predicate that is true for every row or none: whether the user's pledge in the acting seat's township is in force."""
    return Exists(Pledge.objects.binding(user, user.membership.place.township_code))
