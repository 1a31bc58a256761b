"""Filling in over HTTP: single answers from the script, groups without script, the signing page."""

from datetime import timedelta

import pytest
from django.urls import reverse

from checks.models import Answer
from checks.views.filling import answered_at
from core import clock
from evidence.models import Attachment
from tests import factories

from .conftest import (
    a_check,
    a_list,
    fill,
    fresh,
    in_state,
    item_of,
    photo_id,
    picture,
    secret_check,
    shipped,
    signature,
    submitted,
)


def url(name, check, *args):
    return reverse(f"checks:{name}", args=[check.pk, *args])


def ms(moment):
    return str(int(moment.timestamp() * 1000))


def send(client, user, check, value, number=1, **data):
    client.force_login(user)
    return client.post(url("answer", check, item_of(check, number).pk), {"value": value, **data})


def test_an_answer_is_saved_and_the_minute_told(client, w):
    check = a_check(w)
    answer = send(client, w.boss, check, "yes", note="好")
    assert answer.json()["taken"] and answer.json()["saved"].count(":") == 1
    assert Answer.objects.get(check_row=check).note == "好"


def test_a_phone_may_keep_an_open_sheet_but_none_about_deaths(client, w):
    client.force_login(w.boss)
    whose = [client.get(url("fill", check)).headers.get("X-Sheet-Of") for check in (a_check(w), secret_check(w))]
    assert whose == [f"{w.boss.pk}-{w.boss.memberships.get().pk}", None]


def test_an_older_answer_is_answered_with_the_newer_one(client, w):
    check, now = a_check(w), clock.now()
    send(client, w.boss, check, "no", at=ms(now), sent=ms(now))
    told = send(client, w.boss, check, "yes", at=ms(now - timedelta(minutes=9)), sent=ms(now)).json()
    assert not told["taken"] and told["value"] == "no"


def test_after_the_end_an_answer_is_refused_with_the_reason(client, w):
    check = submitted(w)
    answer = send(client, w.boss, check, "no")
    assert answer.status_code == 409 and "不能再改" in answer.json()["refused"]


def test_a_wrong_value_is_refused_with_the_reason(client, w):
    check = a_check(w, a_list("多少人", kind="number"))
    assert "请填数字" in send(client, w.boss, check, "三个").json()["refused"]


@pytest.mark.parametrize(("role", "status"), [("other_cadre", 404), ("department", 404), ("officer", 409), ("liaison", 409)])
def test_others_do_not_answer(client, w, role, status):
    check = a_check(w)
    assert send(client, getattr(w, role), check, "yes").status_code == status and not check.answers.exists()


def test_photos_are_bound_by_their_ids_and_nonsense_is_ignored(client, w):
    check = a_check(w)
    send(client, w.boss, check, "no", photos=[photo_id(w.boss), "../../etc", ""])
    assert Attachment.objects.of(Answer.objects.get(check_row=check)).count() == 1


def test_an_item_of_another_check_is_unknown(client, w):
    check, other = a_check(w), a_check(w, a_list("别的"))
    client.force_login(w.boss)
    assert client.post(url("answer", check, item_of(other).pk), {"value": "yes"}).status_code == 404


def test_answers_are_posted_only(client, w):
    check = a_check(w)
    client.force_login(w.boss)
    assert client.get(url("answer", check, item_of(check).pk)).status_code == 405


NOW = clock.now()


@pytest.mark.parametrize(
    ("at", "sent", "expected"),
    [
        (NOW - timedelta(hours=3), NOW, NOW - timedelta(hours=3)),
        (NOW + timedelta(seconds=30), NOW + timedelta(seconds=30), NOW),
        (NOW + timedelta(days=900), NOW + timedelta(days=900, minutes=5), NOW - timedelta(minutes=5)),
        (NOW - timedelta(days=900), NOW - timedelta(days=900), NOW),
    ],
)
def test_the_phones_clock_is_set_right_by_the_moment_of_sending(at, sent, expected):
    assert abs(answered_at(ms(at), ms(sent), NOW) - expected) < timedelta(seconds=1)


@pytest.mark.parametrize("at", [None, "", "soon", "-1", "9" * 30, "12"])
def test_a_moment_that_is_none_is_now(at):
    assert answered_at(at, None, NOW) == NOW


def sheet(client, user, check, **query):
    client.force_login(user)
    return client.get(url("fill", check), query)


def test_the_sheet_shows_one_group_the_progress_and_what_was_saved(client, w):
    check = a_check(w, shipped("fire-and-gas"))
    send(client, w.boss, check, "no", note="堆着托盘")
    shown = sheet(client, w.boss, check).content.decode()
    assert "<span data-answered>1</span> / 16" in shown and "堆着托盘" in shown and "已保存" in shown
    assert shown.count("data-group=") == 5 and shown.count(" hidden novalidate>") == 4
    assert 'value="no" checked' in shown


@pytest.mark.parametrize("wanted", ["2", "0", "99", "x", "²"])
def test_any_group_asked_for_is_answered(client, w, wanted):
    assert sheet(client, w.boss, a_check(w, shipped("fire-and-gas")), g=wanted).status_code == 200


@pytest.mark.parametrize(
    ("role", "status"), [("officer", 403), ("leader", 403), ("liaison", 403), ("department", 404), ("other_cadre", 404)]
)
@pytest.mark.parametrize("name", ["fill", "finish"])
def test_the_sheet_is_the_units_alone(client, w, role, status, name):
    check = a_check(w)
    client.force_login(getattr(w, role))
    assert client.get(url(name, check)).status_code == status


