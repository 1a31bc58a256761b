"""The picker in a real browser: sent one by one, confirmed, tried again, removed, brought back."""

import io
import re

import pytest
from django.urls import reverse
from PIL import Image

from evidence.models import Attachment
from hazards.models import Hazard
from tests import factories
from tests.conftest import session_cookie

from . import makers

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SENT, FAILED = "[data-photos-item].is-sent", "[data-photos-item].is-failed"
DETAIL = re.compile(r"/hazards/\d+/$")


@pytest.fixture
def w(transactional_db):
    return factories.world()


@pytest.fixture
def phone(open_as, live_server, w):
    page = open_as(w.cadre, phone=True)
    page.goto(live_server.url + reverse("hazards:new"))
    return page


def photo(name="现场.jpg", data=None):
    return {"name": name, "mimeType": "image/jpeg", "buffer": makers.picture_bytes() if data is None else data}


def large():
    """A photo as big as phones take them, with time and place in its head."""
    out = io.BytesIO()
    picture = Image.effect_noise((1000, 750), 80).convert("RGB").resize((4000, 3000))
    picture.save(out, "JPEG", quality=95, exif=makers.exif(gps=makers.place()))
    return out.getvalue()


def choose(page, *files, source="album"):
    with page.expect_file_chooser() as chooser:
        page.click(f"[data-photos-from={source}]")
    chooser.value.set_files(list(files))


def sent(page, count):
    page.wait_for_function("([q, n]) => document.querySelectorAll(q).length === n", arg=[SENT, count])


def fill_and_send(page):
    page.fill("[name=description]", "液化气瓶与明火同室")
    page.fill("[name=location]", "后厨")
    page.click(".submit-bar .btn")


def test_each_photo_is_confirmed_and_the_form_takes_all(phone, w):
    choose(phone, photo("一.jpg"), photo("二.jpg"))
    sent(phone, 2)
    choose(phone, photo("三.jpg"), source="camera")
    sent(phone, 3)
    assert phone.text_content("[data-photos-note]") == "已上传 3 张"
    fill_and_send(phone)
    phone.wait_for_url(DETAIL)
    rows = Attachment.objects.of(Hazard.objects.get())
    assert [row.origin for row in rows] == ["album", "album", "camera"]
    assert phone.faults == [] and phone.foreign == []


def test_a_large_photo_is_made_smaller_on_the_phone_and_keeps_time_and_place(phone):
    data = large()
    choose(phone, photo(data=data))
    sent(phone, 1)
    row = Attachment.objects.get()
    with row.file.open() as kept, Image.open(kept) as picture:
        assert max(picture.size) == 1920 and row.size < len(data) / 2
    assert row.taken_at and row.latitude


def test_what_the_portal_refuses_is_told_beside_it_and_can_only_be_removed(phone):
    choose(phone, photo(), photo("假的.jpg", b"MZ" * 2000))
    sent(phone, 1)
    phone.wait_for_selector(FAILED)
    assert "“假的.jpg”不是能识别的照片" in phone.text_content(f"{FAILED} [data-photos-state]")
    assert not phone.is_visible(f"{FAILED} [data-photos-retry]")
    fill_and_send(phone)
    assert "请移除或重试后再提交" in phone.text_content("[data-photos-note]") and not Hazard.objects.exists()
    phone.click(f"{FAILED} [data-photos-remove]")
    phone.click(".submit-bar .btn")
    phone.wait_for_url(DETAIL)
    assert Attachment.objects.of(Hazard.objects.get()).count() == 1


def test_without_signal_a_photo_waits_for_the_signal_and_is_kept_once(phone):
    phone.context.set_offline(True)
    choose(phone, photo())
    phone.wait_for_selector(f"{FAILED} [data-photos-retry]:visible")
    assert phone.text_content("[data-photos-state]") == "没有信号，已存在手机里"
    phone.context.set_offline(False)
    sent(phone, 1)
    assert Attachment.objects.count() == 1


def test_an_answer_lost_on_the_way_is_asked_for_again_and_gives_the_same_photo(phone):
    lost = []

    def lose_first(route):
        if lost:
            return route.continue_()
        lost.append(route.fetch())
        return route.abort()

    phone.route("**/files/upload/", lose_first)
    choose(phone, photo())
    phone.wait_for_selector(f"{FAILED} [data-photos-retry]:visible")
    phone.click("[data-photos-retry]")
    sent(phone, 1)
    assert phone.input_value("[name=photos]") == lost[0].json()["id"] and Attachment.objects.count() == 1


