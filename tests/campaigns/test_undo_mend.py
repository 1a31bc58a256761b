"""A mend can be taken back, one after another, until somebody changes the draft by hand; each step leaves a line."""

import pytest
from django.urls import reverse

from campaigns import mending, review
from campaigns.services import circulars
from core.errors import Refused

from .test_mending import FAULTY, circular, doubts, edit, mend  # noqa: F401


def undo(w, row):
    count = circulars.undo_mend(circular=row, by=w.officer)
    row.refresh_from_db()
    return count


def state(row):
    row.refresh_from_db()
    return row.text, row.reading["finding_details"], {key: row.review[key] for key in row.review if key != "undo"}


def test_undo_brings_back_text_doubts_and_draft(w, circular):  # noqa: F811
    was = state(circular)
    mend(w, circular, doubts(circular))
    assert circular.text != FAULTY and undo(w, circular) == 4
    assert state(circular) == was and circular.text == FAULTY


def test_edits_made_before_the_mend_are_there_again(w, circular):  # noqa: F811
    task = circular.review["tasks"][1]["id"]
    edit(w, circular, task, title="查电线（含临时用电）")
    was = state(circular)
    mend(w, circular, doubts(circular))
    undo(w, circular)
    assert state(circular) == was and circular.review["tasks"][1]["title"] == "查电线（含临时用电）"


def test_several_mends_are_taken_back_one_by_one(w, circular):  # noqa: F811
    texts = [circular.text]
    for _ in range(3):
        mend(w, circular, doubts(circular)[:1])
        texts.append(circular.text)
    assert len(set(texts)) == 4
    for text in reversed(texts[:-1]):
        assert undo(w, circular) == 1 and circular.text == text
    with pytest.raises(Refused, match="不能再撤销"):
        undo(w, circular)


def test_an_edit_since_the_mend_ends_the_undo(w, circular):  # noqa: F811
    mend(w, circular, doubts(circular))
    mended = circular.text
    edit(w, circular, circular.review["tasks"][0]["id"], title="查窑体和烟道")
    with pytest.raises(Refused, match="又有别的改动"):
        undo(w, circular)
    circular.refresh_from_db()
    assert circular.text == mended and circular.review["tasks"][0]["title"] == "查窑体和烟道"


def test_undo_goes_back_to_the_last_edit_and_no_further(w, circular):  # noqa: F811
    mend(w, circular, doubts(circular)[:1])
    edit(w, circular, circular.review["tasks"][0]["id"], title="查窑体和烟道")
    between = state(circular)
    mend(w, circular, doubts(circular)[:1])
    undo(w, circular)
    assert state(circular) == between and mending.last(circular) is None


def test_a_mend_after_an_undo_can_be_taken_back_too(w, circular):  # noqa: F811
    for _ in range(2):
        mend(w, circular, doubts(circular))
        undo(w, circular)
    assert circular.text == FAULTY and mending.last(circular) is None


def test_steps_kept_are_few_and_hold_no_steps_of_their_own(w, circular, monkeypatch):  # noqa: F811
    monkeypatch.setattr(mending, "MOST_STEPS", 2)
    for _ in range(3):
        mend(w, circular, doubts(circular)[:1])
    steps = circular.review["undo"]
    assert len(steps) == 2 and all("undo" not in step["review"] for step in steps)
    undo(w, circular)
    undo(w, circular)
    assert mending.last(circular) is None and circular.text != FAULTY


def test_each_step_leaves_a_line_with_who_and_what(w, circular):  # noqa: F811
    mend(w, circular, doubts(circular))
    undo(w, circular)
    lines = [(line.actor, line.action, line.action_label) for line in circular.log.all()]
    assert lines == [(w.officer, "mend", "按建议修改 4 处"), (w.officer, "undo", "撤销修改 4 处")]


def test_a_refused_undo_leaves_no_line(w, circular):  # noqa: F811
    with pytest.raises(Refused):
        undo(w, circular)
    assert not circular.log.exists()


def test_the_page_offers_it_after_a_mend_and_says_what_was_done(w, circular, login):  # noqa: F811
    client, page = login(w.officer), reverse("campaigns:review", args=[circular.pk])
    assert "撤销修改" not in client.get(page).content.decode()
    name = mending.name_of(doubts(circular)[0])
    mended = client.post(reverse("campaigns:mend", args=[circular.pk]), {"doubt": name}, follow=True).content.decode()
    assert "不合适可以撤销修改" in mended and "刚才按建议改了 1 处" in mended and "修改记录（1）" in mended
    undone = client.post(reverse("campaigns:unmend", args=[circular.pk]), follow=True).content.decode()
    assert "已撤销 1 处修改" in undone and "刚才按建议改了" not in undone and "修改记录（2）" in undone


def test_a_button_pressed_twice_says_why_the_second_does_nothing(w, circular, login):  # noqa: F811
    mend(w, circular, doubts(circular))
    url = reverse("campaigns:unmend", args=[circular.pk])
    answers = [login(w.officer).post(url) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 403] and "不能再撤销" in answers[1].content.decode()


def test_who_may_not_review_may_not_undo(w, circular, login):  # noqa: F811
    mend(w, circular, doubts(circular))
    url = reverse("campaigns:unmend", args=[circular.pk])
    assert login(w.leader).post(url).status_code == 403
    assert login(w.other_officer).post(url).status_code == 404
    assert login(w.officer).get(url).status_code == 405
    circular.refresh_from_db()
    assert circular.text != FAULTY


def test_what_was_handled_by_hand_since_then_counts_as_an_edit(w, circular):  # noqa: F811
    mend(w, circular, doubts(circular)[:1])
    circulars.change(circular=circular, by=w.officer, edit=lambda draft: review.toggle_handled(draft, 0))
    circular.refresh_from_db()
    assert mending.last(circular) is None
