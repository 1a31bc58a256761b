"""Leads of the demonstration, in every state: fresh, under verification, refuted and taken up again, decided above."""

import io
from datetime import datetime, time, timedelta

from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image, ImageDraw

from accounts.enums import Role
from campaigns.models import Campaign
from core import clock
from evidence import photos

from . import access, demo_shown, services
from .briefs import figures, rhythm
from .briefs import services as briefs
from .custody import demo as custody
from .deaths import demo as deaths
from .demo_texts import (
    ABOVE,
    ANSWER,
    BRIEF_RESULT,
    BRIEF_TEXTS,
    BRIEFS,
    CASES,
    DEFAULT_TALKS,
    FINDINGS,
    INSTRUCTION,
    LOOKED_AWAY,
    MATERIALS,
    PLAN,
    REASONS,
    SEEN_AROUND,
    TALKS,
)
from .direct import demo as direct
from .enums import AccessAction, LeadSource
from .guard import demo as guard
from .matching import demo as matching
from .models import Lead
from .pledges import demo as pledges
from .services import referrals
from .tips import demo as tips
from .tips import demo_hanging as hanging

SURNAMES = "赵钱孙李周吴郑王冯陈褚卫"


def load(demo):
    pledges.load(demo)
    town = demo.towns[0]
    _looks_back(demo, town)
    leader, team, others = _people(demo, town)
    for number, case in enumerate(CASES):
        village = demo.villages[town.code][number % len(demo.villages[town.code])]
        firms = [firm for firm in demo.firms[town.code] if firm.sector_id == case[2]]
        firm = demo.rng.choice(firms) if firms else None
        _Story(demo, case, firm.village if firm else village, firm, leader, team, others).tell()
    _looks(demo, town, leader, team, others)
    matching.load(demo, leader, team[0])
    deaths.load(demo, leader, team[0])
    tips.load(demo, leader, team[0])
    hanging.load(demo, team[0])
    direct.load(demo, leader)
    custody.load(demo, leader, team, scan)
    guard.load(demo, leader, team, others)
    _briefs(demo, town, leader, team[0])
    demo_shown.load(demo, leader)


def _looks_back(demo, town):
    """The first campaign is also about deaths nobody told of."""
    for campaign in demo.campaigns[town.code][:1]:
        campaign.looks_back = True
        campaign.save(update_fields=["looks_back"])


def _people(demo, town):
    """The leader, a first team of two and a second team of others."""
    officers = demo.people[(town.code, Role.OFFICER)]
    staff = [*officers, *demo.people[(town.code, Role.DISCIPLINE)], *demo.people[(town.code, Role.DEPARTMENT)]]
    staff = list(dict.fromkeys(staff))
    return demo.people[(town.code, Role.LEADER)][0], staff[:2], staff[2:4]


def _at(day, hour):
    return clock.at(timezone.make_aware(datetime.combine(day, time(hour, 20))))


def _looks(demo, town, leader, team, others):
    """What a leader finds in the record of looks: views, an export, somebody who tried without being named."""
    leads = list(Lead.objects.filter(village__code__startswith=town.code[:9]).order_by("received_at"))
    for number, lead in enumerate(leads[-6:]):
        with _at(demo.day(-1), 9 + number):
            access.log(lead=lead, by=leader, action=AccessAction.VIEW)
            access.log(lead=lead, by=team[number % 2], action=AccessAction.VIEW)
    with _at(demo.day(-9), 10):
        known = [lead for lead in leads if lead.received_at < clock.now()]
        access.log_many(leads=known[-8:], by=leader, action=AccessAction.EXPORT, detail="县安委办督导组现场核对台账")
    if others:
        with _at(demo.day(-3), 16):
            access.log(lead=leads[-3], by=others[-1], action=AccessAction.REFUSED, detail="不是经办人")


def scan():
    """A picture of a page, as a scanner makes it: a red rule and grey lines."""
    page = Image.new("RGB", (420, 594), "white")
    pen = ImageDraw.Draw(page)
    pen.rectangle((60, 118, 360, 121), fill="#d0021b")
    for top in range(160, 470, 22):
        pen.rectangle((60, top, 330 if top == 160 else 360, top + 7), fill="#8a8a8a")
    pen.ellipse((255, 455, 335, 535), outline="#d0021b", width=4)
    out = io.BytesIO()
    page.save(out, "PNG")
    return ContentFile(out.getvalue(), name="认定文件扫描件.png")


