"""From the form to the printed page, measured: each kind on its page, the marks of the head at their places."""

import pytest

from circulars.layout.grid import CELL, EM, PITCH
from circulars.layout.measure import measure
from core import clock
from notices import services, typeset

from .conftest import as_user, at, issued, sheets_of
from .test_kind_fields import kept
from .test_kinds import address, typed
from .typed import TYPED

ISSUERS = "云溪镇派出所、云溪镇卫生院"
FORMS = {
    "circular": "circular", "issuing": "circular", "bulletin": "circular", "request": "circular", "account": "circular",
    "letter": "letter", "transfer": "letter", "minutes": "minutes",
}  # fmt: skip
MARKABLE = ["circular", "issuing", "bulletin", "request", "account", "letter", "transfer", "minutes"]


def printed(w, kind, **fields):
    """(paper, sheets) of a kind issued through its form."""
    paper = kept(w, kind, **fields)
    with clock.at(at()):
        services.address(paper=paper, units=[w.village], by=w.officer)
        paper = issued(w, paper)
    return paper, sheets_of(paper)


def row_of(sheet, words):
    return next(row for row in sheet.rows if words in row.text)


def wide_rules(sheet):
    return [rule for rule in sheet.rules if abs(rule[2] - 170) < 0.1]


@pytest.mark.parametrize("kind", TYPED)
def test_each_kind_is_printed_on_the_page_it_belongs_on(w, kind):
    _, sheets = printed(w, kind)
    form, first = FORMS.get(kind, "plain"), sheets[0]
    red = [rule for rule in first.rules if abs(rule[2] - 156) < 0.1 and rule[3] > 0.4]
    assert len(wide_rules(first)) == (4 if form == "letter" else 0)
    assert bool(red) == (form in ("circular", "minutes"))
    assert abs(first.titles[0].baseline - 0.8 * 22 * 25.4 / 72) < 3 or form != "plain"


@pytest.mark.parametrize("kind", MARKABLE)
def test_marks_typed_in_the_form_stand_at_the_left_edge_of_the_head(w, kind):
    _, sheets = printed(w, kind, copy_number="12", classified="内部资料", urgency="特急")
    start = 2 if FORMS[kind] == "letter" else 0
    for place, (words, face) in enumerate((("000012", "GW-Fang"), ("内部资料", "GW-Hei"), ("特急", "GW-Hei")), start):
        row = row_of(sheets[0], words)
        assert abs(row.top - place * PITCH) < 0.1 and abs(row.left) < 0.3 and face in row.faces, words


@pytest.mark.parametrize("kind", MARKABLE)
def test_without_marks_the_head_is_as_it_was(w, kind):
    _, sheets = printed(w, kind)
    assert not any(word in row.text for row in sheets[0].rows for word in ("内部资料", "特急", "加急", "0000"))


def test_joint_issuers_are_numbered_by_the_first_and_stand_in_mark_and_signature(w):
    paper, sheets = printed(w, "circular", joint=ISSUERS)
    assert paper.doc_number == "云政发〔2026〕1号" and paper.issuer == "云溪镇人民政府"
    document = typeset.document_of(paper)
    assert document.mark == document.issuers == ["云溪镇人民政府", *ISSUERS.split("、")]
    number = row_of(sheets[0], paper.doc_number)
    assert abs(sheets[0].rules[0][1] - (number.top + EM) - 4) < 0.1
    signed = "".join(row.text for row in sheets[0].rows if row.top > number.top)
    assert all(name in signed for name in document.issuers)


def test_a_joint_paper_to_the_county_names_every_signer(w):
    _, sheets = printed(w, "request", joint="云溪镇派出所", signer="卓立新、季长河")
    row = row_of(sheets[0], "签发人")
    assert "签发人：卓立新季长河" in row.text and abs(row.right - (156 - CELL)) < 0.3


def test_an_upward_paper_has_the_number_left_by_one_and_the_signer_right_by_one(w):
    paper, sheets = printed(w, "request")
    row = row_of(sheets[0], "签发人")
    assert row.text == f"{paper.doc_number}签发人：卓立新" and "GW-Kai" in row.faces
    assert abs(row.left - CELL) < 0.3 and abs(row.right - (156 - CELL)) < 0.3


@pytest.mark.parametrize("kind", ["letter", "transfer"])
def test_a_letter_has_its_number_flush_right_and_no_page_number(w, kind):
    paper, sheets = printed(w, kind)
    row = row_of(sheets[0], paper.doc_number)
    assert abs(row.right - 156) < 0.3 and abs(row.top - 2 * PITCH) < 0.1
    assert not any("—" in row.text for row in sheets[0].small)


def test_who_came_to_a_meeting_stands_with_its_word_in_heiti_one_under_the_other(w):
    _, sheets = printed(w, "minutes")
    rows = [row_of(sheets[0], f"{word}：") for word in ("出席", "请假", "列席", "记录")]
    assert all(row.faces == {"GW-Hei", "GW-Fang"} and abs(row.left - 2 * CELL) < 0.3 for row in rows)
    assert all(abs(after.top - before.top - PITCH) < 0.1 for before, after in zip(rows, rows[1:], strict=False))


def test_minutes_end_with_the_colophon_on_an_even_page(w):
    _, sheets = printed(w, "minutes")
    assert len(sheets) % 2 == 0 and any("抄送：各村。" in row.text for row in sheets[-1].small)


def test_what_is_issued_begins_a_page_with_its_own_title(w):
    _, sheets = printed(w, "issuing")
    assert sheets[1].titles[0].text == "云溪镇冬季消防整治方案" and abs(sheets[1].rows[0].top) < 4 * PITCH
    assert "隐患清零。" not in "".join(row.text for row in sheets[0].rows)


def test_a_record_counts_its_pages_in_the_middle_below_the_text(w):
    _, sheets = printed(w, "interview")
    for number, sheet in enumerate(sheets, 1):
        row = next(row for row in sheet.small if row.text.startswith("第"))
        assert row.text == f"第{number}页共{len(sheets)}页" and abs((row.left + row.right) / 2 - 78) < 1
        assert row.baseline > 225 + 7


@pytest.mark.parametrize("kind", TYPED)
def test_a_field_left_empty_leaves_no_label_and_no_blank_row_of_brackets(w, kind):
    from notices.kinds import KINDS

    form = KINDS[kind].form
    needed = {name: value for name, value in typed(kind).items() if name == "title" or form.base_fields[name].required}
    with clock.at(at()):
        answer = as_user(w.officer).post(address(kind), needed)
        assert answer.status_code == 302, answer.context["form"].errors
        paper = services.Paper.objects.get(pk=answer.url.strip("/").split("/")[-1])
        rows = [row.text for sheet in measure(typeset.render(paper)[0]) for row in sheet.rows]
    labels = [field.label for name, field in form.base_fields.items() if not field.required]
    bare = [row for row in rows for label in labels if row in (f"{label}：", f"{label}:", "（）", "、", "：")]
    assert bare == [] and not any("None" in row or "（，" in row for row in rows)
