"""The kinds of files, in the order of their tabs."""

from datetime import date

from django.db.models import Q

from ..enums import FilingKind, Standing
from ..models import (
    Board,
    Contract,
    Drill,
    DutyExam,
    DutyList,
    Expense,
    Filing,
    Guardian,
    Insurance,
    NoContract,
    Operator,
    Pledge,
    RiskPoint,
    Supply,
    Training,
    Violation,
)
from . import everyone, expenses, parties
from .kinds import Group, Kind, register

PAPERS, PEOPLE = Group("papers", "证照"), Group("people", "人员")
PARTIES, TRAINING = Group("parties", "外包"), Group("training", "演练培训")
RISKS, PUBLIC = Group("risks", "风险"), Group("public", "公示")


def year_of(day):
    return date(day.year, 1, 1), date(day.year, 12, 31)


def half_of(day):
    """The half year a day lies in."""
    return (date(day.year, 1, 1), date(day.year, 6, 30)) if day.month < 7 else (date(day.year, 7, 1), date(day.year, 12, 31))


def intense():
    """Enterprises that drill every half year: dangerous trades, crowds, many hands."""
    return Q(high_risk=True) | Q(crowded=True)


def without_drill(firms, day):
    drills = Drill.objects.kept()
    year, half = (drills.filter(held_on__range=span(day)).values("enterprise") for span in (year_of, half_of))
    return firms.operating().filter((intense() & ~Q(pk__in=half)) | (~intense() & ~Q(pk__in=year)))


def without_insurance(firms, day):
    """Dangerous trades must be insured (Work Safety Law art. 51)."""
    insured = Insurance.objects.kept().filter(starts_on__lte=day, expires_on__gte=day)
    return firms.operating().filter(high_risk=True).exclude(pk__in=insured.values("enterprise"))


def _gave(pledge_kind, day):
    return Pledge.objects.kept().filter(pledge_kind=pledge_kind, year=day.year).values("enterprise")


def without_promise(firms, day):
    return firms.operating().exclude(pk__in=_gave("promise", day))


def without_account(firms, day):
    return firms.operating().exclude(pk__in=_gave("account", day))


def without_pledge(firms, day):
    return firms.operating().filter(~Q(pk__in=_gave("promise", day)) | ~Q(pk__in=_gave("account", day)))


def without_board(firms, day):
    return firms.operating().exclude(pk__in=Board.objects.kept().values("enterprise"))


def without_filing(firms, day):
    """What the head looked into and put right, on file with the department, once a year."""
    sent = Filing.objects.kept().filter(filing_kind=FilingKind.REVIEW, sent_on__year=day.year, sent_on__lte=day)
    return firms.operating().exclude(pk__in=sent.values("enterprise"))


def without_risks(firms, day):
    return firms.operating().exclude(pk__in=RiskPoint.objects.kept().values("enterprise"))


