"""Hazards of the demonstration: a year of them, each taken through its loop day by day as far as the calendar allows.

Rows and logs are written in bulk; every log line is a step of the workflow's own table, so states and logs agree.
"""

from datetime import datetime, time, timedelta
from itertools import groupby

from django.utils import timezone

from accounts.enums import Role
from core import clock
from places.models import Sector

from . import demo_misses, demo_photos, demo_settling, demo_supervision, demo_transfer, numbers
from .demo_texts import BACK_REASONS, CANCEL_REASONS, DELAY_REASONS, PLACE_SECTORS, TEXTS
from .enums import ExtensionState, Grade, HazardState, Source
from .models import Extension, ExtensionLog, Hazard, HazardLog, Plan

COUNTS = (210, 120, 110)
WITH_PHOTOS = 90
# (action, fewest and most days since the step before)
AT_ONCE = (("order_at_once", 1, 3), ("report_done", 1, 5), ("accept", 1, 5))
BY_PLAN = (("order_plan", 1, 4), ("submit_plan", 2, 6), ("report_done", 6, 24), ("accept", 2, 8))
RETURNED = (("send_back", 1, 6), ("report_done", 2, 8), ("accept", 1, 5))


def load(demo):
    stories = [_Story(demo, town) for town, count in zip(demo.towns, COUNTS, strict=False) for _ in range(count)]
    stories.sort(key=lambda story: story.moments[0])
    for story in stories:
        story.tell()
    _number(stories)
    Hazard.objects.bulk_create([story.hazard for story in stories])
    Hazard.objects.bulk_update(demo_settling.link(stories), ["first", "occurrence", "version"])
    HazardLog.objects.bulk_create([line for story in stories for line in story.lines])
    Plan.objects.bulk_create([story.plan for story in stories if story.plan])
    extended = [story for story in stories if story.extension]
    Extension.objects.bulk_create([story.extension for story in extended])
    ExtensionLog.objects.bulk_create([line for story in extended for line in story.extension_lines])
    demo_settling.keep(stories)
    demo_photos.attach([story.hazard for story in stories[-WITH_PHOTOS:]])
    demo_transfer.load(demo)
    demo_supervision.load(demo)
    demo_misses.load(demo)


def _number(stories):
    """Numbers in the order of registering, per township and year."""
    key = lambda story: (story.hazard.village.township_code, story.moments[0].year)  # noqa: E731
    for _, group in groupby(sorted(stories, key=key), key=key):
        group = list(group)
        with clock.at(group[0].moments[0]):
            taken = numbers.take(group[0].hazard.village, len(group))
        for story, number in zip(group, taken, strict=True):
            story.hazard.number = number


