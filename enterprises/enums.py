from django.db import models


class Scale(models.TextChoices):
    LARGE = "large", "大型"
    MEDIUM = "medium", "中型"
    SMALL = "small", "小型"
    MICRO = "micro", "微型"
    HOUSEHOLD = "household", "个体工商户"


class RiskColour(models.TextChoices):
    RED = "red", "红（重大风险）"
    ORANGE = "orange", "橙（较大风险）"
    YELLOW = "yellow", "黄（一般风险）"
    BLUE = "blue", "蓝（低风险）"


class Status(models.TextChoices):
    OPERATING = "operating", "在营"
    SUSPENDED = "suspended", "停产停业"
    CLOSED = "closed", "关闭"


class PermitKind(models.TextChoices):
    LICENCE = "licence", "许可证"
    CERTIFICATE = "certificate", "人员证书"
    INSURANCE = "insurance", "安全生产责任险"
    INSPECTION = "inspection", "设备检验"