class _Story:
    """One case told through the services, each step at its day."""

    def __init__(self, demo, case, village, firm, leader, team, others):
        self.demo, self.leader, self.team, self.others = demo, leader, team, others
        self.ago, self.source, _, self.summary, self.person, self.end = case
        self.village, self.firm = village, firm
        self.campaign = next(iter(demo.campaigns[demo.towns[0].code]), None)

    def on(self, days_after):
        """At some hour that many days after the case came in; never later than yesterday."""
        return _at(self.demo.day(min(days_after - self.ago, -1)), 9 + days_after % 8)

    def tell(self):
        with self.on(0):
            lead = services.open_lead(
                village=self.village, enterprise=self.firm, source=self.source, summary=self.summary, person=self.person,
                happened_on=self.demo.day(-self.ago - 200), by=self.team[0],
                campaign=self.campaign if self.ago < 42 else None,
            )  # fmt: skip
            if self.ago > 1:
                services.name_handler(lead=lead, user=self.team[1], by=self.leader)
        if self.end == "dismissed":
            with self.on(3):
                services.dismiss(lead=lead, by=self.leader, note="反映事项不在本镇，已转交邻县")
        elif self.end in ("handed", "answered"):
            self.hand_over(lead)
        elif self.end != "received":
            self.verify(lead, self.team)

    def hand_over(self, lead):
        """Another body verifies: the paper is on its way there, or has been answered."""
        body = "青禾县公安局" if lead.source == LeadSource.POLICE else "青禾县应急管理局"
        kind, competence = ("police", "police") if lead.source == LeadSource.POLICE else ("upward", "county")
        with self.on(2):
            services.decide_competence(lead=lead, competence=competence, body=body, due_on=self.demo.day(30), by=self.leader)
        with self.on(3):
            row = services.refer(
                lead=lead, kind=kind, to_body=body, facts=self.summary, materials=MATERIALS, by=self.team[0]
            )
        with self.on(4):
            sent = {
                "sent_on": clock.today(),
                "answer_by": self.demo.day(12),
            }
            referrals.step(referral=row, action="send", by=self.team[0], **sent)
        with self.on(6):
            referrals.step(referral=row, action="receive", by=self.team[0], received_on=clock.today(), receipt="收发室签收")
        if self.end == "answered":
            with self.on(18):
                values = {
                    "answered_on": clock.today(),
                    "answer": ANSWER,
                    "answer_number": f"青应急函〔{clock.today().year}〕31号",
                }
                referrals.step(referral=row, action="answer", by=self.team[0], **values)

    def verify(self, lead, team, start=2):
        with self.on(start - 1):
            due_on = self.demo.day(30 + start - self.ago)
            services.decide_competence(lead=lead, competence="township", by=self.leader)
        with self.on(start):
            row = services.start_verification(lead=lead, team=team, plan=PLAN, due_on=due_on, by=team[0])
        if self.end == "verifying":
            return
        self.talk(row, team, start)
        if self.end == "talking":
            return
        with self.on(start + 18):
            findings = FINDINGS.get(self.end) or FINDINGS[self.outcome]
            services.report(verification=row, findings=findings, proposal=self.outcome, by=team[0])
        if self.end == "sent-back":
            with self.on(start + 20):
                services.send_back(verification=row, note="缺少医院抢救记录，请补充并询问当班的行车工", by=self.leader)
        elif self.end != "reported":
            self.decide(lead, row, start + 20)

    @property
    def outcome(self):
        """The conclusion the case goes to."""
        return {"refuted-again": "refuted", "sent-back": "refuted", "reported": "not-accident"}.get(self.end, self.end)

    def talk(self, row, team, start):
        with self.on(start + 2):
            services.add_visit(
                verification=row, by=team[0], at=clock.now(), place="企业门口商铺", met="店主",
                visitors="、".join(person.name for person in team), learnt=SEEN_AROUND,
            )  # fmt: skip
        for number, (relation, text) in enumerate(TALKS.get(self.outcome, DEFAULT_TALKS)):
            with self.on(start + 3 + number):
                kept = services.add_interview(
                    verification=row, by=team[number % 2], person=f"{self.demo.rng.choice(SURNAMES)}某", relation=relation,
                    place="村委会会议室", at=clock.now(), present="、".join(person.name for person in team), text=text,
                )  # fmt: skip
                if number or self.end != "talking":
                    services.sign(interview=kept, signing="signed", by=team[number % 2])
        if self.end == "talking":
            with self.on(start + 5):
                at = clock.now() + timedelta(days=self.ago + 1)
                services.arrange(
                    verification=row, by=team[0], person=f"{self.demo.rng.choice(SURNAMES)}某", relation="当班班长", at=at,
                    where="village", place="二楼会议室",
                )  # fmt: skip

    def decide(self, lead, row, after):
        authority, code = ABOVE.get(self.outcome, ("", ""))
        scans = [photos.keep(scan(), by=self.leader).pk] if code else []
        with self.on(after):
            services.confirm(verification=row, by=self.leader)
            if self.outcome == "written-off":
                self.apply(lead, authority)
            services.conclude(
                lead=lead, conclusion=self.outcome, note=REASONS[self.outcome], by=self.leader, authority=authority,
                number=f"{code}〔{clock.today().year}〕{int(lead.number[-4:]) + 11}号" if code else "",
                scans=scans,
            )  # fmt: skip
        if self.end == "concealed":
            self.hand_to_discipline(lead)
        if self.end == "refuted-again" and self.campaign and len(self.others) == 2:
            self.again(lead)

    def apply(self, lead, authority):
        """A death is written off by who is asked to."""
        row = services.refer(lead=lead, kind="write-off", to_body=authority, facts=FINDINGS["written-off"], by=self.leader)
        referrals.step(referral=row, action="send", by=self.leader, sent_on=clock.today(), answer_by=self.demo.day(20))
        values = {"answered_on": clock.today(), "answer": REASONS["written-off"], "answer_number": ""}
        referrals.step(referral=row, action="answer", by=self.leader, **values)

    def hand_to_discipline(self, lead):
        """What those who looked away answer for; discipline has not signed for it yet."""
        with self.on(self.ago - 3):
            row = services.refer(
                lead=lead, kind="discipline", to_body=f"{self.demo.towns[0].name}纪委", facts=LOOKED_AWAY, materials=MATERIALS,
                by=self.leader,
            )  # fmt: skip
        with self.on(self.ago - 2):
            answer_by = self.demo.day(20)
            referrals.step(referral=row, action="send", by=self.leader, sent_on=clock.today(), answer_by=answer_by)

    def again(self, former):
        """The running campaign takes the case up: another team talks, or has only just begun."""
        self.end = "talking" if self.ago == 410 else "verifying"
        self.ago = 24
        with self.on(0):
            lead = services.verify_again(former=former, campaign=self.campaign, by=self.leader)
            for person in self.others:
                services.name_handler(lead=lead, user=person, by=self.leader, until=self.demo.day(60))
        self.verify(lead, self.others)


