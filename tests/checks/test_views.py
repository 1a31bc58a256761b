"""The register, one check, judging and bulk acts on the pages, the tab of an enterprise."""

import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from checks.models import Check
from core.models import SavedView
from enterprises.tabs import tabs_of
from reminders.models import Message
from tests import factories

from .conftest import a_check, a_list, fresh, in_state, later, secret_check, submitted

ROLES = ("officer", "leader", "discipline", "department", "liaison", "cadre", "boss", "supervisor")


def page(client, user, name, *args, **query):
    client.force_login(user)
    return client.get(reverse(f"checks:{name}", args=args), query)


def text_of(answer):
    return answer.content.decode()


def found(client, w, **query):
    return [row.unit_name for row in page(client, w.officer, "list", **query).context["page"]]


@pytest.mark.parametrize("role", ROLES)
def test_every_role_has_a_list(client, w, role):
    a_check(w)
    assert page(client, getattr(w, role), "list").status_code == 200


def test_the_list_names_unit_list_and_state(client, w):
    check = a_check(w)
    shown = text_of(page(client, w.officer, "list"))
    assert w.firm.name in shown and check.version.checklist.name in shown and "待自查" in shown


def queries(client, person, name="list", *args):
    with CaptureQueriesContext(connection) as made:
        page(client, person, name, *args)
    return len(made)


@pytest.mark.parametrize("role", ["officer", "boss", "cadre", "supervisor"])
def test_queries_of_the_register_do_not_grow_with_its_rows(client, w, role):
    person = getattr(w, role)
    a_check(w)
    a_check(w, place=w.village)
    queries(client, person)
    few = queries(client, person)
    for _ in range(2):
        submitted(w, a_check(w))
        submitted(w, a_check(w, place=w.village), by=w.cadre)
    assert queries(client, person) == few


def test_queries_of_a_check_do_not_grow_with_its_items(client, w):
    small, big = submitted(w, a_check(w, a_list("甲"))), submitted(w, a_check(w, a_list("甲", "乙", "丙")))
    queries(client, w.officer, "detail", small.pk)
    assert queries(client, w.officer, "detail", small.pk) == queries(client, w.officer, "detail", big.pk)


def test_filters_narrow_the_register(client, w):
    of, campaign = a_list(), factories.campaign(w.town)
    late = a_check(w, of, due_on=later(-3))
    village = a_check(w, place=w.village2, campaign=campaign)
    bad = submitted(w, a_check(w, firm=w.firm2), value="no")
    assert found(client, w, checklist=of.pk) == [late.unit_name]
    assert found(client, w, campaign=campaign.pk) == [village.unit_name]
    assert found(client, w, state="submitted") == [bad.unit_name]
    assert found(client, w, late="1") == [late.unit_name]
    assert found(client, w, unit="village") == [village.unit_name]
    assert set(found(client, w, unit="enterprise")) == {late.unit_name, bad.unit_name}
    assert set(found(client, w, village="柳湾")) == {village.unit_name, bad.unit_name}
    assert found(client, w, village=w.village.code) == [late.unit_name]
    assert found(client, w, problems="some") == [bad.unit_name] and found(client, w, problems="none") == []
    assert found(client, w, q=w.firm2.name) == [bad.unit_name]
    assert set(found(client, w, waiting="1")) == {late.unit_name, village.unit_name}


def test_a_zero_report_is_found_by_its_result(client, w):
    good = submitted(w)
    a_check(w)
    assert found(client, w, problems="none") == [good.unit_name]
    assert "零报告" in text_of(page(client, w.officer, "list", problems="none"))


def test_nonsense_in_a_filter_breaks_nothing(client, w):
    a_check(w)
    for query in ({"checklist": "x"}, {"state": "x"}, {"late": "9"}, {"village": "'\";"}, {"page": "-1"}):
        assert page(client, w.officer, "list", **query).status_code == 200


def test_the_export_holds_the_filtered_rows(client, w):
    bad = submitted(w, value="no")
    a_check(w, firm=w.firm2)
    answer = page(client, w.officer, "list", export="xlsx", state="submitted")
    rows = [[cell.value for cell in line] for line in load_workbook(io.BytesIO(answer.content)).active.iter_rows()]
    assert len(rows) == 2
    row = dict(zip(*rows, strict=True))
    assert (row["单位"], row["结果"], row["签名人"]) == (bad.unit_name, "2 个问题", "季长河")


def test_a_filter_is_kept_as_a_view(client, w):
    client.force_login(w.officer)
    client.post(reverse("core:save_view"), {"page": "checks:list", "name": "逾期的村", "query": "late=1&unit=village"})
    assert SavedView.objects.get().page == "checks:list"
    assert "逾期的村" in text_of(page(client, w.officer, "list"))


def test_htmx_gets_the_rows_only(client, w):
    a_check(w)
    client.force_login(w.officer)
    shown = text_of(client.get(reverse("checks:list"), headers={"HX-Request": "true"}))
    assert w.firm.name in shown and "<html" not in shown


def test_a_phone_lists_what_is_to_be_filled_in_first(client, w):
    done = submitted(w, a_check(w, due_on=later(-9)))
    waiting = a_check(w, due_on=later(3))
    assert [row.pk for row in page(client, w.boss, "list").context["page"]] == [waiting.pk, done.pk]


def test_a_cadres_list_is_the_villages_own_and_its_firms_are_one_tab_away(client, w):
    own, firm = a_check(w, place=w.village), a_check(w)
    assert [row.pk for row in page(client, w.cadre, "list").context["page"]] == [own.pk]
    assert [row.pk for row in page(client, w.cadre, "list", unit="enterprise").context["page"]] == [firm.pk]


