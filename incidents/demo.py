"""Leads of the demonstration, in every state: fresh, under verification, refuted and taken up again, decided above."""

from datetime import datetime, time

from django.utils import timezone

from accounts.enums import Role
from core import clock
from core.workflow import advance

from . import services

# (days ago, source, summary, person, how far it went)
CASES = (
    (410, "petition", "来信反映石料加工点两年前有一名装载机司机夜班时被埋压身亡，企业称系突发疾病。", "贺某平", "refuted-again"),
    (395, "opinion", "短视频平台有人留言称某沙场曾有外地民工溺亡未上报。", "不详", "refuted-again"),
    (330, "tip", "有人电话反映镇上一家木器厂工人触电死亡后私下赔偿。", "温某", "refuted"),
    (300, "handed-down", "县里转办：卫生院死亡证明登记中一名死者职业为建筑工，死因为高处坠落。", "柴某军", "accident"),
    (280, "death-list", "死亡名单与参保名单比对命中：生前在冷库从事制冷维修。", "乔某林", "not-accident"),
    (240, "petition", "家属上访，称亲属在砖厂检修时被卷入皮带机，企业要求改称在家摔倒。", "闵某", "concealed"),
    (150, "opinion", "群众在网络问政栏目询问前年沼气池作业死亡一事的处理结果。", "不详", "doubtful"),
    (90, "tip", "匿名反映养殖场清粪时有两人中毒，其中一人不治。", "不详", "dismissed"),
    (40, "self-check", "企业自查填报：近三年有从业人员在工作期间死亡，经医院诊断为心源性猝死。", "岳某海", "reported"),
    (25, "death-list", "殡葬登记比对：死者生前为运输公司押运员，死亡地点在装卸区。", "裴某", "talking"),
    (12, "handed-down", "市里交办：回头看名单中涉及本镇的机械加工企业死亡事件，要求重新核查。", "冀某生", "verifying"),
    (4, "petition", "来访人称弟弟在工地打工时死亡，工头已失联。", "不详", "received"),
    (1, "tip", "电话反映某家具厂喷漆房去年起火有人受伤后死亡。", "不详", "received"),
)  # fmt: skip
TALKS = (
    ("工友", "当天我在另一个班，听说人是被抬出来的，具体在什么位置没有看到。"),
    ("家属", "厂里当天下午才打电话，我们到医院时人已经不在了。赔偿协议是第三天签的。"),
    ("原安全员", "那段时间没有夜班记录，考勤本后来找不到了。"),
)
ABOVE = {"not-accident": "青禾县应急管理局", "concealed": "青禾县人民政府"}


def load(demo):
    town = demo.towns[0]
    leader, team, others = _people(demo, town)
    for number, case in enumerate(CASES):
        village = demo.villages[town.code][number % len(demo.villages[town.code])]
        firms = [firm for firm in demo.firms[town.code] if firm.village_id == village.code]
        firm = demo.rng.choice(firms) if firms else None
        _Story(demo, case, village, firm, leader, team, others).tell()


def _people(demo, town):
    """The leader, a first team of two and a second team of others."""
    officers = demo.people[(town.code, Role.OFFICER)]
    staff = [*officers, *demo.people[(town.code, Role.DISCIPLINE)], *demo.people[(town.code, Role.DEPARTMENT)]]
    staff = list(dict.fromkeys(staff))
    return demo.people[(town.code, Role.LEADER)][0], staff[:2], staff[2:4]


class _Story:
    """One case told through the services, each step at its day."""

    def __init__(self, demo, case, village, firm, leader, team, others):
        self.demo, self.leader, self.team, self.others = demo, leader, team, others
        self.ago, self.source, self.summary, self.person, self.end = case
        self.village, self.firm = village, firm
        self.campaign = demo.campaigns[demo.towns[0].code][0]

    def on(self, days_after):
        day = self.demo.day(min(days_after - self.ago, 0))
        return clock.at(timezone.make_aware(datetime.combine(day, time(9 + days_after % 8, 20))))

    def tell(self):
        with self.on(0):
            lead = services.open_lead(
                village=self.village, enterprise=self.firm, source=self.source, summary=self.summary, person=self.person,
                happened_on=self.demo.day(-self.ago - 200), by=self.team[0],
                campaign=self.campaign if self.ago < 60 else None,
            )  # fmt: skip
            services.name_handler(lead=lead, user=self.team[1], by=self.leader)
        if self.end == "dismissed":
            with self.on(3):
                advance(lead, "dismiss", by=self.leader, note="反映事项不在本镇，已转交邻县")
        elif self.end != "received":
            self.verify(lead, self.team)

    def verify(self, lead, team, start=2):
        with self.on(start):
            due_on = clock.today() + (self.demo.day(30) - self.demo.today)
            row = services.start_verification(
                lead=lead, team=team, plan="走访企业、村委和家属，调取考勤、工资和就诊记录，分别谈话。", due_on=due_on, by=team[0]
            )
        if self.end == "verifying":
            return
        self.talk(row, team, start)
        if self.end == "talking":
            return
        with self.on(start + 18):
            findings = "经走访和谈话，现有陈述与考勤、就诊记录相互印证，未发现新的矛盾。"
            services.report(verification=row, findings=findings, proposal=self.proposal, by=team[0])
        if self.end != "reported":
            self.decide(lead, row, start + 20)

    @property
    def proposal(self):
        return "refuted" if self.end in ("refuted-again", "reported") else self.end

    def talk(self, row, team, start):
        for number, (relation, text) in enumerate(TALKS):
            with self.on(start + 3 + number):
                services.add_interview(
                    verification=row, by=team[0], person=f"{'赵钱孙'[number]}某", relation=relation, place="村委会会议室",
                    at=clock.now(), present="、".join(person.name for person in team), text=text,
                )  # fmt: skip

    def decide(self, lead, row, after):
        authority = ABOVE.get(self.proposal, "")
        with self.on(after):
            advance(row, "confirm", by=self.leader)
            services.conclude(
                lead=lead, conclusion=self.proposal, note="依据核查报告和相关证据作出结论。", by=self.leader, authority=authority,
                number=f"青安办函〔{clock.today().year}〕{lead.number[-2:]}号" if authority else "",
            )  # fmt: skip
        if self.end == "refuted-again" and len(self.others) == 2:
            self.end = "verifying"
            self.ago = 20
            with self.on(0):
                again = services.verify_again(former=lead, campaign=self.campaign, by=self.team[0])
                for person in self.others:
                    services.name_handler(lead=again, user=person, by=self.leader)
            self.verify(again, self.others)
