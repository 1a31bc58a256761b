from django.db import models


class ExportKind(models.TextChoices):
    REGISTER = "register", "涉亡线索台账"
    REFERRALS = "referrals", "移交和提请台账"
    ACCESSES = "accesses", "查阅记录"
    GRANTS = "grants", "经办授权"
    ACCIDENTS = "accidents", "事故登记"
    FIGURES = "figures", "涉亡线索统计"
    BRIEFS = "briefs", "情况报告台账"
    NAMES = "names", "比对名单登记"
    CANDIDATES = "candidates", "名单比对候选"
    TIPS = "tips", "群众举报登记"
    REWARDS = "rewards", "举报奖励登记"
    ORDER = "order", "核查通知"
    TALK = "talk", "谈话笔录"
    VISIT = "visit", "走访记录"
    REPORT = "report", "核查报告"
    LENIENCY = "leniency", "报告情况说明"
    EXHIBITS = "exhibits", "证据清单"
    REFERRAL = "referral", "移交文书"
    INQUIRY = "inquiry", "双查报告"
    BRIEF = "brief", "情况报告"


# papers of one case, printed once a second person allowed it
OF_CASES = (
    ExportKind.ORDER,
    ExportKind.TALK,
    ExportKind.VISIT,
    ExportKind.REPORT,
    ExportKind.LENIENCY,
    ExportKind.EXHIBITS,
    ExportKind.REFERRAL,
    ExportKind.INQUIRY,
)
PAPERS = (*OF_CASES, ExportKind.BRIEF)
# asked for and allowed by whoever handles all of it
OF_LEADS = (ExportKind.REGISTER, ExportKind.REFERRALS, ExportKind.ACCIDENTS, ExportKind.FIGURES, *OF_CASES)
# of the leaders alone, and of the office with its leaders
OF_LEADERS = (ExportKind.ACCESSES, ExportKind.GRANTS, ExportKind.REFERRALS)
OF_OFFICE = (ExportKind.FIGURES, ExportKind.BRIEFS, ExportKind.BRIEF)


class ExportState(models.TextChoices):
    ASKED = "asked", "待审批"
    ALLOWED = "granted", "可下载"
    REFUSED = "refused", "不同意"
    FETCHED = "done", "已下载"
    WITHDRAWN = "withdrawn", "已撤回"