@pytest.mark.parametrize("query", [{}, {"state": "accepted"}])
def test_an_empty_list_says_so(client, w, query):
    shown = text_of(page(client, w.boss, "list", **query))
    assert ("没有要填的自查" if not query else "没有符合条件的自查") in shown


def test_a_check_shows_answers_log_and_signature(client, w):
    shown = text_of(page(client, w.officer, "detail", submitted(w, value="no").pk))
    for word in ("通道是否畅通", "2 个问题", "签名提交", "季长河", "手写签名", "已转隐患", "采信", "退回重填"):
        assert word in shown


@pytest.mark.parametrize(("state", "word"), [("sent", "开始填写"), ("filling", "继续填写"), ("returned", "修改后重新提交")])
def test_the_unit_is_led_to_the_sheet(client, w, state, word):
    check = in_state(w, state)
    shown = text_of(page(client, w.boss, "detail", check.pk))
    assert word in shown and reverse("checks:fill", args=[check.pk]) in shown
    assert reverse("checks:fill", args=[check.pk]) not in text_of(page(client, w.officer, "detail", check.pk))


def act(client, user, check, action, **data):
    client.force_login(user)
    return client.post(reverse("checks:act", args=[check.pk, action]), data, follow=True)


def test_accept_and_send_back_on_the_page(client, w):
    check = submitted(w)
    assert "退回重填必须写明原因" in text_of(act(client, w.officer, check, "send_back", note=" "))
    assert "已退回" in text_of(act(client, w.officer, check, "send_back", note="照片看不清"))
    shown = text_of(page(client, w.boss, "fill", check.pk))
    assert "照片看不清" in shown
    again = submitted(w, check)
    act(client, w.officer, again, "accept", row_version=again.row_version)
    assert fresh(check).state == "accepted"


def test_a_second_click_and_a_stale_page_change_nothing(client, w):
    check = submitted(w)
    seen = check.row_version
    act(client, w.officer, check, "accept", row_version=seen)
    shown = text_of(act(client, w.officer, check, "send_back", note="重填", row_version=seen))
    assert "刚有变化" in shown and fresh(check).state == "accepted" and check.log.filter(action="accept").count() == 1


@pytest.mark.parametrize(
    ("role", "status"),
    [("leader", 403), ("liaison", 403), ("cadre", 403), ("boss", 403), ("discipline", 403), ("supervisor", 403),
     ("department", 404), ("other_officer", 404), ("other_cadre", 404)],
)  # fmt: skip
@pytest.mark.parametrize("action", ["accept", "send_back", "cancel"])
def test_judging_is_refused_in_sight_and_unknown_out_of_sight(client, w, role, status, action):
    check = in_state(w, "sent" if action == "cancel" else "submitted")
    assert act(client, getattr(w, role), check, action, note="重填").status_code == status
    assert fresh(check).state == check.state


@pytest.mark.parametrize("action", ["fill", "submit", "explode"])
def test_no_other_step_goes_by_that_address(client, w, action):
    check = a_check(w)
    client.force_login(w.officer)
    assert client.post(reverse("checks:act", args=[check.pk, action])).status_code in (404, 405, 403)
    assert fresh(check).state == "sent"


def bulk(client, user, query="", **data):
    client.force_login(user)
    return client.post(reverse("checks:bulk") + query, data)


def test_ticked_rows_are_urged_and_the_skipped_explained(client, w):
    late, done = a_check(w, due_on=later(-1)), submitted(w, a_check(w, firm=w.firm2))
    shown = text_of(bulk(client, w.officer, act="urge", ids=[late.pk, done.pk]))
    assert "已催办 1 份，跳过 1 份" in shown and "不用催办" in shown
    assert Message.objects.filter(recipient=w.boss, kind="urging").count() == 1


def test_all_rows_of_the_filter_are_urged(client, w):
    a_check(w, due_on=later(-1))
    a_check(w, due_on=later(5))
    assert "已催办 1 份" in text_of(bulk(client, w.officer, "?late=1", act="urge", all_matching="1"))


def test_ticked_rows_are_accepted(client, w):
    rows = [submitted(w), submitted(w, secret_check(w), value="no")]
    bulk(client, w.officer, act="accept", ids=[row.pk for row in rows])
    assert not Check.objects.exclude(state="accepted").exists()


def test_a_row_out_of_sight_is_not_touched_in_bulk(client, w):
    check = submitted(w)
    bulk(client, w.other_officer, act="accept", ids=[check.pk])
    assert fresh(check).state == "submitted"


@pytest.mark.parametrize(
    ("role", "word"), [("leader", "accept"), ("cadre", "urge"), ("boss", "accept"), ("liaison", "accept")]
)
def test_bulk_is_refused_to_others(client, w, role, word):
    check = submitted(w)
    assert bulk(client, getattr(w, role), act=word, ids=[check.pk]).status_code == 403
    assert fresh(check).state == "submitted"


def test_nothing_ticked_says_so(client, w):
    assert "没有选中自查" in text_of(bulk(client, w.officer, act="urge"))
    assert bulk(client, w.officer, act="explode").status_code == 404


def test_the_tab_of_an_enterprise_lists_its_checks(client, w):
    check = a_check(w)
    a_check(w, firm=w.firm2)
    shown = text_of(page(client, w.officer, "of_enterprise", w.firm.pk))
    assert check.version.checklist.name in shown and "共 1 份" in shown
    assert page(client, w.other_officer, "of_enterprise", w.firm.pk).status_code == 404


def test_the_page_of_an_enterprise_has_the_tab(w):
    assert reverse("checks:of_enterprise", args=[w.firm.pk]) in dict(tabs_of(w.firm, w.officer)).values()
