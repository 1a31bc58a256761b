"""Self-checks of the demonstration: confidential questions to firms, fire and gas checks in all states.

Sent by the service at past days; filled in bulk, every log line a step of the workflow's own table. What bad answers
lead to is made by the services.
"""

import itertools
from collections import defaultdict
from datetime import datetime, time, timedelta

from django.utils import timezone

from accounts.enums import Role
from core import clock
from evidence.demo_hands import scribble
from evidence.models import Attachment
from evidence.photos import keep_signature
from hazards import demo_photos
from hazards.quality import scan
from hazards.services.registering import COPIED

from . import demo_everyday, demo_inspections, demo_paper
from . import demo_texts as texts
from .enums import Audience, BadAnswer, ItemKind
from .models import Answer, Check, Checklist, CheckLog
from .services import Units, findings, send

# of a hundred checks: how many came how far; the rest was never opened
OVER = (("accepted", 97), ("cancelled", 3))
PAST = (("accepted", 68), ("submitted", 9), ("returned", 4), ("filling", 7), ("cancelled", 1))
COMING = (("accepted", 34), ("submitted", 22), ("returned", 6), ("filling", 12))
STEPS = {
    "filling": ("fill",), "submitted": ("fill", "submit"), "accepted": ("fill", "submit", "accept"),
    "returned": ("fill", "submit", "send_back"), "cancelled": ("cancel",), "": (),
}  # fmt: skip
RISKY = "metals building chemicals mines gas fireworks transport special logistics power".split()
FIRE_TRADES = "trade metals".split()
COOKING = "trade housing tourism".split()
# what those find who log in with a shown account
SHOWN = {"qiye": "", "cungan": "filling"}
BAD_IN_HUNDRED = 5
FEWEST_PHOTOS = 6


def load(demo):
    """Sets nothing; campaigns, firms and people are there already."""
    pool = _Pool(demo)
    three, fire = Checklist.objects.get(key="three-questions"), Checklist.objects.get(key="fire-and-gas")
    main, second = demo.towns[0], demo.towns[1]
    stories = [
        *_round(demo, pool, fire, main, -104, -90, OVER, villages=True),
        *_round(demo, pool, fire, main, -26, -8, PAST, villages=True, campaign=True),
        *_round(demo, pool, three, main, -20, -5, PAST, sectors=RISKY, campaign=True),
        *_round(demo, pool, fire, main, -9, 5, COMING, sectors=FIRE_TRADES, campaign=True),
        *_round(demo, pool, fire, second, -12, 3, COMING, villages=True, campaign=True),
        *_round(demo, pool, three, second, -12, -2, PAST, sectors=RISKY[:4], campaign=True),
    ]
    _tell_of_deaths(stories, three, main)
    for story in stories:
        story.tell()
    _say_nothing(stories)
    pool.store(stories)
    demo_inspections.load(demo)
    demo_everyday.load(demo)
    demo_paper.load(demo)
    scan.scan(main.pk)


def _round(demo, pool, checklist, town, start, due, shares, *, villages=False, sectors=(), campaign=False):
    """Send one list at a day, and a story for each unit it went to."""
    officer = demo.people[(town.code, Role.OFFICER)][0]
    running = [row for row in demo.campaigns[town.code] if row.state == "running"] if campaign else []
    audience = Audience.VILLAGES if villages else Audience.ENTERPRISES
    with clock.at(_moment(demo, demo.day(start))):
        units = Units(township=town, audience=audience, sectors=list(sectors))
        version, chosen = checklist.current, running[-1] if running else None
        sent = send(version=version, units=units, due_on=demo.day(due), campaign=chosen, by=officer)
    return [_Story(demo, pool, check, officer, shares) for check in sent.checks]


def _moment(demo, day):
    return timezone.make_aware(datetime.combine(day, time(demo.rng.randint(8, 17), demo.rng.randint(0, 59))))


def _tell_of_deaths(stories, checklist, town):
    """Two units answer "yes" to one of the questions."""
    able = [story for story in stories if story.check.version.checklist_id == checklist.pk and story.fate == "submitted"]
    inside = [story for story in able if story.check.place.township_code == town.code]
    for number, (story, note) in enumerate(zip(inside, texts.LEAD_NOTES, strict=False)):
        story.confesses = (number * 2 + 1, note)


