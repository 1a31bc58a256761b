"""Rules of villages and enterprises of the demonstration: lacking, revised, published, one late."""

from datetime import datetime, time

from django.core.files.base import ContentFile
from django.utils import timezone

from accounts.enums import Role
from core import clock
from evidence import photos
from evidence.demo_hands import scribble

from . import services

# (of an enterprise, rule, gap, what is wrong, days ago it was found, days until due, how far it came)
RULES = (
    (False, "村级安全隐患巡查上报制度", "outdated", "仍按旧的巡查频次，没有写上报到谁", 34, 30, "published"),
    (True, "生产安全事故报告制度", "lacking", "没有写一小时内向哪里报告，班组长不知道", 30, 30, "published"),
    (True, "外来施工队伍安全管理制度", "outdated", "没有写明外包人员伤亡由谁报告", 26, 24, "lacking"),
    (False, "红白事和自建房施工报备制度", "lacking", "村里雇人施工没有报备要求", 22, 40, "revised"),
    (True, "从业人员名册和工伤台账管理制度", "idle", "有制度，但临时工没有登记", 20, 45, "lacking"),
    (True, "有限空间作业审批制度", "outdated", "审批表没有监护人一栏", 18, 40, "revised"),
)


def load(demo, town):
    officer, villages, firms = demo.people[(town.code, Role.OFFICER)][0], demo.villages[town.code], demo.firms[town.code]
    for number, (of_firm, name, gap, problem, ago, days, end) in enumerate(RULES):
        firm = firms[number * 3 % len(firms)] if of_firm else None
        village = firm.village if firm else villages[number % len(villages)]
        _one(demo, officer, end, ago, place=village, enterprise=firm, name=name, gap=gap, problem=problem, days=days)


def _one(demo, officer, end, ago, *, days, **values):
    campaign = next(iter(demo.campaigns[values["place"].township_code]), None)
    with _at(demo.day(-ago)):
        row = services.register(by=officer, campaign=campaign, due_on=demo.day(days - ago), **values)
    if end == "lacking":
        return
    with _at(demo.day(6 - ago)):
        change = "新订全文，写明报告的人、时限和电话" if values["gap"] == "lacking" else "补写报告时限和责任人，改了三条"
        services.step(bylaw=row, action="revise", by=officer, revised_on=clock.today(), change=change)
    if end == "published":
        with _at(demo.day(9 - ago)):
            picture = photos.keep(ContentFile(scribble(row.pk), name="公布栏.png"), by=officer)
            shown = {"published_on": clock.today(), "published_where": "公开栏张贴，班前会宣读", "photos": [picture.pk]}
            services.step(bylaw=row, action="publish", by=officer, **shown)


def _at(day):
    return clock.at(timezone.make_aware(datetime.combine(day, time(15, 20))))
