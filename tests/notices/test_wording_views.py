"""公文固定用语 on the screen: the list, the editor, the sample, the history."""

import pytest
from django.urls import reverse

from notices import wording
from notices.models import Paper, WordingVersion
from notices.wording_samples import CONTENTS

from .conftest import ROLES, as_user, text_of
from .test_kinds import written
from .test_wording import OWN, saved

LIST = reverse("notices:wording")


def editor(kind="letter"):
    return reverse("notices:wording_edit", args=[kind])


def form(kind="letter", **fields):
    return wording.defaults(kind) | {"note": "按司法所意见", "base": 0} | fields


def words(answer):
    return answer.content.decode()


@pytest.mark.parametrize("role", ROLES)
def test_officers_and_leaders_come_in_and_others_are_told_why_not(w, role):
    allowed = role in ("officer", "leader", "other_officer")
    for url in (LIST, editor()):
        answer = as_user(getattr(w, role)).get(url)
        assert answer.status_code == (200 if allowed else 403)
        assert allowed or "由应急办和乡镇领导维护" in words(answer)
    sample = reverse("notices:wording_sample", args=["letter"])
    restore = reverse("notices:wording_restore", args=["letter", 0])
    for url in () if allowed else (sample, restore):
        assert as_user(getattr(w, role)).post(url, form()).status_code == 403
    assert not WordingVersion.objects.exists()


@pytest.mark.parametrize("kind", ["nonsense", "Letter", "letter2"])
def test_a_kind_that_is_none_is_not_found(w, kind):
    client = as_user(w.officer)
    assert client.get(editor(kind)).status_code == 404
    assert client.post(reverse("notices:wording_sample", args=[kind])).status_code == 404
    assert client.post(reverse("notices:wording_restore", args=[kind, 0])).status_code == 404


def test_a_township_never_sees_the_sentences_of_another(w):
    saved(w, reply="请于{期限}前报甲子办公室。", note="甲子原因")
    client = as_user(w.other_officer)
    assert "甲子" not in words(client.get(LIST)) and "甲子" not in words(client.get(editor()))
    client.post(reverse("notices:wording_restore", args=["letter", 1]), {"base": 0})
    assert WordingVersion.objects.count() == 1


def test_saving_makes_a_version_and_the_list_and_history_tell_of_it(w):
    client = as_user(w.officer)
    answer = client.post(editor(), form(reply=OWN), follow=True)
    assert "已保存为第 1 版" in words(answer) and "按司法所意见" in words(answer)
    page = words(client.get(editor()))
    assert "<del>" in page and "<ins>" in page and "第 1 版" in page and w.officer.name in page


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"reply": "请函复。"}, "必须写上 {期限}"), ({"reply": OWN, "note": ""}, "请写明修改原因"), ({}, "没有改动"),
        ({"closing": "长" * 401}, "400"), ({"reply": OWN, "base": "x"}, "请重新打开再改"),
    ],
)  # fmt: skip
def test_what_cannot_be_saved_is_said_and_kept_in_the_form(w, fields, said):
    answer = as_user(w.officer).post(editor(), form(**fields))
    assert answer.status_code == 200 and said in words(answer) and not WordingVersion.objects.exists()
    assert fields.get("reply", "") in words(answer)


def test_a_stale_form_is_told_and_can_be_saved_after_a_second_look(w):
    client = as_user(w.officer)
    saved(w, reply=OWN)
    answer = client.post(editor(), form(closing="专此函达。"))
    assert "刚被别人改成第 1 版" in words(answer) and 'name="base" value="1"' in words(answer)
    assert "专此函达。" in words(answer)


def test_sent_twice_it_is_one_version(w):
    client = as_user(w.officer)
    for _ in range(2):
        client.post(editor(), form(reply=OWN))
    assert WordingVersion.objects.count() == 1


def test_an_earlier_version_is_restored_from_the_page(w):
    saved(w, reply=OWN)
    saved(w, closing="专此函达。")
    answer = as_user(w.leader).post(
        reverse("notices:wording_restore", args=["letter", 1]), {"base": 2, "note": "误改"}, follow=True
    )
    assert "已恢复" in words(answer) and wording.in_use("letter", w.town)[0] == 3
    stale = as_user(w.officer).post(reverse("notices:wording_restore", args=["letter", 0]), {"base": 2}, follow=True)
    assert "刚被别人改成第 3 版" in words(stale) and WordingVersion.objects.count() == 3


def test_looking_at_an_address_that_writes_is_not_possible(w):
    client = as_user(w.officer)
    for name, args in (("wording_sample", ["letter"]), ("wording_restore", ["letter", 0])):
        assert client.get(reverse(f"notices:{name}", args=args)).status_code == 405


@pytest.mark.parametrize("kind", CONTENTS)
def test_the_sample_of_every_kind_prints_what_is_in_the_form_and_saves_nothing(w, kind):
    key = next(iter(wording.defaults(kind)))
    text = wording.defaults(kind)[key] + "甲子句。"
    answer = as_user(w.officer).post(reverse("notices:wording_sample", args=[kind]), form(kind, **{key: text}))
    assert answer["Content-Type"] == "application/pdf", answer.content
    unsaid = {("letter", "closing")}
    printed = text_of(answer.content)
    assert "甲子句。" in printed or (kind, key) in unsaid
    assert "草稿" in printed and not Paper.objects.exists() and not WordingVersion.objects.exists()


def test_a_sample_that_cannot_be_printed_says_why(w):
    client, url = as_user(w.officer), reverse("notices:wording_sample", args=["letter"])
    assert "必须写上 {期限}" in words(client.post(url, form(reply="请函复。"), follow=True))
    assert "😀" in words(client.post(url, form(reply="请于{期限}前函复😀。"), follow=True))


def test_a_draft_with_older_sentences_says_so_and_takes_the_new_ones(w):
    paper = written(w, "letter")
    client, url = as_user(w.officer), reverse("notices:edit", args=[paper.pk])
    assert "改用第" not in words(client.get(url))
    saved(w, reply=OWN)
    assert "改用第 1 版" in words(client.get(url))
    answer = client.post(reverse("notices:wording_renew", args=[paper.pk]), follow=True)
    assert "已改用现行的固定用语" in words(answer) and "改用第" not in words(client.get(url))


def test_a_leader_does_not_renew_a_draft_and_other_townships_do_not_find_it(w):
    paper = written(w, "letter")
    url = reverse("notices:wording_renew", args=[paper.pk])
    assert as_user(w.leader).post(url).status_code == 403 and as_user(w.other_officer).post(url).status_code == 404


def test_the_list_asks_as_often_for_one_version_as_for_three(w):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client, counts = as_user(w.officer), []
    for closing in ("甲。", "乙。", "丙。"):
        saved(w, closing=closing)
        for url in (LIST, editor()):
            with CaptureQueriesContext(connection) as asked:
                client.get(url)
            counts.append((url, len(asked)))
    assert len(set(counts)) == 2, counts
