"""The pages beside the text: what is typed is what is shown, nothing is kept, what is wanting is named."""

import base64
import io
import re

import pytest
from django.core.cache import cache
from django.urls import reverse
from PIL import Image

from core import clock
from notices import trial
from notices.kinds import WRITTEN
from notices.models import Paper, PaperNumber

from .conftest import as_user, at, circular, in_state, text_of
from .typed import TYPED

TITLE = "云溪镇人民政府关于做好冬季取暖安全工作的通知"


def ask(w, kind="circular", query="", who="officer", **fields):
    url = f"{reverse('notices:new_trial')}?kind={kind}{query}"
    with clock.at(at()):
        return as_user(getattr(w, who)).post(url, {"title": TITLE, **fields})


def words_of(answer):
    return text_of(b"".join(answer))


def pages_of(answer):
    found = re.findall(r"base64,([A-Za-z0-9+/=]+)", answer.content.decode())
    return [Image.open(io.BytesIO(base64.b64decode(data))) for data in found]


@pytest.mark.parametrize("row", WRITTEN, ids=lambda row: row.kind.value)
def test_every_kind_is_shown_as_it_would_be_printed(w, row):
    fields, words, _ = TYPED[row.kind]
    printed = words_of(ask(w, row.kind.value, "&pdf=1", **fields))
    known = [word for word in words if word not in ("签发人：", f"{w.village.name}：")]  # who signs and receives is not yet
    assert [word for word in known if "".join(word.split()) not in printed] == []


def test_the_pages_are_pictures_of_whole_sheets_with_red_on_the_first(w):
    first = pages_of(ask(w, body="各村：\n" + "请落实。\n" * 30))[0].convert("RGB")
    assert abs(first.width / first.height - 210 / 297) < 0.01
    assert any(r > 180 and g < 80 and b < 80 for _, (r, g, b) in first.getcolors(1 << 20))


def test_nothing_is_kept_and_no_number_is_taken(w):
    assert pages_of(ask(w, body="请落实。"))
    assert not Paper.objects.exists() and not PaperNumber.objects.exists()


def test_a_draft_is_shown_with_its_recipients_and_stays_as_it_was(w):
    paper = circular(w, body="请落实。")
    url = reverse("notices:edit_trial", args=[paper.pk])
    sent = {"title": TITLE, "body": "请加快落实。", "row_version": paper.version}
    printed = words_of(as_user(w.officer).post(f"{url}?pdf=1", sent))
    assert "请加快落实。" in printed and w.village.name in printed
    paper.refresh_from_db()
    assert (paper.content["body"], paper.version) == ("请落实。", sent["row_version"])


def test_a_paper_begun_for_an_enterprise_shows_to_whom_it_will_go(w):
    fields, _, _ = TYPED["tip"]
    assert f"{w.firm.name}：" in words_of(ask(w, "tip", f"&enterprise={w.firm.pk}&pdf=1", **fields))


def test_what_is_wanting_or_wrong_is_named_by_its_label(w):
    page = ask(w, "talk", title="", person="胡某", day="2020-01-01").content.decode()
    assert "填好这些就能看到版面：" in page and "约谈事由" in page and "约谈日期不能早于今天" in page
    assert "<img" not in page


def test_what_no_face_prints_is_said_in_place_of_pages(w):
    page = ask(w, body="请𠮷某落实。").content.decode()
    assert "“𠮷”（U+20BB7）" in page and "<img" not in page


def test_of_a_long_paper_the_first_pages_are_shown_and_all_are_counted(w, monkeypatch):
    monkeypatch.setattr(trial, "MOST", 2)
    answer = ask(w, body="各村：\n" + "请落实。\n" * 100)
    assert len(pages_of(answer)) == 2 and "共 6 页，这里显示前 2 页" in answer.content.decode()


def test_who_asks_without_end_waits(w, monkeypatch):
    cache.clear()
    monkeypatch.setattr(trial, "TRIES", 1)
    with clock.at(clock.now().replace(minute=1, second=0)):
        assert [ask(w, body="请落实。").status_code for _ in range(2)] == [200, 429]


@pytest.mark.parametrize("who", ["leader", "department", "cadre", "boss", "discipline", "supervisor"])
def test_who_may_not_draft_is_refused(w, who):
    assert ask(w, who=who, body="请落实。").status_code == 403


@pytest.mark.parametrize(("state", "who", "status"), [("signed", "officer", 403), ("draft", "other_officer", 404)])
def test_only_a_draft_of_the_own_township_is_tried(w, state, who, status):
    paper = in_state(w, state)
    answer = as_user(getattr(w, who)).post(
        reverse("notices:edit_trial", args=[paper.pk]), {"title": TITLE, "body": "请落实。"}
    )
    assert answer.status_code == status
