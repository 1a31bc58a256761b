"""PDF and recordings beside photos: looked into, kept sealed, bound where they are taken, handed out in pieces."""

import hashlib
import tracemalloc
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import connection

from core.sealed_files import CHUNK
from evidence import documents, files, photos, services, serving
from evidence.enums import Takes
from evidence.models import Attachment
from tests import factories

from . import makers, papers
from .test_views import UPLOAD, look, url

GOOD = {
    "审批表.pdf": (papers.pdf(12), "application/pdf", "PDF 12 页"),
    "谈话.m4a": (papers.m4a(200), "audio/mp4", "录音 3 分 20 秒"),
    "电话.mp3": (papers.mp3(), "audio/mpeg", "录音 0 分 03 秒"),
    "无标签.mp3": (papers.mp3(tag=False), "audio/mpeg", "录音 0 分 03 秒"),
    "老人机.amr": (papers.amr(), "audio/amr", "录音 0 分 03 秒"),
    "录音笔.WAV": (papers.wav(), "audio/wav", "录音 0 分 02 秒"),
    "微信.ogg": (papers.ogg(), "audio/ogg", "录音 0 分 03 秒"),
}
BAD = {
    "cut.pdf": (papers.pdf()[:-40], "没有传完整"),
    "encrypted.pdf": (papers.pdf(password="1"), "设了密码"),
    "owner.pdf": (papers.pdf(password=""), "设了密码"),
    "script.pdf": (papers.pdf(root=papers.acting()), "脚本或自动操作"),
    "launch.pdf": (papers.pdf(root=papers.acting("/Launch")), "脚本或自动操作"),
    "hidden.pdf": (
        papers.pdf(root=papers.acting()).replace(b"/JavaScript", b"/JavaScrip#74").replace(b"/JS", b"/J#53"),
        "脚本",
    ),
    "carrying.pdf": (papers.pdf(root=papers.carrying()), "夹在里面的文件"),
    "empty.pdf": (papers.pdf(0), "没有一页"),
    "rubbish.pdf": (b"%PDF-1.7\nrubbish\n%%EOF", "已损坏"),
    "renamed.jpg": (papers.pdf(), "后缀却不是 pdf"),
    "renamed.mp3": (papers.m4a(), None),
    "sound.pdf": (papers.mp3(), "里面是录音"),
    "page.pdf": (b"<html><script>alert(1)</script>", "不是能识别的文件"),
    "program.mp3": (b"MZ" + bytes(3000), "不是能识别的文件"),
    "film.m4a": (papers.m4a(track=b"vide"), "是录像"),
    "cut.m4a": (papers.m4a()[:400], "没有传完整"),
    "cut.wav": (papers.wav()[:9000], "没有传完整"),
    "cut.mp3": (papers.mp3()[:-100], "没有传完整"),
    "cut.amr": (papers.amr()[:-10], "没有传完整"),
    "cut.ogg": (papers.ogg(ended=False), "没有传完整"),
    "short.ogg": (papers.ogg()[:-10], "没有传完整"),
    "silent.wav": (papers.wav(0), "没有声音"),
    "broken.mp3": (papers.mp3() + bytes(9000), "已损坏"),
    "broken.amr": (b"#!AMR\n" + b"\xff" * 300, "已损坏"),
}


@pytest.mark.parametrize("name", GOOD)
def test_what_is_whole_is_kept_sealed_as_sent(w, name):
    data, mime, kind = GOOD[name]
    file = papers.sent(data, name)
    files.check(file, Takes.ALL)
    row = files.keep(file, by=w.officer)
    assert (row.mime, row.kind, row.size, row.sha256) == (mime, kind, len(data), hashlib.sha256(data).hexdigest())
    kept = Path(row.file.path).read_bytes()
    assert kept.startswith(b"f1:") and data[:200] not in kept and row.file.name.endswith(Path(name).suffix.lower())
    with row.file.open("rb") as stream:
        assert stream.read() == data


