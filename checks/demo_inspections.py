"""Inspections of the demonstration: most kinds, from begun to locked, and two plans, one of them drawn by lot twice."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from accounts.enums import Role
from core import clock
from evidence.demo_hands import scribble
from evidence.models import Attachment
from hazards import demo_photos
from hazards import services as hazards
from hazards.enums import Grade, HazardState
from places.models import Office

from . import demo_texts as texts
from . import inspection_rules as rules
from . import spot
from .agency import agency_of
from .enums import Kind, Post, Reply, Seen
from .levels import periods
from .models import Checklist, Inspection
from .services import bulletins, composing, inspecting, lists, planning, returns, signing, watching

# days ago, who, kind, list, which of their firms, problems, how far it came
VISITS = (
    (58, "officer", Kind.OFFICE, "lib-machines", 0, 2, "signed"),
    (51, "department", Kind.OFFICE, "lib-small-places", 0, 1, "signed"),
    (43, "officer", Kind.JOINT, "lib-hot-work", 1, 2, "signed"),
    (36, "officer", Kind.EXPERT, "lib-bearing", 2, 2, "signed"),
    (30, "leader", Kind.UNANNOUNCED, "lib-exits", 3, 3, "refused"),
    (24, "officer", Kind.SPOT, "lib-production-rules", 4, 1, "signed"),
    (19, "department", Kind.OFFICE, "lib-exits", 1, 0, "signed"),
    (15, "officer", Kind.SPOT, "lib-exits", 5, 2, "signed"),
    (14, "officer", Kind.SPOT, "lib-warehouse", 6, 0, "signed"),
    (12, "supervisor", Kind.SPOT, "lib-production-rules", 7, 1, "signed"),
    (9, "cadre", Kind.VILLAGE, "lib-small-places", None, 1, "signed"),
    (6, "officer", Kind.SPOT, "lib-welding", 8, 1, "signed"),
    (4, "officer", Kind.OFFICE, "lib-outsourcing", 2, 0, "cancelled"),
    (3, "officer", Kind.OFFICE, "lib-production-rules", 9, 1, "signing"),
    (1, "officer", Kind.JOINT, "lib-exits", 10, 1, "open"),
    (1, "department", Kind.OFFICE, "lib-small-places", 3, 0, "signing"),
    (0, "cadre", Kind.VILLAGE, "lib-small-places", None, 0, "open"),
)
RECHECKED_AFTER = 6  # days from the first visit to its recheck
FEW_DAYS = 7  # a month that has only begun shows nothing yet: then the one before
OWN = ((Kind.PRINCIPAL, "lib-production-rules", 1), (Kind.DEPUTY, "lib-machines", 1), (Kind.WORKSHOP, "lib-machines", 0))


def load(demo):
    """Only for the first township; the accounts shown have all states before them."""
    tale = _Tale(demo)
    tale.compose()
    tale.plan()
    first = None
    for number, visit in enumerate(VISITS):
        row = tale.visit(number, *visit)
        first = first or row
    tale.recheck(first)
    tale.own_levels()
    tale.bulletin()
    tale.watches()
    tale.returns()


class _Tale:
    def __init__(self, demo):
        self.demo, self.town, self.made, self.shots = demo, demo.towns[0], {}, 0
        firms = [firm for firm in demo.firms[self.town.code] if firm.status == "operating"]
        self.firms = sorted(firms, key=lambda firm: (-firm.employees, firm.pk))
        self.campaigns = [row for row in demo.campaigns[self.town.code] if row.state == "running"][-1:]
        self.lists = {row.key: row.current for row in Checklist.objects.exclude(key="").prefetch_related("versions")}

    def who(self, name):
        if name == "cadre":
            return next((user for user in self.demo.cadres.values() if user.username == "cungan"), None) or next(
                iter(self.demo.cadres.values())
            )
        people = self.demo.people.get((self.town.code, Role(name)), [])
        return next((user for user in people if user.username == "zhansuo"), people[0] if people else None)

    def firm(self, by, place):
        """The nth firm that concerns this person: of a department those it supervises."""
        office = by.membership.office_id if by.role == Role.DEPARTMENT else None
        mine = [firm for firm in self.firms if not office or firm.supervising_office_id == office] or self.firms
        return mine[(place + 1) % len(mine)]

    def visit(self, number, ago, name, kind, key, place, problems, fate):
        by = self.who(name)
        if by is None:
            return None
        day, begun = self.demo.day(-ago), time(9 + number % 6, 10 * (number % 5))
        with self._at(day, begun):
            firm = None if place is None else self.firm(by, place)
            row = self._begun(by, kind, firm, self.lists[key], begun)
            self._answer(row, by, problems, stop=3 if fate == "open" else 0)
        if fate != "open":
            self._finish(row, by, day, begun, fate)
        return row

    def _begun(self, by, kind, firm, version, begun, **values):
        unit = firm.village if firm else by.membership.place
        office, mates = by.membership.office, self._mates(by, kind)
        also = [self.lists["lib-exits"], self.lists["lib-production-rules"]] if kind == Kind.JOINT else []
        return inspecting.start(
            by=by, kind=kind, place=unit, enterprise=firm, begun=begun, checklist=version, office=office, also=also,
            location=firm.address if firm else f"{unit.name}沿街门店", agency=agency_of(by), team=mates,
            offices=self._offices(kind, office), campaigns=[] if kind in inspecting.rules.OWN_KINDS else self.campaigns,
            unit_person=firm.principal if firm else "", present=f"{firm.principal}" if firm else "网格员", **values,
        )  # fmt: skip

    def _mates(self, by, kind):
        if kind in inspecting.rules.OWN_KINDS:
            return [(by, by.name, "", Post.LEAD)]
        second = next(iter(inspecting.colleagues(by)), None)
        team = [(by, by.name, by.title[:60], Post.LEAD)]
        team.append((second, second.name, second.title[:60], Post.MEMBER) if second else (None, *texts.MATE, Post.MEMBER))
        return [*team, (None, *texts.EXPERT, Post.EXPERT)] if kind == Kind.EXPERT else team

    def _offices(self, kind, office):
        others = Office.objects.filter(township=self.town, is_active=True).exclude(pk=office and office.pk)
        return list(others[:2]) if kind == Kind.JOINT else []

    def _answer(self, row, by, problems, stop=0):
        """The last items are the bad ones, each with a note and a photo; one more problem stands beside the list."""
        items = list(row.checklist.items.all())
        for place, item in enumerate(items[: stop or None]):
            bad = not stop and place >= len(items) - problems
            given = {"note": self._seen(row.pk + place), "photos": [self._photo(by, place)]} if bad else {}
            inspecting.answer(inspection=row, item=item, value=Reply.NO if bad else Reply.YES, by=by, **given)
        if problems > 1 or stop and problems:
            said, where = texts.BESIDE[row.pk % len(texts.BESIDE)]
            inspecting.add_finding(
                inspection=row, by=by, description=said, location=where, grade="ordinary", photos=[self._photo(by, 3)]
            )

    def _seen(self, number):
        return f"{texts.SPOTS[number % len(texts.SPOTS)]}：{texts.SEEN[number // 3 % len(texts.SEEN)]}"

    def _photo(self, by, number, mended=False):
        self.shots += 1
        fields, now = demo_photos.store(500 + self.shots, mended), clock.now()
        return Attachment.objects.create(uploaded_by=by, uploaded_at=now, taken_at=now, **fields).pk

    def _once(self, key, make):
        """Few pictures serve all rows."""
        if key not in self.made:
            self.made[key] = make(key)
        return self.made[key]

    def _finish(self, row, by, day, begun, fate):
        ended = (datetime.combine(day, begun) + timedelta(minutes=75)).time()
        with self._at(day, ended):
            if fate == "cancelled":
                signing.cancel(inspection=row, by=by, note=texts.CANCELLED_VISIT)
                return
            row = Inspection.objects.get(pk=row.pk)
            said = {"expert_opinion": texts.EXPERT_SAYS} if row.kind == Kind.EXPERT else {}
            found = row.answers.bad().exists() or row.findings.exists()
            said |= texts.ORDERED[bool(rules.may_order(row))] if found else {"opinions": texts.CLEAN}
            row = inspecting.change(inspection=row, by=by, seen=row.version, **said)
            row = signing.present(inspection=row, by=by, ended=ended, seen=row.version)
            if fate == "refused":
                row = signing.refuse(inspection=row, by=by, reason=texts.REFUSAL, witness=texts.WITNESS)
            self._sign(row, by, last=fate != "signing")

    def _sign(self, row, by, last):
        wanted = signing.signers(row)
        for place, one in enumerate(wanted if last else wanted[:-1]):
            drawn = self._once(place, scribble)
            signing.sign(inspection=row, key=one.key, drawn=drawn, by=by, seen=row.sha256, name=one.name or row.present)

    def recheck(self, first):
        """The first visit again by the same list, everything mended."""
        if first is None:
            return
        by, day, begun = first.created_by, first.held_on + timedelta(days=RECHECKED_AFTER), time(15, 0)
        with self._at(day, begun):
            row = self._begun(by, Kind.RECHECK, first.enterprise, first.checklist, begun, first=first)
            self._answer(row, by, 0)
            for place, line in enumerate(row.lines.all()):
                inspecting.recheck(line=line, seen=Seen.MENDED, note="", by=by, photos=[self._photo(by, place, mended=True)])
        self._finish(row, by, day, begun, "signed")

    def own_levels(self):
        """The enterprise whose head one may log in as has held some of its levels in a month."""
        boss = next((user for user in self.demo.bosses.values() if user.username == "qiye"), None)
        firm = next((firm for firm in self.firms if boss and self.demo.bosses[firm.pk] == boss), None)
        if firm is None:
            return
        month = (self.demo.today - timedelta(days=FEW_DAYS)).replace(day=1)
        for kind, key, problems in OWN:
            for _, start, _ in periods(kind, month)[:2]:
                self._own(boss, firm, kind, key, start, problems)

    def _own(self, boss, firm, kind, key, day, problems):
        with self._at(day, time(8, 30)):
            row = self._begun(boss, kind, firm, self.lists[key], time(8, 30))
            self._answer(row, boss, problems)
        self._finish(row, boss, day, time(8, 30), "signed")

    def compose(self):
        """The campaign's own list, put together from three of the library."""
        by, campaign = self.who("officer"), next(iter(self.campaigns), None)
        with self._at(self.demo.day(-40), time(9)):
            parts = [self.lists[key].checklist for key in ("lib-exits", "lib-warehouse", "lib-production-rules")]
            row, _ = composing.compose(name=texts.CAMPAIGN_LIST, lists=parts, by=by, campaign=campaign)
            lists.publish(version=row.draft, by=by)

    def watches(self):
        """One enterprise watched day by day, one taken off again."""
        by = self.who("officer")
        for place, reason, weekly, lifted in texts.WATCHED:
            with self._at(self.demo.day(-20), time(9)):
                row = watching.watch_over(enterprise=self.firm(by, place), reason=reason, weekly=weekly, by=by)
            for ago in sorted(set(range(19, 8 if lifted else 0, -1)) - texts.AWAY, reverse=True):
                with self._at(self.demo.day(-ago), time(18)):
                    name, said = texts.SHIFTS[ago % len(texts.SHIFTS)]
                    watching.shift(watch=row, on=self.demo.day(-ago), name=name, said=said, by=by)
            if lifted:
                with self._at(self.demo.day(-8), time(10)):
                    watching.lift(watch=row, note=lifted, by=by)
            else:
                names = dict.fromkeys(name for name, _ in texts.SHIFTS)
                watching.plan(watch=row, names=names, first=self.demo.today, last=self.demo.day(6), by=by)

    def returns(self):
        """What samplers fed back, at each step of the way to the answer."""
        officer, above, office = self.who("officer"), self.who("supervisor"), self.who("department")
        for number, (ago, who, sampler, matter, steps) in enumerate(texts.SAMPLED):
            by = {"above": above, "office": office}.get(who, officer)
            firm = self.firm(officer, number + 2)
            with self._at(self.demo.day(-ago), time(9)):
                row = returns.feed_back(
                    place=firm.village,
                    enterprise=firm,
                    matter=matter,
                    sampler=sampler,
                    by=by,
                    answer_by=self.demo.day(30 - ago),
                )
            self._answered(row, ago, steps, officer, office, by)

    def _answered(self, row, ago, steps, officer, office, sampler):
        """As many of the steps as it has come by."""
        seat = office.membership.office
        acts = (
            lambda: returns.charge(row=row, by=officer, office=seat, mend_by=self.demo.day(20 - ago)),
            lambda: returns.order(row=row, by=office, number=texts.RETURN_PAPER),
            lambda: returns.mend(row=row, by=office, result=texts.RETURN_RESULT, photos=[self._photo(office, 1)]),
            lambda: returns.answer(row=row, by=office, answer=texts.RETURN_ANSWER),
            lambda: returns.accept(row=row, by=sampler, note=texts.RETURN_WORD),
        )
        for number, act in enumerate(acts[:steps]):
            with self._at(self.demo.day(-ago + 2 * (number + 1)), time(10)):
                row = act()

    def bulletin(self):
        """The last month's, with the units that have most problems."""
        by, yesterday = self.who("officer"), self.demo.day(-1)
        with self._at(yesterday, time(16)):
            span = spot.Span(self.demo.day(-31), yesterday, spot.KINDS, next(iter(self.campaigns), None))
            visits = span.visits(by)
            units = spot.units_of(visits, spot.problems_of(visits))
        if units:
            self._mend([problem.hazard for unit in units[:4] for problem in unit.problems if problem.hazard], by)
            with self._at(yesterday, time(16)):
                bulletins.draw_up(span=span, named=[unit.key for unit in units[:4]], by=by)

    def _mend(self, found, by):
        """One of the problems found is mended, with a picture of it, and accepted."""
        hazard = next(
            (row for row in found if row.enterprise_id in self.demo.bosses and row.state == HazardState.FOUND), None
        )
        if hazard is None:
            return
        boss = self.demo.bosses[hazard.enterprise_id]
        found = (hazard.found_on - self.demo.today).days
        with self._at(self.demo.day(found + 1), time(9)):
            hazards.grade(
                hazard=hazard, by=by, grade=Grade.ORDINARY, grade_basis=texts.GRADED, at_once=True,
                due_on=self.demo.day(found + 8), responsible=boss.name,
            )  # fmt: skip
        with self._at(self.demo.day(found + 3), time(16)):
            photos = [self._photo(boss, 0, mended=True)]
            hazards.report_done(hazard=hazard, by=boss, result=texts.MENDED, rectified_on=clock.today(), photos=photos)
        with self._at(self.demo.day(found + 4), time(10)):
            hazards.accept(hazard=hazard, by=by, no_before=texts.NO_BEFORE)

    def plan(self):
        """A year of firms of high risk chosen by rule, and a quarter drawn by lot, once more in the open."""
        by = self.who("officer")
        with self._at(date(self.demo.today.year, 1, 1), time(10)):
            year = planning.new_plan(
                name=texts.YEAR_PLAN, year=self.demo.today.year, quarter=0, by=by,
                kinds=[Kind.OFFICE, Kind.JOINT, Kind.EXPERT, Kind.UNANNOUNCED],
            )  # fmt: skip
            chosen = [firm.pk for firm in self.firms[:24]]
            planning.add_units(plan=year, scope=planning.Scope(), by=by, only=chosen)
        self._lots(by)

    def _lots(self, by):
        start = periods(Kind.GROUP, self.demo.today)[0][1]
        with self._at(start, time(10, 30)):
            plan = planning.new_plan(
                name=texts.QUARTER_PLAN, year=start.year, quarter=(start.month + 2) // 3, kinds=[Kind.SPOT], by=by
            )
            planning.add_units(plan=plan, scope=planning.Scope(), by=by, only=[self.firm(by, 4).pk, self.firm(by, 5).pk])
            people = planning.pool(by)[:6]
            scope, given = planning.Scope(words="全部在营企业"), {"want": 12, "each": 2, "inspectors": people, "by": by}
            able = len(self.firms) >= 20 and len(people) >= 2
            if able:
                planning.draw(plan=plan, scope=scope, seen=0, **given)
        if able:
            with self._at(start, time(16, 20)):
                planning.draw(plan=plan, scope=scope, seen=1, reason=texts.REDRAW, **given)

    def _at(self, day, moment):
        """No later than now, so that nothing of today lies ahead."""
        return clock.at(min(timezone.make_aware(datetime.combine(day, moment)), timezone.now()))
