"""The public page: genuine, withdrawn or unknown, and nothing else."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from core import clock
from notices import services, views_public
from notices.models import Paper, VerifyCount

from .conftest import circular, in_state, issued, order

QUERIES = 3  # the count of this address, found and raised; the paper


def ask(client, code):
    return client.get(reverse("notices:verify", args=[code]))


def words(answer):
    return answer.content.decode()


def test_an_issued_paper_is_genuine(w, client):
    answer = ask(client, issued(w).verify_code)
    assert answer.status_code == 200 and "有效" in words(answer)


def test_letters_may_be_typed_small(w, client):
    assert "有效" in words(ask(client, issued(w).verify_code.lower()))


def test_a_withdrawn_paper_is_void(w, client):
    paper = in_state(w, "withdrawn")
    assert "已经作废" in words(ask(client, paper.verify_code))


def test_an_unknown_code_is_not_found(w, client):
    issued(w)
    answer = ask(client, "ABCDEFGH2345")
    assert answer.status_code == 404 and "没有这个验证码" in words(answer)


@pytest.mark.parametrize("state", ["issued", "withdrawn"])
def test_the_page_says_nothing_of_the_paper(w, client, state):
    paper = in_state(w, state, order(w))
    said = words(ask(client, paper.verify_code))
    leaks = [paper.title, paper.doc_number, paper.issuer, w.town.name, w.firm.name, str(paper.pk), paper.code]
    leaks += [w.officer.name, w.leader.name, "配电箱", str(paper.issued_on), paper.sha256, "日期有误"]
    assert [leak for leak in leaks if leak in said] == []


def test_two_genuine_papers_give_the_same_page(w, client):
    pages = [words(ask(client, issued(w, make).verify_code)) for make in (order(w), circular(w))]
    strip = lambda text: re.sub('csrfmiddlewaretoken" value="[^"]+', "", text.split("<main")[1].split("</main>")[0])  # noqa: E731
    assert strip(pages[0]) == strip(pages[1])


@pytest.mark.parametrize("state", ["draft", "reviewed", "signed"])
def test_what_is_not_issued_has_no_code(w, state):
    assert in_state(w, state).verify_code is None


def test_a_paper_withdrawn_as_a_draft_cannot_be_asked_for(w, client):
    paper = circular(w)
    services.withdraw(paper=paper, by=w.officer, note="不发了")
    assert Paper.objects.get(pk=paper.pk).verify_code is None
    assert ask(client, "None").status_code == 404


def test_codes_are_twelve_letters_nobody_misreads():
    codes = {services.new_code() for _ in range(200)}
    assert len(codes) == 200
    assert all(len(code) == 12 and not set(code) & set("01OIL") for code in codes)


def test_asking_too_often_is_slowed_down_even_for_the_genuine(w, client):
    code = issued(w).verify_code
    with clock.at(clock.now().replace(minute=1, second=0)):
        for number in range(views_public.TRIES):
            assert ask(client, f"AAAAAAAA{number:04d}").status_code == 404
        answer = ask(client, code)
    assert answer.status_code == 429 and "有效" not in words(answer) and "10 分钟" in words(answer)


def test_others_are_not_slowed_down_with_them(w, client):
    code = issued(w).verify_code
    for number in range(views_public.TRIES + 1):
        ask(client, f"AAAAAAAA{number:04d}")
    other = client.get(reverse("notices:verify", args=[code]), REMOTE_ADDR="203.0.113.9")
    assert other.status_code == 200


def test_after_the_period_the_count_begins_anew_and_the_old_one_is_gone(w, client):
    code = issued(w).verify_code
    for number in range(views_public.TRIES + 1):
        ask(client, f"AAAAAAAA{number:04d}")
    with clock.at(clock.now() + timedelta(seconds=views_public.PERIOD)):
        assert ask(client, code).status_code == 200
    assert VerifyCount.objects.get().asked == 1


def test_the_count_is_kept_where_every_process_sees_it(w, client):
    ask(client, "AAAAAAAA0001")
    cache.clear()
    ask(client, "AAAAAAAA0002")
    assert VerifyCount.objects.get().asked == 2


def test_a_header_nobody_vouched_for_is_not_believed(w, client):
    for number in range(3):
        client.get(reverse("notices:verify", args=["AAAAAAAA0001"]), headers={"X-Forwarded-For": f"198.51.100.{number}"})
    assert VerifyCount.objects.get().asked == 3


def test_behind_a_proxy_of_ones_own_visitors_are_told_apart_by_its_header(w, client, settings):
    settings.CLIENT_ADDRESS_HEADER = "HTTP_X_FORWARDED_FOR"
    for said in ("203.0.113.1", "9.9.9.9, 203.0.113.1", "203.0.113.2", ""):
        client.get(reverse("notices:verify", args=["AAAAAAAA0001"]), headers={"X-Forwarded-For": said})
    asked = dict(VerifyCount.objects.values_list("address", "asked"))
    assert asked == {"203.0.113.1": 2, "203.0.113.2": 1, "127.0.0.1": 1}


def test_the_typed_code_may_have_blanks_and_dashes(w, client):
    code = issued(w).verify_code
    typed = f" {code[:4].lower()}-{code[4:8]} {code[8:]}"
    answer = client.get(reverse("notices:verify_start"), {"code": typed}, follow=True)
    assert "有效" in words(answer)


@pytest.mark.parametrize("code", ["", "中文", "short", "../../etc", "A" * 19, "<script>", "ABCDEFGH234!"])
def test_a_code_of_another_shape_is_said_and_not_looked_up(w, client, code):
    answer = client.get(reverse("notices:verify_start"), {"code": code})
    assert answer.status_code == 200 and "verdict" not in words(answer)
    assert "<script>" not in words(answer)


def test_the_page_opens_without_logging_in(w, client):
    answer = client.get(reverse("notices:verify_start"))
    assert answer.status_code == 200 and "验证码" in words(answer)


@pytest.mark.parametrize("state", ["issued", "withdrawn"])
def test_neither_size_nor_work_tells_papers_apart(w, client, state, django_assert_num_queries):
    """A long paper to many and a short one to one give answers of one length, for the same number of queries."""
    long = in_state(w, state, circular(w, body="各村：\n" + "请认真落实。" * 300))
    short = in_state(w, state, order(w))
    ask(client, "AAAAAAAA0001")
    sizes = set()
    for paper in (long, short):
        with django_assert_num_queries(QUERIES):
            sizes.add(len(ask(client, paper.verify_code).content))
    with django_assert_num_queries(QUERIES):
        ask(client, "AAAAAAAA0002")
    assert len(sizes) == 1


# the file in hand


def bring(client, data, name="公文.pdf"):
    return client.post(reverse("notices:verify_file"), {"file": SimpleUploadedFile(name, data)})


@pytest.mark.parametrize(
    ("state", "change", "said"),
    [
        ("issued", b"", "没有改动，有效"), ("withdrawn", b"", "已经作废"), ("issued", b"\n", "不是本平台印发的公文原件"),
    ],
)  # fmt: skip
def test_a_file_is_the_issued_bytes_or_it_is_not(w, client, state, change, said):
    paper = in_state(w, state)
    answer = bring(client, services.intact_bytes(paper) + change)
    assert answer.status_code == 200 and said in words(answer)
    leaks = [paper.title, paper.doc_number, paper.issuer, paper.sha256, paper.verify_code, str(paper.pk)]
    assert [leak for leak in leaks if leak in words(answer)] == []


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "文件是空的"), (b"PK\x03\x04 a package", "不是 PDF 文件"), ("某公文".encode("gb18030"), "不是 PDF 文件"),
        (b"%PDF-1.7\n" + b"0" * 2000, "不是本平台印发的公文原件"), (b"%PDF", "不是 PDF 文件"),
    ],
)  # fmt: skip
def test_another_file_is_told_what_it_is(w, client, data, said):
    issued(w)
    assert said in words(bring(client, data))


def test_no_file_and_a_huge_one_are_told_what_to_do(w, client, monkeypatch):
    monkeypatch.setattr("notices.forms.LARGEST_PAPER", 10)
    assert "请先选择文件" in words(client.post(reverse("notices:verify_file")))
    assert "超过 30 MB" in words(bring(client, b"%PDF-1.7 long"))


def test_files_are_counted_with_codes_against_guessing(w, client, monkeypatch):
    monkeypatch.setattr(views_public, "TRIES", 1)
    data = services.intact_bytes(issued(w))
    with clock.at(clock.now().replace(minute=1, second=0)):
        assert bring(client, data).status_code == 200 and bring(client, data).status_code == 429


def test_files_are_asked_for_by_sending(client, db):
    assert client.get(reverse("notices:verify_file")).status_code == 405
