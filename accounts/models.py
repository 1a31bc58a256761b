"""People and the seats they hold."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property

from core import clock
from places.models import Office, Place

from .enums import PHONE_ROLES, Role


class UserManager(BaseUserManager):
    def create_user(self, username, password, **fields):
        user = self.model(username=username, **fields)
        user.set_password(password)
        user.save()
        return user


class User(AbstractBaseUser):
    """A person who logs in. What they may see and do comes from the membership they act in."""

    username = models.CharField("登录名", max_length=40, unique=True)
    name = models.CharField("姓名", max_length=40)
    phone = models.CharField("手机", max_length=20, blank=True)
    email = models.EmailField("邮箱", blank=True)
    is_active = models.BooleanField("可登录", default=True)
    must_change_password = models.BooleanField("须改初始密码", default=False)
    created_at = models.DateTimeField(default=clock.now)

    objects = UserManager()
    USERNAME_FIELD = "username"

    class Meta:
        ordering = ["pk"]
        verbose_name = "人员"

    def __str__(self):
        return self.name

    @cached_property
    def memberships_for_switch(self):
        """Every seat the person may act in, first one first."""
        return list(self.memberships.current().select_related("place", "office"))

    @property
    def membership(self):
        """The seat the person acts in now: chosen in the header, else the first; None without any."""
        if "_membership" not in self.__dict__:
            seats = self.memberships_for_switch
            self._membership = seats[0] if seats else None
        return self._membership

    def act_as(self, membership):
        """Take a seat for the rest of the request."""
        self._membership = membership

    @property
    def role(self):
        return self.membership.role if self.membership else ""

    @property
    def title(self):
        """How logs name the person's seat, e.g. 石桥村 村干部."""
        return str(self.membership) if self.membership else ""

    def has_role(self, *roles):
        return self.role in roles


class MembershipQuerySet(models.QuerySet):
    def current(self):
        return self.filter(ended_at=None)

    def of_role(self, *roles):
        return self.current().filter(role__in=roles, user__is_active=True)


class Membership(models.Model):
    """A role at a place or office. An enterprise's seat is tied to its enterprise by enterprises.Seat."""

    user = models.ForeignKey(User, models.PROTECT, related_name="memberships", verbose_name="人员")
    role = models.CharField("角色", max_length=12, choices=Role.choices)
    place = models.ForeignKey(Place, models.PROTECT, related_name="memberships", verbose_name="所在区划")
    office = models.ForeignKey(
        Office, models.PROTECT, null=True, blank=True, related_name="memberships", verbose_name="站所"
    )
    villages = models.ManyToManyField(Place, blank=True, related_name="liaisons", verbose_name="包联的村")
    post = models.CharField("职务", max_length=40, blank=True)
    unit = models.CharField("单位名称", max_length=60, blank=True)
    started_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField("卸任时间", null=True, blank=True)
    ended_reason = models.CharField(max_length=200, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = "任职"
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "place"],
                condition=Q(ended_at=None, office=None) & ~Q(role="enterprise"),
                name="accounts_seat_once",
                violation_error_message="这个人已有同一任职",
            ),
            models.UniqueConstraint(
                fields=["user", "role", "office"],
                condition=Q(ended_at=None) & ~Q(office=None) & ~Q(role="enterprise"),
                name="accounts_office_seat_once",
                violation_error_message="这个人已有同一任职",
            ),
            models.CheckConstraint(
                condition=~Q(role="department") | Q(office__isnull=False),
                name="accounts_department_has_office",
                violation_error_message="站所人员必须选定站所",
            ),
        ]

    def __str__(self):
        where = self.unit or (self.office.name if self.office_id else self.place.name)
        return f"{where} {self.post or self.get_role_display()}"

    @property
    def on_phone(self):
        return self.role in PHONE_ROLES


def seated(place_code, *roles):
    """The people who have one of these roles at a place now, each once, in the order of their seats."""
    seats = Membership.objects.of_role(*roles).filter(place=place_code).select_related("user").order_by("pk")
    return list(dict.fromkeys(seat.user for seat in seats))