@pytest.mark.parametrize("name", BAD)
def test_what_is_broken_locked_acting_or_named_wrong_is_refused_in_words(name):
    data, said = BAD[name]
    file = papers.sent(data, name)
    if said is None:  # one kind of recording under the suffix of another harms nobody
        return files.check(file, Takes.ALL)
    with pytest.raises(ValidationError, match=said) as error:
        files.check(file, Takes.ALL)
    assert name in error.value.messages[0] and file.read(4) == data[:4]


def test_the_largest_is_a_setting_and_said(settings):
    settings.EVIDENCE_MB = 1
    with pytest.raises(ValidationError, match="有 2 兆，超过 1 兆"):
        files.check(papers.sent(papers.wav(120), "长.wav"), Takes.ALL)


@pytest.mark.parametrize(
    ("takes", "data", "name", "status"),
    [
        (None, papers.pdf(), "a.pdf", 400), (0, papers.pdf(), "a.pdf", 400), (1, papers.pdf(), "a.pdf", 200),
        (1, papers.mp3(), "a.mp3", 400), (2, papers.mp3(), "a.mp3", 200), (2, makers.picture_bytes(), "a.jpg", 200),
        (7, papers.pdf(), "a.pdf", 400),
    ],
)  # fmt: skip
def test_a_form_gets_what_it_takes(w, login, takes, data, name, status):
    values = {"file": papers.sent(data, name)} | ({} if takes is None else {"takes": takes})
    answer = login(w.officer).post(UPLOAD, values)
    assert answer.status_code == status
    if status == 200:
        shown = look(login(w.officer), answer.json()["thumb"])
        assert shown["Content-Type"] in ("image/jpeg", "image/svg+xml")


def test_a_paper_sent_for_one_form_is_not_slipped_into_another(w):
    hazard, row = factories.hazard(w.village), files.keep(papers.sent(papers.pdf(), "a.pdf"), by=w.officer)
    sound = files.keep(papers.sent(papers.mp3(), "a.mp3"), by=w.officer)
    assert services.bind(ids=[row.pk, sound.pk], owner=hazard, by=w.officer) == 0
    assert services.bind(ids=[row.pk, sound.pk], owner=hazard, by=w.officer, takes=Takes.PAPERS) == 1
    assert services.bind(ids=[sound.pk], owner=hazard, by=w.officer, takes=Takes.ALL) == 1


def test_a_paper_is_downloaded_and_a_recording_plays_in_the_page(w, login):
    paper, sound = (files.keep(papers.sent(GOOD[name][0], name), by=w.officer) for name in ("审批表.pdf", "谈话.m4a"))
    client = login(w.officer)
    answers = [look(client, url("file", row)) for row in (paper, sound)]
    assert [answer["Content-Disposition"].split(";")[0] for answer in answers] == ["attachment", "inline"]
    assert all(answer["X-Content-Type-Options"] == "nosniff" for answer in answers)


def large(w):
    data = papers.wav(20)
    assert len(data) > 4 * CHUNK
    return files.keep(papers.sent(data, "长.wav"), by=w.officer), data


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [("bytes=0-", 0, None), ("bytes=0-1", 0, 1), ("bytes=65530-131080", 65530, 131080), ("bytes=-100", -100, None),
     ("bytes=200000-999999999", 200000, None)],
)  # fmt: skip
def test_a_player_gets_the_span_it_asks_for(w, login, asked, first, last):
    row, data = large(w)
    client = login(w.officer)
    answer = client.get(url("file", row), headers={"range": asked})
    begin = first if first >= 0 else len(data) + first
    end = len(data) - 1 if last is None else last
    assert answer.status_code == 206 and answer.getvalue() == data[begin : end + 1]
    assert answer["Content-Range"] == f"bytes {begin}-{end}/{len(data)}"
    assert answer["Content-Length"] == str(end + 1 - begin)


