"""Standing sentences of a township: versions, checks, what a paper remembers."""

import pytest

from core import clock
from core.errors import Refused, Stale
from notices import drafts, services, typeset, wording
from notices.enums import PaperKind
from notices.models import Paper, WordingVersion
from tests import factories

from .conftest import ROLES, at, circular, in_state, issued, order, text_of, urging
from .test_kinds import written

OWN = "请于{期限}之前书面答复。"


def texts(kind="letter", **changes):
    return wording.defaults(kind) | changes


def saved(w, kind="letter", base=None, note="按司法所意见", by=None, **changes):
    number, standing = wording.in_use(kind, w.town)
    base = number if base is None else base
    return wording.save(kind=kind, texts=standing | changes, base=base, note=note, by=by or w.officer)


def said(paper):
    return text_of(typeset.render(paper)[0])


def test_the_defaults_stand_until_somebody_changes_them(w):
    assert wording.in_use("letter", w.town) == (0, texts()) and not WordingVersion.objects.exists()


def test_each_saving_is_a_new_version_with_who_when_and_why(w):
    with clock.at(at()):
        first = saved(w, reply=OWN)
    second = saved(w, closing="专此函达。", note="改结尾", by=w.leader)
    assert [first.number, second.number] == [1, 2] and (first.by, first.at, first.note) == (w.officer, at(), "按司法所意见")
    assert wording.in_use("letter", w.town) == (2, texts(reply=OWN, closing="专此函达。"))


def test_another_township_and_another_kind_keep_their_own(w):
    saved(w, reply=OWN)
    assert wording.in_use("letter", w.other_town)[0] == 0 and wording.in_use("transfer", w.town)[0] == 0


@pytest.mark.parametrize("role", ROLES)
def test_only_officers_and_leaders_change_them(w, role):
    if role in ("officer", "leader", "other_officer"):
        assert saved(w, reply=OWN, by=getattr(w, role), base=0).township_id == getattr(w, role).membership.place_id
        return
    with pytest.raises(Refused, match="由应急办和乡镇领导维护"):
        saved(w, reply=OWN, by=getattr(w, role))
    with pytest.raises(Refused, match="由应急办和乡镇领导维护"):
        wording.restore(kind="letter", number=0, base=0, by=getattr(w, role))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"reply": "请尽快函复。"}, "必须写上 {期限}"), ({"reply": "请于{日子}、{期限}前函复。"}, "没有可以代入 {日子}"),
        ({"reply": ""}, "不能空着"), ({"reply": "请于{期限前函复。"}, "花括号要成对"), ({}, "没有改动"),
        ({"closing": "特此函达🔥。"}, "没有“🔥”.*印不出来"),
    ],
)  # fmt: skip
def test_sentences_that_cannot_stand_are_refused_and_no_version_is_made(w, changes, message):
    with pytest.raises(Refused, match=message):
        saved(w, **changes)
    assert not WordingVersion.objects.exists()


def test_a_version_without_a_reason_is_refused(w):
    with pytest.raises(Refused, match="修改原因"):
        saved(w, reply=OWN, note="  ")


def test_a_stale_form_is_refused_and_overwrites_nothing(w):
    saved(w, reply=OWN)
    with pytest.raises(Stale, match="第 1 版"):
        saved(w, base=0, closing="专此函达。")
    assert wording.in_use("letter", w.town) == (1, texts(reply=OWN))


def test_two_who_save_at_once_make_one_version(w, monkeypatch):
    saved(w, reply=OWN)
    monkeypatch.setattr(wording, "in_use", lambda kind, town: (0, texts()))  # read before the other one committed
    with pytest.raises(Stale):
        wording.save(kind="letter", texts=texts(closing="专此函达。"), base=0, note="改", by=w.leader)
    assert WordingVersion.objects.count() == 1


def test_a_version_never_changes_and_never_goes(w):
    row = saved(w, reply=OWN)
    row.note = "另一个原因"
    for act in (row.save, row.delete):
        with pytest.raises(RuntimeError):
            act()


def test_an_earlier_version_is_restored_as_a_new_one(w):
    saved(w, reply=OWN)
    saved(w, closing="专此函达。")
    row = wording.restore(kind="letter", number=1, base=2, by=w.leader, note="新的不妥")
    assert (row.number, row.note, row.texts) == (3, "恢复第 1 版：新的不妥", texts(reply=OWN))
    back = wording.restore(kind="letter", number=0, base=3, by=w.leader)
    assert back.number == 4 and wording.in_use("letter", w.town) == (4, texts())


