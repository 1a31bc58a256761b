from django.db import models


class TipKind(models.TextChoices):
    HAZARD = "hazard", "事故隐患"
    ILLEGAL = "illegal", "违法违规生产经营、建设"
    CONCEALED = "concealed", "瞒报、谎报事故"
    OTHER = "other", "其他安全问题"


class TipState(models.TextChoices):
    RECEIVED = "received", "待受理"
    RUNNING = "running", "办理中"
    HANDED = "handed", "已移送"
    CLOSED = "closed", "已办结"
    DISMISSED = "dismissed", "不予受理"


class Finding(models.TextChoices):
    TRUE = "true", "属实"
    PARTLY = "partly", "部分属实"
    UNTRUE = "untrue", "不属实"
    UNCLEAR = "unclear", "无法查实"


class OpeningWhat(models.TextChoices):
    IDENTITY = "identity", "举报人信息"
    PHOTO = "photo", "照片原件"
    REFUSED = "refused", "被拒绝"
