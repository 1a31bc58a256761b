from django.db import models


class Field(models.TextChoices):
    WORK = "work", "工矿商贸等生产经营"
    ROAD = "road", "道路交通"
    FIRE = "fire", "火灾"


class Grade(models.TextChoices):
    ORDINARY = "ordinary", "一般事故"
    LARGER = "larger", "较大事故"
    MAJOR = "major", "重大事故"
    GRAVEST = "gravest", "特别重大事故"


class Outcome(models.TextChoices):
    DEAD = "dead", "死亡"
    SERIOUS = "serious", "重伤（含急性工业中毒）"


class Sender(models.TextChoices):
    """Who passes the report on; each one's clock starts when the one before has told them."""

    UNIT = "unit", "单位负责人报县级部门"
    COUNTY = "county", "县级部门报市级部门"
    CITY = "city", "市级部门报省级部门"
    PROVINCE = "province", "省级部门报国务院部门"


class Finding(models.TextChoices):
    IN_TIME = "in-time", "按时如实报告"
    LATE = "late", "迟报"
    OMITTED = "omitted", "漏报"
    FALSE = "false", "谎报"
    CONCEALED = "concealed", "瞒报"


class Change(models.TextChoices):
    OPENED = "opened", "登记事故"
    FACTS = "facts", "更正事故情况"
    VICTIM = "victim", "伤亡人员变化"
    REPORT = "report", "登记报告时间"
    FOUND = "found", "认定报告情况"
