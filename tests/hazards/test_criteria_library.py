"""The library's pages: listed, filtered, exported; an office's own clauses beside the national ones."""

from datetime import date

import pytest
from django.urls import reverse

from core.errors import Refused
from hazards import criteria, services
from hazards.models import Clause, Standard
from tests import factories

from .conftest import found, graded
from .test_criteria import dust, offered, own  # noqa: F401 - dust is the fixture
from .test_views import as_user


def test_the_library_lists_pages_filters_and_exports(w):
    client, url = as_user(w.officer), reverse("hazards:criteria")
    page = client.get(url)
    assert page.context["total"] == Clause.objects.count() and len(page.context["page"]) == 50
    assert "导入表格" in page.content.decode()
    coal_today = client.get(url, {"trade": "煤矿", "on": "2026-07-01"}).context["page"]
    assert {row.standard.document for row in coal_today} == {"应急管理部令第21号"}
    assert client.get(url, {"sector": "gas"}).context["total"] == 16
    assert client.get(url, {"q": "气瓶"}).context["total"] >= 2
    assert client.get(url, {"grade": "ordinary"}).context["total"] == 0
    assert "没有符合条件的条款" in client.get(url, {"grade": "ordinary"}).content.decode()


def test_own_and_national_rows_are_told_apart(w):
    own(w)
    client, url = as_user(w.officer), reverse("hazards:criteria")
    assert [row.text for row in client.get(url, {"owner": "own"}).context["page"]] == ["油锅旁没有灭火毯"]
    assert client.get(url, {"owner": "national"}).context["total"] == Clause.objects.count() - 1


def test_a_township_never_sees_anothers_clauses(w):
    foreign = factories.clause(w.other_town, text="邻乡自己的条款")
    for who in ("officer", "cadre", "boss", "department"):
        client = as_user(getattr(w, who))
        assert client.get(reverse("hazards:criteria"), {"q": "邻乡自己"}).context["total"] == 0
        assert client.get(reverse("hazards:clause", args=[foreign.pk])).status_code == 404
    assert as_user(w.supervisor).get(reverse("hazards:clause", args=[foreign.pk])).status_code == 200


def test_query_count_of_the_library_does_not_grow(w, django_assert_max_num_queries):
    client, url = as_user(w.officer), reverse("hazards:criteria") + "?owner=own"
    own(w)
    with django_assert_max_num_queries(16) as one:
        client.get(url)
    for number in ("第二条", "第三条"):
        own(w, number=number)
    with django_assert_max_num_queries(16) as three:
        client.get(url)
    assert len(one) == len(three)


def test_a_clause_shows_the_hazards_judged_by_it_that_are_in_sight(w, dust):  # noqa: F811
    mine = graded(w, found(w), at_once=False, clause=dust)
    text = as_user(w.officer).get(reverse("hazards:clause", args=[dust.pk])).content.decode()
    assert mine.number in text and "1 条" in text and "登记本乡镇的条文" in text
    assert mine.number not in as_user(w.other_officer).get(reverse("hazards:clause", args=[dust.pk])).content.decode()


# own clauses

FORM = {
    "name": "本镇小作坊判定标准", "document": "云安办〔2026〕3号", "trade": "小作坊", "number": "第一条",
    "text": "油锅旁没有灭火毯", "grade": "ordinary",
}  # fmt: skip


def test_an_officer_adds_rewords_and_withdraws_own_clauses(w):
    client = as_user(w.officer)
    assert client.post(reverse("hazards:clause_new"), FORM).status_code == 302
    clause = Clause.objects.get(standard__township=w.town)
    assert (clause.created_by, clause.initials[:3]) == (w.officer, "YGP")
    client.post(reverse("hazards:clause_edit", args=[clause.pk]), FORM | {"text": "没有灭火毯和锅盖"})
    clause.refresh_from_db()
    assert (clause.text, clause.version) == ("没有灭火毯和锅盖", 2)
    withdraw = reverse("hazards:clause_withdraw", args=[clause.pk])
    client.post(withdraw, {"note": " "})
    clause.refresh_from_db()
    assert clause.withdrawn_at is None
    client.post(withdraw, {"note": "并入新标准"})
    clause.refresh_from_db()
    assert clause.withdrawn_reason == "并入新标准" and offered(w.officer, q="灭火毯") == []
    assert client.post(withdraw, {"note": "再撤"}).status_code == 404


