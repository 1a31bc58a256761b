"""A leader looks through a month of the record of looks and signs for it."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from accounts.models import seated
from core import clock, workdays
from core.errors import Refused
from reminders.deadlines import Due

from ..enums import AccessAction
from ..models import AccessChain, AccessReview
from ..models.review import unreviewed

# the office's practice, not a rule of law
DAY_BEGINS, DAY_ENDS = 7, 20  # o'clock; before and after, and on days off, a look is at an odd hour
MANY = 10  # different leads by one person on one day
DUE_DAY = 10  # of the month after


@dataclass
class Person:
    """What one person did in a month; the counts are lines of the record."""

    user: object
    counts: dict = field(default_factory=lambda: defaultdict(int))
    odd: int = 0
    leads: set = field(default_factory=set)
    of_day: dict = field(default_factory=lambda: defaultdict(set))

    @property
    def busiest(self):
        return max(map(len, self.of_day.values()), default=0)

    @property
    def marks(self):
        """What a leader should ask about, in words."""
        refused = self.counts[AccessAction.REFUSED]
        said = {
            f"非工作时间 {self.odd} 次": self.odd, f"一天查阅 {self.busiest} 条线索": self.busiest >= MANY,
            f"被拒绝 {refused} 次": refused, f"导出 {self.exports} 条": self.exports,
        }  # fmt: skip
        return [words for words, true in said.items() if true]

    @property
    def looks(self):
        return sum(self.counts.values())

    @property
    def exports(self):
        return self.counts[AccessAction.EXPORT]

    @property
    def opened(self):
        return self.counts[AccessAction.OPENED]


def last_month(today=None):
    """The first day of the last month that is over."""
    return ((today or clock.today()).replace(day=1) - timedelta(days=1)).replace(day=1)


def month_after(month):
    return (month + timedelta(days=31)).replace(day=1)


def bounds(month):
    """The month's first moment and that of the next, in local time."""
    begin = (timezone.make_aware(datetime(day.year, day.month, 1)) for day in (month, month_after(month)))
    return tuple(begin)


def month_of(text):
    """A complete month from `2026-10`; the last one when it is none."""
    try:
        month = date.fromisoformat(f"{text}-01")
    except ValueError:
        return last_month()
    return min(month, last_month())


def people_of(chain, month):
    """Person per user who looked in that month, most marks first."""
    first, last = bounds(month)
    table = workdays.exceptions(first.date(), last.date())
    found = {}
    for line in chain.lines.filter(at__gte=first, at__lt=last).select_related("user").order_by("at"):
        _count(found.setdefault(line.user_id, Person(line.user)), line, table)
    return sorted(found.values(), key=lambda row: (-len(row.marks), -row.looks))


def _count(row, line, table):
    at = timezone.localtime(line.at)
    row.counts[line.action] += 1
    row.odd += not (DAY_BEGINS <= at.hour < DAY_ENDS and workdays.is_workday(at.date(), table))
    if line.lead_id:
        row.leads.add(line.lead_id)
        row.of_day[at.date()].add(line.lead_id)


def months_of(chain):
    """(month, its review or None) of every month with looks or a review, newest first; not the running one."""
    signed = {row.month: row for row in chain.reviews.select_related("by")}
    looked = {at.date() for at in chain.lines.order_by().datetimes("at", "month")}
    months = sorted((looked | set(signed)) - {clock.today().replace(day=1)}, reverse=True)
    return [(month, signed.get(month)) for month in months]


@transaction.atomic
def sign(*, chain, month, note, by):
    """Sign for a month. What the leader thinks of it is said; afterwards nothing of it can be changed unseen."""
    chain = AccessChain.objects.select_for_update(of=("self",)).get(pk=chain.pk)
    if not AccessChain.objects.visible_to(by).filter(pk=chain.pk).exists():
        raise Refused("由本乡镇领导审阅查阅记录")
    if month > last_month():
        raise Refused("这个月还没有过完，下月初再审阅")
    if not note.strip():
        raise Refused("请写明审阅意见，例如：未见异常")
    end, (first, last) = chain.lines.order_by("number").last(), bounds(month)
    values = {
        "length": chain.length, "sha256": end.sha256 if end else "", "note": note.strip(), "by": by, "at": clock.now(),
        "looks": chain.lines.filter(at__gte=first, at__lt=last).count(),
    }  # fmt: skip
    try:
        with transaction.atomic():
            return AccessReview.objects.create(chain=chain, month=month, **values)
    except IntegrityError:
        row = AccessReview.objects.get(chain=chain, month=month)
        raise Refused(f"{row.by}已于 {timezone.localtime(row.at):%m-%d %H:%M} 审阅过这个月，您的意见没有记录") from None


def waiting(user):
    """The record of the user's township while its last month waits for review; for the home page."""
    return unreviewed(AccessChain.objects.visible_to(user), *bounds(last_month())).select_related("town")


def due_reviews(first, last):
    """The last month, due on the tenth of this one, for the leaders of each township that has looks in it."""
    month = last_month()
    due_on = month_after(month).replace(day=DUE_DAY)
    if not first <= due_on <= last:
        return
    for chain in unreviewed(AccessChain.objects.all(), *bounds(month)):
        people = seated(chain.pk, Role.LEADER)
        yield Due(chain, due_on, people, f"{month.year}年{month.month}月涉亡查阅记录待审阅", address(month))


def address(month):
    return f"{reverse('incidents:review')}?month={month:%Y-%m}"