def _say_nothing(stories):
    """A few notes on what is wrong that tell nothing, or only the question again, for the office to judge."""
    bad = [answer for story in stories if story.submitted_at for answer in story.bad if story.confesses is None]
    for answer, words in zip(bad[:: max(len(bad) // len(texts.EMPTY), 1)], texts.EMPTY, strict=False):
        answer.note = words or answer.item.text


class _Story:
    """One check from its sending as far as its fate brings it."""

    def __init__(self, demo, pool, check, officer, shares):
        self.demo, self.pool, self.check, self.officer, self.rng = demo, pool, check, officer, demo.rng
        self.person = demo.bosses[check.enterprise_id] if check.enterprise_id else demo.cadres[check.place_id]
        self.fate, self.confesses = self._fate(shares), None
        self.items = pool.items(check.version)
        self.moment, self.answers, self.lines, self.submitted_at = check.sent_at, [], [], None

    def _fate(self, shares):
        if shares is not OVER and self.check.version.checklist.key == "fire-and-gas" and self.person.username in SHOWN:
            return SHOWN[self.person.username]
        chance = self.rng.randrange(100)
        for name, share in shares:
            if chance < share:
                return name
            chance -= share
        return ""

    def tell(self):
        for action in STEPS[self.fate]:
            self._later(action)
            if action == "fill":
                part = self.rng.randint(1, 2 + len(self.items) // 2) if self.fate == "filling" else len(self.items)
                self._answer(self.items[:part])
            self._step(action)

    def _later(self, action):
        """The next moment: within the days that were given, and not in the future."""
        yesterday = self.demo.today - timedelta(days=1)
        day = timezone.localdate(self.moment)
        left = max((min(self.check.due_on, yesterday) - day).days, 1)
        days = self.rng.randrange(left) if action == "fill" else self.rng.randrange(0, 3)
        moment = _moment(self.demo, min(day + timedelta(days=days), yesterday))
        self.moment = max(moment, self.moment + timedelta(minutes=self.rng.randint(6, 50)))

    def _answer(self, items):
        for item in items:
            value, note = self._words(item)
            given = Answer.kept(item, value) | {"note": note, "answered_at": self.moment, "saved_by": self.person}
            self.answers.append(Answer(check_row=self.check, item=item, **given))

    def _words(self, item):
        if item.kind == ItemKind.NUMBER:
            return str(self.check.enterprise.employees if self.check.enterprise else self.check.place.population or 900), ""
        if item.kind == ItemKind.TEXT:
            return self.person.name, ""
        if item.bad_answer == BadAnswer.YES:
            told = self.confesses and self.confesses[0] == item.order
            return ("yes", self.confesses[1]) if told else ("no", "")
        if item.group == "燃气" and self.check.enterprise and self.check.enterprise.sector_id not in COOKING:
            return "na", ""
        notes = texts.NOTES.get(item.order, ())
        more = texts.MORE[(self.person.pk + item.order) % len(texts.MORE)]
        return ("no", self.rng.choice(notes) + more) if notes and self.rng.randrange(100) < BAD_IN_HUNDRED else ("yes", "")

    def _step(self, action):
        """Set what the step sets and write its line, as core.workflow does."""
        step, row = Check.workflow.steps[action], self.check
        if step.stamp:
            setattr(row, step.stamp, self.moment)
        if action == "submit":
            self.submitted_at = self.moment
            row.signed_name, row.submitted_by = self.person.name, self.person
            row.zero_report = not any(answer.is_bad for answer in self.answers)
        note = {"send_back": texts.RETURNS, "cancel": texts.CANCELS}.get(action)
        actor = self.person if action in ("fill", "submit") else self.officer
        self._line(step, actor, self.rng.choice(note) if note else "")
        row.state = step.target
        row.row_version += 1

    def _line(self, step, actor, note):
        self.lines.append(
            CheckLog(
                subject=self.check, actor=actor, actor_title=actor.title, action=step.action, action_label=step.label,
                from_state=self.check.state, to_state=step.target, note=note, note_required=step.note, at=self.moment,
            )
        )  # fmt: skip

    @property
    def bad(self):
        return [answer for answer in self.answers if answer.is_bad]


class _Pool:
    """What all stories share: the items of a version, a few stored pictures and signatures, and writing in bulk."""

    def __init__(self, demo):
        self.demo, self._items = demo, {}

    def items(self, version):
        if version.pk not in self._items:
            self._items[version.pk] = list(version.items.all())
        return self._items[version.pk]

    def store(self, stories):
        done = [story for story in stories if story.fate]
        changed = ["state", "signed_name", "submitted_by", "submitted_at", "judged_at", "zero_report", "row_version"]
        Check.objects.bulk_update([story.check for story in done], changed, batch_size=200)
        Answer.objects.bulk_create([answer for story in done for answer in story.answers], batch_size=500)
        CheckLog.objects.bulk_create([line for story in done for line in story.lines], batch_size=500)
        signed = [story for story in done if story.submitted_at]
        self._sign(signed)
        self._picture(signed)
        for story in signed:
            with clock.at(story.submitted_at):
                findings.follow(check=story.check, answers=story.bad, by=story.person)

    def _picture(self, stories):
        """Every bad answer that needs one gets a photo of its own."""
        rows, numbers = [], itertools.count(200)
        for story in stories:
            for answer in story.bad:
                if answer.item.photo_when_bad:
                    rows.append(self._file(answer, "answer", story, demo_photos.store(next(numbers), False)))
        Attachment.objects.bulk_create(rows, batch_size=500)

    def _sign(self, stories):
        """One drawn signature for each of a few hands."""
        hands, rows = defaultdict(dict), []
        for story in stories:
            hand = story.person.pk % FEWEST_PHOTOS
            if hand not in hands:
                drawn = keep_signature(scribble(hand), by=story.person)
                hands[hand] = {name: getattr(drawn, name) for name in COPIED}
                drawn.delete()
            rows.append(self._file(story.check, "signature", story, hands[hand]))
        Attachment.objects.bulk_create(rows, batch_size=500)

    def _file(self, owner, slot, story, fields):
        own = {"taken_at": story.submitted_at, "uploaded_at": story.submitted_at, "uploaded_by": story.person}
        return Attachment(owner=owner, slot=slot, **(fields | own))
