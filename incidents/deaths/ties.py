from django.db import models


class Tie(models.TextChoices):
    """What two cases have in common."""

    ENTERPRISE = "enterprise", "同一企业"
    BOSS = "boss", "同一老板（实际控制人）"
    CREW = "crew", "同一班组或包工队"
    SITE = "site", "同一工地或作业场所"
    SAME = "same", "同一死亡，重复反映"
