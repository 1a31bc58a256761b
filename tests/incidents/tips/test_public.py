"""The page for anybody: telling, the code shown once, asking by the code, limits, a flood."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core import clock
from core.errors import Refused
from enterprises.models import Board
from incidents.models import Tip, TipCount, TipPhoto, TipSource
from incidents.tips import codes, limits, services
from reminders.models import Message
from tests.enterprises import rows

from .conftest import NAME, PHONE, STORY, anonymous, answer_of, filled, form_of, picture, post_tip, sent, told

CODE = re.compile(r'class="code">([0-9A-Z-]{19})<')


def code_on(page):
    return CODE.search(page.content.decode())[1]


def ask(code, client=None, **more):
    return (client or Client()).post(reverse("tips:status"), {"code": code, **more})


def test_a_named_tip_gets_a_code_and_the_office_is_told_by_number_only(w):
    page = post_tip(Client(), w)
    tip = Tip.objects.get()
    assert page.status_code == 200 and len(code_on(page).replace("-", "")) == 16
    assert (tip.text, tip.named, tip.state, tip.created_by) == (STORY, True, "received", None)
    assert (tip.source.name, tip.source.phone) == (NAME, PHONE)
    told_to = {message.recipient for message in Message.objects.filter(key__contains=str(tip.pk))}
    assert told_to == {w.officer, w.second}
    assert not Message.objects.filter(title__contains=NAME).exists() and "no-store" in page["Cache-Control"]


def test_a_tip_about_a_hidden_accident_is_told_to_leaders_only(w):
    tip, _ = sent(w, kind="concealed")
    assert {m.recipient for m in Message.objects.filter(key__contains=str(tip.pk))} == {w.leader, w.leader2}


def test_the_code_is_kept_nowhere_and_found_again(w):
    tip, code = sent(w)
    row = Tip.objects.filter(pk=tip.pk).values().get()
    assert code not in str(row) and codes.tidy(code) not in str(row)
    for typed in (code, code.lower(), code.replace("-", " "), code.replace("0", "O").replace("1", "l")):
        assert services.of_code(typed) == tip
    assert services.of_code(codes.code_of("other")) is None and services.of_code("") is None


def test_a_code_is_found_after_the_key_was_renewed_and_the_old_one_dropped(w, settings):
    from core.rotation import rotate

    settings.DATA_KEYS = [b"o" * 32]
    tip, code = sent(w)
    settings.DATA_KEYS = [b"n" * 32, b"o" * 32]
    rotate(Tip)
    settings.DATA_KEYS = [b"n" * 32]
    assert services.of_code(code) == tip and Tip.objects.get().text == STORY


def test_the_same_form_twice_gives_the_same_code_and_one_tip(w):
    client = Client()
    data = filled(client, w.village)
    pages = [client.post(reverse("tips:new", args=[w.village.pk]), data) for _ in range(2)]
    assert code_on(pages[0]) == code_on(pages[1]) and Tip.objects.count() == 1
    other = client.post(reverse("tips:new", args=[w.village.pk]), data | {"text": "换了一个别的问题"})
    assert (
        other.status_code == 409 and not CODE.search(other.content.decode()) and "换了一个别的问题" in other.content.decode()
    )


def test_who_is_logged_in_stays_unknown(w):
    client = Client()
    client.force_login(w.boss)
    page = post_tip(client, w, named="", name="", phone="")
    tip = Tip.objects.get()
    assert w.boss.name not in page.content.decode()
    assert tip.created_by is None and not tip.log.exclude(actor=None).exists() and not TipSource.objects.exists()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"kind": ""}, "请选择举报什么"),
        ({"text": "短"}, "至少 5 个字"),
        ({"where": ""}, "请写明具体地点"),
        ({"happened": ""}, "请写明什么时候"),
        ({"name": ""}, "请填写姓名"),
        ({"phone": "12345"}, "手机号"),
        ({"village": "990101101201"}, "村"),
        ({"answer": "不知道"}, "答案不对"),
        ({"puzzle": "made-up"}, "请回答新的题目"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(w, changes, said):
    page = post_tip(Client(), w, **{"text": "危险品堆在楼道里", **changes})
    text = page.content.decode()
    assert page.status_code == 400 and said in text and not Tip.objects.exists()
    assert changes.get("text", "危险品堆在楼道里") in text


def test_a_new_question_after_two_hours_keeps_what_was_typed(w):
    client = Client()
    data = filled(client, w.village)
    import time
    from unittest import mock

    with mock.patch.object(time, "time", return_value=time.time() + codes.VALID + 5):
        page = client.post(reverse("tips:new", args=[w.village.pk]), data)
        token = form_of(page)
        assert page.status_code == 400 and STORY in page.content.decode() and token != data["puzzle"]
        again = client.post(reverse("tips:new", args=[w.village.pk]), data | {"puzzle": token, "answer": answer_of(token)})
    assert again.status_code == 200


def test_every_question_has_an_answer_and_takes_it_written_in_either_way():
    for _ in range(60):
        question, token = codes.new_puzzle()
        assert codes.question_of(token) == question
        right = answer_of(token)
        assert codes.solved(token, f" {right} ") and not codes.solved(token, "0")
        if right.isdigit() and int(right) < 20:
            tens, ones = divmod(int(right), 10)
            words = ("十" if tens else "") + (codes.DIGITS[ones] if ones else "")
            assert codes.solved(token, words)


def test_photos_are_shown_bare_and_kept_as_sent(w):
    original = picture().getvalue()
    tip, _ = sent(w, files=[picture()])
    row = TipPhoto.objects.get()
    from incidents.tips import photos

    assert photos.original(row) == original and row.shown.owner == tip
    with row.shown.file.open() as file:
        shown = file.read()
    with row.file.open() as file:
        sealed = file.read()
    for secret in (b"SECRETPHONE", b"CAM-OWNER"):
        assert secret in original and secret not in shown and secret not in sealed
    assert "臧" not in row.shown.name and row.shown.latitude is None and row.shown.taken_at is None


@pytest.mark.parametrize(("data", "said"), [(b"<script>", "不是能识别的照片"), (b"", "")])
def test_a_file_that_is_no_photo_is_refused(w, data, said):
    from django.core.files.uploadedfile import SimpleUploadedFile

    page = post_tip(Client(), w, photos=SimpleUploadedFile("a.jpg", data))
    assert page.status_code == 400 and said in page.content.decode() and "照片需要重新选择" in page.content.decode()
    assert not Tip.objects.exists()


def test_more_than_five_photos_are_refused(w):
    page = post_tip(Client(), w, photos=[picture(f"{n}.jpg") for n in range(6)])
    assert page.status_code == 400 and "最多传 5 张" in page.content.decode()


def test_the_poster_of_an_enterprise_fills_in_village_and_name(w):
    board = rows.make("boards", w.firm, leader="季长河")
    page = (
        Client()
        .get(reverse("tips:new", args=[w.village.pk]), {"board": Board.objects.get(pk=board.pk).code})
        .content.decode()
    )
    assert w.firm.name in page and f'value="{w.village.pk}" selected' in page
    assert w.firm.name not in Client().get(reverse("tips:new", args=[w.village2.pk]), {"board": board.code}).content.decode()


def test_a_stranger_is_led_from_a_plate_to_the_form(w):
    board = rows.make("boards", w.firm, leader="季长河")
    page = Client().get(reverse("enterprises:scan", args=[board.code])).content.decode()
    assert reverse("tips:start") in page
    assert w.town.name in Client().get(reverse("tips:start")).content.decode()


def test_the_page_is_light_and_needs_no_script(w):
    page = Client().get(reverse("tips:new", args=[w.village.pk])).content.decode()
    assert "<script" not in page and len(page.encode()) < 12_000
    assert len(re.findall(r'(?:src|href)="/static/', page)) == 2


def test_the_state_and_answers_are_read_by_the_code_and_the_tipster_adds(w):
    tip, code = sent(w)
    assert "待受理" in ask(code).content.decode()
    services.accept(tip=tip, by=w.officer)
    services.note(tip=tip, text="请补充车牌", by=w.officer)
    page = ask(code, text="蓝色厢货").content.decode()
    assert "请补充车牌" in page and "蓝色厢货" in page and "已补充" in page
    ask(code, text="蓝色厢货")
    assert tip.notes.filter(by=None).count() == 1
    for secret in (NAME, PHONE, w.officer.name):
        assert secret not in page
    services.close(tip=tip, by=w.officer, finding="true", note="已责令清理")
    page = ask(code, text="还有").content.decode()
    assert "已责令清理" in page and "属实" in page and "不能再补充" not in page and tip.notes.filter(by=None).count() == 1


def test_a_wrong_code_looks_the_same_whether_close_or_far(w):
    _, code = sent(w)
    near = code[:-1] + ("2" if code[-1] != "2" else "3")
    one, other = ask(near).content.decode(), ask("0000-0000-0000-0000").content.decode()
    strip = lambda text: re.sub(r'value="[^"]*"', "", text)  # noqa: E731
    assert strip(one) == strip(other) and "没有这个查询码" in one


def test_additions_end_at_ten(w):
    tip, _ = sent(w)
    for number in range(10):
        services.add(tip=tip, text=f"补充{number}")
    with pytest.raises(Refused, match="最多补充 10 次"):
        services.add(tip=tip, text="第十一次")


def test_asking_too_often_is_slowed_and_ends_with_the_period(w):
    client, most = Client(), limits.SHARES["ask"][0][1]
    start = clock.now().replace(minute=1, second=0)
    with clock.at(start):
        answers = [ask("0000-0000-0000-0000", client).status_code for _ in range(most + 2)]
    assert answers == [404] * most + [429] * 2
    with clock.at(start + timedelta(seconds=limits.PERIOD)):
        assert ask("0000-0000-0000-0000", client).status_code == 404
        assert TipCount.objects.count() == 4  # this period's only


def test_no_address_is_kept(w):
    post_tip(Client(REMOTE_ADDR="203.0.113.77"), w)
    assert "203.0.113.77" not in str(list(TipCount.objects.values())) and TipCount.objects.count() == 2


def test_a_flood_of_ten_thousand_leaves_the_database_small_and_the_honest_unharmed(w, monkeypatch):
    """Half from one address, half each from its own; every one with a solved puzzle. Told apart from work by counting rows."""
    _, code = anonymous(w)
    honest = Client(REMOTE_ADDR="198.51.100.9")
    assert post_tip(honest, w).status_code == 200
    with clock.at(clock.now().replace(minute=1, second=0)):
        taken = [not limits.too_often("send", "192.0.2.1") for _ in range(5000)]
        taken += [not limits.too_often("send", f"192.0.2.{number}") for number in range(2, 5002)]
        each, together = limits.SHARES["send"][0][1], limits.SHARES["send"][-1][0]
        assert sum(taken[:5000]) == each and sum(taken) == together
        assert TipCount.objects.filter(kind="send").count() <= together + 2
        with CaptureQueriesContext(
            connection,
        ) as queries:
            page = post_tip(Client(REMOTE_ADDR="192.0.2.200"), w, text="洪水里的一件真事")
        assert (
            page.status_code == 429
            and "10 分钟后再试" in page.content.decode()
            and "洪水里的一件真事" in page.content.decode()
        )
        assert not [q for q in queries if q["sql"].startswith(("INSERT", "UPDATE"))]
        assert "待受理" in ask(code).content.decode()
    assert Tip.objects.count() == 2
    with clock.at(clock.now() + timedelta(hours=1)):
        assert post_tip(Client(REMOTE_ADDR="192.0.2.200"), w).status_code == 200


def test_who_floods_from_a_hundred_addresses_leaves_room_for_others(w):
    with clock.at(clock.now().replace(minute=1, second=0)):
        taken = [not limits.too_often("send", f"192.0.2.{n % 100}") for n in range(2000)]
        assert 100 <= sum(taken) < limits.SHARES["send"][-1][0]
        assert post_tip(Client(REMOTE_ADDR="198.51.100.9"), w).status_code == 200


@pytest.mark.parametrize(
    "one,other,alike",
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True), ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("::ffff:192.0.2.1", "192.0.2.1", True), ("::ffff:192.0.2.1", "::ffff:192.0.2.2", False),
        ("192.0.2.1", "192.0.2.2", False), ("7K2M-0QXD", "7K2M-0QXE", False),
    ],
)  # fmt: skip
def test_one_line_has_one_share_whatever_its_address(one, other, alike):
    assert (limits.household(one) == limits.household(other)) == alike


def test_ten_thousand_posts_without_the_answer_write_nothing(w):
    """Tried on three hundred, each of which runs no writing statement at all."""
    client, to = Client(), reverse("tips:new", args=[w.village.pk])
    data = filled(client, w.village, answer="错")
    with CaptureQueriesContext(connection) as queries:
        codes_given = {client.post(to, data).status_code for _ in range(300)}
    assert codes_given == {400} and not [q for q in queries if not q["sql"].startswith("SELECT")]


def test_two_numbers_of_a_village_follow_each_other(w):
    first, second = sent(w)[0], sent(w, place=w.village2)[0]
    assert int(second.number[-4:]) == int(first.number[-4:]) + 1 and first.number.startswith("JB990101100-")
    assert told(w)["nonce"] != told(w)["nonce"]
