"""The files of the demonstration's enterprises: all of the lead enterprise's, the insurance and certificates of the rest."""

import random
from datetime import datetime, time, timedelta

from django.utils import timezone
from simple_history.utils import bulk_create_with_history

from accounts.demo import GIVEN, SURNAMES

from .enums import Trade
from .files.kinds import kind_of
from .models import FireTicket, TradeBoard, TradeBoardLog
from .models.hotwork import FireLog

rng = random.Random(2027)  # of its own, so that the other rows of the demonstration stay as they are
INSURERS = ("青禾财产保险", "云河保险", "禾丰保险")
LEAD = {
    "contracts": [
        {"party_kind": "contractor", "party": "晨光劳务队", "work": "行车检修", "qualification": "起重设备维修资质", "agreement": "2026-03",
         "duties": "外包队服从本厂管理，动火前办票", "until": 18, "checked": -40, "verdict": "fit"},
        {"party_kind": "tenant", "party": "顺发仓储部", "work": "出租西侧库房", "qualification": "营业执照", "until": 210, "checked": -35,
         "verdict": "unfit", "handling": "补签安全管理协议，期满不签收回库房"},
    ],
    "drills": [{"drill_kind": "site", "subject": "喷漆房火灾疏散", "held": -150, "people": 46, "assessment": "3 分钟撤离完毕，集合点清点有误"}],
    "training": [
        {"person": "裘树根", "post": "电焊工", "topic": "三级安全教育", "trained": -300, "hours": 24, "passed": True, "until": 65},
        {"person": "裘树根", "post": "电焊工", "topic": "动火作业专项培训", "trained": -30, "hours": 4, "passed": True, "on_duties": True},
        {"person": "池小满", "post": "行车工", "topic": "三级安全教育", "trained": -20, "hours": 24, "passed": False},
    ],
    "supplies": [
        {"supply_kind": "supply", "name": "4 公斤干粉灭火器", "quantity": "36 具", "place": "各车间", "keeper": "麻明达", "until": 9},
        {"supply_kind": "plan", "name": "生产安全事故综合应急预案", "quantity": "2025 年版", "keeper": "麻明达", "until": 380},
    ],
    "violations": [{"breach": "work", "person": "池小满", "what": "行车吊运时站在吊物下方", "happened": -12, "penalty": "停岗培训一天",
                    "fine": 200}],
    "exams": [
        {"post": "厂长", "person": "鲁长庚", "examined": -45, "outcome": "excellent", "basis": "带队检查、隐患整改均按期"},
        {"post": "电焊工", "person": "裘树根", "examined": -44, "outcome": "fit", "basis": "持证上岗，动火票齐全"},
        {"post": "行车工", "person": "池小满", "examined": -44, "outcome": "unfit", "basis": "站在吊物下方一次", "handling": "停岗培训一天后补考"},
    ],
    "duties": [
        {"list_kind": "all", "post": "厂长", "holder": "鲁长庚",
         "content": "建立健全责任制，保证投入\n每月带队检查", "published": -90, "where": "厂门口公示栏"},
        {"list_kind": "all", "post": "电焊工", "holder": "裘树根",
         "content": "办票后动火，清理周围可燃物\n完工留守三十分钟", "published": -90, "where": "一车间"},
        {"list_kind": "all", "post": "行车工", "holder": "池小满",
         "content": "班前检查吊具\n吊物下不站人、不过人", "published": -90, "where": "一车间"},
        {"list_kind": "deputy", "post": "分管生产副厂长", "holder": "麻明达", "content": "每旬带队检查一次\n审批一级动火",
                "published": -90, "where": "厂门口公示栏"}],
    "filings": [{"filing_kind": "review", "title": "主要负责人检视整改情况", "sent_to": "应急办", "sent": -25}],
    "expenses": [{"entry": "in", "booked": -320, "amount": 180000, "purpose": "年度提取"},
                 {"entry": "out", "booked": -60, "amount": 26500, "purpose": "更换灭火器和应急灯"}],
    "risks": [
        {"name": "喷漆房", "area": "二车间", "dangers": "火灾、中毒", "factors": "漆雾积聚，静电", "likelihood": 4, "severity": 5, "colour": "red",
         "controls": "防爆电器、通风联锁\n禁止明火，每班清理漆渣", "emergency": "切断电源，用干粉灭火，人员由东门撤离", "control_level": "firm"},
        {"name": "行车吊运", "area": "一车间", "dangers": "起重伤害", "factors": "吊具磨损，人员站位不当", "likelihood": 3, "severity": 4,
         "colour": "orange", "controls": "班前检查吊具\n吊物下不站人", "control_level": "shop"},
        {"name": "冲压机", "area": "一车间", "dangers": "机械伤害", "factors": "双手启动失效", "likelihood": 3, "severity": 3, "colour": "yellow",
         "controls": "双手启动、光栅每班试验", "control_level": "team"},
        {"name": "配电室", "area": "配电室", "dangers": "触电、火灾", "factors": "电缆老化", "likelihood": 2, "severity": 4, "colour": "yellow",
         "controls": "持证电工操作，上锁", "control_level": "shop"},
        {"name": "成品库", "area": "库房", "dangers": "物体打击", "factors": "堆垛过高", "likelihood": 2, "severity": 2, "colour": "blue",
         "controls": "限高 3 米", "control_level": "post"},
    ],
}  # fmt: skip
DAYS = {
    "until": "expires_on", "checked": "checked_on", "held": "held_on", "trained": "trained_on", "happened": "happened_on",
    "published": "published_on", "examined": "examined_on", "sent": "sent_on", "booked": "booked_on",
}  # fmt: skip


