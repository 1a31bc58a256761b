from django.db import models


class Matter(models.TextChoices):
    """What a statement is about."""

    EVENT = "event", "事发时间"
    DEATH = "death", "死亡时间"
    REPORTED = "reported", "报告时间"
    PLACE = "place", "事发地点"
    DEATH_PLACE = "death-place", "死亡地点"
    DEATHS = "deaths", "死亡人数"
    INJURED = "injured", "受伤人数"
    NAME = "name", "死者姓名"
    EMPLOYER = "employer", "用人单位"
    CAUSE = "cause", "死亡原因"


TIMES = (Matter.EVENT, Matter.DEATH, Matter.REPORTED)
NUMBERS = (Matter.DEATHS, Matter.INJURED)


class Precision(models.TextChoices):
    MINUTE = "minute", "准确到分"
    ABOUT = "about", "大约这个时间"
    HALF_DAY = "half-day", "大约半天内"
    DAY = "day", "只知道哪一天"


class Origin(models.TextChoices):
    """Where it is written, beside talks and evidence of the case."""

    ENTERPRISE = "enterprise", "企业自己的报告"
    FORMER = "former", "原核查结论"
    DEATH_LIST = "death-list", "死亡名单"
    PAPER = "paper", "其他单位的材料"
    OTHER = "other", "其他（没有证据）"


class Outcome(models.TextChoices):
    HOLDS = "holds", "采信其中一种说法"
    OPEN = "none", "现有材料无法确定"
    SIGNED = "signed", "领导签署：带矛盾作结论"