class _Story:
    """One hazard: where it was found, and its steps at their moments until today."""

    def __init__(self, demo, town):
        self.demo, self.rng, self.town = demo, demo.rng, town
        self.lines, self.beside, self.extension_lines, self.plan, self.extension = [], [], [], None, None
        self.moments = [self._moment(demo.day(-int(365 * self.rng.random() ** 1.3) - 1))]
        self.hazard = self._hazard()

    def _moment(self, day):
        return timezone.make_aware(datetime.combine(day, time(self.rng.randint(8, 17), self.rng.randint(0, 59))))

    def _hazard(self):
        firm = self._firm() if self.rng.random() < 0.8 else None
        village = firm.village if firm else self.rng.choice(self.demo.villages[self.town.code])
        sector = firm.sector_id if firm else self.rng.choice(PLACE_SECTORS)
        what, where, self.measure, major = self.rng.choice(TEXTS[sector])
        self.major = major and self.rng.random() < 0.45
        self.cadre = self.demo.cadres[village.code]
        self.unit = (self.demo.bosses.get(firm.pk) if firm else None) or self.cadre
        self.judge = self.rng.choice(self.demo.people[(self.town.code, Role.OFFICER)])
        finder, source = self._finder(firm)
        self.start = HazardState.DRAFT if source == Source.SELF_CHECK and self.rng.random() < 0.5 else HazardState.FOUND
        office = firm.supervising_office if firm else self._office(sector)
        return Hazard(
            village=village,
            enterprise=firm,
            location=where,
            sector_id=sector,
            office=office,
            source=source,
            description=what,
            found_on=timezone.localdate(self.moments[0]),
            found_by=finder.name,
            created_by=finder,
            created_at=self.moments[0],
            campaign=self._campaign(),
            state=self.start,
        )

    def _firm(self):
        firms = [firm for firm in self.demo.firms[self.town.code] if firm.sector_id in TEXTS]
        return self.rng.choice(firms) if firms else None

    def _office(self, sector):
        if not hasattr(self.demo, "hazard_offices"):
            self.demo.hazard_offices = {}
        if (self.town.code, sector) not in self.demo.hazard_offices:
            offices = Sector.objects.get(pk=sector).offices.filter(township=self.town)
            self.demo.hazard_offices[(self.town.code, sector)] = offices.first()
        return self.demo.hazard_offices[(self.town.code, sector)]

    def _finder(self, firm):
        chance = self.rng.random()
        if firm and chance < 0.35:
            return self.unit, Source.SELF_CHECK
        if chance < 0.6:
            return self.cadre, Source.VILLAGE
        return self.judge, Source.INSPECTION if chance < 0.88 else self.rng.choice([Source.TIP, Source.HANDED_DOWN])

    def _campaign(self):
        day = timezone.localdate(self.moments[0])
        running = [row for row in self.demo.campaigns[self.town.code] if row.starts_on and row.starts_on <= day]
        return self.rng.choice(running) if running else None

    def tell(self):
        """Walk the steps until the calendar, a stop on the way or the end."""
        self._line(
            "begin", "自查发现" if self.start == HazardState.DRAFT else "登记隐患", "", self.start, self.hazard.created_by
        )
        for action, fewest, most in self._path():
            day = timezone.localdate(self.moments[-1]) + timedelta(days=self.rng.randint(fewest, most))
            if day > self.demo.today - timedelta(days=1):
                break
            self.moments.append(self._moment(day))
            self._step(action)
        if self.major and self.hazard.state == HazardState.RECTIFYING:
            demo_settling.stop_work(self)
        if self.plan and self.hazard.state == HazardState.RECTIFYING and self.rng.random() < 0.4:
            self._ask_extension()
        self.hazard.version = len(self.lines)

    def _path(self):
        chance, recent = self.rng.random(), self.moments[0].date() > self.demo.day(-25)
        if self.start == HazardState.DRAFT and recent and self.rng.random() < 0.7:
            return ()
        confirm = (("confirm", 1, 3),) if self.start == HazardState.DRAFT else ()
        if chance < 0.04:
            return (*confirm, ("cancel", 1, 4))
        loop = BY_PLAN if self.major or self.rng.random() < 0.55 else AT_ONCE
        if 0.04 <= chance < 0.14:
            loop = (*loop[:-1], *RETURNED)
        stuck = chance > (0.72 if self.moments[0].date() > self.demo.day(-110) else 0.99)
        stop = self.rng.randrange(len(loop)) if stuck else len(loop)
        return (*confirm, *loop[:stop])

    def _step(self, action):
        """Set what the step sets and write its line, as core.workflow does."""
        step = Hazard.workflow.steps[action]
        getattr(self, f"_{action}", lambda: None)()
        actor = self.unit if action in ("submit_plan", "report_done") else self.judge
        if step.stamp:
            setattr(self.hazard, step.stamp, self.moments[-1])
        note = {"cancel": CANCEL_REASONS, "send_back": BACK_REASONS}.get(action)
        self._line(
            action, step.label, self.hazard.state, step.target, actor, self.rng.choice(note) if note else "", step.note
        )
        self.hazard.state = step.target

    def _line(self, action, label, old, new, actor, note="", needs=False):
        self.lines.append(
            HazardLog(
                subject=self.hazard,
                actor=actor,
                actor_title=actor.title,
                action=action,
                action_label=label,
                from_state=old,
                to_state=new,
                note=note,
                note_required=needs,
                at=self.moments[-1],
            )
        )

    def _order_at_once(self):
        self._grade(5, at_once=True)

    def _order_plan(self):
        self._grade(30, at_once=False)

    def _grade(self, days, *, at_once):
        row = self.hazard
        row.grade = Grade.MAJOR if self.major else Grade.ORDINARY
        row.grade_basis = demo_settling.judge(self) if self.major else "现场检查认定"
        row.at_once, row.due_on = at_once, timezone.localdate(self.moments[-1]) + timedelta(days=days)
        row.responsible = row.enterprise.principal if row.enterprise else self.cadre.name

    def _submit_plan(self):
        row = self.hazard
        self.plan = Plan(
            hazard=row,
            responsible=row.responsible,
            measures=f"{self.measure}；整改期间每日巡查并做好记录",
            money=self.rng.choice((0, 600, 1500, 3000, 8000, 26000)) + (20000 if self.major else 0),
            due_on=row.due_on,
            contingency="整改期间停用相关设备和场所，专人看守，备足应急器材",
            by=self.unit,
            at=self.moments[-1],
            **(demo_settling.SIX_PARTS if self.major else {}),
        )
        if self.major:
            demo_settling.report(self)

    def _report_done(self):
        row = self.hazard
        row.result, row.rectified_by = f"已{self.measure}，经自检符合要求。", self.unit
        row.rectified_on = timezone.localdate(self.moments[-1])

    def _accept(self):
        self.hazard.accepted_by = self.judge
        demo_settling.acceptance(self, True, "现场查看，已整改到位")

    def _send_back(self):
        demo_settling.acceptance(self, False, "整改不彻底，继续整改")

    def note_line(self, action, label, actor, note=""):
        """A line of something done beside the state."""
        self._line(action, label, self.hazard.state, self.hazard.state, actor, note)

    def _ask_extension(self):
        """Ask for a longer limit; half of them are decided by now."""
        row, until, reason = self.hazard, self.hazard.due_on + timedelta(days=20), self.rng.choice(DELAY_REASONS)
        self.moments.append(min(self.moments[-1] + timedelta(days=2), clock.now() - timedelta(hours=2)))
        self.extension = Extension(hazard=row, until=until, reason=reason, asked_by=self.unit, asked_at=self.moments[-1])
        self._line("ask_extension", "申请延期", row.state, row.state, self.unit, f"延至 {until:%Y-%m-%d}：{reason}")
        self._extension_line("begin", "申请延期", "", ExtensionState.ASKED, self.unit, reason)
        if self.rng.random() < 0.5:
            self._grant(until)

    def _grant(self, until):
        row = self.hazard
        self.moments.append(min(self.moments[-1] + timedelta(days=1), clock.now() - timedelta(hours=1)))
        self._line("decide_extension", "同意延期", row.state, row.state, self.judge, f"延至 {until:%Y-%m-%d}。")
        self._extension_line("grant", "同意延期", ExtensionState.ASKED, ExtensionState.GRANTED, self.judge)
        self.extension.state, self.extension.decided_at, row.due_on = ExtensionState.GRANTED, self.moments[-1], until

    def _extension_line(self, action, label, old, new, actor, note=""):
        self.extension_lines.append(
            ExtensionLog(
                subject=self.extension,
                actor=actor,
                actor_title=actor.title,
                action=action,
                action_label=label,
                from_state=old,
                to_state=new,
                note=note,
                at=self.moments[-1],
            )
        )
