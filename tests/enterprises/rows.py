"""Rows of the files for tests, one maker for all kinds."""

from datetime import timedelta

from core import clock
from enterprises.files.kinds import kind_of
from enterprises.models import FireTicket

DAY = timedelta(days=1)


def defaults(slug):
    """What each kind needs at least."""
    today = clock.today()
    return {
        "insurance": {"insurer": "青禾财险", "number": "PZ2026001", "people": 20, "starts_on": today, "expires_on": today + 300 * DAY},
        "operators": {"name": "裘永泉", "trade": "welding", "number": "T33010119800101001X", "expires_on": today + 300 * DAY, "hired_by": "季长河"},
        "violations": {"breach": "work", "person": "闵建中", "happened_on": today, "what": "没戴安全帽", "penalty": "批评教育", "fine": 0},
        "contracts": {"party_kind": "contractor", "party": "晨光劳务队", "work": "设备安装"},
        "no-contracts": {"year": today.year, "person": "季长河", "signed_on": today},
        "drills": {"drill_kind": "site", "subject": "车间火灾", "held_on": today, "people": 12, "assessment": "疏散用时 3 分钟"},
        "training": {"person": "鲍春生", "post": "焊工", "topic": "三级教育", "trained_on": today, "hours": 24},
        "supplies": {"supply_kind": "supply", "name": "灭火器", "expires_on": today + 90 * DAY},
        "risks": {
            "name": "喷漆房", "area": "二车间", "dangers": "火灾、中毒", "factors": "漆雾", "controls": "通风、防静电", "colour": "red",
            "control_level": "firm", "owner": "詹立新",
        },
        "guardians": {"source": "液化气储罐", "principal": "季长河", "technician": "柏志远", "operator": "颜文斌"},
        "boards": {"leader": "尹国良", "official": "卓明达", "official_phone": "13900001234"},
        "duties": {"list_kind": "all", "post": "班组长", "holder": "温家兴", "content": "班前检查"},
        "exams": {"year": today.year, "post": "班组长", "person": "温家兴", "examined_on": today, "outcome": "fit"},
        "pledges": {"pledge_kind": "promise", "year": today.year, "person": "季长河", "content": "落实责任", "signed_on": today},
        "filings": {"filing_kind": "review", "title": "检视整改报告", "sent_to": "应急管理局", "sent_on": today},
        "expenses": {"entry": "in", "booked_on": today, "amount": 5000, "purpose": "年度提取"},
    }[slug]  # fmt: skip


def make(slug, firm, **fields):
    """A row of a kind for an enterprise."""
    model = kind_of(slug).model
    return model.objects.create(enterprise=firm, village=firm.village, **{**defaults(slug), **fields})


def sent(slug, **fields):
    """What a browser sends for the form of a kind."""
    said = {**defaults(slug), **fields}
    return {name: str(value) for name, value in said.items() if value is not None and value is not False}


def ticket(firm, worker=None, **fields):
    """A ticket that was asked for and begins now."""
    now = clock.now()
    given = {
        "number": f"DH{now.year}-{FireTicket.objects.filter(enterprise=firm).count() + 1:04d}", "level": "second",
        "place": "二车间东侧", "work": "管道焊接", "method": "电焊", "worker": worker or make("operators", firm),
        "guardian": "裘海燕", "applicant": "麻庆丰", "starts_at": now, "ends_at": now + timedelta(hours=4), "measures": "清理可燃物",
    }  # fmt: skip
    return FireTicket.objects.create(enterprise=firm, village=firm.village, **{**given, **fields})