def load(demo):
    """Needs demo.firms and demo.bosses."""
    rng.seed(2027)
    firms = [firm for town in demo.towns for firm in demo.firms[town.code] if firm.status == "operating"]
    _keep("insurance", [_policy(demo, firm, n) for n, firm in enumerate(firms) if _insured(demo, firm)])
    _keep("operators", [row for firm in firms for row in _operators(demo, firm)])
    _trade_boards(demo, demo.towns[0])
    _keep("boards", [_board(demo, firm) for firm in demo.firms[demo.towns[0].code][::3]])
    lead = max(
        (f for f in firms if f.sector_id == "metals"), key=lambda f: (f.village_id[:9] == demo.towns[0].pk[:9], f.employees)
    )
    for slug, rows in LEAD.items():
        _keep(slug, [_row(demo, slug, lead, values) for values in rows])
    _keep("pledges", [_promise(demo, firm) for firm in firms[::2]])
    _tickets(demo, lead)
    others = [firm for firm in firms if firm != lead]
    _keep("no-contracts", [_no_contract(demo, firm) for n, firm in enumerate(others) if n % 7])
    _keep("duties", [_duty(demo, firm) for firm in others[::3]])
    _keep("training", [_taught(demo, firm) for firm in others[::4]])
    _keep("exams", [_examined(demo, firm) for firm in others[::5]])


def _name(rng):
    return rng.choice(SURNAMES) + rng.choice(GIVEN)


def _keep(slug, rows):
    bulk_create_with_history(rows, kind_of(slug).model)


def _of(slug, firm, **values):
    return kind_of(slug).model(enterprise=firm, village=firm.village, **values)


def _row(demo, slug, firm, values):
    """Days are told relative to today."""
    said = {DAYS.get(name, name): demo.day(value) if name in DAYS else value for name, value in values.items()}
    if slug == "risks":
        said |= {"owner": firm.safety_officer or firm.principal, "assessed_on": demo.day(-100)}
    if slug == "exams":
        said["year"] = said["examined_on"].year
    return _of(slug, firm, **said)


def _insured(demo, firm):
    return rng.random() < (0.86 if firm.high_risk else 0.3)


def _policy(demo, firm, number):
    ends = demo.day(rng.choices([-20, 12, 120, 250], [2, 6, 46, 46])[0] + rng.randrange(12))
    return _of(
        "insurance", firm, insurer=rng.choice(INSURERS), number=f"AZ{ends.year - 1}{number:06d}", people=firm.employees,
        per_person=400000, premium=firm.employees * 180, starts_on=ends - timedelta(days=365), expires_on=ends,
    )  # fmt: skip


def _operators(demo, firm):
    """Welders and electricians where things are made; the odd one without a certificate."""
    wanted = {"metals": 2, "building": 2, "special": 1, "logistics": 1}.get(firm.sector_id, 0)
    for number, trade in enumerate([Trade.WELDING, Trade.ELECTRIC][: wanted if firm.employees > 6 else 0]):
        bare = rng.random() < 0.05
        expires = None if bare else demo.day(rng.choices([-15, 10, 400], [1, 2, 17])[0] + rng.randrange(200))
        yield _of(
            "operators", firm, name=_name(rng), trade=trade, hired_by=firm.principal, expires_on=expires,
            number="" if bare else f"T330101{1970 + rng.randrange(30)}0{number + 1}11{rng.randrange(1000, 9999)}",
            issuer="" if bare else "县应急管理局", issued_on=None if bare else expires - timedelta(days=2190),
        )  # fmt: skip


def _board(demo, firm):
    office = firm.supervising_office
    return _of(
        "boards", firm, leader=_name(rng), official=office.name if office else "应急管理办公室",
        village_officer=demo.cadres[firm.village_id].name, duties="督促落实主体责任，每季度至少检查一次", hung_on=demo.day(-60),
    )  # fmt: skip


