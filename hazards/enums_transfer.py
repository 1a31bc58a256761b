"""Words of transfers, of trades nobody leads yet, of powers and penalties."""

from django.db import models


class TransferKind(models.TextChoices):
    DUTY = "duty", "超出职责范围"
    POWER = "power", "无处罚权移送"
    CRIME = "crime", "行刑移送（涉嫌犯罪）"
    CONCEALED = "concealed", "涉嫌瞒报"
    SUBLET = "sublet", "违法分包转包通报"
    DISCIPLINE = "discipline", "移送纪检监察"
    PERSONNEL = "personnel", "移送组织部门"
    POLICE = "police", "移送公安"
    FEEDBACK = "feedback", "上级反馈责成"
    SYSTEM = "system", "体制问题报党委研究"
    MECHANISM = "mechanism", "机制问题交牵头单位修订制度"


class TransferState(models.TextChoices):
    SENT = "sent", "待接收"
    RECEIVED = "received", "已接收"
    HANDLED = "handled", "已处理"
    ANSWERED = "answered", "已反馈"
    RETURNED = "returned", "已退回"
    WITHDRAWN = "withdrawn", "已撤回"


class TradeState(models.TextChoices):
    ASKED = "asked", "待认领"
    CLAIMED = "claimed", "已认领"
    DISPUTED = "disputed", "有争议"
    DECIDED = "decided", "已裁定"


class LeadBasis(models.TextChoices):
    """The three who-leads rules for a new trade."""

    IN_CHARGE = "in-charge", "谁主管谁牵头"
    MAIN = "main", "谁为主谁牵头"
    NEAREST = "nearest", "谁靠近谁牵头"


class PenaltyKind(models.TextChoices):
    WARNING = "warning", "警告、通报批评"
    FINE = "fine", "罚款"
    CONFISCATE = "confiscate", "没收违法所得、非法财物"
    PERMIT = "permit", "暂扣、吊销许可证件"
    STOP = "stop", "责令停产停业"
    BAR = "bar", "限制从业"


class Target(models.TextChoices):
    ENTERPRISE = "enterprise", "企业"
    PRINCIPAL = "principal", "主要负责人"


class CaseState(models.TextChoices):
    FILED = "filed", "已立案"
    DECIDED = "decided", "已处罚"
    EXEMPT = "exempt", "不予处罚"
    TRANSFERRED = "transferred", "已移送"
    CLOSED = "closed", "已结案"
    CANCELLED = "cancelled", "已撤案"
    ANNULLED = "annulled", "处罚已撤销"
