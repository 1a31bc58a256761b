"""Every kind written at the desk: asked for, kept, printed, numbered, issued."""

from datetime import date

import pytest
from django.urls import reverse

from core import clock
from notices import services, typeset
from notices.enums import PaperKind
from notices.kinds import KINDS, WRITTEN, grown_from
from notices.models import Paper

from .conftest import DAY, as_user, at, circular, issued, order, text_of, urging
from .typed import TYPED

KEYS = list(TYPED)


def address(kind, **query):
    return reverse("notices:new", query={"kind": kind, **query})


def typed(kind, **fields):
    return {"title": f"试验{KINDS[kind].label}", **TYPED[kind][0], **fields}


def written(w, kind, **query):
    """A draft of a kind made through its form."""
    with clock.at(at()):
        answer = as_user(w.officer).post(address(kind, **query), typed(kind))
    assert answer.status_code == 302, answer.context["form"].errors
    return Paper.objects.get(pk=answer.url.strip("/").split("/")[-1])


def words(answer):
    return answer.content.decode()


def test_every_kind_that_is_written_is_tried_here_and_every_kind_has_a_row():
    assert [row.kind for row in WRITTEN] and {row.kind for row in WRITTEN} == set(KEYS)
    codes = [row.code for row in KINDS.values()]
    shared = {code for code in codes if codes.count(code) > 1}
    assert set(KINDS) == set(PaperKind) and shared == {"政发"}  # circulars share one run of numbers, whatever they issue


@pytest.mark.parametrize("kind", KEYS)
def test_a_kind_is_written_printed_and_issued(w, kind):
    paper = written(w, kind)
    with clock.at(at()):
        if not KINDS[kind].alone:
            services.address(paper=paper, units=[w.village], by=w.officer)
        text = text_of(services.intact_bytes(paper := issued(w, paper)))
    for said in [f"试验{KINDS[kind].label}", f"{TYPED[kind][2]}〔2026〕1号", paper.verify_code, *TYPED[kind][1]]:
        assert said in text, said
    assert paper.kind == kind and (paper.issuer in text or kind == "minutes")


@pytest.mark.parametrize("kind", KEYS)
def test_what_was_typed_stands_in_the_form_again_and_survives_a_second_saving(w, kind):
    paper = written(w, kind)
    page = as_user(w.officer).get(reverse("notices:edit", args=[paper.pk]))
    given = {name: page.context["form"][name].value() for name in TYPED[kind][0]}
    before = typeset.document_of(paper).blocks
    with clock.at(at()):
        data = {"title": paper.title, "row_version": paper.version, **given}
        assert as_user(w.officer).post(reverse("notices:edit", args=[paper.pk]), data).status_code == 302
    paper.refresh_from_db()
    assert typeset.document_of(paper).blocks == before and paper.version == 2


@pytest.mark.parametrize("kind", KEYS)
def test_an_empty_form_says_what_is_missing_and_makes_nothing(w, kind):
    answer = as_user(w.officer).post(address(kind), {"form_token": "a"})
    required = {name for name, field in answer.context["form"].fields.items() if field.required}
    assert required and set(answer.context["form"].errors) == required and "请填写" in words(answer)
    assert not Paper.objects.exists()


@pytest.mark.parametrize(
    ("kind", "fields", "said"),
    [
        ("talk", {"time": "25:00"}, "有效"), ("talk", {"day": "2020-01-01"}, "约谈日期不能早于今天"),
        ("letter", {"reply_by": "2020-01-01"}, "函复期限不能早于今天"), ("recheck", {"verdict": "随便"}, "选择"),
        ("recheck", {"inspectors": "季长河"}, "不得少于两人"), ("report", {"inspectors": "季长河"}, "不得少于两人"),
        ("minutes", {"held_on": "明天"}, "有效"), ("tip", {"matters": "长" * 4001}, "4000"),
    ],
)  # fmt: skip
def test_bad_input_is_said_and_kept(w, kind, fields, said):
    answer = as_user(w.officer).post(address(kind), typed(kind, **fields))
    assert answer.status_code == 200 and said in words(answer) and not Paper.objects.exists()


@pytest.mark.parametrize("kind", ["urging", "nonsense", "%00"])
def test_a_kind_nobody_writes_by_hand_is_not_found(w, kind):
    assert as_user(w.officer).get(address(kind)).status_code == 404


def test_the_page_offers_every_kind_and_keeps_the_enterprise(w):
    page = words(as_user(w.officer).get(address("tip", enterprise=w.firm.pk)))
    assert all(f"?kind={row.kind}&amp;enterprise={w.firm.pk}" in page for row in WRITTEN)


@pytest.mark.parametrize("kind", [row.kind for row in WRITTEN if not row.alone])
def test_without_a_unit_it_does_not_go_out(w, kind):
    paper = written(w, kind)
    services.review(paper=paper, by=w.officer)
    services.sign(paper=paper, by=w.leader)
    with pytest.raises(services.Refused, match="还没有主送单位"):
        services.request_issue(paper=paper, by=w.officer)


