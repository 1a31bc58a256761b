from django.db import models


class LeadSource(models.TextChoices):
    OPINION = "opinion", "舆情"
    PETITION = "petition", "信访"
    TIP = "tip", "举报"
    SELF_CHECK = "self-check", "自查"
    DEATH_LIST = "death-list", "死亡名单比对"
    HANDED_DOWN = "handed-down", "上级交办"
    HOSPITAL = "hospital", "医疗机构"
    POLICE = "police", "公安机关"
    FUNERAL = "funeral", "殡葬服务机构"
    INSURANCE = "insurance", "工伤保险"


class LeadState(models.TextChoices):
    RECEIVED = "received", "待初核"
    VERIFYING = "verifying", "核查中"
    CONCLUDED = "concluded", "已作结论"
    DISMISSED = "dismissed", "不予受理"


class Conclusion(models.TextChoices):
    REFUTED = "refuted", "查否"
    DOUBTFUL = "doubtful", "存疑"
    ACCIDENT = "accident", "属生产安全事故"
    NOT_ACCIDENT = "not-accident", "非生产安全事故"
    WRITTEN_OFF = "written-off", "核销"
    CONCEALED = "concealed", "认定瞒报"


# Verification of deaths lies with the county and above (Work Safety Law art. 73; write-off above the county in several
# provinces): a township records these only with the deciding authority and its document number.
ABOVE_TOWNSHIP = (Conclusion.NOT_ACCIDENT, Conclusion.WRITTEN_OFF, Conclusion.CONCEALED)
# Closed with nothing found or nothing certain: every later campaign looks again, with other people.
MUST_VERIFY_AGAIN = (Conclusion.REFUTED, Conclusion.DOUBTFUL)

# An accident is what a look-back is to find: nothing is left to look for.
FOUND = (Conclusion.ACCIDENT, Conclusion.CONCEALED)
RULING = "ruling"  # the slot of the scanned paper of the deciding authority
TOLD = "told"  # the slot of photos that came with a tip, without what a camera writes into them
SIGNED = "signed"  # the slot of the notes of a talk as they were signed


class VerificationState(models.TextChoices):
    RUNNING = "running", "核查中"
    REPORTED = "reported", "待审定"
    CONFIRMED = "confirmed", "已审定"


class TalkPlace(models.TextChoices):
    OFFICE = "office", "乡镇政府"
    VILLAGE = "village", "村委会"
    FIRM = "firm", "企业"
    OTHER = "other", "其他地点"


class Missed(models.TextChoices):
    ABSENT = "absent", "未到"
    CANCELLED = "cancelled", "取消"


class Signing(models.TextChoices):
    SIGNED = "signed", "已签字"
    REFUSED = "refused", "拒绝签字"


class AccessAction(models.TextChoices):
    VIEW = "view", "查看"
    WORK = "work", "办理"
    NAMED = "named", "指定经办人"
    UNNAMED = "unnamed", "取消经办人"
    HIT = "hit", "检索命中"
    OPENED = "opened", "查看原文"
    PRINT = "print", "打印"
    EXPORT = "export", "导出"
    DECIDED = "decided", "审批导出"
    CUSTODY = "custody", "证据保管"
    REFUSED = "refused", "被拒绝"
