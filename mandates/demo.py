"""Lists of duties, the three lists of two periods, chains with gaps, and a review at each of its steps, of the first township."""

from datetime import datetime, time

from django.utils import timezone

from accounts.enums import Role
from checks.models import Inspection
from core import clock
from enterprises.models import Enterprise
from hazards.models import Hazard, Trade
from places.models import Office

from . import demo_texts as texts
from .holders import Holder
from .models import Mandate
from .services import chains, faults, lists, problems, reviews


def load(demo):
    town = demo.towns[0]
    officers, leaders = (demo.people.get((town.code, role)) or [] for role in (Role.OFFICER, Role.LEADER))
    if not (officers and leaders):
        return
    tale = _Tale(demo, town, officers[0], leaders)
    tale.lists()
    tale.sheets()
    tale.chains()
    tale.reviews()
    tale.faults()


class _Tale:
    def __init__(self, demo, town, officer, leaders):
        self.demo, self.town, self.officer, self.leaders = demo, town, officer, leaders
        self.offices = list(Office.objects.filter(township=town, is_active=True))
        people = demo.people.get((town.code, Role.DEPARTMENT)) or []
        self.heads = {user.membership.office_id: user for user in people}
        self.heads |= {officer.membership.office_id: officer} if officer.membership.office_id else {}

    def _at(self, ago, hour=10):
        return clock.at(timezone.make_aware(datetime.combine(self.demo.day(-ago), time(hour))))

    def lists(self):
        """Every office, and the first leader; one office is writing its second version."""
        for office in self.offices:
            self._list(Holder(office=office), texts.OFFICE, f"{office}负责人")
        self._list(Holder(person=self.leaders[0]), texts.LEADER, self.leaders[0].name)
        draft = lists.new(holder=Holder(office=self.offices[-1]), valid_from=self.demo.day(20), by=self.officer)
        lists.add(mandate=draft, by=self.officer, kind="duty", text="新建充电场所投用前联合核查", basis="年度工作要点")

    def _list(self, holder, items, charge):
        with self._at(200):
            row = lists.new(holder=holder, valid_from=self.demo.day(-190), basis="镇安委会成员单位职责分工", by=self.officer)
            for kind, text, basis, days in items:
                due = self.demo.day(days) if days is not None else None
                lists.add(mandate=row, by=self.officer, kind=kind, text=text, basis=basis, charge=charge, due_on=due)
        with self._at(192):
            lists.publish(mandate=row, by=self.leaders[0])

    def sheets(self):
        """The last half year's, accepted, with a line that goes on; this one's at every step."""
        busy = [office for office in self.offices if office.pk in self.heads][:3]
        with self._at(120):
            rows = problems.ask(offices=busy, by=self.officer, **self._span(-300, -121, -110))
        for number, row in enumerate(rows):
            self._filled(row, texts.PROBLEMS[number :: len(rows)], 112)
        with self._at(20):
            rows = problems.ask(offices=self.offices, by=self.officer, **self._span(-120, 40, -2))
        for row in rows[:1]:
            if row.office_id in self.heads:
                self._drawn(row)

    def _span(self, first, last, due):
        """Days from today; named by its months."""
        starts_on, ends_on = self.demo.day(first), self.demo.day(last)
        later = f"{ends_on.year}年" if ends_on.year != starts_on.year else ""
        period = f"{starts_on.year}年{starts_on.month}月至{later}{ends_on.month}月"
        return {"starts_on": starts_on, "ends_on": ends_on, "due_on": self.demo.day(due), "period": period}

    def _filled(self, row, said, ago):
        by, made = self.heads[row.office_id], []
        with self._at(ago):
            for text, measures, responsible, days, done in said:
                due = self.demo.day(days)
                line = problems.add(sheet=row, text=text, measures=measures, responsible=responsible, due_on=due, by=by)
                made.append((line, done))
            problems.submit(sheet=row, by=by, note="" if said else texts.NONE)
        judge = self.leaders[0] if row.office.is_safety_office else self.officer
        with self._at(ago - 3):
            problems.judge(sheet=row, action="accept", by=judge)
        with self._at(ago - 30):
            for line, done in made:
                if done:
                    problems.move(problem=line, action="finish", note=done, by=by)

    def _drawn(self, row):
        """Two open hazards and what the office saw itself."""
        by = self.heads[row.office_id]
        rows = Hazard.objects.visible_to(by).open().order_by("-found_on", "pk")[:2]
        with self._at(5):
            for hazard in rows:
                problems.add(
                    sheet=row, hazard=hazard, measures="跟踪整改，到期到现场复查", responsible=by.name,
                    due_on=hazard.due_on or self.demo.day(20), by=by,
                )  # fmt: skip
            text, measures, responsible, days, _ = texts.PROBLEMS[0]
            problems.add(sheet=row, text=text, measures=measures, responsible=responsible, due_on=self.demo.day(15), by=by)

    def chains(self):
        named = {office.name: office for office in self.offices}
        duty = [office for office in self.offices if office.has_safety_duty] or self.offices
        pick = lambda number: duty[number % len(duty)]  # noqa: E731
        trade = Trade.objects.filter(township=self.town).order_by("-state", "pk").first()
        firms = list(
            Enterprise.objects.filter(village__in=self.demo.villages[self.town.code]).operating().order_by("pk")[:40]
        )
        for offset, (name, basis, links) in enumerate(texts.CHAINS):
            chain = chains.new(name=name, basis=basis, by=self.officer)
            for number, (link, duties, days, lead) in enumerate(links):
                office = named.get(lead) or (pick(number + offset) if lead is not None else None)
                support = [pick(number + offset + 1)] if pick(number + offset + 1) != office else []
                chains.keep_link(
                    chain=chain, name=link, order=number + 1, lead=office, duties=duties, within_days=days, by=self.officer,
                    trade=trade if lead is None else None, supports=support, inspections=self._visits(number + offset),
                    enterprises=firms[number * 3 + offset : number * 3 + offset + 3] if number < 3 else [],
                )  # fmt: skip

    def _visits(self, number):
        rows = (
            Inspection.objects.visible_to(self.officer)
            .signed()
            .filter(kind__in=("office", "joint"))
            .order_by("-held_on", "pk")
        )
        return rows[number : number + 1] if number % 2 == 0 else []

    def reviews(self):
        held = list(Mandate.objects.filter(township=self.town).in_force().order_by("pk"))
        with self._at(60):
            rows = reviews.ask(mandates=held, by=self.officer, **self._span(-180, -61, -45))
        for number, row in enumerate(rows):
            by = row.person or self.heads.get(row.office_id)
            if by:
                self._reviewed(row, by, judged=number % 3 != 2)

    def _reviewed(self, row, by, judged):
        with self._at(50):
            for number, line in enumerate(row.lines.select_related("item")):
                short = number == 1
                reviews.answer(
                    line=line, did=texts.DID[number % len(texts.DID)], is_short=short, mend="补齐台账，按月核对" if short else "",
                    mend_by=self.demo.day(-10) if short else None, by=by,
                )  # fmt: skip
            reviews.submit(review=row, by=by)
        judge = next((user for user in self.leaders if user.pk != row.person_id), None)
        if not (judged and judge):
            return
        with self._at(40):
            reviews.judge(review=row, word=texts.WORD, short=[], mend_by=None, by=judge)
        if row.office_id != self.officer.membership.office_id:
            with self._at(15):
                line = row.lines.filter(is_short=True).first()
                reviews.mended(line=line, on=self.demo.day(-15), what="台账已补齐，经办人和审核人签字", by=by)

    def faults(self):
        """One waits for a leader, one was handed to discipline."""
        villages = self.demo.villages[self.town.code]
        for (ago, kind, facts, materials), village in zip(texts.FAULTS, villages, strict=False):
            with self._at(ago):
                row = faults.note(
                    village=village, kind=kind, seen_on=clock.today(), facts=facts, materials=materials, by=self.officer
                )
            if materials:
                with self._at(ago - 1):
                    row = faults.judge(fault=row, action="confirm", note="入户核对两户，情况属实", by=self.leaders[0])
                with self._at(ago - 2):
                    faults.hand(fault=row, by=self.officer)
