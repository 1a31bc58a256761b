"""The tipster's name, phone and camera, asked for over every address by every role: nobody is told, nothing keeps them."""

import logging
import re
from urllib.parse import unquote

import pytest
from django.apps import apps
from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client
from django.urls import reverse

from core.encrypted import EncryptedText
from evidence.models import Attachment
from incidents.models import TipOpening
from incidents.tips import services
from incidents.tips.urls import urlpatterns
from reminders.models import Message
from reminders.scan import scan

from ..conftest import as_user
from .conftest import COMMENT, NAME, PHONE, picture, post_tip, sent

PLANTED = (NAME, PHONE, COMMENT, "SECRETPHONE")
ROLES = [
    "officer",
    "leader",
    "third",
    "department",
    "discipline",
    "liaison",
    "cadre",
    "boss",
    "supervisor",
    "other_officer",
    "other_leader",
]
QUERIES = ({"q": NAME}, {"number": PHONE}, {"name": NAME}, {"phone": PHONE}, {"o": "source__phone"}, {"source__name": NAME},
           {"village": NAME}, {"export": "xlsx"})  # fmt: skip
AROUND = ["dashboard:home", "dashboard:search", "reminders:inbox", "hazards:list", "incidents:list", "enterprises:list"]


@pytest.fixture
def w(w):
    """A named tip with a photo, accepted as a hazard, answered, rewarded; its third official named."""
    w.tip, w.code = sent(w, files=[picture()])
    w.handler = services.name_handler(tip=w.tip, user=w.third, by=w.leader)
    services.accept(tip=w.tip, by=w.officer, outlet="hazard", village=w.village, text="废液没有收集", where="仓库")
    services.close(tip=w.tip, by=w.officer, finding="true", note="已处罚")
    w.reward = services.propose(tip=w.tip, by=w.officer, basis="fine", fine=100, document="罚1号")
    scan(on=w.reward.approve_by)
    return w


def addresses(w):
    keys = {
        "tip_id": w.tip.pk, "handler_id": w.handler.pk, "photo_id": w.tip.originals.get().pk, "reward_id": w.reward.pk,
        "action": "close", "code": w.village.pk, "year": 2026, "board_id": 1,
        "firm_id": w.firm.pk, "poster_id": 1,
    }  # fmt: skip
    for entry in urlpatterns:
        if "poster" not in entry.name:
            wanted = re.findall(r"<\w+:(\w+)>", str(entry.pattern))
            yield entry.name, reverse(f"tips:{entry.name}", kwargs={name: keys[name] for name in wanted})


def shown(answer, asked=()):
    """Planted words in an answer, but for what the asker typed: in a field, a link, a heading."""
    text = b"".join(answer.streaming_content) if answer.streaming else answer.content
    text = unquote(unquote(text.decode(errors="ignore") + str(answer.headers)))
    for value in filter(None, asked):
        text = re.sub(rf'(?:value|href)="[^"]*{re.escape(value)}[^"]*"', "", text).replace(f"搜索：{value}", "")
        text = text.replace(f"={value}", "")
    return [word for word in PLANTED if word in text]


@pytest.mark.parametrize("who", [*ROLES, "stranger"])
def test_no_page_list_search_export_or_refusal_tells_who_told(w, who):
    client = Client() if who == "stranger" else as_user(getattr(w, who))
    found, post = [], {"note": "x", "finding": "true", "handed_to": "县局", "text": "请补充", "code": w.code}
    for name, to in addresses(w):
        page = client.get(to)
        found += [(name, word) for word in shown(page)]
        for query in QUERIES if "GET" in vars(page.wsgi_request) else ():  # who reads no parameters answers all alike
            found += [(name, word) for word in shown(client.get(to, query), query.values())]
        if page.status_code != 405:
            found += [(name, word) for word in shown(client.get(to, headers={"HX-Request": "true"}))]
        found += [(name, "POST", word) for word in shown(client.post(to, post))]
    for name in AROUND:
        for query in ({}, {"q": NAME}, {"q": PHONE}):
            found += [(name, word) for word in shown(client.get(reverse(name), query), query.values())]
    if client.session.get("_auth_user_id"):
        for row in Attachment.objects.filter(content_type__app_label__in=("incidents", "hazards")):
            for view in ("file", "small", "stamped"):
                to = reverse(f"evidence:{view}", args=[row.pk])
                found += [(view, word) for word in shown(client.get(to)) + shown(client.get(to, {"original": 1}))]
    assert found == []


def test_only_the_named_handler_reads_it_and_only_by_a_reason(w):
    to, client = reverse("tips:identity", args=[w.tip.pk]), as_user(w.third)
    assert shown(client.post(to, {"reason": "看"})) == []
    page = client.post(to, {"reason": "核实现场位置"})
    assert shown(page) == [NAME, PHONE] and page["Cache-Control"] == "no-store" and "lead-mark" in page.content.decode()
    assert shown(client.get(reverse("tips:detail", args=[w.tip.pk]))) == []
    photo = reverse("tips:original", args=[w.tip.pk, w.tip.originals.get().pk])
    answer = client.post(photo, {"reason": "核对拍摄时间"})
    assert COMMENT in answer.content.decode(errors="ignore") and NAME not in str(answer.headers)
    assert as_user(w.leader).post(to, {"reason": "核实现场位置"}).status_code == 403
    assert list(TipOpening.objects.order_by("pk").values_list("what", flat=True)) == ["identity", "photo", "refused"]


def test_no_message_log_line_or_file_name_bears_it(w, caplog):
    with caplog.at_level(logging.DEBUG):
        post_tip(Client(), w)
        Client().post(reverse("tips:status"), {"code": w.code})
    assert not [word for word in (*PLANTED, w.code) if word in caplog.text]
    for message in Message.objects.all():
        assert not [word for word in PLANTED if word in f"{message.title}{message.body}{message.link}{message.key}"]
    names = [*Attachment.objects.values_list("name", flat=True), *Attachment.objects.values_list("file", flat=True)]
    assert names and not [name for name in names if NAME in name]


def test_no_table_and_no_file_holds_it_in_plain_text(w):
    kept = []
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            if model._meta.app_label in ("incidents", "hazards", "evidence", "reminders") and model._meta.managed:
                cursor.execute(f"SELECT * FROM {model._meta.db_table}")
                kept += cursor.fetchall()
    text = str(kept)
    assert w.tip.number in text and not [word for word in (*PLANTED, w.code, w.tip.text) if word in text]
    for row in w.tip.originals.all():
        with default_storage.open(row.file.name) as file:
            assert b"CAM-OWNER" not in file.read()


def test_every_text_of_a_tip_is_sealed():
    open_texts = {
        f"{model.__name__}.{field.name}" for model in apps.get_app_config("incidents").get_models()
        if model.__name__.startswith("Tip") for field in model._meta.fields
        if field.get_internal_type() == "TextField" and not isinstance(field, EncryptedText)
    }  # fmt: skip
    assert open_texts == set()
