from django.db import models


class Basis(models.TextChoices):
    FINE = "fine", "按行政处罚罚款"
    DEATHS = "deaths", "按瞒报、谎报死亡人数"


class AccidentGrade(models.TextChoices):
    """By the worst of deaths, injuries and loss; the word of whoever determined the accident."""

    ORDINARY = "ordinary", "一般事故"
    LARGER = "larger", "较大事故"
    GRAVE = "grave", "重大事故"
    GRAVEST = "gravest", "特别重大事故"


class RewardState(models.TextChoices):
    PROPOSED = "reported", "待审批"
    APPROVED = "granted", "待领取"
    PAID = "done", "已发放"
    REFUSED = "refused", "不予奖励"
    LAPSED = "withdrawn", "逾期未领"


class Sureness(models.TextChoices):
    READ = "A", "已核对原文"
    AGREED = "B", "两处来源一致，施行前请核对原文"
    TO_CONFIRM = "C", "依据待核"
