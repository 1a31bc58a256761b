"""The criteria library: what every installation has, which version holds on a day, the search box, own clauses."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.errors import Refused
from hazards import criteria, services
from hazards.models import Clause, ClauseUse, Standard
from hazards.services.judging import wrong_basis, wrong_clause
from tests import factories

from .conftest import found, graded, later
from .test_views import as_user, detail_url, step_url

OLD, NEW = date(2026, 6, 30), date(2026, 7, 1)


def coal(document, **fields):
    return Clause.objects.get(standard__document=document, standard__trade="煤矿", **fields)


@pytest.fixture
def dust(w):
    return Clause.objects.get(number="第十一条（十）", standard__document="应急管理部令第10号")


def own(w, township=None, **values):
    standard = {"name": "本镇小作坊判定标准", "document": "云安办〔2026〕3号", "trade": "小作坊"}
    given = {"number": "第一条", "text": "油锅旁没有灭火毯", "grade": "ordinary", "standard": standard}
    return services.keep_clause(by=w.officer, **(given | values))


# what is there from the start


def test_every_installation_has_sixty_clauses_across_the_trades_of_the_law(w):
    assert Clause.objects.filter(standard__township=None).count() >= 60
    assert Standard.objects.filter(township=None).count() >= 16
    assert Clause.objects.values("standard__sector").distinct().count() >= 8


def test_loading_twice_changes_nothing(w):
    before = list(Clause.objects.values_list("pk", "text"))
    with CaptureQueriesContext(connection) as asked:
        criteria.load_criteria()
    assert list(Clause.objects.values_list("pk", "text")) == before
    assert not [row["sql"] for row in asked if not row["sql"].startswith("SELECT")]


def test_a_clause_added_to_the_data_file_comes_with_the_next_load(w):
    Clause.objects.filter(number="第十二条（二）").delete()
    criteria.load_criteria()
    assert Clause.objects.filter(number="第十二条（二）").count() == 1


def test_the_data_file_is_whole():
    standards = {row["key"] for row in criteria.rows_of("standards.tsv")}
    rows = criteria.rows_of("clauses.tsv")
    assert {row["standard"] for row in rows} <= standards
    assert len({(row["standard"], row["number"]) for row in rows}) == len(rows)
    assert all(row["grade"] in ("major", "ordinary") and 6 <= len(row["text"]) <= 80 for row in rows)


# versions


@pytest.mark.parametrize("day, document", [(OLD, "应急管理部令第4号"), (NEW, "应急管理部令第21号")])
def test_of_two_successive_standards_the_one_in_force_on_the_day_holds(w, day, document):
    held = Standard.objects.filter(trade="煤矿").in_force(day)
    assert [row.document for row in held] == [document]


@pytest.mark.parametrize(
    "begin, end, day, holds",
    [
        (None, None, OLD, True), (OLD, None, OLD, True), (NEW, None, OLD, False), (None, OLD, OLD, True),
        (None, OLD, NEW, False),
    ],
)  # fmt: skip
def test_first_and_last_day_belong_to_a_standard(w, begin, end, day, holds):
    standard = factories.clause(w.town).standard
    standard.valid_from, standard.valid_to = begin, end
    standard.save()
    assert standard.holds_on(day) is holds
    assert Standard.objects.in_force(day).filter(pk=standard.pk).exists() is holds


def test_the_refusal_names_the_standard_that_applies_instead(w):
    reason = wrong_clause(coal("应急管理部令第4号", number="第三条（五）"), NEW, w.town.pk)
    assert "至 2026-06-30" in reason and "2026-07-01" in reason and "应急管理部令第21号" in reason
    assert wrong_clause(coal("应急管理部令第4号", number="第三条（五）"), OLD, w.town.pk) == ""
    assert wrong_clause(None, OLD, w.town.pk) == ""


def test_without_a_successor_the_refusal_asks_for_another(w):
    clause = factories.clause(w.town)
    Standard.objects.filter(pk=clause.standard_id).update(valid_to=OLD)
    clause.refresh_from_db()
    assert "请选择当天有效的标准" in wrong_clause(clause, NEW, w.town.pk)


def test_the_end_never_lies_before_the_beginning(w):
    standard = factories.clause(w.town).standard
    with pytest.raises(IntegrityError), transaction.atomic():
        Standard.objects.filter(pk=standard.pk).update(valid_from=NEW, valid_to=OLD)


# judging by a clause


def test_choosing_a_clause_sets_grade_and_basis_and_keeps_its_words(w, dust):
    hazard = graded(w, found(w), at_once=False, clause=dust, grade="ordinary", grade_basis="别的")
    assert hazard.grade == "major"
    assert hazard.grade_basis == "《工贸企业重大事故隐患判定标准》（应急管理部令第10号）第十一条（十）"
    use = hazard.judged_by
    assert (use.clause, use.text, use.by) == (dust, dust.text, w.officer)
    Clause.objects.filter(pk=dust.pk).update(text="后来改过的话")
    use.refresh_from_db()
    assert use.text == "粉尘：没有落实清理制度，作业现场积尘严重"


def test_a_clause_makes_at_once_impossible_for_a_major_hazard(w, dust):
    with pytest.raises(Refused, match="不能按立即整改"):
        graded(w, found(w), at_once=True, clause=dust)


def test_a_clause_out_of_force_on_the_day_found_is_refused(w):
    hazard = found(w, found_on=NEW)
    with pytest.raises(Refused, match="令第21号"):
        graded(w, hazard, at_once=False, clause=coal("应急管理部令第4号", number="第三条（二）"))
    hazard.refresh_from_db()
    assert (hazard.state, ClauseUse.objects.count()) == ("found", 0)


def test_another_townships_clause_is_refused(w):
    with pytest.raises(Refused, match="不在本乡镇的标准库"):
        graded(w, found(w), at_once=False, clause=factories.clause(w.other_town))


@pytest.mark.parametrize("values, said", [({"grade": ""}, "请选择等级"), ({"grade_basis": " "}, "判定依据")])
def test_without_a_clause_grade_and_basis_are_needed(w, values, said):
    with pytest.raises(Refused, match=said):
        graded(w, found(w), **values)


def test_a_clause_proposed_at_registering_waits_for_the_judge(w, dust):
    hazard = found(w, clause=dust)
    assert (hazard.grade, hazard.judged_by.clause) == ("", dust)
    form = as_user(w.officer).get(detail_url(hazard)).context["form"]
    assert form["clause"].value() == dust.pk and form["grade"].value() == "major"
    assert "第十一条（十）" in form["grade_basis"].value()


def test_the_judge_may_choose_another_clause_than_the_proposed(w, dust):
    other = Clause.objects.get(number="第十三条（二）")
    hazard = graded(w, found(w, clause=dust), at_once=False, clause=other)
    assert hazard.judged_by.clause == other and ClauseUse.objects.count() == 1


def test_registering_with_a_clause_out_of_force_leaves_nothing(w):
    with pytest.raises(Refused, match="不适用"):
        found(w, found_on=NEW, clause=coal("应急管理部令第4号", number="第三条（二）"))
    assert not ClauseUse.objects.exists()


# another day found


def test_another_day_found_checks_the_clause_again(w):
    hazard = graded(w, found(w, found_on=OLD), at_once=False, clause=coal("应急管理部令第4号", number="第三条（二）"))
    with pytest.raises(Refused, match="令第21号"):
        services.redate(hazard=hazard, by=w.officer, found_on=NEW, note="登记时写错")
    hazard.refresh_from_db()
    assert hazard.found_on == OLD
    new = coal("应急管理部令第21号", number="待核2")
    hazard = services.redate(hazard=hazard, by=w.officer, found_on=NEW, note="登记时写错", clause=new)
    hazard.refresh_from_db()
    assert (hazard.found_on, hazard.judged_by.clause) == (NEW, new) and "令第21号" in hazard.grade_basis
    assert hazard.log.last().note == "2026-06-30 改为 2026-07-01：登记时写错"


def test_a_clause_of_another_grade_is_no_correction(w):
    light = own(w)
    hazard = graded(w, found(w, found_on=OLD), at_once=False, grade="major")
    with pytest.raises(Refused, match="与现等级不一致"):
        services.redate(hazard=hazard, by=w.officer, found_on=NEW, note="写错", clause=light)


@pytest.mark.parametrize("values, said", [({"note": " "}, "写明原因"), ({"found_on": later(1)}, "不能晚于今天")])
def test_a_correction_needs_a_reason_and_a_past_day(w, values, said):
    with pytest.raises(Refused, match=said):
        services.redate(**({"hazard": found(w), "by": w.officer, "found_on": OLD, "note": "写错"} | values))


def test_the_page_corrects_the_day(w):
    hazard = found(w)
    answer = as_user(w.officer).post(step_url(hazard, "redate"), {"found_on": "2026-07-01", "note": "登记时写错"})
    hazard.refresh_from_db()
    assert answer.status_code == 302 and hazard.found_on == NEW


# the search box


def offered(user, **query):
    answer = as_user(user).get(reverse("hazards:criteria_options"), query)
    return [option["label"] for option in answer.json()["options"]]


@pytest.mark.parametrize("q", ["积尘", "JCYZ", "jcyz", "十一条（十）", "积尘 清理", "积尘 工贸"])
def test_two_characters_or_initials_find_a_clause(w, q):
    assert any("积尘严重" in label for label in offered(w.officer, q=q))


@pytest.mark.parametrize("q", ["", "积", "积尘 没有这样的词", "%%", "'--"])
def test_what_is_too_short_or_nowhere_finds_nothing(w, q):
    assert offered(w.officer, q=q) == []


@pytest.mark.parametrize(
    "day, document", [("2026-06-30", "令第4号"), ("2026-07-01", "令第21号"), ("", "令第21号"), ("x", "令第21号")]
)
def test_only_what_holds_on_the_day_found_is_offered(w, day, document):
    labels = offered(w.officer, q="瓦斯超限", found_on=day)
    assert len(labels) == 1 and document in labels[0]


def test_the_trade_of_the_hazard_comes_first_and_the_rest_is_cut_off(w):
    labels = offered(w.officer, q="没有", sector="care")
    assert "养老" in labels[0] and len(labels) == 12


def test_the_office_s_wording_stands_in_front_of_the_national_clause(w, dust):
    names = ("name", "document", "trade", "sector", "issuer", "valid_from")
    standard = {name: getattr(dust.standard, name) for name in names}
    own(w, standard=standard, number=dust.number, text="作业现场积尘超过三毫米未清理", grade="major")
    labels = offered(w.officer, q="积尘")
    assert any("三毫米" in label for label in labels) and not any("积尘严重" in label for label in labels)
    assert any("积尘严重" in label for label in offered(w.other_officer, q="积尘"))


def test_what_is_chosen_is_shown_with_the_grade_and_basis_it_sets(w, dust):
    client, url = as_user(w.officer), reverse("hazards:criteria_chosen")
    text = client.get(url, {"clause": dust.pk, "into": "grade"}).content.decode()
    assert '<option value="major" selected>' in text and 'id="id_grade_basis" hx-swap-oob="true"' in text
    assert "hx-swap-oob" not in client.get(url, {"clause": dust.pk}).content.decode()
    for wrong in ("", "x", "99999999", "9" * 30, factories.clause(w.other_town).pk):
        assert "panel" not in client.get(url, {"clause": wrong}).content.decode()


def test_words_without_a_chosen_clause_are_not_dropped_in_silence(w):
    hazard = found(w)
    values = {"clause_words": "粉尘", "grade": "ordinary", "grade_basis": "现场", "due_on": later(), "responsible": "季长河"}
    page = as_user(w.officer).post(step_url(hazard, "grade"), values)
    assert "请从提示中选择条款" in page.content.decode()
    hazard.refresh_from_db()
    assert hazard.state == "found"


def test_a_clause_alone_grades_by_the_page(w, dust):
    hazard = found(w)
    values = {"clause": dust.pk, "clause_words": dust.label, "due_on": later(), "responsible": "季长河"}
    assert as_user(w.officer).post(step_url(hazard, "grade"), values).status_code == 302
    hazard.refresh_from_db()
    assert (hazard.state, hazard.grade) == ("planning", "major")
    page = as_user(w.officer).get(detail_url(hazard)).content.decode()
    assert reverse("hazards:clause", args=[dust.pk]) in page and dust.text in page


def test_a_clause_of_another_township_cannot_be_posted(w):
    hazard, foreign = found(w), factories.clause(w.other_town)
    values = {"clause": foreign.pk, "due_on": later(), "responsible": "季长河"}
    page = as_user(w.officer).post(step_url(hazard, "grade"), values)
    assert "这一条款不在标准库里" in page.content.decode()


@pytest.mark.parametrize("said", ["重大火灾隐患判定方法", "GB35181-2017 第6.5条"])
def test_a_typed_basis_that_had_ended_when_it_was_found_is_refused_with_what_applies(w, said):
    with pytest.raises(Refused, match="应适用《重大火灾隐患判定规则》（GB 35181-2025）"):
        graded(w, found(w), at_once=False, grade="major", grade_basis=said)
    earlier = found(w, found_on=date(2025, 10, 31))
    assert graded(w, earlier, at_once=False, grade="major", grade_basis=said).grade_basis == said


@pytest.mark.parametrize(
    "said", ["安全生产法第三十六条", "煤矿重大事故隐患判定标准", "GB 35181-2025（代替 GB 35181-2017）", "现场看到堆货"]
)
def test_a_basis_that_names_what_is_in_force_or_no_standard_may_stand(w, said):
    assert wrong_basis(said, NEW, w.town.pk) == ""


def test_an_own_wording_hides_only_the_clause_of_the_same_standard(w):
    one, other = (Clause.objects.get(standard__trade=trade, number="四") for trade in ("危险化学品", "烟花爆竹"))
    names = ("name", "document", "trade", "sector")
    own(w, number="四", text="自动控制没有投用", standard={name: getattr(one.standard, name) for name in names})
    shown = Clause.objects.visible_to(w.officer).in_front()
    assert not shown.filter(pk=one.pk).exists() and shown.filter(pk=other.pk).exists()
