"""Campaigns of the demonstration: one being carried out, one over, one about to start, one next door."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from accounts.enums import Role
from circulars.layout import cn_date
from core import clock
from core.errors import Refused
from core.workflow import advance
from places.models import Office

from . import demo_texts as texts
from .bylaws import demo as bylaws
from .enums import SENDERS, Every
from .people import Directory
from .review import settle_standing, unknown_names
from .services import circulars, dispatch, duties, regular

MARKS = {"a": 0, "d1": 8, "b": 9, "d2": 30, "c": 31, "d3": 50, "d4": 62, "e": 63, "d5": 85}
# (share accepted, submitted, returned) of the assignments whose due day has passed; the rest is late
PAST, COMING = (82, 6, 4), (14, 8, 1)


def load(demo):
    demo.campaigns = {town.code: [] for town in demo.towns}
    main = demo.towns[0]
    _tell(demo, main, "今冬明春安全生产集中整治行动", -44, 31, len(texts.WINTER_TASKS), every=Every.MONTH)
    _over(demo, _tell(demo, main, "秋冬季消防安全专项整治行动", -410, 18, 8, everything=True))
    _tell(demo, main, "春节前安全生产大检查", 12, 36, 9, send=False)
    _tell(demo, demo.towns[1], "冬季取暖安全专项行动", -20, 12, 8)
    bylaws.load(demo, main)


def at(day, hour=9):
    return clock.at(timezone.make_aware(datetime.combine(day, time(hour, 10))))


def circular_text(demo, town, name, start, number, size):
    """The words of an invented circular whose phases begin `start` days from today."""
    days = {mark: cn_date(demo.day(start + offset)) for mark, offset in MARKS.items()}
    issued = demo.day(start - 3)
    chosen = texts.WINTER_TASKS[: size - 2] + texts.WINTER_TASKS[17:19] if size < 20 else texts.WINTER_TASKS
    lines = [
        f"{n}.{title}。{text}责任单位：{units}；完成时限：{limit.format(**days)}"
        for n, (title, text, units, limit) in enumerate(chosen, 1)
    ]
    return texts.BODY.format(
        town=town.name,
        name=name,
        paper=town.paper_code or "镇政发",
        year=issued.year,
        number=number,
        issued=cn_date(issued),
        tasks="\n".join(lines),
        members=texts.MEMBERS[demo.towns.index(town) % 3],
        **days,
    )


def _tell(demo, town, name, start, number, size, *, send=True, everything=False, every=""):
    """Read the circular, review it, make the campaign, dispatch and let the units answer, each at its day."""
    officer = demo.people[(town.code, Role.OFFICER)][0]
    day = min(demo.day(start - 2), demo.today)
    with at(day):
        text = circular_text(demo, town, name, start, number, size)
        circular = circulars.add_circular(text=text, source_name=f"{name}通知.docx", by=officer)
        campaign = _review(demo, town, circular, officer)
    demo.campaigns[town.code].append(campaign)
    if send:
        with at(demo.day(start), 10):
            dispatch.dispatch(campaign=campaign, by=officer)
            regular.set_rhythm(campaign=campaign, every=every, senders=list(SENDERS), by=officer)
        dispatch.open_periods(campaign=campaign)
        _answer(demo, campaign, officer, everything)
    return campaign


def _review(demo, town, circular, officer):
    """What an officer does on the review screen: explain unknown units, confirm cadences, look at the doubts."""
    offices = list(Office.objects.filter(township=town, is_active=True))
    for name in unknown_names(circular.review):
        chosen = next((office for office in offices if name[:2] in office.name), demo.rng.choice(offices))
        circular = circulars.say_unit(circular=circular, name=name, key=f"office:{chosen.pk}", by=officer)

    def settle(draft):
        settle_standing(draft)
        draft["head"]["goal"] = "不发生较大以上事故，不发生群死群伤火灾和煤气中毒事件，隐患按期整改率 95% 以上。"
        draft["handled"] = list(range(len(circular.reading["finding_details"])))
        for task in draft["tasks"]:
            task["settled"] = True

    circular, _ = circulars.change(circular=circular, by=officer, edit=settle)
    return circulars.create_campaign(circular=circular, by=officer)


def _answer(demo, campaign, officer, everything):
    """Units answer with their own words; the officer accepts or returns. Some are late, as in life."""
    rows = list(campaign.assignments.select_related("task", "campaign", "place", "office", "enterprise"))
    directory = Directory(rows)
    for row in rows:
        people = directory.of(row)
        fate = "accepted" if everything else _fate(demo, row)
        if people and fate:
            _one(demo, row, people[0], officer, fate)


def _fate(demo, row):
    if row.due_on and row.due_on > demo.today + timedelta(days=30):
        return ""
    shares = PAST if row.due_on and row.due_on < demo.today else COMING
    number = demo.rng.randrange(100)
    for share, fate in zip(shares, ("accepted", "submitted", "returned"), strict=True):
        if number < share:
            return fate
        number -= share
    return ""


def _one(demo, row, person, officer, fate):
    day = _event_day(demo, row)
    try:
        with at(day, 16):
            duties.answer(
                assignment=row, text=words(demo, row, day), held_on=day, headcount=demo.rng.randrange(6, 60), by=person
            )
        with at(min(day + timedelta(days=1), demo.today), 17):
            if fate == "accepted":
                duties.accept(assignment=row, by=officer)
            elif fate == "returned":
                duties.send_back(assignment=row, note=demo.rng.choice(texts.RETURNS), by=officer)
    except Refused:
        return


def _event_day(demo, row):
    """A day before the due day, not in the future."""
    first = timezone.localdate(row.created_at)
    last = min(row.due_on or demo.today, demo.today)
    return first + timedelta(days=demo.rng.randrange(max((last - first).days, 0) + 1))


def words(demo, row, day):
    """An answer to the task in a village's own words."""
    form = next((text for word, text in texts.ANSWERS if word in row.task.title), texts.FALLBACK)
    return form.format(day=f"{day.month}月{day.day}日", n=demo.rng.randrange(4, 38), m=demo.rng.randrange(80, 420))


def _over(demo, campaign):
    """Last year's campaign was brought to its end."""
    officer = demo.people[(campaign.township_id, Role.OFFICER)][0]
    with at(campaign.ends_on + timedelta(days=4) if campaign.ends_on else demo.day(-300)):
        for row in campaign.assignments.waiting():
            advance(row, "cancel", by=officer, note="经核实已停产歇业，不再要求上报")
        advance(campaign, "conclude", by=officer, note="各项任务按期完成，排查隐患全部销号，转入日常监管。")
