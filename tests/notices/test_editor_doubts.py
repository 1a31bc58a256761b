"""What the editor is told about a text in the making: places, reasons, mends, refusals and limits."""

import pytest
from django.core.cache import cache
from django.urls import reverse

from core import clock
from notices import proofread

from .conftest import as_user

URL = "notices:doubts"
TITLE = "云溪镇人民政府关于做好冬季取暖安全工作的通知"
BODY = "各村：\n为做好冬季取暖，，现通知如下。\n一、逐户排查\n每月检 查一次，2026年2月30日前完成。\n附件1\n统计表\n请于星期一前填报。。"


def ask(w, body=BODY, title=TITLE, who="officer"):
    return as_user(getattr(w, who)).post(reverse(URL), {"title": title, "body": body})


def found(w, body=BODY, title=TITLE):
    return ask(w, body, title).json()["doubts"]


def test_each_doubt_points_at_its_words_in_the_text_that_was_sent(w):
    words = {doubt["code"]: BODY[doubt["start"] : doubt["end"]] for doubt in found(w)}
    assert words["doubled-punctuation"] in ("，，", "。。") and words["broken-spaces"] == " "
    assert words["date-impossible"].startswith("2026年2月30日")


def test_words_behind_the_covering_text_keep_their_places(w):
    last = found(w)[-1]
    assert (BODY[last["start"] : last["end"]], last["mend"]) == ("。。", "。")


def test_a_doubt_tells_its_reason_and_its_mend(w):
    doubled = next(doubt for doubt in found(w) if doubt["code"] == "doubled-punctuation")
    assert "重复" in doubled["message"] and doubled["mend"] == "，" and doubled["place"] == "body"


def test_a_fault_in_the_title_is_told_of_the_title(w):
    doubts = found(w, "各村：\n请落实。", "关于做好取暖安全🔥工作的通知")
    assert [(doubt["place"], doubt["start"], doubt["end"]) for doubt in doubts] == [("title", 8, 9)]


def test_a_text_without_faults_has_none_though_it_has_no_number_yet(w):
    assert found(w, "各村：\n为做好冬季取暖安全工作，现通知如下。\n一、逐户排查\n每户登记一次，不漏一户。") == []


def test_a_paper_begun_without_title_or_with_attachments_alone_is_read(w):
    assert found(w, "请落实。", "") == [] and isinstance(found(w, "附件1\n统计表\n一、填报", ""), list)


def test_a_character_no_face_has_is_pointed_at(w):
    body = "各村：\n请做好👷防护。"
    doubt = next(doubt for doubt in found(w, body) if doubt["code"] == "missing-glyph")
    assert body[doubt["start"] : doubt["end"]] == "👷" and "U+1F477" in doubt["message"]


@pytest.mark.parametrize(
    ("text", "words", "mend"),
    [
        ("请\u202e落实。", "\u202e", ""),
        ("请\x07落实。", "\x07", ""),
        ("请落实\u200b。", "\u200b", ""),
        ("经办：𠮷田", "𠮷", None),
        ("请👷落实。", "👷", ""),
    ],
)
@pytest.mark.parametrize("field", ["title", "body", "signer", "facts", "inspectors", "copied_to"])
def test_what_nobody_sees_or_no_face_prints_is_doubted_in_every_field(w, field, text, words, mend):
    doubts = as_user(w.officer).post(reverse(URL), {field: text}).json()["doubts"]
    own = [doubt for doubt in doubts if doubt["code"] in ("missing-glyph", "unseen-mark")]
    assert [(d["place"], text[d["start"] : d["end"]], d["mend"]) for d in own] == [(field, words, mend)]


def test_the_editors_own_mark_and_usual_texts_are_no_doubts(w):
    sent = {
        "body": "各村：\n村名\t户数\n石桥村\t\u2060",
        "inspectors": "季长河、鲍国良",
        "facts": "一段。\r\n又一段。",
        "phone": "",
    }
    assert as_user(w.officer).post(reverse(URL), sent).json()["doubts"] == []


def test_without_faces_the_words_are_read_all_the_same(w, settings, tmp_path):
    settings.FONTS_DIR = tmp_path
    assert {doubt["code"] for doubt in found(w, BODY + "👷")} >= {"doubled-punctuation", "date-impossible"}


@pytest.mark.parametrize("who", ["leader", "department", "liaison", "cadre", "boss", "discipline", "supervisor"])
def test_who_may_not_draft_is_refused_with_the_reason(w, who):
    answer = ask(w, who=who)
    assert answer.status_code == 403 and "只有应急办可以起草公文" in answer.content.decode()


def test_it_is_asked_by_sending_not_by_looking(w):
    assert as_user(w.officer).get(reverse(URL)).status_code == 405


def test_a_text_as_long_as_the_form_takes_is_read_a_longer_one_refused(w):
    line = "各村每户登记一次，不漏一户。\n"
    assert ask(w, line * (59_000 // len(line))).status_code == 200
    answer = ask(w, "字" * 60_001)
    assert answer.status_code == 413 and "6 万字" in answer.content.decode()


def test_asking_too_often_is_put_off_for_that_person_alone(w, monkeypatch):
    cache.clear()
    monkeypatch.setattr(proofread, "TRIES", 2)
    with clock.at(clock.now().replace(minute=1, second=0)):
        assert [ask(w, "请落实。").status_code for _ in range(3)] == [200, 200, 429]
        assert ask(w, "请落实。", who="other_officer").status_code == 200


def test_reading_leaves_nothing_behind(w):
    from notices.models import Paper

    ask(w)
    assert not Paper.objects.exists()


@pytest.mark.parametrize("body", ["", "\n\n", "\t\t", "—" * 300, "附件" * 300, "（" * 2000, "1." * 3000])
def test_strange_texts_are_read_without_a_fault(w, body):
    assert ask(w, body).status_code == 200