def _briefs(demo, town, leader, officer):
    """One report of each way: filed, done, being carried out, waiting for a word."""
    campaign = next(iter(demo.campaigns[town.code]), None)
    liaison = next(iter(demo.people.get((town.code, Role.LIAISON), ())), None)
    for ago, kind, title, way in BRIEFS:
        with _at(demo.day(-ago), 9):
            writer = liaison if kind == "classed" and liaison else officer
            text = BRIEF_TEXTS[kind] if writer == liaison else f"{figures.opening(officer, campaign)}{BRIEF_TEXTS[kind]}"
            owed = rhythm.open_periods(Campaign.objects.filter(pk=campaign.pk)) if campaign and kind == "regular" else []
            period = owed[0] if owed else None
            row = briefs.write(by=writer, kind=kind, title=title, text=text, campaign=campaign, period=period)
        for number, action in enumerate(way, 1):
            values = {
                "instruct": {"instruction": INSTRUCTION, "due_on": demo.day(5 - ago)},
                "finish": {"result": BRIEF_RESULT},
            }
            by = {"submit": writer, "finish": officer}.get(action, leader)
            with _at(demo.day(min(number - ago, -1)), 14):
                if action == "instruct":
                    values["instruct"]["due_on"] = max(values["instruct"]["due_on"], clock.today())
                briefs.step(brief=row, action=action, by=by, **values.get(action, {}))
