import base64
import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from checks import services
from checks.models import Check, Checklist, Item
from core import clock
from evidence import photos
from tests import factories


@pytest.fixture
def w(db):
    return factories.world()


def later(days=7):
    return clock.today() + timedelta(days=days)


def picture(colour="grey"):
    out = io.BytesIO()
    Image.new("RGB", (64, 48), colour).save(out, "JPEG")
    return SimpleUploadedFile("现场.jpg", out.getvalue(), "image/jpeg")


def photo_id(by, colour="grey"):
    return str(photos.keep(picture(colour), by=by).pk)


def signature():
    """What the canvas of the signing page sends."""
    drawn = Image.new("RGB", (300, 120), "white")
    ImageDraw.Draw(drawn).line((20, 20, 200, 100, 280, 30), fill="black", width=5)
    out = io.BytesIO()
    drawn.save(out, "PNG")
    return "data:image/png;base64," + base64.b64encode(out.getvalue()).decode()


def shipped(key="three-questions"):
    return Checklist.objects.get(key=key)


def a_list(*texts, **item):
    """A published open list; yes/no items whose "no" makes a hazard, no photo asked."""
    return factories.checklist(*(texts or ("通道是否畅通", "灭火器是否有效")), **({"photo_when_bad": False} | item))


def a_check(w, of=None, *, firm=None, place=None, **fields):
    """A check of the first firm, or of a village."""
    of = of or a_list()
    given = {"version": of.current, "due_on": later(), "sent_by": w.officer}
    if place is None:
        given |= {"enterprise": firm or w.firm, "place": (firm or w.firm).village}
    else:
        given |= {"place": place}
    return Check.objects.create(**(given | fields))


def secret_check(w, **where):
    return a_check(w, shipped(), **where)


def fresh(check):
    return Check.objects.select_related("version__checklist", "place", "enterprise", "campaign").get(pk=check.pk)


def fill(check, by, value="yes", **values):
    """Answer every item alike."""
    for item in check.version.items.all():
        services.reply(check=check, item=item, value=_fitting(item, value), by=by, **values)
    return fresh(check)


def _fitting(item, value):
    return {"number": "12", "text": "季长河"}.get(item.kind, value)


def hand_in(check, by, name="季长河"):
    row = fresh(check)
    return services.finish(check=row, name=name, signature=signature(), by=by, seen=row.row_version)


def submitted(w, check=None, by=None, value="yes"):
    check = check or a_check(w)
    by = by or w.boss
    fill(check, by, value)
    return hand_in(check, by)


def in_state(w, state, check=None):
    """A check of the first firm brought to a state by its steps."""
    check = check or a_check(w)
    if state == "filling":
        services.reply(check=check, item=check.version.items.first(), value="yes", by=w.boss)
    if state in ("submitted", "returned", "accepted"):
        submitted(w, check)
    if state == "returned":
        services.send_back(check=check, note="第 1 项请重拍", by=w.officer)
    if state == "accepted":
        services.accept(check=check, by=w.officer)
    if state == "cancelled":
        services.cancel(check=check, note="已停产", by=w.officer)
    return fresh(check)


def item_of(check, number=1) -> Item:
    return check.version.items.all()[number - 1]
