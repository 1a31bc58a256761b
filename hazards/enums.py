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


class MissState(models.TextChoices):
    """漏查: marked by the portal, judged by a person."""

    MARKED = "marked", "待核对"
    CONFIRMED = "confirmed", "已认定漏查"
    DISMISSED = "dismissed", "不属于漏查"


class ListingState(models.TextChoices):
    """挂牌督办 of a major hazard; how far the mending is, the hazard's own state says."""

    PROPOSED = "proposed", "待批准挂牌"
    LISTED = "listed", "挂牌督办中"
    REMOVED = "removed", "已摘牌"
    DROPPED = "dropped", "未挂牌"
    REVOKED = "revoked", "撤销挂牌"


class ListingLevel(models.TextChoices):
    """Who supervises a listing; the forms of the upper level count province and city apart."""

    TOWNSHIP = "township", "乡镇级"
    COUNTY = "county", "县级"
    CITY = "city", "市级"
    PROVINCE = "province", "省级"


class Rung(models.TextChoices):
    """五级督促, from the mildest to the hardest, and its end."""

    DISPATCH = "dispatch", "调度通报"
    ORDER = "order", "督办交办"
    WARN = "warn", "警示建议"
    TALK = "talk", "约谈"
    FOCUS = "focus", "重点管理"
    LIFTED = "lifted", "已解除"


class BatchKind(models.TextChoices):
    """四个一批, and the typical cases published from time to time."""

    CRITICISE = "criticise", "通报一批"
    TALK = "talk", "约谈一批"
    PUNISH = "punish", "联合惩戒一批"
    STOP = "stop", "停产整顿一批"
    CASES = "cases", "典型案例公布"


class BatchState(models.TextChoices):
    DRAFT = "draft", "草拟中"
    SENT = "sent", "待领导批准"
    APPROVED = "approved", "已批准"
    PUBLISHED = "published", "已公布"
    WITHDRAWN = "withdrawn", "已撤回"
