from django.db import models


class Gap(models.TextChoices):
    LACKING = "lacking", "没有制度"
    OUTDATED = "outdated", "制度过时"
    IDLE = "idle", "有制度没执行"


class BylawState(models.TextChoices):
    LACKING = "lacking", "缺"
    REVISED = "revised", "已修订待公布"
    PUBLISHED = "published", "已公布"
    DROPPED = "dropped", "已撤销"