register(Kind(
    "insurance", "安责险", PAPERS, Insurance,
    fields=("insurer", "number", "people", "per_person", "premium", "starts_on", "expires_on"),
    columns=("insurer", "number", "people", "premium", "starts_on", "expires_on"),
    search=("insurer", "number"), known=("number",), due="安责险到期",
    demand="高危行业企业应当投保安责险", lacking=without_insurance,
))  # fmt: skip
register(Kind(
    "operators", "特种作业人员", PEOPLE, Operator,
    fields=("name", "trade", "number", "issuer", "issued_on", "review_on", "expires_on", "hired_by", "hired_on", "left_on"),
    columns=("name", "trade", "number", "expires_on", "hired_by"),
    masked=("number",), search=("name", "hired_by"), known=("name", "trade"), due="特种作业证到期",
    words={Standing.BARE: "无证上岗", Standing.GONE: "已离岗"},
))  # fmt: skip
register(Kind(
    "violations", "三违查处", PEOPLE, Violation,
    fields=("breach", "person", "post", "happened_on", "what", "penalty", "fine", "taught"),
    columns=("breach", "person", "happened_on", "penalty", "fine"), search=("person", "what"),
))  # fmt: skip
register(Kind(
    "contracts", "外包外租", PARTIES, Contract,
    fields=("party_kind", "party", "work", "qualification", "agreement", "duties", "starts_on", "expires_on", "checked_on",
            "verdict", "handling", "handled_on"),
    columns=("party", "party_kind", "work", "expires_on", "checked_on", "verdict"), search=("party", "work"),
    known=("party", "work"), due="外包外租协议到期", words={Standing.BARE: "不合格待处理"},
    demand="每年自查一次有无外包外租：有的逐个登记并排查，没有的签“无”", lacking=parties.short, lacking_by=lambda day: year_of(day)[1],
    gaps=(("silent", "没有填报有无", parties.silent), ("unseen", "有外包外租没有排查", parties.unseen)),
))  # fmt: skip
register(Kind(
    "no-contracts", "无外包外租签报", PARTIES, NoContract,
    fields=("year", "person", "signed_on", "note"), columns=("year", "person", "signed_on", "note"), search=("person",),
    paper="外包外租自查签报（无）", signer="person",
))  # fmt: skip
register(Kind(
    "drills", "应急演练", TRAINING, Drill,
    fields=("drill_kind", "subject", "held_on", "place", "people", "assessment", "improved"),
    columns=("subject", "drill_kind", "held_on", "people", "improved"), search=("subject",),
    paper="应急演练记录", demand="每年至少演练 1 次；高危、人员或劳动密集的每半年至少 1 次", lacking=without_drill,
    lacking_by=lambda day: half_of(day)[1],
))  # fmt: skip
register(Kind(
    "training", "培训档案", TRAINING, Training,
    fields=("person", "post", "hired_on", "topic", "trained_on", "hours", "passed", "on_duties", "expires_on"),
    columns=("person", "post", "topic", "trained_on", "hours", "passed", "expires_on"), search=("person", "topic"),
    known=("person", "topic", "trained_on"), due="再培训到期", signer="person", together="person",
    demand="每年的培训要含全员安全生产责任制", lacking=everyone.without_training, lacking_by=lambda day: year_of(day)[1],
))  # fmt: skip
register(Kind(
    "supplies", "应急物资和预案", TRAINING, Supply,
    fields=("supply_kind", "name", "quantity", "place", "keeper", "checked_on", "expires_on"),
    columns=("name", "supply_kind", "quantity", "place", "keeper", "expires_on"), search=("name", "keeper"),
    known=("supply_kind", "name", "place"), due="应急物资维护或预案修订到期",
))  # fmt: skip
register(Kind(
    "risks", "风险点", RISKS, RiskPoint,
    fields=("name", "area", "dangers", "factors", "likelihood", "severity", "colour", "controls", "emergency",
            "control_level", "owner", "phone", "assessed_on"),
    columns=("name", "area", "colour", "dangers", "control_level", "owner"), masked=("phone",),
    search=("name", "area", "dangers"), known=("name", "area"),
    demand="每家企业都要辨识风险点并分级", lacking=without_risks,
))  # fmt: skip
register(Kind(
    "guardians", "重大危险源包保", RISKS, Guardian,
    fields=("source", "grade", "principal", "technician", "operator", "controller", "published_on"),
    columns=("source", "grade", "principal", "technician", "operator", "published_on"), search=("source", "principal"),
    paper="重大危险源包保责任人公示",
))  # fmt: skip
register(Kind(
    "boards", "责任公示牌", PUBLIC, Board, by_office=True,
    fields=("leader", "official", "official_phone", "village_officer", "duties", "hung_on", "checked_on"),
    columns=("leader", "official", "village_officer", "hung_on", "checked_on"), masked=("official_phone",),
    search=("leader", "official"), demand="每家企业都要挂责任公示牌", lacking=without_board,
))  # fmt: skip
register(Kind(
    "duties", "责任清单", PUBLIC, DutyList,
    fields=("list_kind", "post", "holder", "content", "published_on", "where"),
    columns=("post", "list_kind", "holder", "published_on", "where"), search=("post", "holder"),
    demand="全员责任制要公示，并上传公示照片", lacking=everyone.without_posting, lacking_by=lambda day: year_of(day)[1],
))  # fmt: skip
register(Kind(
    "exams", "责任制考核", PUBLIC, DutyExam,
    fields=("year", "post", "person", "examined_on", "outcome", "basis", "handling"),
    columns=("person", "post", "year", "examined_on", "outcome"), search=("person", "post"), known=("year", "post", "person"),
    demand="每年对全员责任制落实情况考核一次", lacking=everyone.without_exam, lacking_by=lambda day: year_of(day)[1],
))  # fmt: skip
register(Kind(
    "pledges", "承诺和述职", PUBLIC, Pledge,
    fields=("pledge_kind", "year", "person", "content", "signed_on"), office=("rating", "opinion"),
    columns=("pledge_kind", "year", "person", "signed_on", "rating"), search=("person",),
    paper="pledge_kind", signer="person",
    demand="主要负责人每年签一次承诺书、述职一次", lacking=without_pledge, lacking_by=lambda day: year_of(day)[1],
    gaps=(("promise", "没有承诺书", without_promise), ("account", "没有述职", without_account)),
))  # fmt: skip
register(Kind(
    "filings", "报备材料", PUBLIC, Filing,
    fields=("filing_kind", "title", "sent_to", "sent_on"), office=("received_on", "receipt"),
    columns=("title", "filing_kind", "sent_to", "sent_on", "received_on"), search=("title", "sent_to"),
    demand="主要负责人每年检视整改一次，报主管部门备案", lacking=without_filing, lacking_by=lambda day: year_of(day)[1],
))  # fmt: skip
register(Kind(
    "expenses", "安全费用", PUBLIC, Expense,
    fields=("entry", "booked_on", "amount", "purpose", "voucher"),
    columns=("entry", "booked_on", "amount", "purpose", "voucher"), search=("purpose",),
    demand="高危行业企业要按年提取、使用安全费用，逐笔登记", lacking=expenses.without_entry, lacking_by=lambda day: year_of(day)[1],
))  # fmt: skip
