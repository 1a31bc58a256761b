"""Lists of the demonstration: two of deaths, one of staff, compared, some pairs decided; one list already destroyed."""

import io
from datetime import datetime, time

from django.utils import timezone
from openpyxl import Workbook

from core import clock, jobs

from ..models import Candidate, NameList
from . import services
from .names import check_digit
from .reading import HEADERS

# name in the register of deaths, name in the employees' list, born, what the number shows (whole, part, none), post, cause
PEOPLE = (
    ("贺某平", "贺某平", "19710514", "whole", "装载机司机", "多发伤"),
    ("裴新民", "裴新民", "19680322", "part", "押运员", "颅脑损伤"),
    ("闵大军", "闵大君", "19750809", "none", "机修工", "高处坠落伤"),
    ("柴生林", "柴胜林", "19630127", "none", "架子工", "心源性猝死"),
    ("车向阳", "车向阳", "19801116", "none", "行车工", "胸部挤压伤"),
)
ONLY_DEAD = (
    ("温秀珍", "19440203", "肺源性心脏病"),
    ("乔福贵", "19510718", "脑梗死"),
    ("冀玉莲", "19390911", "慢性阻塞性肺病"),
)
ONLY_STAFF = (("岳建民", "19850604", "电焊工"), ("俞小峰", "19920415", "叉车司机"), ("贾春燕", "19890930", "库管员"))


def load(demo, leader, officer):
    """`officer` brings the lists; `leader` decides one pair."""
    town, firm = demo.towns[0], next((f for f in demo.firms[demo.towns[0].code] if f.sector_id == "metals"), None)
    villages = [village.name for village in demo.villages[town.code]]
    with _at(demo.day(-20)):
        deaths = _bring(
            town, "hospital", "卫生院死亡登记（上半年）", "云溪镇中心卫生院", _deaths(demo, villages), officer, demo.day(40)
        )
        funeral = _bring(
            town, "funeral", "火化登记（上半年）", "青禾县殡仪馆", _deaths(demo, villages)[1:4], officer, demo.day(40)
        )
        staff = _bring(town, "staff", "企业人员名单", "企业报送", _staff(villages, firm), officer, demo.day(40), firm)
        old = _bring(
            town, "civil", "民政死亡登记（去年）", "青禾县民政局", _deaths(demo, villages)[:2], officer, demo.day(-2)
        )
        for other in (staff, funeral):
            jobs.run(services.compare(one=deaths, other=other, by=officer)[1].pk)
    _decide(demo, deaths, staff, leader, officer)
    with _at(demo.day(-2)):
        services.destroy(names=old, note="到期自动销毁", by=None)


def _at(day):
    return clock.at(timezone.make_aware(datetime.combine(day, time(10, 5))))


def _bring(town, kind, title, provider, rows, officer, until, firm=None):
    given = {"kind": kind, "title": title, "provider": provider, "destroy_on": until, "enterprise": firm}
    names, job = services.bring(township=town, data=_book(rows), by=officer, **given)
    jobs.run(job.pk)
    return NameList.objects.get(pk=names.pk)


def _book(rows):
    book = Workbook()
    book.active.append(HEADERS)
    for row in rows:
        book.active.append([row.get(header, "") for header in HEADERS])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _line(number, name, born, village, shown="whole", **more):
    first = f"990101{born}{number * 2 + 101:03d}"
    whole = first + check_digit(first)
    said = {"whole": whole, "part": f"{whole[:6]}********{whole[-4:]}", "none": ""}[shown]
    return {"姓名": name, "性别": "男", "身份证号": said, "出生年月": born[:4], "所在村": village, **more}


def _deaths(demo, villages):
    rows = [
        _line(n, name, born, villages[n % len(villages)], shown, 死亡日期=str(demo.day(-150 - 17 * n)), 死亡原因=cause)
        for n, (name, _, born, shown, _, cause) in enumerate(PEOPLE)
    ]
    for n, (name, born, cause) in enumerate(ONLY_DEAD, 20):
        rows.append(_line(n, name, born, villages[n % len(villages)], 死亡日期=str(demo.day(-90 - n)), 死亡原因=cause))
    return [*rows, {"姓名": "不详", "死亡日期": str(demo.day(-60)), "死亡原因": "溺水"}]


def _staff(villages, firm):
    work = firm.name if firm else ""
    rows = [
        _line(n, name, born, villages[n % len(villages)], "none" if shown == "none" else "whole", 岗位=post, 工作单位=work)
        for n, (_, name, born, shown, post, _) in enumerate(PEOPLE)
    ]
    return rows + [
        _line(n, name, born, villages[n % len(villages)], 岗位=post, 工作单位=work)
        for n, (name, born, post) in enumerate(ONLY_STAFF, 40)
    ]


def _decide(demo, deaths, staff, leader, officer):
    """One pair the same, one not, one not certain; the others wait."""
    rows = list(Candidate.objects.filter(match__one=deaths, match__other=staff).order_by("-score", "one_line"))
    told = (
        ("same", officer, "身份证号、岗位与病历一致"),
        ("doubt", leader, "等派出所核对户籍照片"),
        ("differ", officer, "户籍显示两人都健在"),
    )
    with _at(demo.day(-6)):
        for candidate, (action, by, note) in zip(rows, told, strict=False):
            services.decide(candidate=candidate, action=action, note=note, by=by)