def test_one_that_goes_outside_is_issued_without_units_and_the_page_says_so(w):
    paper = written(w, "letter")
    services.review(paper=paper, by=w.officer)
    services.sign(paper=paper, by=w.leader)
    assert "印好后自行送达" in words(as_user(w.officer).get(reverse("notices:detail", args=[paper.pk])))
    assert services.request_issue(paper=paper, by=w.officer)


@pytest.mark.parametrize("broken", [{}, {"day": "nonsense"}, {"day": None}])
def test_content_that_lost_a_part_is_refused_in_words(w, broken):
    paper = written(w, "talk")
    paper.content = {**(paper.content if broken else {}), **broken}
    with pytest.raises(typeset.Untypable, match="内容不完整"):
        typeset.document_of(paper)


def test_no_row_of_a_body_is_lost_to_the_title(w):
    paper = circular(w, title="云溪镇安全生产实施细则", body="各村：\n请落实上级通知\n第二段。")
    assert "请落实上级通知" in text_of(typeset.render(paper)[0])


# what is known already


def given(w, kind, **query):
    form = as_user(w.officer).get(address(kind, **query)).context["form"]
    return {name: form[name].value() for name in form.own_fields()} | {"title": form["title"].value()}


def test_an_enterprise_fills_in_who_is_called_and_receives_the_paper(w):
    assert given(w, "talk", enterprise=w.firm.pk)["person"] == f"{w.firm.principal}（主要负责人）"
    paper = written(w, "talk", enterprise=w.firm.pk)
    assert paper.receipts.get().enterprise == w.firm
    assert f"{w.firm.name}：" in text_of(typeset.render(paper)[0])


def test_a_recheck_starts_from_the_order_in_force(w):
    withdrawn = issued(w, order(w))
    services.withdraw(paper=withdrawn, by=w.officer, note="写错")
    order(w)
    real = issued(w, order(w, hazards=[("安全出口上锁", "仓库")]))
    for query in ({"enterprise": w.firm.pk}, {"source": real.pk}):
        known = given(w, "recheck", **query)
        assert (known["order_number"], known["findings"]) == (real.doc_number, "仓库：安全出口上锁")
        assert known["order_due"] == "2026-12-05" and known["checked_on"] == clock.today().isoformat()
    facts = given(w, "transfer", source=real.pk)["facts"]
    assert w.firm.credit_code in facts and "仓库：安全出口上锁" in facts


def test_without_an_order_nothing_of_one_is_made_up(w):
    order(w)
    known = given(w, "recheck", enterprise=w.firm.pk)
    assert (known["order_number"], known["findings"]) == ("", "")


def test_a_slip_names_the_paper_it_goes_with_and_goes_to_the_same_units(w):
    source = issued(w)
    assert given(w, "slip", source=source.pk)["about"] == f"《{source.title}》（{source.doc_number}）"
    assert written(w, "slip", source=source.pk).receipts.count() == source.receipts.count() == 2


def test_the_officers_own_name_and_telephone_stand_as_contact(w):
    w.officer.phone = "13900000001"
    w.officer.save()
    known = given(w, "tip")
    assert (known["contact"], known["phone"], known["title"]) == (w.officer.name, "13900000001", "安全生产提示单")


def test_a_paper_in_force_offers_what_grows_from_it(w):
    paper = order(w)
    detail = reverse("notices:detail", args=[paper.pk])
    assert "由此起草" not in words(as_user(w.officer).get(detail))
    issued(w, paper)
    page = words(as_user(w.officer).get(detail))
    assert all(f"?kind={row.kind}&amp;source={paper.pk}" in page for row in grown_from("order"))
    assert "由此起草" not in words(as_user(w.leader).get(detail))
    assert [row.kind for row in grown_from("urging")] == ["bulletin", "slip"]


@pytest.mark.parametrize(
    "query",
    [
        lambda w: {"enterprise": w.other_firm.pk}, lambda w: {"enterprise": "1" * 30}, lambda w: {"enterprise": "x"},
        lambda w: {"source": "x"}, lambda w: {"source": circular(w).pk}, lambda w: {"replaces": circular(w).pk},
    ],
)  # fmt: skip
def test_what_is_out_of_sight_or_not_issued_cannot_be_started_from(w, query):
    assert as_user(w.officer).get(address("recheck", **query(w))).status_code == 404


def test_an_urging_notice_has_no_form_and_says_where_it_comes_from(w):
    with pytest.raises(services.Refused, match="作废后"):
        services.draft(kind="urging", title="x", content={}, by=w.officer, replaces=issued(w, urging(w)))


def test_a_talk_keeps_its_day_and_hour_as_plain_values(w):
    content = written(w, "talk").content
    assert (content["day"], content["time"]) == ("2026-12-01", "14:30:00") and date.fromisoformat(content["day"]) > DAY


def test_the_tab_of_an_enterprise_leads_the_officer_to_a_paper_for_it(w):
    url = reverse("notices:of_enterprise", args=[w.firm.pk])
    assert f"enterprise={w.firm.pk}" in words(as_user(w.officer).get(url))
    assert "起草公文" not in words(as_user(w.boss).get(url))