def _trade_boards(demo, town):
    """One for most trades: some made, some hung, some looked at since; the forest station has not begun."""
    officer = demo.people[town.code, "officer"][0]
    seen = [
        (office, sector) for office in demo.offices[town.code] for sector in office.sectors.all() if sector.pk != "forest"
    ]
    for number, (office, sector) in enumerate(seen):
        state = ("checked", "hung", "made")[number % 3]
        hung = None if state == "made" else demo.day(-80)
        board = TradeBoard.objects.create(
            township=town, office=office, sector=sector, leader=_name(rng), head=_name(rng), official=_name(rng),
            phone="0571-8800120", duties=f"{sector}行业每季度全面检查一遍，建立隐患台账，督促整改销号。", state=state,
            where="" if state == "made" else f"{office}一楼大厅", hung_on=hung, created_by=officer,
            checked_on=demo.day(-30) if state == "checked" else None,
        )  # fmt: skip
        steps = [
            ("begin", "制作责任牌", "made", -95, ""),
            ("hang", "挂牌", "hung", -80, ""),
            ("check", "查看", "checked", -30, "牌完好，人员在岗"),
        ]
        TradeBoardLog.objects.bulk_create(
            TradeBoardLog(
                subject=board, actor=officer, actor_title="应急办", action=action, action_label=label, to_state=to, note=note,
                at=timezone.make_aware(datetime.combine(demo.day(ago), time(10))),
            )
            for action, label, to, ago, note in steps[: {"made": 1, "hung": 2, "checked": 3}[state]]
        )  # fmt: skip


def _promise(demo, firm):
    signed = demo.day(-rng.randrange(10, 200))
    return _of(
        "pledges", firm, pledge_kind="promise", year=demo.today.year, person=firm.principal, signed_on=signed,
        content="落实全员安全生产责任制，保证安全投入，每月带队检查。",
    )  # fmt: skip


def _no_contract(demo, firm):
    return _of(
        "no-contracts", firm, year=demo.today.year, person=firm.principal, signed_on=demo.day(-58), note="厂区、门面都查过"
    )


def _duty(demo, firm):
    return _of(
        "duties", firm, list_kind="all", post="主要负责人", holder=firm.principal, published_on=demo.day(-70), where="门口公示栏",
        content="建立并落实全员责任制，保证安全投入，每月带队检查。",
    )  # fmt: skip


def _taught(demo, firm):
    return _of(
        "training", firm, person=firm.principal, post="主要负责人", topic="本岗位安全生产责任制", trained_on=demo.day(-65), hours=4,
        passed=True, on_duties=True,
    )  # fmt: skip


def _examined(demo, firm):
    day = demo.day(-50)
    return _of(
        "exams",
        firm,
        year=day.year,
        post="主要负责人",
        person=firm.principal,
        examined_on=day,
        outcome="fit",
        basis="按期带队检查",
    )


def _tickets(demo, firm):
    """One that is closed, one overdue, one that waits."""
    worker = next(w for w in kind_of("operators").model.objects.filter(enterprise=firm).order_by("pk") if w.number)
    boss = demo.bosses[firm.pk]
    for number, (day, state, place) in enumerate(
        [(-6, "closed", "一车间东侧"), (-1, "working", "喷漆房外墙"), (0, "asked", "锅炉房")], 1
    ):
        starts = timezone.make_aware(datetime.combine(demo.day(day), time(8)))
        ticket = FireTicket.objects.create(
            enterprise=firm, village=firm.village, number=f"DH{demo.today.year}-{number:04d}", level="second", place=place,
            work="管道焊接", method="电焊", worker=worker, guardian="池小满", applicant="麻明达", state=state, created_by=boss,
            starts_at=starts, ends_at=starts + timedelta(hours=9), measures="清理 10 米内可燃物\n配灭火器 2 具，监护人全程在场",
            **_done(state, starts, firm),
        )  # fmt: skip
        FireLog.objects.bulk_create(_steps(ticket, boss))


def _steps(ticket, boss):
    """The lines of its log up to its state."""
    steps = [("begin", "申请动火", "asked", ticket.starts_at - timedelta(hours=1), "")]
    if ticket.began_at:
        steps.append(("approve", "批准动火", "approved", ticket.approved_at, f"批准人 {ticket.approver}"))
        steps.append(("start", "开始作业", "working", ticket.began_at, ""))
    if ticket.closed_at:
        steps.append(("close", "完工关票", "closed", ticket.closed_at, "现场已清理，留守 30 分钟无火种"))
    for action, label, state, at, note in steps:
        yield FireLog(
            subject=ticket,
            actor=boss,
            actor_title="主要负责人",
            action=action,
            action_label=label,
            to_state=state,
            at=at,
            note=note,
        )


def _done(state, starts, firm):
    if state == "asked":
        return {}
    began = {"approver": firm.principal, "approved_at": starts, "began_at": starts + timedelta(minutes=20)}
    ended = starts + timedelta(hours=5)
    return began | ({"ended_at": ended, "closed_at": ended + timedelta(minutes=30)} if state == "closed" else {})
