from django.db import models


class PaperKind(models.TextChoices):
    CIRCULAR = "circular", "通知"
    ISSUING = "issuing", "印发通知"
    ORDER = "order", "责令限期整改指令书"
    URGING = "urging", "督办通知"
    LETTER = "letter", "函"
    BULLETIN = "bulletin", "通报"
    TIP = "tip", "提示单"
    TALK = "talk", "约谈通知书"
    RECHECK = "recheck", "整改复查意见书"
    TRANSFER = "transfer", "移送函"
    REPORT = "report", "核查报告"
    MINUTES = "minutes", "会议纪要"
    LISTING = "listing", "挂牌督办通知书"
    INSPECTION = "inspection", "现场检查记录"
    INTERVIEW = "interview", "谈话笔录"
    REQUEST = "request", "请示"
    ACCOUNT = "account", "报告"
    SLIP = "slip", "回执"


class Verdict(models.TextChoices):
    DONE = "全部整改合格", "全部整改合格"
    PART = "部分整改合格，未整改到位的继续整改", "部分整改合格"
    NONE = "整改不合格", "整改不合格"


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


class SealState(models.TextChoices):
    IN_USE = "in_use", "使用中"
    STOPPED = "stopped", "已停用"


class KeeperState(models.TextChoices):
    NAMED = "named", "已授权"
    WITHDRAWN = "withdrawn", "已撤销"
