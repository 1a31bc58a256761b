"""Transfers, new trades, powers and penalty cases of the demonstration's first township, through the services themselves."""

from datetime import datetime, time

from django.utils import timezone

from accounts.enums import Role
from core import clock
from places.models import Office

from . import rules_transfer
from .models import Hazard
from .rules import BEING_MENDED
from .services import offences, penalties, trades, transfer

# (days ago, kind, to which outside body, matter, how far it has gone)
OUTSIDE = (
    (70, "crime", "县公安局", "加油点涉嫌非法储存危险物质", 3),
    (34, "sublet", "县住房和城乡建设局", "仓库改造工程违法分包", 2),
    (12, "power", "县应急管理局", "特种作业人员无证上岗，本乡镇没有处罚权", 1),
    (2, "discipline", "县纪委监委", "检查人员隐瞒不报隐患线索", 0),
)
FAVOURED = "市场监督管理所"  # the office whose account the demonstration prints
TRADES = (("露营营地", "林区明火、气罐和临时用电无人监管"), ("电动自行车换电柜", "沿街设置，电池起火风险高"))
OFFENCES = (
    {"name": "未制定应急预案或未定期演练", "basis": "《安全生产法》第九十七条", "most_unit": 100_000, "most_person": 50_000},
    {"name": "无证储存成品油", "basis": "《危险化学品安全管理条例》有关条款（由应急办核对）"},
)
FACTS = ("未按规定对从业人员进行安全培训", "特种作业人员未持证上岗", "未如实记录隐患排查治理情况")


def load(demo):
    town = demo.towns[0]
    officers, offices = demo.people.get((town.code, Role.OFFICER)), demo.people.get((town.code, Role.DEPARTMENT))
    leaders = demo.people.get((town.code, Role.LEADER))
    if not (officers and offices and leaders):
        return
    officer, leader = officers[0], leaders[0]
    office = next((person for person in offices if person.membership.office.name == FAVOURED), offices[0])
    _outside(demo, officer)
    _between(officer, office, town)
    _routes(demo, officer, town)
    _trades(demo, officer, office)
    _cases(demo, officer, leader, town)


def _on(demo, days_ago, hour=10):
    return clock.at(timezone.make_aware(datetime.combine(demo.day(-days_ago), time(hour))))


def _outside(demo, officer):
    for days, kind, body, matter, steps in OUTSIDE:
        with _on(demo, days):
            row = transfer.send(
                by=officer, kind=kind, matter=matter, facts=f"巡查发现{matter}，现将有关材料一并移送。", to_body=body
            )
        said = ({"receiver": "值班室"}, {"result": "已受理核查"}, {"answer": "已依法处理"})
        acts = (transfer.receive, transfer.handle, transfer.answer)
        for number, (act, values) in enumerate(zip(acts[:steps], said, strict=False), 1):
            with _on(demo, days - 2 * number):
                row = act(transfer=row, by=officer, **values)


def _between(officer, office, town):
    """Two hazards of now, handed to an office: one waits, one came back."""
    to = Office.objects.get(pk=office.membership.office_id)
    rows = Hazard.objects.filter(village__code__startswith=town.prefix).open().exclude(office=to).order_by("-found_on", "pk")
    for number, hazard in enumerate(rows[:2]):
        sent = transfer.send(
            by=officer, kind="duty", hazard=hazard, to_office=to, matter=f"{hazard.description[:60]}（行业监管）",
            facts=f"{hazard.unit}{hazard.location}：{hazard.description}",
        )  # fmt: skip
        if number:
            transfer.refuse(transfer=sent, by=office, note="不在本所监管的行业目录内")


def _routes(demo, officer, town):
    """Two problems that mending does not end: one sent to the party committee, one not sent yet; an offence let pass."""
    rows = Hazard.objects.filter(village__code__startswith=town.prefix, state__in=BEING_MENDED).order_by("found_on", "pk")
    for hazard, kind in zip(rows[:2], ("system", "mechanism"), strict=False):
        hazard.problem_kind = kind
        hazard.save(update_fields=["problem_kind"])
    if rows:
        facts = "该行业没有明确监管站所，多次检查均由临时抽调人员承担，整改无人跟踪。"
        body = f"中共{town.name}委员会"
        with _on(demo, 8):
            transfer.send(
                by=officer, kind="system", hazard=rows[0], matter="监管力量和职责不落实", facts=facts, to_body=body
            )
    said = {"matter": "对无证储油点三次检查均未处理", "facts": "三次检查记录均写未发现问题，现场储油罐已使用两年。"}
    with _on(demo, 4):
        transfer.send_ways(by=officer, bodies=rules_transfer.THREE_WAYS, **said)


def _trades(demo, officer, office):
    for number, (name, what) in enumerate(TRADES):
        with _on(demo, 5):
            trade = trades.ask(by=officer, name=name, what=what)
        with _on(demo, 3):
            if number:
                trades.claim(trade=trade, by=office, basis="main")
            else:
                trades.dispute(trade=trade, by=office, note="营地在林区，应由林业站牵头")


def _cases(demo, officer, leader, town):
    """Two powers, one enterprise punished three times within half a year, the last time without its principal."""
    with _on(demo, 300):
        day = clock.today()
        penalties.grant_power(
            by=officer, kind="fine", from_on=day, document=f"县政发〔{day.year}〕3号", scope_note="安全生产领域小额罚款"
        )
        penalties.grant_power(
            by=officer,
            kind="stop",
            from_on=day,
            document=f"县政发〔{day.year}〕4号",
            scope_note="重大隐患现场处置，限整改期间",
        )
        kept = [offences.keep_offence(by=officer, **told) for told in OFFENCES]
    for number, facts in enumerate(FACTS):
        days = 150 - 60 * number
        with _on(demo, days):
            case = penalties.file_case(
                by=officer, enterprise=demo.firms[town.code][0], facts=facts, basis="《安全生产法》第九十七条"
            )
            case = penalties.review(case=case, by=leader, opinion="事实清楚、程序合法")
            case = penalties.keep_record(case=case, by=officer, record="执法记录仪视频 1 段，存应急办档案柜")
        with _on(demo, days - 4):
            for half, target in enumerate(("enterprise", "principal")[: 1 if number == 2 else 2], 1):
                document = f"应急罚〔{clock.today().year}〕{number * 2 + half}号"
                case = penalties.punish(
                    case=case,
                    by=officer,
                    target=target,
                    kind="fine",
                    amount=5000 * half,
                    decided_on=clock.today(),
                    document=document,
                )
    with _on(demo, 6):
        penalties.file_case(by=officer, enterprise=demo.firms[town.code][1], facts="未建立应急预案", offence=kept[0])
