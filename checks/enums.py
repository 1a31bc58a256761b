from django.db import models


class Audience(models.TextChoices):
    ENTERPRISES = "enterprises", "企业"
    VILLAGES = "villages", "村"
    BOTH = "both", "企业和村"


class ItemKind(models.TextChoices):
    YES_NO = "yes-no", "是 / 否 / 不适用"
    NUMBER = "number", "数字"
    TEXT = "text", "文字"


class Reply(models.TextChoices):
    YES = "yes", "是"
    NO = "no", "否"
    NOT_APPLICABLE = "na", "不适用"


class BadAnswer(models.TextChoices):
    """Which answer is the bad one: most items ask "is it in order?", the death items ask "did it happen?"."""

    NO = "no", "答“否”为问题"
    YES = "yes", "答“是”为问题"
    NEVER = "never", "不产生问题"


class LeadsTo(models.TextChoices):
    HAZARD = "hazard", "隐患"
    LEAD = "lead", "涉亡线索"
    NOTHING = "nothing", "仅记录"


class CheckState(models.TextChoices):
    SENT = "sent", "待自查"
    FILLING = "filling", "填写中"
    SUBMITTED = "submitted", "待审核"
    RETURNED = "returned", "已退回"
    ACCEPTED = "accepted", "已采信"
    CANCELLED = "cancelled", "已取消"
