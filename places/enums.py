from django.db import models


class Level(models.TextChoices):
    CITY = "city", "市"
    COUNTY = "county", "县"
    TOWNSHIP = "township", "乡镇"
    VILLAGE = "village", "村"


PREFIX_LENGTH = {Level.CITY: 4, Level.COUNTY: 6, Level.TOWNSHIP: 9, Level.VILLAGE: 12}


class UnitGroup(models.TextChoices):
    """A name in a circular that stands for many units."""

    VILLAGES = "villages", "各村"
    OFFICES = "offices", "各站所"
    SAFETY_OFFICES = "safety-offices", "负有安全监管职责的站所"
    ENTERPRISES = "enterprises", "各生产经营单位"
    HIGH_RISK = "high-risk", "高危行业企业"