def test_adding_the_same_number_again_rewords_it(w):
    own(w)
    own(w, text="改过的话")
    assert [row.text for row in Clause.objects.filter(standard__township=w.town)] == ["改过的话"]


def test_two_own_clauses_never_share_a_number(w):
    own(w)
    second = own(w, number="第二条")
    with pytest.raises(Refused, match="请直接修改那一条"):
        own(w, number="第一条", clause=second)


@pytest.mark.parametrize(
    "values, said",
    [
        ({"text": ""}, "请填写"), ({"valid_from": "2026-07-01", "valid_to": "2026-06-30"}, "失效日期不能早于施行日期"),
        ({"grade": "huge"}, "选择一个有效的选项"), ({"text": "长" * 1001}, "1000"),
    ],
)  # fmt: skip
def test_bad_input_of_a_clause_is_said(w, values, said):
    page = as_user(w.officer).post(reverse("hazards:clause_new"), FORM | values)
    assert page.status_code == 200 and said in page.content.decode()
    assert not Clause.objects.filter(standard__township=w.town).exists()


def test_a_national_clause_is_reworded_by_an_own_one_only(w, dust):  # noqa: F811
    client = as_user(w.officer)
    page = client.get(reverse("hazards:clause_edit", args=[dust.pk]))
    assert page.status_code == 403 and "国家标准的条款不能直接修改" in page.content.decode()
    assert client.post(reverse("hazards:clause_withdraw", args=[dust.pk]), {"note": "x"}).status_code == 403
    form = client.get(reverse("hazards:clause_new"), {"from": dust.pk}).context["form"]
    assert (form["number"].value(), form["document"].value()) == (dust.number, "应急管理部令第10号")


@pytest.mark.parametrize("who", ["leader", "department", "liaison", "cadre", "boss", "discipline", "supervisor"])
def test_only_officers_keep_the_library(w, who):
    clause, client = own(w), as_user(getattr(w, who))
    for name, args in (("clause_new", []), ("clause_edit", [clause.pk])):
        page = client.get(reverse(f"hazards:{name}", args=args))
        assert page.status_code == 403 and "由乡镇应急办维护" in page.content.decode()
    assert client.post(reverse("hazards:clause_withdraw", args=[clause.pk]), {"note": "x"}).status_code == 403
    with pytest.raises(Refused):
        services.withdraw_clause(clause=clause, by=getattr(w, who), reason="x")


def test_a_stale_form_overwrites_nothing(w):
    clause, client = own(w), as_user(w.officer)
    url = reverse("hazards:clause_edit", args=[clause.pk])
    seen = client.get(url).context["form"]["row_version"].value()
    client.post(url, FORM | {"text": "先改的话", "row_version": seen})
    page = client.post(url, FORM | {"text": "后改的话", "row_version": seen})
    clause.refresh_from_db()
    assert "刚被别人改过，现在是“先改的话”" in page.content.decode() and clause.text == "先改的话"
    again = page.context["form"]["row_version"].value()
    assert client.post(url, FORM | {"text": "后改的话", "row_version": again}).status_code == 302


def test_an_own_clause_takes_the_place_of_one_that_ended(w):
    old = Clause.objects.get(standard__document="GB 35181-2017", number="6.1")
    as_user(w.officer).post(reverse("hazards:clause_new"), FORM | {"follows": old.pk})
    clause = Clause.objects.get(standard__township=w.town)
    assert clause.follows == old
    page = as_user(w.officer).get(reverse("hazards:clause", args=[clause.pk])).content.decode()
    assert old.full_name in page
    assert clause.full_name in as_user(w.officer).get(reverse("hazards:clause", args=[old.pk])).content.decode()


def test_dates_that_the_data_file_brings_reach_a_standard_that_is_there(w):
    Standard.objects.filter(document="GB 35181-2017").update(valid_to=None)
    criteria.load_criteria()
    assert Standard.objects.get(document="GB 35181-2017").valid_to == date(2025, 10, 31)
