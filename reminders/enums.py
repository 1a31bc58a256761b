from django.db import models


class MessageKind(models.TextChoices):
    REMINDER = "reminder", "到期提醒"
    OVERDUE = "overdue", "逾期提醒"
    ESCALATION = "escalation", "升级提醒"
    URGING = "urging", "催办"
    NOTICE = "notice", "通知"


class Channel(models.TextChoices):
    EMAIL = "email", "邮件"
    ROBOT = "robot", "群机器人"


class DeliveryState(models.TextChoices):
    WAITING = "waiting", "待发"
    SENT = "sent", "已发"
    FAILED = "failed", "发送失败"
