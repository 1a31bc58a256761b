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
    return services.register(by=w.officer, **(given | values))


def graded(w, hazard=None, **values):
    given = {"grade": "ordinary", "grade_basis": "现场检查", "at_once": True, "due_on": later(), "responsible": "季长河"}
    return services.grade(hazard=hazard or found(w), by=w.officer, **(given | values))


def planned(w, hazard, **values):
    given = {
        "responsible": "季长河", "measures": "加装联锁防护罩", "money": Decimal(3000), "due_on": later(15),
        "contingency": "整改期间停用冲床，班前确认",
    }  # fmt: skip
    return services.submit_plan(hazard=hazard, by=w.boss, **(given | values))


def reported(w, hazard=None, by=None, **values):
    by = by or w.boss
    given = {"result": "已加装防护罩", "rectified_on": clock.today(), "photos": photo_ids(by)}
    return services.report_done(hazard=hazard or graded(w), by=by, **(given | values))


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
        return services.accept(hazard=reported(w), by=w.officer)
    return services.cancel(hazard=found(w), by=w.officer, note="重复登记")
