import io
import secrets

import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image

from incidents.models import Tip
from incidents.tips import codes, services
from tests import factories

from ..conftest import as_user, people

NAME, PHONE, STORY, PLACE = "臧报信", "13912345678", "夜里偷偷往河边倒废液", "老渡口仓库"
COMMENT = "CAM-OWNER-ZANG"


@pytest.fixture
def w(db):
    return people(factories.world())


def told(w, **changes):
    """Keyword arguments of `send_in` for a named tip."""
    values = {
        "nonce": secrets.token_hex(16), "place": w.village, "kind": "hazard", "text": STORY, "where": PLACE, "happened": "昨天夜里",
        "unit": "", "named": True, "name": NAME, "phone": PHONE, "files": (),
    }  # fmt: skip
    return values | changes


def sent(w, **changes):
    """(tip, code)"""
    return services.send_in(**told(w, **changes))


def anonymous(w, **changes):
    return sent(w, named=False, name="", phone="", **changes)


def tip_in(w, state, **changes):
    """A tip brought to a state by its steps."""
    tip = sent(w, **changes)[0]
    if state in ("running", "closed", "handed"):
        services.accept(tip=tip, by=w.leader)
    if state == "closed":
        services.close(tip=tip, by=w.leader, finding="true", note="已责令清理")
    if state == "handed":
        services.hand_over(tip=tip, by=w.leader, handed_to="县生态环境局", note="属其职责")
    if state == "dismissed":
        services.dismiss(tip=tip, by=w.leader, note="不属于安全生产")
    return Tip.objects.get(pk=tip.pk)


def closed_with_code(w, **changes):
    tip, code = sent(w, **changes)
    services.accept(tip=tip, by=w.leader)
    services.close(tip=tip, by=w.leader, finding="true", note="已处罚")
    return Tip.objects.get(pk=tip.pk), code


def picture(name="IMG_臧报信.jpg"):
    """A photo that tells who took it, where and with what."""
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x010F], exif[0x013B] = "SECRETPHONE", COMMENT
    exif.get_ifd(0x8825)[1] = "N"
    Image.new("RGB", (64, 48), "grey").save(out, "JPEG", exif=exif, comment=COMMENT.encode())
    out.seek(0)
    out.name = name
    return out


def form_of(page):
    """The hidden token and the right answer of the puzzle on a page."""
    text = page.content.decode()
    token = text.split('name="puzzle" value="')[1].split('"')[0]
    return token


def answer_of(token):
    """The right answer, found by trying as a person would not: all numbers and the characters of the words used."""
    for guess in [*range(100), *"安全生产严禁烟火当心触电小心坠落"]:
        if codes.solved(token, str(guess)):
            return str(guess)
    raise AssertionError(codes.question_of(token))


def filled(client, place, **changes):
    """What a browser posts after solving the puzzle."""
    token = form_of(client.get(reverse("tips:new", args=[place.pk])))
    values = {
        "kind": "hazard", "text": STORY, "village": place.pk, "where": PLACE, "happened": "昨天", "named": "1", "name": NAME,
        "phone": PHONE, "puzzle": token, "answer": answer_of(token),
    }  # fmt: skip
    return values | changes


def post_tip(client, w, place=None, **changes):
    place = place or w.village
    return client.post(reverse("tips:new", args=[place.pk]), filled(client, place, **changes))


__all__ = ["Client", "as_user"]
