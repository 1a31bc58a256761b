"""Deaths of the demonstration that an enterprise and a village reported themselves: one whose hour runs, one told in time."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from accounts.models import User
from core import clock

from ..deaths import services as deaths
from . import services

RUNNING = {
    "place": "成品库装卸平台",
    "people": 1,
    "names": "祝某",
    "course": "装卸时叉车后退，将站在车后的一名搬运工挤在立柱上，送卫生院后死亡。",
    "done": "已停工，保护现场，拨打 120 和 110，正在向县应急管理局报告。",
}
TOLD = {
    "place": "村道涵洞施工点", "people": 1, "names": "不详",
    "course": "外来施工队在涵洞内清淤时土方坍塌，一人被埋，救出时已无生命体征。",
    "done": "已组织群众撤离，报派出所，施工队负责人已控制在现场。",
}  # fmt: skip


def load(demo, leader):
    people = {user.username: user for user in User.objects.filter(username__in=("qiye", "cungan"))}
    if boss := people.get("qiye"):
        learned = clock.now() - timedelta(minutes=25)
        services.take(
            key="demo-report-firm", by=boss, happened_at=learned - timedelta(minutes=12), learned_at=learned, phone=boss.phone,
            **RUNNING,
        )  # fmt: skip
    if cadre := people.get("cungan"):
        _in_time(demo, cadre, leader)


def _in_time(demo, cadre, leader):
    """Two days later the leader has recorded the accident; everybody reported within the limit."""
    at = timezone.make_aware(datetime.combine(demo.day(-6), time(15, 10)))
    with clock.at(at + timedelta(minutes=35)):
        report = services.take(
            key="demo-report-village",
            by=cadre,
            happened_at=at,
            learned_at=at + timedelta(minutes=10),
            phone=cadre.phone,
            **TOLD,
        )
    with clock.at(at + timedelta(hours=3)):
        services.add(report=report, text="施工队是镇外的，合同在项目经理手里。", by=cadre)
    with clock.at(at + timedelta(days=1)):
        row = deaths.open_accident(
            lead=report.lead, by=leader, happened_at=at, learned_at=report.learned_at, field="work", place=TOLD["place"],
            course=TOLD["course"], loss=0,
        )  # fmt: skip
        deaths.keep_victim(
            accident=row, by=leader, name="不详", outcome="dead", died_at=at + timedelta(minutes=20), died_in="现场"
        )
        for sender, minutes, told in (("unit", 52, "县应急管理局值班室，电话"), ("county", 130, "市应急管理局，系统报送")):
            deaths.record_report(accident=row, by=leader, sender=sender, sent_at=at + timedelta(minutes=minutes), told=told)
