"""The first township's year of meetings, trainings and visits, a look at the eight points, a guide, an alert in answer."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from accounts.enums import Role
from checks import demo_alerts
from core import clock
from enterprises.files import everyone
from evidence.models import Attachment
from hazards import demo_photos

from . import demo_texts as texts
from .models import Demand, Gathering, Guide
from .services import gatherings, guides, points


def load(demo):
    town = demo.towns[0]
    officers = demo.people.get((town.code, Role.OFFICER)) or []
    leaders = demo.people.get((town.code, Role.LEADER)) or []
    if not (officers and leaders):
        return
    desk = _Desk(demo, town, officers[0], leaders)
    desk.demands()
    desk.year()
    desk.warning()
    desk.trainings()
    desk.villages()
    desk.visits()
    desk.coming()
    desk.points()
    desk.guides()
    _posted(demo, town)
    demo_alerts.load(demo, town, officers[0], leaders[0])


def _at(day, hour=10):
    return clock.at(timezone.make_aware(datetime.combine(day, time(hour))))


class _Desk:
    """The safety office writing down what was held; past things at their day."""

    def __init__(self, demo, town, officer, leaders):
        self.demo, self.town, self.officer, self.leaders = demo, town, officer, leaders
        self.picture = demo_photos.store(900, False)
        self.asked = {}

    def demands(self):
        start = date(self.demo.today.year, 1, 1)
        for key, values in texts.DEMANDS.items():
            said = {name: value for name, value in values.items() if name not in ("due", "issued")}
            said |= (
                {"due_on": self.demo.day(values["due"]), "issued_on": self.demo.day(values["issued"])}
                if "due" in values
                else {}
            )
            since = said.get("issued_on") or (self.demo.day(-40).replace(day=1) if key == "village" else start)
            self.asked[key] = Demand.objects.create(township=self.town, since=since, created_by=self.officer, **said)

    def _row(self, key, day, *, title="", **values):
        demand = self.asked[key]
        given = {
            "where": "镇政府三楼会议室",
            "chair": self.leaders[0].name,
            "content": texts.CONTENT[key],
            "place": self.town,
        }
        return Gathering(
            township=self.town, demand=demand, form=demand.form, title=title or demand.name, held_on=day, **(given | values)
        )

    def _held(self, row, names, by=None):
        by = by or self.officer
        with _at(row.held_on, 16):
            kept = gatherings.plan(gathering=row, guests=names, by=by)
            kept.attendees.update(presence="signed", marked_at=clock.now(), marked_by=by)
            self._photo(kept, by)
            return gatherings.hold(gathering=kept, by=by)

    def _photo(self, row, by):
        own = {"taken_at": clock.now(), "uploaded_at": clock.now(), "uploaded_by": by}
        Attachment.objects.create(owner=row, slot=gatherings.SLOT, **(self.picture | own))

    def _staff(self):
        people = [*self.leaders, self.officer]
        return gatherings.guests_of("\n".join(f"{person.name} {person.title.split()[-1]}" for person in people))

    def year(self):
        """The government's meeting each month but one, the party committee's each quarter but one."""
        today = self.demo.today
        for month in range(1, today.month):
            if month != today.month - 2 or today.month < 4:
                self._held(self._row("government", date(today.year, month, 18)), self._staff())
        for quarter in range(1, (today.month - 1) // 3 + 1):
            if quarter != 2:
                self._held(self._row("party", date(today.year, quarter * 3 - 1, 9)), self._staff())

    def warning(self):
        """All heads were asked; most came, some sent nobody, one is on leave."""
        row = self._row("warning", self.demo.day(-12), title="岁末年初全员警示教育大会", where="镇政府礼堂")
        with _at(self.demo.day(-15), 9):
            kept = gatherings.plan(gathering=row, guests=gatherings.heads(self.town), by=self.officer)
        ids = list(kept.attendees.values_list("pk", flat=True))
        with _at(row.held_on, 15):
            there = [pk for number, pk in enumerate(ids) if number % 7]
            gatherings.mark(gathering=kept, ids=there, presence="signed", by=self.officer)
            gatherings.mark(gathering=kept, ids=ids[:1], presence="excused", note="住院治疗", by=self.officer)
            self._photo(kept, self.officer)
            gatherings.hold(gathering=kept, by=self.officer)

    def trainings(self):
        """One of the two that the grid workers must have."""
        row = self._row("grid", self.demo.day(-150), title="网格员上半年专项培训", chair=self.officer.name)
        if row.held_on.year == self.demo.today.year:
            self._held(row, gatherings.cadres(self.town))

    def villages(self):
        """Most villages met this month and the last."""
        codes = [village for village in self.demo.villages[self.town.code] if village.code in self.demo.cadres]
        for number, village in enumerate(codes):
            cadre = self.demo.cadres[village.code]
            for day in (self.demo.today.replace(day=1) - timedelta(days=6), self.demo.day(-1)):
                if cadre.username == "cungan" and day == self.demo.day(-1) or number % 5 == 3:
                    continue
                row = self._row("village", day, place=village, where="村委会", chair=cadre.name)
                self._held(
                    row,
                    gatherings.guests_of(f"{cadre.name} 村干部\n{texts.PEOPLE[number % len(texts.PEOPLE)]} 网格员"),
                    by=cadre,
                )

    def visits(self):
        """The first leader every month; the others leave some out."""
        today = self.demo.today
        for order, leader in enumerate(self.leaders):
            for month in range(1, today.month):
                if order and month % (order + 2) == 0:
                    continue
                village = self.demo.villages[self.town.code][(month + order) % len(self.demo.villages[self.town.code])]
                row = self._row(
                    "visit",
                    date(today.year, month, 12),
                    leader=leader,
                    where=village.name,
                    chair="",
                    title=f"到{village.name}查看安全生产",
                )
                with _at(row.held_on, 17):
                    gatherings.record(gathering=row, guests=[], by=self.officer)

    def coming(self):
        """A meeting tomorrow to which cadres and heads of dangerous trades were asked."""
        row = self._row("government", self.demo.day(1), title="今冬明春安全生产调度会", begins=time(9), content="")
        with _at(self.demo.day(-1), 9):
            guests = [*gatherings.cadres(self.town), *gatherings.heads(self.town, high_risk=True)]
            gatherings.plan(gathering=row, guests=guests, by=self.officer)

    def points(self):
        """Two points lacked in autumn; one is mended, the other is late."""
        with _at(self.demo.day(-70)):
            review = points.start(by=self.officer)
            for point in review.points.all():
                if lack := texts.LACKS.get(point.name):
                    points.say(point=point, met=False, lack=lack, due_on=self.demo.day(-20), by=self.officer)
                elif point.name == points.STAFF_POINT and review.staff < points.least_of(self.town):
                    points.say(point=point, met=False, lack=texts.STAFF, due_on=self.demo.day(30), by=self.officer)
                else:
                    points.say(point=point, met=True, fact=texts.FACTS.get(point.name, "已落实"), by=self.officer)
            points.move(review=review, action="finish", by=self.officer)
        with _at(self.demo.day(-25)):
            point = review.points.get(name="有装备")
            points.mend(point=point, mended="购置执法记录仪 4 台、气体检测仪 2 台", by=self.officer)

    def guides(self):
        for days, changed, body in texts.GUIDES:
            with _at(self.demo.day(days)):
                guide = Guide(township=self.town, title="网格员安全生产工作指南", body=body, changed=changed)
                guides.publish(guide=guides.keep(guide=guide, by=self.officer), by=self.officer)


def _posted(demo, town):
    """A photo of each list of everyone's duties that hangs on a wall."""
    picture = demo_photos.store(901, False)
    first, last = town.code_range
    for row in everyone.posts().filter(village__gte=first, village__lte=last, published_on__isnull=False):
        moment = timezone.make_aware(datetime.combine(row.published_on, time(10)))
        own = {"taken_at": moment, "uploaded_at": moment, "uploaded_by": demo.bosses.get(row.enterprise_id)}
        Attachment.objects.create(owner=row, slot="photo", **(picture | own))