@pytest.mark.parametrize("state", ["submitted", "accepted", "cancelled"])
@pytest.mark.parametrize("name", ["fill", "finish"])
def test_after_the_end_one_is_led_to_the_check(client, w, state, name):
    check = in_state(w, state)
    client.force_login(w.boss)
    assert client.get(url(name, check)).url == url("detail", check)


def test_a_confidential_sheet_opens_for_the_unit(client, w):
    assert "2012年11月以来" in sheet(client, w.boss, secret_check(w)).content.decode()


def grouped(w):
    of = factories.checklist("通道", "灭火器", "人数")
    rows = list(of.current.items.all())
    for row, group in zip(rows, ("消防", "消防", "记录"), strict=True):
        row.group = group
        row.kind = "number" if group == "记录" else "yes-no"
        row.save()
    return a_check(w, of)


def post_group(client, w, check, group, **data):
    client.force_login(w.boss)
    return client.post(url("fill", check) + f"?g={group}", data)


def test_without_script_a_group_is_saved_by_its_button(client, w):
    check = grouped(w)
    one, two, three = check.version.items.all()
    data = {f"v-{one.pk}": "yes", f"v-{two.pk}": "no", f"n-{two.pk}": "过期", f"files-{two.pk}": picture()}
    answer = post_group(client, w, check, 1, **data)
    assert answer.url == url("fill", check) + "?g=2"
    assert list(check.answers.values_list("value", "note")) == [("yes", ""), ("no", "过期")]
    assert Attachment.objects.of(check.answers.get(item=two)).count() == 1
    assert post_group(client, w, check, 2, **{f"v-{three.pk}": "6"}).url == url("finish", check)


def test_without_script_a_wrong_answer_comes_back_with_the_reason(client, w):
    check = grouped(w)
    three = check.version.items.last()
    answer = post_group(client, w, check, 2, **{f"v-{three.pk}": "六个"})
    assert answer.status_code == 200 and "请填数字" in answer.content.decode() and not check.answers.exists()


def test_without_script_a_file_that_is_no_photo_comes_back_with_the_reason(client, w):
    from django.core.files.uploadedfile import SimpleUploadedFile

    check = grouped(w)
    one = check.version.items.first()
    data = {f"v-{one.pk}": "no", f"files-{one.pk}": SimpleUploadedFile("现场.jpg", b"<script>", "image/jpeg")}
    assert "现场.jpg" in post_group(client, w, check, 1, **data).content.decode() and not Attachment.objects.exists()


def finish(client, user, check, **data):
    client.force_login(user)
    given = {"name": "季长河", "signature": signature(), "row_version": fresh(check).row_version}
    return client.post(url("finish", check), given | data, follow=True)


def test_the_summary_leads_to_what_is_missing(client, w):
    check = grouped(w)
    client.force_login(w.boss)
    shown = client.get(url("finish", check)).content.decode()
    last = check.version.items.last()
    assert "还有 3 项没有填完" in shown and f"?g=2#item-{last.pk}" in shown and "data-sign" not in shown


def test_the_summary_says_zero_report_or_lists_the_problems(client, w):
    check = fill(a_check(w), w.boss)
    client.force_login(w.boss)
    assert "零报告" in client.get(url("finish", check)).content.decode()
    fill(check, w.boss, "no")
    shown = client.get(url("finish", check)).content.decode()
    assert "发现 2 个问题" in shown and "通道是否畅通" in shown


def test_signed_and_handed_in(client, w):
    check = fill(a_check(w), w.boss)
    shown = finish(client, w.boss, check).content.decode()
    assert "已签名提交，结果为零报告" in shown and fresh(check).state == "submitted"


def test_a_double_click_hands_in_once_and_is_no_fault(client, w):
    check = fill(a_check(w), w.boss, "no")
    seen = check.row_version
    finish(client, w.boss, check, row_version=seen)
    shown = finish(client, w.boss, check, row_version=seen).content.decode()
    assert "已经提交过了，不用重复提交" in shown
    assert check.log.filter(action="submit").count() == 1 and Attachment.objects.of(check).count() == 1


def test_the_second_phone_is_told_who_handed_in(client, w):
    check = fill(a_check(w), w.boss)
    finish(client, w.boss, check)
    shown = finish(client, w.cadre, check).content.decode()
    assert f"已由{w.boss.name}于" in shown and fresh(check).submitted_by == w.boss


def test_a_stale_summary_is_shown_anew_with_the_reason_and_the_name_kept(client, w):
    check = fill(a_check(w), w.boss)
    shown = finish(client, w.boss, check, row_version=check.row_version - 1, name="季立新").content.decode()
    assert "答案又有改动" in shown and 'value="季立新"' in shown and fresh(check).state == "filling"
    assert f'name="row_version" value="{fresh(check).row_version}"' in shown


@pytest.mark.parametrize(
    ("data", "said"),
    [({"signature": ""}, "还没有签名"), ({"name": " "}, "请填写签名人姓名"), ({"row_version": "x"}, "答案又有改动")],
)
def test_an_incomplete_signing_comes_back_with_the_reason(client, w, data, said):
    check = fill(a_check(w), w.boss)
    assert said in finish(client, w.boss, check, **data).content.decode() and fresh(check).state == "filling"


def test_the_pages_of_a_sheet_are_not_kept_by_the_browser(client, w):
    assert "no-store" in sheet(client, w.boss, a_check(w)).headers["Cache-Control"]
