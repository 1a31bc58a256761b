from django.db import models


class Form(models.TextChoices):
    """Kinds of gatherings."""

    MEETING = "meeting", "会议"
    WARNING = "warning", "警示教育"
    TRAINING = "training", "培训"
    VISIT = "visit", "下基层"


class Holder(models.TextChoices):
    """Who must hold it."""

    TOWNSHIP = "township", "镇本级"
    LEADERS = "leaders", "每位镇领导"
    VILLAGES = "villages", "各村"
    ENTERPRISES = "enterprises", "各企业主要负责人"


class Every(models.TextChoices):
    MONTH = "month", "每月"
    QUARTER = "quarter", "每季度"
    HALF = "half", "每半年"
    YEAR = "year", "每年"
    ONCE = "once", "限期一次"


class GatheringState(models.TextChoices):
    PLANNED = "planned", "已通知"
    HELD = "held", "已召开"
    DROPPED = "dropped", "已取消"


class Presence(models.TextChoices):
    ASKED = "asked", "未签到"
    SIGNED = "signed", "已到"
    EXCUSED = "excused", "请假"
    ABSENT = "absent", "缺席"


class ReviewState(models.TextChoices):
    """Of the office's look at its eight points."""

    DRAFT = "draft", "自评中"
    MENDING = "mending", "补缺中"
    COMPLETE = "complete", "已配齐"
    DROPPED = "dropped", "已作废"


class PointState(models.TextChoices):
    OPEN = "open", "未评"
    MET = "met", "有"
    LACKING = "lacking", "缺"
    MENDED = "mended", "已补"


class GuideState(models.TextChoices):
    DRAFT = "draft", "编写中"
    IN_FORCE = "in_force", "现行"
    REPLACED = "replaced", "已替换"
    DROPPED = "dropped", "已作废"
