from django.db import models


class ExportKind(models.TextChoices):
    REGISTER = "register", "涉亡线索台账"
    ACCESSES = "accesses", "查阅记录"
    GRANTS = "grants", "经办授权"
    ACCIDENTS = "accidents", "事故登记"


OF_LEADS = (ExportKind.REGISTER, ExportKind.ACCIDENTS)  # asked for and allowed by whoever handles all of it


class ExportState(models.TextChoices):
    ASKED = "asked", "待审批"
    ALLOWED = "granted", "可下载"
    REFUSED = "refused", "不同意"
    FETCHED = "done", "已下载"
    WITHDRAWN = "withdrawn", "已撤回"
