"""The search by words: what is typed, what is folded, and an index that answers as plain looking would."""

import random

import pytest
from django.core.management import call_command
from django.db import connection

from core import search
from enterprises.models import Enterprise
from notices.models import Paper, PaperText
from tests.notices.conftest import circular

TEXTS = {
    "安全": "关于开展“安全生产月”活动的通知\n各村（居）：",
    "broken": "安\n全 生 产 检 查",  # parted by a line, joined over blanks
    "latin": "LNG Storage 第２号 ﹝旧﹞",
    "rare": "𠮷祥饭店，电话（0571）",
    "marks": "50%的_村，100\\n；\"引号\" 'x' *",
    "empty": "",
}
ASKED = {
    "安全": {"安全"},
    "安全生产": {"安全"},
    "全生产": {"broken", "安全"},
    "安": {"安全", "broken"},
    "产": {"安全", "broken"},
    "查": {"broken"},
    "检查 生产": {"broken"},
    "安全　通知": {"安全"},
    "村(居)": {"安全"},
    "lng storage": {"latin"},
    "LNGS": {"latin"},
    "第2号": {"latin"},
    "𠮷祥": {"rare"},
    "𠮷": {"rare"},
    "吉祥": set(),
    "[0571]": {"rare"},
    "%的": {"marks"},
    "0%": {"marks"},
    "_": {"marks"},
    '"引号"': {"marks"},
    "'x'": {"marks"},
    "*": {"marks"},
    "安*": set(),
    "安全 没有": set(),
    "检查 OR 通知": set(),
    "NOT 安全": set(),
}


@pytest.fixture
def shelf(w):
    """One paper for each text → {name: key}."""
    papers = {name: circular(w).pk for name in TEXTS}
    search.keep(PaperText, [(papers[name], text) for name, text in TEXTS.items()])
    return papers


def found(text):
    return set(PaperText.narrow(Paper.objects.all(), text).values_list("pk", flat=True))


@pytest.mark.parametrize(("text", "names"), ASKED.items(), ids=list(ASKED))
def test_words_find_what_holds_every_one_of_them(shelf, text, names):
    assert found(text) == {shelf[name] for name in names}


def test_the_index_answers_as_looking_into_each_text_would(shelf):
    draw = random.Random(5)
    texts = ["".join(draw.choices("甲乙丙a1\n", k=40)) for _ in shelf]
    search.keep(PaperText, zip(shelf.values(), texts, strict=True))
    for _ in range(150):
        word = "".join(draw.choices("甲乙丙a1", k=draw.randint(1, 4)))
        assert found(word) == {key for key, text in zip(shelf.values(), texts, strict=True) if word in text}


def test_a_changed_text_is_found_by_its_new_words_only_and_written_once(shelf):
    key = shelf["rare"]
    assert search.keep(PaperText, [(key, "燃气站")]) == 1
    assert found("燃气") == {key} and found("饭店") == set()
    assert search.keep(PaperText, [(key, "燃气站")]) == 0


def test_what_is_gone_is_found_no_more(shelf):
    PaperText.objects.all().delete()
    assert found("安全") == set()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM notices_papertext_pairs")
        assert connection.vendor == "sqlite" or cursor.fetchone() == (0,)


def test_the_command_writes_the_missing_texts(shelf, capsys):
    PaperText.objects.all().delete()
    call_command("index_words")
    assert f"公文：更新检索 {len(TEXTS)} 条" in capsys.readouterr().out
    assert len(found("通知")) == len(TEXTS)
    call_command("index_words")
    assert "更新检索 0 条" in capsys.readouterr().out


@pytest.mark.skipif(connection.vendor == "sqlite", reason="only PostgreSQL lets new pairs wait")
def test_new_pairs_wait_in_a_short_list_also_after_very_many_were_written(shelf):
    def settings():
        with connection.cursor() as cursor:
            cursor.execute("SELECT reloptions FROM pg_class WHERE relname = 'notices_papertext_pairs_in'")
            return set(cursor.fetchone()[0])

    made = settings()
    PaperText.fill(Paper.objects.all())
    assert made == settings() == {"fastupdate=on", f"gin_pending_list_limit={search.WAITING}"}


def test_nothing_typed_asks_for_nothing(shelf):
    assert found(" \u3000\0\u200b") == set() and search.words_of("a b a \0") == ["a", "b"]


def test_every_word_stands_in_one_of_the_fields(w):
    rows = Enterprise.objects.filter(pk=w.firm.pk)
    name, village = w.firm.name, w.firm.village.name

    def hits(text, **also):
        return search.every_word(rows, text, "name", "village__name", **also).exists()

    assert hits(f"{name[:2]} {village}") and hits("") and not hits(f"{name[:2]} 没有")
    assert hits("没有", also=lambda word: search.Q(pk=w.firm.pk))
