"""Papers of the demonstration, made through the services at past moments: issued, received, waiting and withdrawn."""

import re
import sys
from datetime import datetime, time, timedelta

from django.utils import timezone

from accounts.enums import Role
from circulars.layout import editable
from core import clock
from core.workflow import advance
from places.models import Office, Place

from . import countersign, demo_seal, drafts, prefill, seals, services, typeset, wording
from . import demo_texts as texts
from .enums import PaperKind, PaperState, Verdict
from .models import Paper, PaperNumber
from .people import Recipients

ORDERS, NEXT_DOOR = 8, 2
ASKED = "市场监督管理所"  # which can be logged in to
SHARES = (0.74, 0.14)  # of the copies: signed for, only read; the rest lies unread


def load(demo):
    """Makes nothing, and says so, while the faces of papers are not installed."""
    try:
        typeset.faces_or_refuse()
    except typeset.Untypable as error:
        print(f"演示公文没有生成：{error}", file=sys.stderr)
        return
    for town, orders in zip(demo.towns, (ORDERS, NEXT_DOOR), strict=False):
        office = _Office(demo, town)
        if town == demo.towns[0]:
            office.seal_and_wording()
        plans = [*office.circulars(), *office.orders(orders), *office.urgings()]
        for day, act in sorted(plans, key=lambda plan: plan[0]):
            act(day)
        if town == demo.towns[0]:
            office.under_way()


