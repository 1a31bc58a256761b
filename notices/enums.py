from django.db import models


class PaperKind(models.TextChoices):
    CIRCULAR = "circular", "通知"
    ORDER = "order", "责令限期整改指令书"
    URGING = "urging", "督办通知"


class PaperState(models.TextChoices):
    DRAFT = "draft", "起草"
    REVIEWED = "reviewed", "已核稿"
    SIGNED = "signed", "已签发"
    ISSUED = "issued", "已印发"
    WITHDRAWN = "withdrawn", "已作废"


class ReceiptState(models.TextChoices):
    SENT = "sent", "未读"
    READ = "read", "已读"
    SIGNED = "signed", "已签收"
