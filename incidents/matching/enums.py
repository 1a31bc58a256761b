from django.db import models


class ListKind(models.TextChoices):
    HOSPITAL = "hospital", "医院死亡登记"
    CIVIL = "civil", "民政死亡登记"
    POLICE = "police", "公安注销户口"
    INSURANCE = "insurance", "工伤保险待遇"
    FUNERAL = "funeral", "殡仪馆火化登记"
    STAFF = "staff", "企业人员名单"


class ListState(models.TextChoices):
    READING = "reading", "读取中"
    KEPT = "kept", "在用"
    FAILED = "failed", "没有读出"
    DESTROYED = "destroyed", "已销毁"


class CandidateState(models.TextChoices):
    OPEN = "open", "待判定"
    SAME = "same", "同一人"
    DIFFERENT = "different", "不是同一人"
    UNSURE = "unsure", "不能判定"