def test_a_removed_photo_is_withdrawn(phone):
    choose(phone, photo())
    sent(phone, 1)
    with phone.expect_response("**/drop/") as dropped:
        phone.click("[data-photos-remove]")
    assert dropped.value.status == 204 and Attachment.objects.get().withdrawn_at
    assert phone.locator("[data-photos-item]").count() == 0


def test_a_page_thrown_away_by_the_phone_comes_back_with_its_photos(phone):
    choose(phone, photo(), photo())
    sent(phone, 2)
    phone.reload()
    sent(phone, 2)
    fill_and_send(phone)
    phone.wait_for_url(DETAIL)
    assert Attachment.objects.of(Hazard.objects.get()).count() == 2
    phone.goto(phone.url.rsplit("/hazards/", 1)[0] + reverse("hazards:new"))
    assert phone.locator(SENT).count() == 0


def test_a_form_sent_while_photos_are_on_their_way_goes_when_they_have_arrived(phone):
    waiting = []
    phone.route("**/files/upload/", lambda route: waiting.append(route))
    choose(phone, photo())
    phone.wait_for_function("() => document.querySelector('[data-photos-state]').textContent.startsWith('正在上传')")
    fill_and_send(phone)
    assert "照片传完后自动提交" in phone.text_content("[data-photos-note]") and not Hazard.objects.exists()
    phone.wait_for_timeout(200)
    waiting[0].continue_()
    phone.wait_for_url(DETAIL)
    assert Attachment.objects.of(Hazard.objects.get()).count() == 1


def test_more_than_nine_are_left_out_and_told(phone):
    choose(phone, *[photo(f"{n}.jpg") for n in range(11)])
    sent(phone, 9)
    phone.wait_for_function("() => document.querySelector('[data-photos-note]').textContent.includes('最多 9 张')")
    assert Attachment.objects.count() == 9


def test_the_buttons_are_large_enough_for_a_thumb(phone):
    for source in ("camera", "album"):
        box = phone.locator(f"[data-photos-from={source}]").bounding_box()
        assert box["height"] >= 44 and box["x"] >= 0 and box["x"] + box["width"] <= 360


def test_without_script_several_files_are_sent_with_the_form(open_as, live_server, w):
    page = open_as(w.cadre, phone=True, java_script_enabled=False)
    page.goto(live_server.url + reverse("hazards:new"))
    page.set_input_files("[name=files]", [photo("一.jpg"), photo("二.jpg")])
    fill_and_send(page)
    page.wait_for_url(DETAIL)
    assert Attachment.objects.of(Hazard.objects.get()).count() == 2


@pytest.fixture
def stuck(phone):
    """A photo that could not be sent."""
    phone.route("**/files/upload/", lambda route: route.abort())
    choose(phone, photo())
    phone.wait_for_selector(FAILED)
    return phone


def test_a_photo_that_was_not_sent_comes_back_with_the_page_and_is_sent_then(stuck):
    phone = stuck
    phone.reload()
    phone.wait_for_selector(FAILED)
    assert phone.locator("[data-photos-item]").count() == 1
    phone.unroute("**/files/upload/")
    phone.reload()
    sent(phone, 1)
    phone.reload()
    sent(phone, 1)
    assert Attachment.objects.count() == 1


def test_a_removed_photo_does_not_come_back(stuck):
    stuck.click("[data-photos-remove]")
    stuck.unroute("**/files/upload/")
    stuck.reload()
    stuck.wait_for_timeout(300)
    assert stuck.locator("[data-photos-item]").count() == 0 and not Attachment.objects.exists()


def test_the_photo_of_another_person_on_the_same_phone_is_not_sent(stuck, live_server, w):
    stuck.context.add_cookies([session_cookie(w.boss, live_server.url)])
    stuck.unroute("**/files/upload/")
    stuck.reload()
    stuck.wait_for_timeout(300)
    assert stuck.locator("[data-photos-item]").count() == 0 and not Attachment.objects.exists()
