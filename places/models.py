"""Where things are: the tree of places by division code, the township's offices, trades, and names units go by."""

from django.core.validators import RegexValidator
from django.db import models

from core.beside import Followed, FollowedQuerySet

from .enums import PREFIX_LENGTH, Level, UnitGroup


class PlaceQuerySet(FollowedQuerySet):
    def within(self, place):
        return self.filter(code__range=place.code_range)

    def villages(self):
        return self.filter(level=Level.VILLAGE)

    def townships(self):
        return self.filter(level=Level.TOWNSHIP)


class Place(Followed):
    """A place by its 12-digit administrative division code; a code prefix names its subtree."""

    code = models.CharField(
        "区划代码", max_length=12, primary_key=True, validators=[RegexValidator(r"^\d{12}$", "区划代码是 12 位数字")]
    )
    name = models.CharField("名称", max_length=40)
    level = models.CharField("层级", max_length=10, choices=Level.choices)
    short_name = models.CharField("简称", max_length=20, blank=True)
    paper_code = models.CharField("机关代字", max_length=10, blank=True, help_text="用于发文字号，如“青政发”里的“青”")
    population = models.PositiveIntegerField("人口", null=True, blank=True)
    latitude = models.DecimalField("纬度", max_digits=9, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField("经度", max_digits=9, decimal_places=6, null=True, blank=True)
    is_active = models.BooleanField("在用", default=True)

    objects = PlaceQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        verbose_name = "区划"

    def __str__(self):
        return self.name

    @property
    def prefix(self):
        return self.code[: PREFIX_LENGTH[self.level]]

    @property
    def code_range(self):
        """(first, last) code of the subtree, for one range predicate on an index."""
        return self.prefix.ljust(12, "0"), self.prefix.ljust(12, "9")

    @property
    def township_code(self):
        return self.code[:9] + "000"

    @property
    def county_code(self):
        return self.code[:6] + "000000"


class Sector(models.Model):
    """A trade as offices divide them (coarser than GB/T 4754)."""

    code = models.CharField(max_length=20, primary_key=True)
    name = models.CharField("行业领域", max_length=20, unique=True)
    high_risk = models.BooleanField("高危行业", default=False)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "code"]
        verbose_name = "行业领域"

    def __str__(self):
        return self.name


class Office(models.Model):
    """A station or office of a township (站所) and the trades it supervises."""

    township = models.ForeignKey(Place, models.PROTECT, related_name="offices", verbose_name="乡镇")
    name = models.CharField("站所名称", max_length=40)
    sectors = models.ManyToManyField(Sector, blank=True, related_name="offices", verbose_name="监管行业")
    has_safety_duty = models.BooleanField("负有安全监管职责", default=True)
    is_safety_office = models.BooleanField("应急办（安监站）", default=False)
    is_active = models.BooleanField("在用", default=True)

    class Meta:
        ordering = ["township_id", "pk"]
        verbose_name = "站所"
        constraints = [
            models.UniqueConstraint(
                fields=["township", "name"], name="places_office_once", violation_error_message="本乡镇已有同名站所"
            )
        ]

    def __str__(self):
        return self.name


class UnitAlias(models.Model):
    """What a name in a circular means in this township; said once by an officer, remembered."""

    township = models.ForeignKey(Place, models.PROTECT, related_name="+")
    name = models.CharField("文中名称", max_length=60)
    group = models.CharField("一类单位", max_length=20, choices=UnitGroup.choices, blank=True)
    place = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="+")
    office = models.ForeignKey(Office, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["township", "name"], name="places_alias_once"),
            models.CheckConstraint(
                condition=(
                    models.Q(place=None, office=None) & ~models.Q(group="")
                    | models.Q(group="", office=None, place__isnull=False)
                    | models.Q(group="", place=None, office__isnull=False)
                ),
                name="places_alias_one_meaning",
                violation_error_message="一个名称只能对应一类单位、一个村或一个站所",
            ),
        ]

    def __str__(self):
        return self.name
