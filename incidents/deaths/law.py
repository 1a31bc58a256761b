"""Grades, limits and words of reporting as in force on the day of an accident. Pure Python.

Sources: Decree 493 of the State Council, art. 3 (grades), 9 to 13 (reporting), 29 (investigation), in force since 2007-06-01;
the four words in art. 5 of Order 13 of the former SAWS (2007-07-12), as amended by its Order 42 (2011-11-01), and of Order 14
of the Ministry of Emergency Management (2024-03-01). That a period ends with the last hour of its last day and its first day
is not counted is taken from the Civil Code (art. 201 to 203) and to be confirmed by the county.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.utils import timezone

from .enums import Field, Finding, Grade, Sender

YI = Decimal(100_000_000)
# grade, from how many deaths, serious injuries, yuan of direct loss; the worst decides, "above" includes the number
GRADES = (
    (Grade.GRAVEST, 30, 100, YI), (Grade.MAJOR, 10, 50, YI / 2), (Grade.LARGER, 3, 10, YI / 10),
    (Grade.ORDINARY, 0, 0, Decimal(0)),
)  # fmt: skip


@dataclass(frozen=True)
class Rule:
    """One state of the law: from when, by which document, its words."""

    code: str
    since: date
    document: str
    words: dict
    unit_hours: int = 1
    pass_hours: int = 2
    follow_days: int = 30
    follow_days_short: int = 7
    investigate_days: int = 60
    certainty: str = "B"


LATE = "报告的时间超过规定时限"
OMITTED = "因过失没有报事故，或没有报全时间、地点、类别、伤亡人数、直接损失等内容"
RULES = (
    Rule(
        "493-2007", date(2007, 6, 1), "国务院令第493号；原安监总局令第13号（2007年）第五条",
        {
            Finding.LATE: LATE, Finding.OMITTED: OMITTED,
            Finding.FALSE: "故意不如实报告时间、地点、类别、伤亡人数、直接损失等内容，经查证属实",
            Finding.CONCEALED: "故意隐瞒已经发生的事故，经查证属实",
        },
        certainty="C",
    ),
    Rule(
        "493-2011", date(2011, 11, 1), "国务院令第493号；原安监总局令第13号（第42号修改）第五条",
        {
            Finding.LATE: LATE, Finding.OMITTED: OMITTED,
            Finding.FALSE: "故意不如实报告时间、地点、初步原因、性质、伤亡和涉险人数、直接损失等内容",
            Finding.CONCEALED: "隐瞒已经发生的事故，超过时限没有向安监部门和有关部门报告，经查证属实",
        },
    ),
    Rule(
        "493-2024", date(2024, 3, 1), "国务院令第493号；应急管理部令第14号第五条",
        {
            Finding.LATE: LATE, Finding.OMITTED: OMITTED,
            Finding.FALSE: "故意不如实报告时间、地点、初步原因、性质、伤亡和涉险人数、直接损失等内容",
            Finding.CONCEALED: "隐瞒已经发生的事故，超过时限没有向应急管理、矿山安全监察和有关部门报告，经查证属实",
        },
    ),
)  # fmt: skip
# how far up a grade is reported (art. 10)
UP_TO = {Grade.ORDINARY: 2, Grade.LARGER: 3, Grade.MAJOR: 4, Grade.GRAVEST: 4}


def rule_on(day):
    """The Rule in force on a day; None before 2007-06-01, for which the portal knows no limits."""
    return next((rule for rule in reversed(RULES) if rule.since <= day), None)


def rule_named(code):
    return next((rule for rule in RULES if rule.code == code), None)


def grade_of(deaths, serious, loss):
    """The Grade by the worst of deaths, serious injuries and direct loss in yuan (Decree 493 art. 3)."""
    return next(
        grade for grade, from_deaths, from_serious, from_loss in GRADES
        if deaths >= from_deaths or serious >= from_serious or loss >= from_loss
    )  # fmt: skip


def decided_by(deaths, serious, loss):
    """Which of the three figures reaches the grade, in words."""
    _, *floors = next(row for row in GRADES if row[0] == grade_of(deaths, serious, loss))
    given = (("死亡人数", deaths), ("重伤人数", serious), ("直接经济损失", loss))
    return "、".join(name for (name, figure), floor in zip(given, floors, strict=True) if figure >= floor > 0)


def day_of(moment):
    """The local date of a moment."""
    return timezone.localtime(moment).date()


def end_of(day):
    """The first moment after a local day."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time()))


def follow_days(field, rule):
    """Days in which a change of casualties is reported on: 7 for road traffic and fire, else 30 (art. 13)."""
    return rule.follow_days if field == Field.WORK else rule.follow_days_short


def follow_until(happened_at, field, rule):
    """The moment the follow-up ends: when the last day, counted from the day after the accident, is over."""
    return end_of(day_of(happened_at) + timedelta(days=follow_days(field, rule)))


def counts(died_at, happened_at, field, rule):
    """Whether a death is one of the accident's: it came before the follow-up ended."""
    return happened_at <= died_at < follow_until(happened_at, field, rule)


def investigate_until(happened_at, rule):
    """The day the report of the investigation is due, without extension (art. 29)."""
    return day_of(happened_at) + timedelta(days=rule.investigate_days)


def senders(grade):
    """Who must pass a report on for this grade."""
    return list(Sender)[: UP_TO[Grade(grade)]]


@dataclass(frozen=True)
class Hand:
    """One hand a report goes through: who, when their clock began and ends (None: not yet known), when they reported."""

    sender: str
    began: datetime | None
    due: datetime | None
    sent: datetime | None

    @property
    def is_late(self):
        return bool(self.sent and self.due and self.sent > self.due)

    def is_over(self, now):
        """Past its limit and still not reported."""
        return self.sent is None and self.due is not None and now > self.due

    def beyond(self, now):
        """How long past the limit (negative: how long is left); None without one."""
        return (self.sent or now) - self.due if self.due else None


def hands(learned_at, sent, grade, rule):
    """The chain of Hands. `learned_at`: when the unit's head learned of it; `sent`: sender → moment.

    The head has one hour, each level above two from being told (art. 9, 11); exactly at the limit is in time.
    """
    began, chain = learned_at, []
    for sender in senders(grade):
        hours = rule.unit_hours if sender == Sender.UNIT else rule.pass_hours
        hand = Hand(sender, began, began + timedelta(hours=hours) if began else None, sent.get(sender))
        chain.append(hand)
        began = hand.sent
    return chain
