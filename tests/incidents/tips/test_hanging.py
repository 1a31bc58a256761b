"""Posters as they hang: who sends the photo, who sees who has not, who is called on, what is sent back."""

import io
from datetime import timedelta

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from core import clock
from evidence.models import Attachment
from incidents.models import Poster
from reminders.models import Message
from tests import factories

from ..conftest import as_user, text_of

HERE = {"where": "厂门口", "hung_on": str(clock.today())}


def place(w, village=None):
    return reverse("tips:hang_place", args=[(village or w.village).pk])


def firm(w, row=None):
    return reverse("tips:hang_firm", args=[(row or w.firm).pk])


def hang(by, to, **changes):
    shown = changes.pop("photos", None)
    photos = [factories.photo(by=by).pk] if shown is None else shown
    return as_user(by).post(to, HERE | {"photos": photos} | changes)


def names(client, to, **query):
    page = client.get(to, query).context["page"]
    return [row.name for row in page]


def test_a_photo_makes_an_enterprise_one_that_has_put_it_up(w):
    office, to = as_user(w.officer), reverse("tips:hung_firms")
    assert w.firm.name in names(office, to, hung="0") and names(office, to, hung="1") == []
    assert hang(w.boss, firm(w)).url == firm(w)
    assert w.firm.name not in names(office, to, hung="0") and names(office, to, hung="1") == [w.firm.name]
    poster = Poster.objects.get()
    assert poster.village == w.village and poster.created_by == w.boss
    picture, page = reverse("evidence:small", args=[Attachment.objects.of(poster).get().pk]), text_of(office.get(firm(w)))
    assert "厂门口" in page and w.boss.name in page and picture in page
    assert office.get(picture).status_code == 200 and as_user(w.other_officer).get(picture).status_code == 404


def test_a_village_hangs_its_own(w):
    assert hang(w.cadre, place(w)).status_code == 302
    office, to = as_user(w.officer), reverse("tips:hung")
    assert names(office, to, hung="1") == [w.village.name] and w.village2.name in names(office, to, hung="0")
    assert w.village.name not in names(office, to, hung="0")
    assert names(office, reverse("tips:hung_firms"), hung="1") == [], "a village's poster is not that of its enterprises"


@pytest.mark.parametrize(
    "changes,told",
    [
        ({"photos": []}, "请上传海报张贴后的照片"), ({"where": ""}, "请填写张贴位置"),
        ({"hung_on": str(clock.today() + timedelta(days=1))}, "不能晚于今天"),
    ],
)  # fmt: skip
def test_without_a_photo_a_place_or_a_day_nothing_hangs(w, changes, told):
    answer = hang(w.boss, firm(w), **changes)
    assert told in text_of(answer) and not Poster.objects.exists()


def test_photos_of_others_do_not_count(w):
    answer = hang(w.boss, firm(w), photos=[factories.photo(by=w.cadre).pk])
    assert "请上传海报张贴后的照片" in text_of(answer) and not Poster.objects.exists()


@pytest.mark.parametrize(
    "who,what,status",
    [
        ("boss", "place", 404), ("cadre", "firm", 403), ("liaison", "place", 403), ("leader", "firm", 403),
        ("other_officer", "place", 404), ("other_cadre", "firm", 404), ("officer", "firm", 302), ("officer", "place", 302),
    ],
)  # fmt: skip
def test_who_hangs_where(w, who, what, status):
    person = getattr(w, who)
    answer = hang(person, {"place": place, "firm": firm}[what](w))
    assert answer.status_code == status and Poster.objects.exists() == (status == 302)


def test_the_lists_hold_what_lies_in_sight(w):
    assert names(as_user(w.cadre), reverse("tips:hung")) == [w.village.name]
    assert w.other_village.name not in names(as_user(w.officer), reverse("tips:hung"))
    assert w.other_firm.name not in names(as_user(w.officer), reverse("tips:hung_firms"))
    assert as_user(w.boss).get(reverse("tips:hung_firms")).status_code == 403
    assert as_user(w.boss).get(firm(w)).status_code == 200


def test_the_list_leaves_as_a_workbook_with_the_filter(w):
    hang(w.boss, firm(w))
    answer = as_user(w.officer).get(reverse("tips:hung_firms"), {"hung": "1", "export": "xlsx"})
    data = answer.getvalue()
    assert [cell for cell in rows_in(data) if w.firm.name in cell] and "厂门口" in str(rows_in(data))
    assert w.firm2.name not in str(rows_in(data))


def rows_in(data):
    sheet = load_workbook(io.BytesIO(data), read_only=True).active
    return [[str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]


def test_who_has_none_is_urged_once_a_day_and_led_to_the_form(w):
    hang(w.cadre, place(w))
    for _ in range(2):
        as_user(w.officer).post(reverse("tips:hung_urge"))
    told = Message.objects.filter(title__contains="举报海报")
    assert told.filter(recipient=w.boss, link=firm(w)).count() == 1
    assert not told.filter(recipient=w.cadre).exists() and not told.filter(recipient=w.other_cadre).exists()
    assert as_user(w.leader).post(reverse("tips:hung_urge")).status_code == 403


def test_what_is_sent_back_counts_no_more_and_the_sender_hears_why(w):
    hang(w.boss, firm(w))
    poster, office = Poster.objects.get(), as_user(w.officer)
    to = reverse("tips:hung_back", args=[poster.pk])
    office.post(to, {"note": ""})
    assert Poster.objects.kept().exists(), "not without a reason"
    assert as_user(w.boss).post(to, {"note": "不清楚"}).status_code == 403
    office.post(to, {"note": "二维码被遮住"})
    poster.refresh_from_db()
    assert poster.withdrawn_reason == f"{w.officer.name}：二维码被遮住"
    assert Message.objects.get(recipient=w.boss, title__contains="退回").body == "二维码被遮住"
    assert w.firm.name in names(office, reverse("tips:hung_firms"), hung="0")
    assert "已经退回" in text_of(office.post(to, {"note": "再退一次"}, follow=True))


def test_the_tab_of_an_enterprise_leads_to_its_poster(w):
    page = as_user(w.boss).get(reverse("enterprises:files_group", args=[w.firm.pk, "public"]))
    assert firm(w) in text_of(page)


def test_a_station_begins_with_the_enterprises_for_it_looks_after_no_village(w):
    client = as_user(w.department)
    assert client.get(reverse("tips:hung")).url == reverse("tips:hung_firms")
    assert "村（社区）</a>" not in client.get(reverse("tips:hung_firms")).content.decode()
    assert "村（社区）</a>" in as_user(w.officer).get(reverse("tips:hung_firms")).content.decode()
