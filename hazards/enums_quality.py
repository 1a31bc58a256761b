"""Words of the quality of what comes in."""

from django.db import models


class Reason(models.TextChoices):
    """Why an answer or a photo is marked."""

    BLANK = "blank", "没有内容"
    HOLLOW = "hollow", "只有套话"
    COPIED = "copied", "照抄检查项或标准"
    COMMON = "common", "多家单位一字不差"
    FAST = "fast", "作答快得不可能"
    PHOTO = "photo", "同一张照片重复使用"
    LIKE_PHOTO = "like-photo", "照片几乎一样"


class MarkState(models.TextChoices):
    STANDING = "standing", "待核对"
    DISMISSED = "dismissed", "核对无问题"
    LAPSED = "lapsed", "已不符合规则"


class TwinState(models.TextChoices):
    PROPOSED = "proposed", "待判断"
    SAME = "same", "同一隐患"
    DIFFERENT = "different", "不是同一隐患"
