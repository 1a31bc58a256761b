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


class ProblemKind(models.TextChoices):
    """Which way a problem goes: to the party, to the body in charge, or mended at once."""

    SYSTEM = "system", "体制问题（报党委研究）"
    MECHANISM = "mechanism", "机制问题（牵头单位修订制度）"
    ENFORCEMENT = "enforcement", "执法问题（立行立改）"


class Certainty(models.TextChoices):
    READ = "A", "已核对原文"
    AGREED = "B", "两处来源一致"
    TO_CONFIRM = "C", "待本单位核对"


class ReportTo(models.TextChoices):
    DEPARTMENT = "department", "向监管部门报告"
    CONGRESS = "congress", "向职工代表大会报告"


class ControlKind(models.TextChoices):
    STOP_PART = "stop-part", "局部停工停产"
    STOP_ALL = "stop-all", "全部停工停产"
    EVACUATE = "evacuate", "撤出人员"
    SHUT = "shut", "停用设备、封闭场所"
