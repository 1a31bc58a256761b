from django.db import models

from places.enums import UnitGroup


class CampaignState(models.TextChoices):
    DRAFT = "draft", "筹备"
    RUNNING = "running", "进行中"
    CONCLUDED = "concluded", "已结束"
    WITHDRAWN = "withdrawn", "已撤销"


class DeadlineKind(models.TextChoices):
    DATE = "date", "限期"
    RECURRING = "recurring", "周期"
    STANDING = "standing", "长期坚持"
    RELATIVE = "relative", "相对期限"
    CONDITIONAL = "conditional", "条件期限"
    VAGUE = "vague", "期限不明"


class Every(models.TextChoices):
    DAY = "day", "每日"
    TWO_DAYS = "two-days", "每两天"
    WEEK = "week", "每周"
    TEN_DAYS = "ten-days", "每旬"
    TWO_WEEKS = "two-weeks", "每两周"
    HALF_MONTH = "half-month", "每半月"
    MONTH = "month", "每月"
    TWO_MONTHS = "two-months", "每两个月"
    QUARTER = "quarter", "每季度"
    HALF_YEAR = "half-year", "每半年"
    YEAR = "year", "每年"
    TWO_YEARS = "two-years", "每两年"


RHYTHMS = (Every.WEEK, Every.TEN_DAYS, Every.MONTH, Every.QUARTER)  # of regular reports on a campaign
SENDERS = {UnitGroup.VILLAGES: "包村干部（按村）", UnitGroup.OFFICES: "各站所"}


class Counts(models.TextChoices):
    """What settles a duty besides the unit's own report."""

    VISIT = "visit", "有一次签名锁定的现场检查"
    CHECK = "check", "有一份采信的自查"


class Way(models.TextChoices):
    """The five ways of a look back on hidden deaths."""

    SELF_CHECK = "self-check", "企业自查"
    DIGGING = "digging", "起底核查"
    SUPERVISION = "supervision", "重点督查"
    CASES = "cases", "案件深查"
    MECHANISM = "mechanism", "机制清查"


class UnitRole(models.TextChoices):
    LEAD = "lead", "牵头"
    JOINT = "joint", "配合"
    SUPERVISE = "supervise", "督促"


class AssignmentState(models.TextChoices):
    OPEN = "open", "待办"
    SUBMITTED = "submitted", "待审"
    RETURNED = "returned", "已退回"
    ACCEPTED = "accepted", "已完成"
    CANCELLED = "cancelled", "已取消"


WAITING = (AssignmentState.OPEN, AssignmentState.RETURNED)  # the unit still has to act
UNFINISHED = (*WAITING, AssignmentState.SUBMITTED)
