from django.db import models


class Grade(models.TextChoices):
    ORDINARY = "ordinary", "一般隐患"
    MAJOR = "major", "重大隐患"


class HazardState(models.TextChoices):
    DRAFT = "draft", "待确认"
    FOUND = "found", "待定级"
    PLANNING = "planning", "待报方案"
    RECTIFYING = "rectifying", "整改中"
    REPORTED = "reported", "待验收"
    CLOSED = "closed", "已销号"
    CANCELLED = "cancelled", "已取消"


class Source(models.TextChoices):
    SELF_CHECK = "self-check", "企业自查"
    VILLAGE = "village", "村级排查"
    INSPECTION = "inspection", "检查发现"
    TIP = "tip", "群众举报"
    HANDED_DOWN = "handed-down", "上级交办"


class ExtensionState(models.TextChoices):
    ASKED = "asked", "待审批"
    GRANTED = "granted", "同意延期"
    REFUSED = "refused", "不同意延期"