class _Office:
    """The safety office of one township at its desk: each plan is (day, what to do that day)."""

    def __init__(self, demo, town):
        self.demo, self.town, self.rng = demo, town, demo.rng
        self.officer = demo.people[(town.code, Role.OFFICER)][0]
        self.leader = demo.people[(town.code, Role.LEADER)][0]

    # plans
    def circulars(self):
        for campaign in self.demo.campaigns[self.town.code]:
            if campaign.dispatched_at:
                yield timezone.localdate(campaign.dispatched_at), lambda day, row=campaign: self._of_campaign(row, day)
        if self.town == self.demo.towns[0]:
            yield self.demo.day(-24), lambda day: self._circular(texts.BULLETIN, day)
            yield self.demo.day(-9), lambda day: self._circular(texts.WRONG, day, withdrawn=True)
            yield self.demo.day(-4), lambda day: self._circular(texts.WEEK, day, fresh=True)
            yield (
                self.demo.day(-2),
                lambda day: self._circular(texts.FIRMS, day, fresh=True, units=self._firms()[:12], sealed=True),
            )
            yield self.demo.day(-7), self._records
            yield self.demo.day(-5), self._tip
            yield self.demo.day(-1), self._recheck

    def orders(self, count):
        """To enterprises whose hazards are open or were closed lately, the one to log in with first."""
        seen = set()
        for hazard in self._hazards():
            day = hazard.found_on + timedelta(days=3)
            if hazard.enterprise_id in seen or day >= self.demo.today or len(seen) == count:
                continue
            seen.add(hazard.enterprise_id)
            yield day, lambda day, row=hazard: self._order(row, day)

    def _hazards(self):
        for number, firm in enumerate(self._firms()):
            first = self.demo.day(-80 if number else -300)
            rows = firm.hazards.exclude(state__in=["draft", "found", "cancelled"]).filter(found_on__gte=first)
            yield from rows.filter(due_on__isnull=False).order_by("-found_on")[:1]

    def _firms(self):
        """Those with a head to sign for them, the one to log in with first."""
        firms = [firm for firm in self.demo.firms[self.town.code] if firm.pk in self.demo.bosses]
        return sorted(firms, key=lambda firm: self.demo.bosses[firm.pk].username != "qiye")

    def urgings(self):
        for order, (campaign, rows) in enumerate(self._late()):
            day = self.demo.day(-3 + order % 2)
            yield day, lambda day, row=campaign, late=rows, n=order: self._urging(row, late, day, n)

    def _late(self):
        """(campaign, late assignments) of up to four units of the running campaign."""
        for campaign in self.demo.campaigns[self.town.code][:1]:
            rows = campaign.assignments.filter(state__in=["open", "returned"], due_on__lt=self.demo.day(-5))
            groups = {}
            for row in rows.select_related("task", "place", "office", "enterprise").order_by("due_on"):
                groups.setdefault((row.place_id, row.office_id, row.enterprise_id), []).append(row)
            yield from ((campaign, group[:4]) for group in list(groups.values())[:4])

    # acts
    def _of_campaign(self, campaign, day):
        title, body = editable(campaign.circular.text)
        rows = campaign.assignments.select_related("place", "office", "enterprise")
        units = list({(r.place_id, r.office_id, r.enterprise_id): r.unit for r in rows}.values())
        with _at(day - timedelta(days=1), 9):
            paper = drafts.draft_circular(title=title, body=body, units=units, by=self.officer, subject=campaign)
        self._numbered_by_hand_until(campaign)
        campaign.paper = self._issue(paper, day)
        campaign.save(update_fields=["paper"])
        self._receive(campaign.paper, day)

    def _numbered_by_hand_until(self, campaign):
        """The circular's own number is the next one: those before it were given on paper."""
        year, number = map(int, re.findall(r"\d+", campaign.doc_number))
        keys = {"township": self.town, "code": services.code_of(PaperKind.CIRCULAR, self.town), "year": year}
        counter, _ = PaperNumber.objects.get_or_create(**keys)
        counter.last = max(counter.last, number - 1)
        counter.save()

    def seal_and_wording(self):
        """A leader named the officer who keeps the seal; one standing sentence was changed by the office."""
        with _at(self.demo.day(-60), 9):
            seals.name_keeper(person=self.officer, from_on=self.demo.day(-60), by=self.leader)
        with _at(self.demo.day(-60), 10):
            seals.register(
                picture=demo_seal.picture(f"{self.town.name}人民政府", typeset.faces_or_refuse()), by=self.officer
            )
        with _at(self.demo.day(-40), 10):
            said = wording.defaults(PaperKind.TIP) | {"closing": texts.CLOSING}
            wording.save(kind=PaperKind.TIP, texts=said, base=0, note=texts.WHY_CLOSING, by=self.officer)

    def _circular(self, words, day, *, withdrawn=False, fresh=False, units=None, sealed=False):
        with _at(day - timedelta(days=1), 15):
            paper = self._draft(words, units)
        paper = self._issue(paper, day, sealed=sealed)
        self._receive(paper, day, fresh=fresh)
        if withdrawn:
            with _at(day + timedelta(days=1), 10):
                services.withdraw(paper=paper, by=self.leader, note=texts.WHY_WITHDRAWN)

    def _draft(self, words, units=None):
        title, body = (text.format(town=self.town.name) for text in words)
        if units is None:
            villages = Place.objects.within(self.town).villages()
            units = [*villages, *Office.objects.filter(township=self.town, is_active=True)]
        return drafts.draft_circular(title=title, body=body, units=units, by=self.officer)

    def _order(self, hazard, day):
        with _at(day, 9):
            paper = drafts.draft_order(
                unit=hazard.enterprise, hazards=[(hazard.description, hazard.location)], found_on=hazard.found_on,
                due_on=max(hazard.due_on, day + timedelta(days=5)), inspectors=self.rng.choice(texts.INSPECTORS),
                measures=texts.MEASURES if hazard.grade == "major" else "", sources=[hazard.pk], subject=hazard,
                by=self.officer,
            )  # fmt: skip
        self._receive(self._issue(paper, day), day, fresh=day > self.demo.day(-8))

    def _urging(self, campaign, rows, day, number):
        with _at(day, 10):
            paper = drafts.draft_urging(
                unit=rows[0].unit, tasks=[(row.task.title, row.due_on) for row in rows],
                due_on=self.demo.day(5), note=texts.NOTES[number % 3], subject=campaign, by=self.officer,
            )  # fmt: skip
        self._receive(self._issue(paper, day), day, fresh=number == 0)

    def _tip(self, day):
        firms = self._firms()[:4]
        with _at(day, 9):
            paper = self._written(PaperKind.TIP, units=firms, **texts.TIP)
        self._receive(self._issue(paper, day), day)

    def _recheck(self, day):
        """Of the oldest order in force."""
        rows = Paper.objects.filter(township=self.town, kind=PaperKind.ORDER, state=PaperState.ISSUED)
        if (order := rows.order_by("issued_on", "number").first()) is None:
            return
        with _at(day, 9):
            found = [f"{hazard}，已整改到位" for hazard in order.content["hazards"]]
            paper = self._written(
                PaperKind.RECHECK, source=order, checked_on=day.isoformat(), findings="\n".join(found),
                verdict=Verdict.DONE, inspectors=texts.INSPECTORS[0],
            )  # fmt: skip
        self._receive(self._issue(paper, day), day)

    def _written(self, kind, *, source=None, units=None, title="", **content):
        """A paper of a kind as its form would make it."""
        start = prefill.begin(kind, by=self.officer, source=source)
        return services.draft(
            kind=kind, title=title or start.title, content={**start.content, **content}, by=self.officer,
            units=units if units is not None else start.units,
        )  # fmt: skip

    def _records(self, day):
        """What was seen on the spot, what was said, what went to another office, what was reported above."""
        firm, span = self._firms()[0], {"held_on": day.isoformat(), "begun": "09:10", "ended": "10:25"}
        seen = {"unit": firm.name, "place": firm.address or firm.name, "principal": f"{firm.principal}（主要负责人）"}
        with _at(day, 11):
            rows = [
                self._written(PaperKind.INSPECTION, units=[firm], **texts.INSPECTED, **seen, **span),
                self._written(PaperKind.INTERVIEW, work=f"{firm.name} 搬运工", **texts.TALK, **span),
                self._written(PaperKind.TRANSFER, reply_by=self.demo.day(10).isoformat(), **texts.TRANSFER),
                self._written(PaperKind.REPORT, checked_on=day.isoformat(), **texts.REPORT),
            ]
        for paper in rows:
            self._issue(paper, day)

    def _issue(self, paper, day, *, sealed=False):
        with _at(day, 14):
            services.review(paper=paper, by=self.officer)
        with _at(day, 15):
            services.sign(paper=paper, by=self.leader)
            if sealed:
                seals.place(paper=paper, by=self.officer, note="印发给企业")
        with _at(day, 16):
            return services.issue(paper=paper, by=self.officer, due_on=day + timedelta(days=5))

    def _receive(self, paper, day, *, fresh=False):
        """Units read and sign within four days; of a fresh paper fewer have, and the accounts to log in with have not."""
        rows = list(paper.receipts.select_related("paper", "place", "office", "enterprise"))
        people = Recipients(rows)
        for receipt in rows:
            who = next(iter(people.of(receipt)), None)
            if who is None or (fresh and who.username in ("cungan", "qiye", "zhansuo")):
                continue
            self._sign(receipt, who, day, chance=self.rng.random() + (0.3 if fresh else 0))

    def _sign(self, receipt, who, day, *, chance):
        moment = min(day + timedelta(days=self.rng.randrange(4)), self.demo.today - timedelta(days=1))
        if moment < day or chance > sum(SHARES):
            return
        with _at(moment, 17 if moment == day else self.rng.randrange(8, 18)):
            advance(receipt, "read", by=who)
            if chance < SHARES[0]:
                services.sign_receipt(receipt=receipt, by=who)

    def under_way(self):
        """One draft, one that waits for the leader, one that waits for its number."""
        yesterday = self.demo.day(-1)
        with _at(yesterday, 9):
            signed = self._draft(texts.HOLIDAY)
            services.review(paper=signed, by=self.officer)
        with _at(yesterday, 11):
            services.sign(paper=signed, by=self.leader)
            reviewed = self._draft(texts.SCHOOL)
            services.review(paper=reviewed, by=self.officer)
            title, body = (text.format(town=self.town.name) for text in texts.BULLETIN)
            drafts.draft_circular(title=title.replace("通知", "补充通知"), body=body, units=[], by=self.officer)
            self._going_round()

    def _going_round(self):
        """A letter sent round: the leader has agreed, an office has not answered yet."""
        letter = self._written(
            PaperKind.LETTER, **{name: said.format(town=self.town.name) for name, said in texts.LETTER.items()}
        )
        services.review(paper=letter, by=self.officer)
        asked = countersign.offices(self.town).filter(name=ASKED)
        countersign.ask(paper=letter, people=[self.leader], offices=asked, by=self.officer)
        countersign.agree(paper=letter, by=self.leader, said=texts.OPINION)


def _at(day, hour):
    return clock.at(timezone.make_aware(datetime.combine(day, time(hour, 20))))
