"""Sending, removing and looking at photos: who may, what a retry does, what the browser is told."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError
from django.urls import reverse

from campaigns.models import Submission
from core import clock
from evidence import access, photos, services
from evidence.models import Attachment
from tests import factories

from . import makers
from .makers import upload

UPLOAD = "/files/upload/"


def url(name, row):
    return reverse(f"evidence:{name}", args=[row.pk])


def send(client, file=None, **values):
    return client.post(UPLOAD, {"file": file or upload(), **values})


def look(client, address, query=None):
    """The answer, read to its end so that its file is closed."""
    answer = client.get(address, query)
    answer.body = answer.getvalue() if answer.streaming else answer.content
    answer.close()
    return answer


def test_a_photo_is_sent_and_answered_with_its_thumbnail(w, login):
    client = login(w.cadre)
    answer = send(client, origin="camera").json()
    row = Attachment.objects.get(pk=answer["id"])
    assert answer == {"id": str(row.pk), "name": row.name, "thumb": url("small", row)}
    assert (row.uploaded_by, row.origin) == (w.cadre, "camera")
    assert look(client, answer["thumb"]).status_code == 200


def test_sent_twice_by_a_retry_it_is_one_photo(w, login, media):
    client, client_id = login(w.cadre), str(uuid.uuid4())
    first, second = (send(client, client_id=client_id).json() for _ in range(2))
    assert first == second and Attachment.objects.count() == 1
    assert len(makers.stored(media)) == 2


def test_the_same_browser_id_of_another_person_is_another_photo(w, login):
    client_id = str(uuid.uuid4())
    ids = {send(login(who), client_id=client_id).json()["id"] for who in (w.cadre, w.boss)}
    assert len(ids) == 2


def test_two_at_the_same_moment_leave_one_row_and_its_files(w, media, monkeypatch):
    client_id = uuid.uuid4()
    winner = services.receive(file=upload(), by=w.cadre, client_id=client_id)
    known, calls = services._known, []

    def blind_at_first(*args):
        calls.append(1)
        return None if len(calls) == 1 else known(*args)

    monkeypatch.setattr(services, "_known", blind_at_first)
    assert services.receive(file=upload(), by=w.cadre, client_id=client_id) == winner
    assert len(makers.stored(media)) == 2


def test_the_database_itself_takes_a_browser_id_once(w):
    client_id = uuid.uuid4()
    photos.keep(upload(), by=w.cadre, client_id=client_id)
    with pytest.raises(IntegrityError):
        photos.keep(upload(), by=w.cadre, client_id=client_id)


@pytest.mark.parametrize(
    ("values", "word"),
    [
        ({"file": upload(b"MZ program")}, "不是能识别的照片"),
        ({"file": upload(b"<html>", name="a.png")}, "不是能识别的照片"),
        ({"file": upload(b"")}, "空的"),
        ({}, "没有收到照片"),
    ],
    ids=["program", "page", "empty", "none"],
)
def test_what_is_no_photo_is_refused_in_words(w, login, media, values, word):
    for file in values.values():
        file.seek(0)
    answer = login(w.cadre).post(UPLOAD, values)
    assert answer.status_code == 400 and word in answer.json()["error"]
    assert not Attachment.objects.exists() and makers.stored(media) == []


def test_a_photo_over_the_limit_is_refused_with_its_size(w, login):
    file = SimpleUploadedFile("大.jpg", makers.picture_bytes() + b"\0" * (40 * 2**20), "image/jpeg")
    answer = send(login(w.cadre), file)
    assert answer.status_code == 400 and "有 40 兆，超过 20 兆" in answer.json()["error"]


@pytest.mark.parametrize("values", [{"client_id": "1'--"}, {"origin": "signature"}, {"origin": "file"}])
def test_strange_values_beside_the_photo_are_refused(w, login, values):
    assert send(login(w.cadre), **values).status_code == 400
    assert not Attachment.objects.exists()


def test_sending_needs_a_login_and_a_post(client, w, login):
    assert send(client).status_code == 302
    assert look(login(w.cadre), UPLOAD).status_code == 405


def test_an_own_waiting_photo_is_removed_and_cannot_be_bound_any_more(w, login):
    row = photos.keep(upload(), by=w.cadre)
    assert login(w.cadre).post(url("drop", row)).status_code == 204
    assert look(login(w.cadre), url("file", row)).status_code == 404
    assert services.bind(ids=[row.pk], owner=factories.hazard(w.village), by=w.cadre) == 0
    row.refresh_from_db()
    assert row.withdrawn_reason


def test_a_removed_photo_does_not_come_back_by_a_late_retry(w, login):
    client, client_id = login(w.cadre), str(uuid.uuid4())
    first = send(client, client_id=client_id).json()
    client.post(f"/files/{first['id']}/drop/")
    answer = send(client, client_id=client_id)
    assert answer.status_code == 400 and "已经移除" in answer.json()["error"]


def test_nobody_removes_the_photo_of_another_or_of_a_row(w, login):
    foreign = photos.keep(upload(), by=w.boss)
    bound = photos.keep(upload(), by=w.cadre)
    services.bind(ids=[bound.pk], owner=factories.hazard(w.village), by=w.cadre)
    for row in (foreign, bound):
        assert login(w.cadre).post(url("drop", row)).status_code == 404
    assert not Attachment.objects.exclude(withdrawn_at=None).exists()


def test_a_waiting_photo_is_seen_by_its_uploader_only(w, login):
    row = photos.keep(upload(), by=w.cadre)
    assert look(login(w.cadre), url("file", row)).status_code == 200
    for who in (w.officer, w.leader, w.boss, w.other_cadre):
        assert look(login(who), url("file", row)).status_code == 404


SEES = {
    "officer": 200, "leader": 200, "liaison": 200, "cadre": 200, "discipline": 200, "supervisor": 200,
    "boss": 404, "department": 404, "other_officer": 404, "other_cadre": 404,
}  # fmt: skip


@pytest.mark.parametrize("who", SEES)
@pytest.mark.parametrize("name", ["file", "small"])
def test_a_photo_of_a_hazard_is_seen_by_those_who_see_the_hazard(w, login, who, name):
    row = photos.keep(upload(), by=w.officer)
    services.bind(ids=[row.pk], owner=factories.hazard(w.village), by=w.officer)
    assert look(login(getattr(w, who)), url(name, row)).status_code == SEES[who]


@pytest.mark.parametrize(("who", "status"), [("cadre", 200), ("officer", 200), ("other_cadre", 404), ("boss", 404)])
def test_a_photo_of_an_answer_is_seen_by_those_who_see_the_duty(w, login, who, status):
    duty = factories.assignment(factories.task(factories.campaign(w.town)), w.village)
    answer = Submission.objects.create(assignment=duty, text="已开会", held_on=clock.today(), by=w.cadre)
    row = photos.keep(upload(), by=w.cadre)
    services.bind(ids=[row.pk], owner=answer, by=w.cadre)
    assert look(login(getattr(w, who)), url("file", row)).status_code == status


def test_a_file_of_a_confidential_lead_opens_by_no_address_of_its_own(w, login):
    row = photos.keep(upload(), by=w.officer)
    services.bind(ids=[row.pk], owner=factories.lead(w.village, handlers=[w.officer]), by=w.officer)
    for person in (w.officer, w.leader, w.cadre):
        assert look(login(person), url("file", row)).status_code == 404


def test_rows_of_no_known_rule_show_nothing(w, login):
    row = photos.keep(upload(), by=w.cadre)
    services.bind(ids=[row.pk], owner=w.village, by=w.cadre)
    assert look(login(w.officer), url("file", row)).status_code == 404


def test_a_rule_of_its_own_decides_for_a_model(w, monkeypatch):
    row = photos.keep(upload(), by=w.cadre)
    services.bind(ids=[row.pk], owner=w.village, by=w.cadre)
    row.refresh_from_db()
    monkeypatch.setattr(access, "_rules", {})
    access.register(type(w.village), lambda owner, user: user == w.leader and owner == w.village)
    assert access.may_see(row, w.leader) and not access.may_see(row, w.officer)
    Attachment.objects.filter(pk=row.pk).update(object_id="gone")
    assert not access.may_see(Attachment.objects.get(pk=row.pk), w.leader)


def test_the_browser_keeps_photos_to_itself_and_guesses_nothing(w, login):
    row = photos.keep(upload(), by=w.cadre)
    answer = look(login(w.cadre), url("file", row))
    assert answer["X-Content-Type-Options"] == "nosniff" and answer["Cache-Control"].startswith("private")
    assert "Cookie" in answer["Vary"] and answer["Content-Disposition"].startswith("inline")
    assert answer["Content-Type"] == "image/jpeg" and answer.body[:2] == b"\xff\xd8"


def test_what_is_no_picture_is_downloaded_not_opened(w, login):
    row = photos.keep(upload(), by=w.cadre)
    Attachment.objects.filter(pk=row.pk).update(mime="text/html")
    assert look(login(w.cadre), url("file", row))["Content-Disposition"].startswith("attachment")


def test_an_iphones_photo_is_shown_as_jpeg_and_handed_out_as_it_came(w, login):
    data = makers.picture_bytes("HEIF")
    row = photos.keep(upload(data, name="IMG_1.HEIC"), by=w.cadre)
    shown = look(login(w.cadre), url("file", row))
    assert (shown["Content-Type"], shown.body[:2]) == ("image/jpeg", b"\xff\xd8")
    assert f"{row.pk.hex[:8]}.jpg" in shown["Content-Disposition"] and "IMG" not in shown["Content-Disposition"]
    original = look(login(w.cadre), url("file", row), {"original": "1"})
    assert original.body == data and original["Content-Disposition"].startswith("attachment")


def test_a_row_whose_file_is_lost_is_not_found(w, login):
    row = photos.keep(upload(), by=w.cadre)
    row.file.delete(save=False)
    assert look(login(w.cadre), url("file", row)).status_code == 404


def test_an_upload_is_bound_once_and_by_its_uploader(w):
    one, two = factories.hazard(w.village), factories.hazard(w.village)
    row = photos.keep(upload(), by=w.cadre)
    assert services.bind(ids=[row.pk], owner=one, by=w.boss) == 0
    assert services.bind(ids=[row.pk, ""], owner=one, by=w.cadre, slot="before") == 1
    assert services.bind(ids=[row.pk], owner=two, by=w.cadre) == 0
    assert [found.slot for found in Attachment.objects.of(one)] == ["before"]
