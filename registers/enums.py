from django.db import models


class ReportState(models.TextChoices):
    DRAFT = "draft", "待审核"
    CHECKED = "checked", "已审核"
    SENT = "sent", "已报送"
    DROPPED = "dropped", "已作废"


class SendingKind(models.TextChoices):
    """What went up to the level above."""

    MONTHLY = "monthly", "月报"
    TEN = "ten", "大检查登记表"
    PHOTOS = "photos", "整改前后照片"


class EntryKind(models.TextChoices):
    UNIT = "unit", "单位"
    HAZARD = "hazard", "隐患"


class MarkState(models.TextChoices):
    """考核扣分: noted by the safety office, in force once a leader has confirmed it."""

    NOTED = "noted", "待确认"
    CONFIRMED = "confirmed", "已确认"
    REVOKED = "revoked", "已撤销"
