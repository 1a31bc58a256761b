"""Evidence and statements of the demonstration: one case with evidence on its way and a contradiction open, one settled."""

import io
import wave
from datetime import datetime, time, timedelta
from math import sin

from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image

from core import clock
from evidence import files, photos

from .. import services as leads
from ..models import Lead
from ..statements import contradictions
from ..statements import services as statements
from . import services, told

STORED = "应急办保密柜 2 号"


def load(demo, leader, team, scan):
    """`scan()` gives a picture of a page."""
    rows = Lead.objects.filter(village__code__startswith=demo.towns[0].code[:9], verifications__interviews__isnull=False)
    mine = list(rows.filter(verifications__team=team[0], state="verifying").distinct().order_by("-received_at"))
    if len(team) < 2 or not mine:
        return
    lead, talks = mine[0], list(mine[0].verifications.last().interviews.order_by("at"))
    with _at(demo.day(-6), 10):
        first, second = _taken(lead, team, scan)
    _handed(demo, lead, first, second, leader, team)
    _told(demo, leader, team)
    with _at(demo.day(-3), 15):
        _said(demo, lead, talks, first, team[0])
        _settled(lead, team[1])


def _told(demo, leader, team):
    """The photos of a tip become evidence of the case that was opened from it."""
    for lead in Lead.objects.filter(source_key__startswith="tip:", village__code__startswith=demo.towns[0].code[:9]):
        with _at(demo.day(-5), 11):
            for person in team:
                leads.name_handler(lead=lead, user=person, by=leader)
        with _at(demo.day(-4), 9):
            told.take(lead=lead, second=team[1], by=team[0], stored_in="平台内加密保存", traits=told.traits(lead))


def _at(day, hour, minute=20):
    return clock.at(timezone.make_aware(datetime.combine(day, time(hour, minute))))


def _taken(lead, team, scan):
    common = {"lead": lead, "second": team[1], "by": team[0], "taken_at": clock.now(), "stored_in": STORED}
    first = services.take(
        **common, kind="document", form="copy", title="当月考勤打印件", amount="3 页", traits="死者当日有上班打卡，没有下班打卡",
        taken_in="公司人事室", taken_from="公司人事员", files=[files.keep(_sheets(scan), by=team[0]).pk],
    )  # fmt: skip
    second = services.take(
        **common, kind="data", form="original", title="装卸区监控硬盘", amount="1 块", traits="当日 6 时至 12 时录像",
        taken_in="公司值班室", taken_from="公司保安", seal_number="FT-0031", files=[photos.keep(scan(), by=team[0]).pk],
    )  # fmt: skip
    services.take(
        **common, kind="recording", form="copy", title="与工友的通话录音", amount="1 段", traits="工友说明当日装卸经过",
        taken_in="应急办", taken_from="工友", files=[files.keep(_call(), by=team[0]).pk],
    )  # fmt: skip
    return first, second


def _sheets(scan, count=3):
    """The scan of several sheets as one PDF."""
    out = io.BytesIO()
    first, *others = [Image.open(scan()).convert("RGB") for _ in range(count)]
    first.save(out, "PDF", save_all=True, append_images=others)
    return ContentFile(out.getvalue(), name="考勤.pdf")


def _call(seconds=8, hertz=8000):
    """A recording with nothing but a tone that swells and fades."""
    out = io.BytesIO()
    waves = (int(6000 * sin(at / 8) * sin(at / 3000) ** 2) for at in range(hertz * seconds))
    with wave.open(out, "wb") as sound:
        sound.setparams((1, 2, hertz, 0, "NONE", ""))
        sound.writeframes(b"".join(one.to_bytes(2, "little", signed=True) for one in waves))
    return ContentFile(out.getvalue(), name="通话.wav")


def _handed(demo, lead, first, second, leader, team):
    """The disk changes hands and is looked at; the sheets wait for the leader to confirm."""
    with _at(demo.day(-5), 9):
        services.offer_all(exhibits=[second], receiver=team[1], note="由有保密柜的同志保管", by=team[0])
    with _at(demo.day(-5), 10):
        services.act(exhibit=second, action="accept", by=team[1], stored_in="纪委谈话室保密柜", note="封条完好")
    with _at(demo.day(-4), 14):
        services.act(exhibit=second, action="look", by=team[1], note="会同企业安全员查看当日录像，封条重新加封")
    with _at(demo.day(-1), 16):
        services.offer_all(exhibits=[first], receiver=leader, note="送领导审阅", by=team[0])


def _said(demo, lead, talks, sheets, by):
    """When it happened is told differently; how many were hurt too."""
    day = demo.day(-225) if lead.happened_on is None else lead.happened_on
    at = lambda hour, minute: timezone.make_aware(datetime.combine(day, time(hour, minute)))  # noqa: E731
    case = {"lead": lead, "by": by}
    in_talk = {"talk": talks[0], "said_by": talks[0].person, "where": "第 1 页第 4 问"}
    statements.note(**case, **in_talk, matter="event", at=at(8, 10), precision="about")
    statements.note(**case, **in_talk, matter="deaths", count=1)
    family = {"talk": talks[1], "said_by": talks[1].person, "where": "第 2 页"} if len(talks) > 1 else in_talk
    statements.note(**case, **family, matter="reported", at=at(15, 0), precision="about", about="企业告知家属")
    statements.note(**case, exhibit=sheets, said_by="公司人事员", where="第 2 页", matter="event", at=at(7, 55))
    if visit := lead.verifications.last().visits.first():
        seen = {"visit": visit, "said_by": "店主", "where": "了解的情况"}
        statements.note(**case, **seen, matter="event", at=at(9, 0), precision="half-day")
    own = {"origin": "enterprise", "said_by": "运输公司", "where": "情况说明第 1 页"}
    statements.note(**case, **own, matter="event", at=at(11, 30))
    statements.note(**case, **own, matter="place", text="厂区宿舍")
    statements.note(**case, **in_talk, matter="place", text="装卸区三号月台")
    statements.note(**case, **own, matter="death", at=at(11, 30) + timedelta(minutes=50))


def _settled(lead, by):
    """Where it happened is settled; when, not yet."""
    row = next(row for row in contradictions.of(lead, by) if row.matter == "place")
    side = next(at for at, said in enumerate(row.sides) if "月台" in said[0].words)
    statements.settle(
        lead=lead, key=row.key, outcome="holds", side=side, by=by,
        reason="监控录像和工友笔录一致，企业情况说明没有旁证，不采信",
    )  # fmt: skip
