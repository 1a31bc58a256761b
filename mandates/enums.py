from django.db import models


class ItemKind(models.TextChoices):
    POWER = "power", "权力"
    DUTY = "duty", "职责"
    TASK = "task", "任务"


class MandateState(models.TextChoices):
    DRAFT = "draft", "起草"
    IN_FORCE = "issued", "已公布"
    DROPPED = "dropped", "已作废"


class SheetState(models.TextChoices):
    """问题、措施、责任三清单 of one office and period."""

    ASKED = "asked", "待填报"
    SUBMITTED = "submitted", "待审核"
    RETURNED = "returned", "已退回"
    ACCEPTED = "accepted", "已审定"
    CANCELLED = "cancelled", "已取消"


class ProblemState(models.TextChoices):
    OPEN = "open", "未完成"
    DONE = "done", "已完成"


class FaultKind(models.TextChoices):
    """What a village or its cadre answers for."""

    SHIRKED = "shirked", "推诿扯皮"
    FAKED = "faked", "弄虚作假"
    SLACK = "slack", "敷衍应付"


class FaultState(models.TextChoices):
    """追责线索: noted, found true or not, handed to discipline."""

    NOTED = "noted", "待核实"
    CONFIRMED = "confirmed", "属实待移交"
    HANDED = "handed", "已移交"
    DROPPED = "dismissed", "不予追责"


class ReviewState(models.TextChoices):
    """履职检视: what was done against a list, first by oneself, then the leader's word."""

    ASKED = "asked", "待自评"
    SUBMITTED = "submitted", "待评议"
    RETURNED = "returned", "已退回"
    JUDGED = "concluded", "已评议"
    CANCELLED = "cancelled", "已取消"
