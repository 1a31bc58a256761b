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

CONTACT = {"contact": "鲍国良", "phone": "0538-1234567"}
# kind → (what is typed, words on the page, the number's beginning)
TYPED = {
    "circular": ({"body": "各村：\n请落实。"}, ["云溪镇人民政府文件", "请落实。"], "云政发"),
    "bulletin": (
        {"body": "两家企业未按期整改。", "asked": "一、引以为戒。"},
        ["云溪镇人民政府文件", "两家企业未按期整改。", "一、引以为戒。"], "云政通报",
    ),
    "letter": (
        {"to": "青禾县交通运输局", "body": "请支持路口改造。", "reply_by": "2026-12-10", **CONTACT},
        ["青禾县交通运输局：", "请支持路口改造。",
         "请于2026年12月10日前函复。", "（联系人：鲍国良，联系电话：0538-1234567）"],
        "云政函",
    ),
    "tip": (
        {"matters": "雨后边坡可能滑塌\n临时用电受潮", "advice": "停用受潮线路", **CONTACT},
        ["1.雨后边坡可能滑塌；", "2.临时用电受潮。", "1.停用受潮线路。", "鲍国良"], "云应急提示",
    ),
    "talk": (
        {"person": "胡某（主要负责人）", "reason": "重大隐患逾期未整改", "day": "2026-12-01", "time": "14:30",
         "where": "镇政府二楼会议室", "bring": "整改台账", **CONTACT},
        ["因重大隐患逾期未整改，", "约谈时间：2026年12月1日14:30", "约谈地点：镇政府二楼会议室", "携带材料：整改台账",
         "被约谈单位签收"], "云应急约谈",
    ),
    "recheck": (
        {"order_number": "云应急责改〔2026〕3号", "order_due": "2026-11-18", "checked_on": "2026-11-19",
         "findings": "配电箱前木料已清走\n安全出口仍上锁", "verdict": "整改不合格", "asked": "三日内打开出口。",
         "inspectors": "季长河、鲍国良"},
        ["《责令限期整改指令书》（云应急责改〔2026〕3号）", "于2026年11月19日", "整改期限为2026年11月18日",
         "1.配电箱前木料已清走；", "复查结论：整改不合格。", "三日内打开出口。", "复查人员：季长河、鲍国良"], "云应急复查",
    ),
    "transfer": (
        {"to": "青禾县公安局", "matter": "一农户无证储存烟花", "facts": "东院存放十箱。", "basis": "职责分工。",
         "materials": "现场照片3张", "reply_by": "2026-12-10"},
        ["青禾县公安局：", "发现一农户无证储存烟花，", "一、基本情况", "二、移送依据", "三、移送材料", "1.现场照片3张。",
         "将处理情况函告"], "云应急移",
    ),
    "report": (
        {"to": "青禾县应急管理局", "checked_on": "2026-11-19",
         "inspectors": "季长河 鲍国良", "body": "一、经过\n到现场核对。"},
        ["青禾县应急管理局：",
         "核查时间：2026年11月19日", "核查人员：季长河、鲍国良", "一、经过", "到现场核对。"], "云应急核",
    ),
    "minutes": (
        {"held_on": "2026-11-19", "where": "二楼会议室", "chair": "卓立新",
         "present": "季长河、鲍国良", "absent": "温晓岚",
         "body": "一、月底前清零。"},
        ["时间：2026年11月19日", "地点：二楼会议室", "主持：卓立新", "缺席：温晓岚", "一、月底前清零。"], "云政纪要",
    ),
    "slip": (
        {"about": "《关于检查的通知》（云政发〔2026〕8号）", "asked": "联络人姓名\n落实情况", "reply_by": "2026-12-10"},
        ["《关于检查的通知》（云政发〔2026〕8号）已收到", "收文单位（盖章）：", "联络人姓名：", "落实情况：", "收到日期：",
         "将本回执交回"], "云应急回执",
    ),
}  # fmt: skip
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
    return Paper.objects.latest("created_at")


def words(answer):
    return answer.content.decode()


def test_every_kind_that_is_written_is_tried_here_and_every_kind_has_a_row():
    assert [row.kind for row in WRITTEN] and {row.kind for row in WRITTEN} == set(KEYS)
    assert set(KINDS) == set(PaperKind) and len({row.code for row in KINDS.values()}) == len(PaperKind)


@pytest.mark.parametrize("kind", KEYS)
def test_a_kind_is_written_printed_and_issued(w, kind):
    paper = written(w, kind)
    with clock.at(at()):
        if not KINDS[kind].alone:
            services.address(paper=paper, units=[w.village], by=w.officer)
        text = text_of(services.intact_bytes(paper := issued(w, paper)))
    for said in [f"试验{KINDS[kind].label}", f"{TYPED[kind][2]}〔2026〕1号", paper.verify_code, *TYPED[kind][1]]:
        assert said in text, said
    assert paper.kind == kind and paper.issuer in text


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
    required = {name for name, field in KINDS[kind].form.base_fields.items() if field.required}
    assert set(answer.context["form"].errors) == required and "必填" in words(answer)
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


@pytest.mark.parametrize("kind", ["order", "urging", "nonsense", "%00"])
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
