import io
from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from core import clock
from evidence import photos
from hazards import services
from tests import factories


@pytest.fixture
def w(db):
    return factories.world()


def picture(name="现场.jpg", colour="grey"):
    out = io.BytesIO()
    Image.new("RGB", (64, 48), colour).save(out, "JPEG")
    return SimpleUploadedFile(name, out.getvalue(), "image/jpeg")


def photo_ids(by, count=1):
    return [photos.keep(picture(), by=by).pk for _ in range(count)]


def later(days=20) -> date:
    from datetime import timedelta

    return clock.today() + timedelta(days=days)


def found(w, **values):
    """A hazard of the first firm, found by its cadre."""
    given = {
        "village": w.village,
        "enterprise": w.firm,
        "location": "二号车间",
        "description": "冲床防护罩缺失",
        "source": "village",
    }
    return services.register(**({"by": w.officer} | given | values))


def graded(w, hazard=None, **values):
    given = {"grade": "ordinary", "grade_basis": "现场检查", "at_once": True, "due_on": later(), "responsible": "季长河"}
    return services.grade(hazard=hazard or found(w), by=w.officer, **(given | values))


SIX_PARTS = {
    "goals": "一个月内消除粉尘积聚", "materials": "除尘软管、灭火毯各一批", "bodies": "成立治理小组，组长季长河",
    "safety": "停产期间断电挂牌，专人看守",
}  # fmt: skip


def told_twice(w, hazard, only=("department", "congress")):
    """The double report of a major hazard, by the enterprise."""
    for to in only:
        services.report_major(
            hazard=hazard, by=w.boss, to=to, receiver="市场监督管理所" if to == "department" else "职工代表大会",
            held_at=clock.now(), reporter="季长河", means="书面报告", receipt="收 3 号", photos=photo_ids(w.boss),
        )  # fmt: skip
    return hazard


def planned(w, hazard, **values):
    given = {
        "responsible": "季长河", "measures": "加装联锁防护罩", "money": Decimal(3000), "due_on": later(15),
        "contingency": "整改期间停用冲床，班前确认",
    }  # fmt: skip
    if hazard.grade == "major":
        given |= SIX_PARTS
        told_twice(w, hazard)
    return services.submit_plan(hazard=hazard, by=w.boss, **(given | values))


def reported(w, hazard=None, by=None, **values):
    by = by or w.boss
    given = {"result": "已加装防护罩", "rectified_on": clock.today(), "photos": photo_ids(by)}
    return services.report_done(hazard=hazard or graded(w), by=by, **(given | values))


def accepted(w, hazard, by=None, **values):
    """Accepted on site by two people, as a major hazard asks."""
    given = {
        "held_at": clock.now(), "place": "打磨车间", "people": "周文、林一", "note": "现场复查合格", "no_before": "登记时没有拍照",
    }  # fmt: skip
    return services.accept(hazard=hazard, by=by or w.officer, **(given | values))


def in_state(w, state):
    """A hazard of the first firm brought to a state by its steps."""
    if state == "draft":
        return services.draft_from_check(
            key=f"answer:{w.firm.pk}", village=w.village, enterprise=w.firm, campaign=None,
            description="灭火器过期", location="仓库", photos=[], by=w.boss,
        )  # fmt: skip
    if state == "found":
        return found(w)
    if state == "planning":
        return graded(w, at_once=False)
    if state == "rectifying":
        return graded(w)
    if state == "reported":
        return reported(w)
    if state == "closed":
        return services.accept(hazard=reported(w), by=w.officer, no_before="登记时没有拍照")
    return services.cancel(hazard=found(w), by=w.officer, note="重复登记")