def test_a_version_that_is_not_there_and_the_one_in_use_are_not_restored(w):
    saved(w, reply=OWN)
    for number, message in ((9, "没有这一版"), (1, "没有改动")):
        with pytest.raises(Refused, match=message):
            wording.restore(kind="letter", number=number, base=1, by=w.officer)


def test_the_history_shows_what_went_and_what_came(w):
    saved(w, closing="专此函达。")
    ((_, changes),) = wording.history("letter", w.town)
    assert [change.label for change in changes] == ["结尾（没有填函复期限时用）"]
    assert changes[0].pieces == [("out", "特"), ("in", "专"), ("same", "此函达。")]


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("", "甲", [("in", "甲")]), ("甲", "", [("out", "甲")]), ("甲乙", "甲丙乙", [("same", "甲"), ("in", "丙"), ("same", "乙")]),
    ],
)  # fmt: skip
def test_pieces_join_to_both_texts(before, after, shown):
    assert wording.pieces(before, after) == shown


# what a paper remembers


def test_a_new_paper_says_the_new_sentence_and_an_old_draft_the_old_one(w):
    old = written(w, "letter")
    saved(w, reply=OWN)
    new = written(w, "letter")
    assert "请于2026年12月10日前函复。" in said(old) and "请于2026年12月10日之前书面答复。" in said(new)
    assert (wording.number_of(old), wording.number_of(new)) == (0, 1)


@pytest.mark.parametrize("make", [order, urging, circular])
def test_papers_drawn_from_the_registers_remember_too(w, make):
    kind = make(w).kind
    phrase = {"order": "safety", "urging": "closing", "circular": "closing"}[kind]
    saved(w, kind, **{phrase: "本句由镇里改写。"})
    assert "本句由镇里改写。" in said(make(w))
    assert "本句由镇里改写。" not in said(Paper.objects.filter(kind=kind).earliest("created_at"))


def test_an_issued_paper_never_changes_and_neither_does_its_word_copy(w):
    paper = written(w, "letter")
    with clock.at(at()):
        paper = issued(w, paper)
    before, words = services.intact_bytes(paper), typeset.document_of(paper).blocks
    saved(w, reply=OWN)
    paper.refresh_from_db()
    assert services.intact_bytes(paper) == before and typeset.document_of(paper).blocks == words


def test_new_defaults_of_the_program_do_not_change_a_draft(w, monkeypatch):
    paper = written(w, "letter")
    before = typeset.document_of(paper).blocks
    monkeypatch.setitem(wording.PHRASES, "letter", ())
    assert typeset.document_of(paper).blocks == before


def test_a_draft_takes_the_new_sentences_when_its_writer_asks(w):
    paper = written(w, "letter")
    saved(w, reply=OWN)
    assert wording.newer(paper) == 1
    paper = drafts.renew(paper=paper, by=w.officer)
    assert wording.newer(paper) is None and "之前书面答复" in said(paper) and paper.version == 2


def test_a_version_that_says_the_same_is_not_offered(w):
    paper = written(w, "letter")
    saved(w, reply=OWN)
    wording.restore(kind="letter", number=0, base=1, by=w.officer)
    assert wording.newer(paper) is None


def test_only_a_draft_of_ones_own_township_is_renewed(w):
    paper = in_state(w, "reviewed", written(w, "letter"))
    saved(w, reply=OWN)
    assert wording.newer(paper) is None
    with pytest.raises(Refused, match="先退回修改"):
        drafts.renew(paper=paper, by=w.officer)
    for person in (w.leader, w.other_officer):
        with pytest.raises(Refused):
            drafts.renew(paper=written(w, "letter"), by=person)


def test_a_paper_from_before_there_were_versions_says_the_defaults(w):
    paper = factories.paper(w.town, kind="letter", content={"body": "请支持。"})
    assert "特此函达。" in said(paper)


def test_every_kind_is_listed_with_its_version_in_use(w):
    saved(w, reply=OWN)
    saved(w, closing="专此函达。")
    rows = {kind: (version and version.number) for kind, version, _ in wording.overview(w.town)}
    assert set(rows) == set(PaperKind) and rows["letter"] == 2 and rows["order"] is None
