from django.db import models


class BriefKind(models.TextChoices):
    REGULAR = "regular", "定期报告"
    THEMATIC = "thematic", "专题报告"
    CLASSED = "classed", "分类报告"
    URGENT = "urgent", "快报"
    CONCLUDING = "concluding", "总结报告"


# what a liaison hands in beside the regular report, which is a duty of the campaign
FROM_VILLAGES = (BriefKind.THEMATIC, BriefKind.CLASSED, BriefKind.URGENT)


class BriefState(models.TextChoices):
    DRAFT = "draft", "草稿"
    SUBMITTED = "submitted", "待批示"
    INSTRUCTED = "instructed", "批示办理中"
    DONE = "done", "已办结"
    FILED = "filed", "已归档"
    DROPPED = "dropped", "已作废"
