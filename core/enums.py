from django.db import models


class JobState(models.TextChoices):
    QUEUED = "queued", "排队中"
    RUNNING = "running", "处理中"
    DONE = "done", "已完成"
    FAILED = "failed", "失败"


class ImportState(models.TextChoices):
    UPLOADED = "uploaded", "待检查"
    CHECKED = "checked", "待确认"
    COMMITTED = "committed", "已导入"
    DROPPED = "dropped", "已放弃"
    FAILED = "failed", "无法读取"
