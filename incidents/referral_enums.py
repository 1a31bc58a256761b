from django.db import models


class Competence(models.TextChoices):
    """Who may verify a lead (Work Safety Law art. 73, Decree 493 arts 19 and 20: never the township by itself for a death)."""

    TOWNSHIP = "township", "乡镇初步核实"
    COUNTY = "county", "县级以上应急管理部门核查"
    POLICE = "police", "公安机关核查"
    OTHER = "other", "其他主管部门核查"


class ReferralKind(models.TextChoices):
    FLASH = "flash", "事故快报"
    UPWARD = "upward", "提请上级核查"
    WRITE_OFF = "write-off", "核销申请"
    LISTING = "listing", "挂牌督办建议"
    ELEVATED = "elevated", "提级调查建议"
    POLICE = "police", "移送公安机关"
    DISCIPLINE = "discipline", "移送纪检监察机关"


# applications to a body above are written upward, the others are letters between bodies of equal standing
ASKED_UPWARD = (ReferralKind.UPWARD, ReferralKind.WRITE_OFF, ReferralKind.LISTING, ReferralKind.ELEVATED)
# whose answer says what was found
ASKED_TO_VERIFY = (ReferralKind.UPWARD, ReferralKind.ELEVATED)


class ReferralState(models.TextChoices):
    PREPARED = "prepared", "待送出"
    SENT = "sent", "已送出"
    RECEIVED = "received", "已签收"
    RETURNED = "returned", "被退回"
    ANSWERED = "answered", "已答复"
    WITHDRAWN = "withdrawn", "已撤回"