@pytest.mark.parametrize(("asked", "status"), [("bytes=999999999-", 416), ("bytes=5-2", 416), ("bytes=-0", 416), ("lines=1-2", 200),
                                               ("bytes=0-1,4-5", 200), ("bytes=-", 200)])  # fmt: skip
def test_a_span_that_is_none_is_said_or_the_whole_is_given(w, login, asked, status):
    row, data = large(w)
    answer = login(w.officer).get(url("file", row), headers={"range": asked})
    assert answer.status_code == status
    assert status == 416 or answer.getvalue() == data


def test_no_more_than_a_piece_is_read_before_it_is_sent(w):
    row, data = large(w)
    with row.file.open("rb") as stream:
        part = serving.Part(stream, 10, len(data) - 10)
        pieces = iter(part)
        assert len(next(pieces)) == serving.PIECE and stream.tell() == 10 + serving.PIECE
        assert part.left <= len(data)


def test_a_large_file_is_kept_and_handed_out_without_being_held_in_memory(w, login):
    data = papers.wav(500)
    file = ContentFile(data, name="长.wav")
    tracemalloc.start()
    row = files.keep(file, by=w.officer)
    stream = Attachment._meta.get_field("file").storage.open(row.file.name)
    sent = sum(len(piece) for piece in serving.Part(stream, 0, len(data)))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert sent == len(data) == 8_000_044 and peak < 2_000_000


def test_a_large_file_changed_behind_is_not_shown_to_its_end(w, login):
    row, _ = large(w)
    path = Path(row.file.path)
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    client = login(w.officer)
    assert client.get(url("file", row), headers={"range": "bytes=-10"}).status_code == 404
    with pytest.raises(OSError):
        client.get(url("file", row)).getvalue()


def test_pages_are_painted_some_at_a_time(w):
    row = files.keep(papers.sent(papers.pdf(5), "a.pdf"), by=w.officer)
    with row.file.open("rb") as stream:
        assert [page[:3] for page in documents.pictures(stream, 3, 10)] == [b"\xff\xd8\xff"] * 2


def test_what_pictures_are_is_as_before(w):
    row = files.keep(makers.upload(), by=w.officer)
    assert row.is_image and row.thumbnail and row.kind == "照片" and Attachment.objects.taken(Takes.PICTURES).get() == row
    with pytest.raises(ValidationError, match="不是能识别的照片"):
        files.check(papers.sent(papers.pdf(), "a.pdf"))
    assert photos.MOST == 9


SENT = {
    "jpg": (makers.picture_bytes("JPEG"), "照片"), "pdf": (papers.pdf(), "PDF"), "amr": (papers.amr(), "录音"),
}  # fmt: skip


@pytest.mark.parametrize("suffix", SENT)
def test_what_a_sender_called_a_file_is_kept_nowhere_not_even_while_it_waits(w, login, media, suffix):
    data, word = SENT[suffix]
    answer = (
        login(w.cadre).post(UPLOAD, {"file": papers.sent(data, f"卞秘安死亡证明.{suffix}"), "takes": int(Takes.ALL)}).json()
    )
    row = Attachment.objects.get(pk=answer["id"])
    assert row.name == answer["name"] == f"{word}-{row.pk.hex[:8]}.{suffix}" and row.content_type_id is None
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')
            assert "卞秘安" not in str(cursor.fetchall())
    assert not [path for path in makers.stored(media) if "卞秘安" in path.name]


def test_uploads_from_before_forget_what_they_were_called(w):
    waiting = factories.photo(by=w.cadre, name="卞秘安.JPG")
    bound = factories.photo(factories.hazard(w.village), by=w.cadre, name="配电箱.jpg")
    import_module("evidence.migrations.0005_names_not_kept").forget(apps, None)
    names = dict(Attachment.objects.values_list("pk", "name"))
    assert names == {waiting.pk: f"文件-{waiting.pk.hex[:8]}.jpg", bound.pk: "配电箱.jpg"}
