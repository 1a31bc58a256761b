"""Pages of transfers, new trades, powers and penalties."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core import clock
from dashboard import today
from hazards.deadlines_transfer import due_trades, due_transfers
from hazards.models import Case, Power, Trade, Transfer
from hazards.services import transfer as services
from notices.models import Paper
from notices.typeset import check as typeset_check
from tests import factories

from .conftest import found, graded
from .penal import filed, punished, self_reported
from .test_views import as_user

NEW = {"kind": "duty", "matter": "无证储油", "facts": "现场见储油罐", "form_token": "t1"}


def enter(client, person):
    client.force_login(person, backend="accounts.backends.SeatedBackend")
    return client


def url(name, *args):
    return reverse(f"hazards:{name}", args=args)


def test_a_hazard_is_handed_over_from_its_page_and_answered(client, w):
    hazard = found(w)
    page = enter(client, w.officer).get(url("detail", hazard.pk)).content.decode()
    assert f"{url('transfer_new')}?hazard={hazard.pk}" in page
    form = client.get(url("transfer_new"), {"hazard": hazard.pk}).content.decode()
    assert hazard.description in form and "涉及企业" not in form
    to = f"{url('transfer_new')}?hazard={hazard.pk}"
    for _ in range(2):  # pressed twice
        answer = client.post(to, NEW | {"to_office": w.office.pk})
    row = Transfer.objects.get()
    assert answer.url == url("transfer", row.pk) and row.hazard == hazard and row.enterprise == w.firm
    enter(client, w.department)
    assert client.get(url("detail", hazard.pk)).status_code == 200
    for action, said in (
        ("receive", {"receiver": "周一"}),
        ("handle", {"result": "已清除"}),
        ("answer", {"answer": "办结"}),
    ):
        assert client.post(url("transfer_step", row.pk, action), said | {"row_version": row.version}).status_code == 302
        row.refresh_from_db()
    assert row.state == "answered"
    hazard.refresh_from_db()  # whoever took the responsibility over keeps it in sight
    assert hazard.office == w.office and client.get(url("detail", hazard.pk)).status_code == 200


def test_refused_with_a_reason_it_leaves_the_receivers_desk(client, w):
    row = factories.transfer(w.town, to_office=w.office)
    page = enter(client, w.department).post(url("transfer_step", row.pk, "refuse"), {"note": ""})
    assert "请填写原因" in page.content.decode()
    answer = client.post(url("transfer_step", row.pk, "refuse"), {"note": "不属本所", "row_version": 1})
    assert answer.url == url("transfers")
    row.refresh_from_db()
    assert row.state == "returned"


def test_who_may_not_is_told_and_who_cannot_see_finds_nothing(client, w):
    row = factories.transfer(w.town, to_office=w.office)
    answer = enter(client, w.officer).post(url("transfer_step", row.pk, "receive"), {"receiver": "周一"})
    assert answer.status_code == 403 and "由接收单位办理" in answer.content.decode()
    for person in (w.cadre, w.boss, w.other_officer):
        assert enter(client, person).get(url("transfer", row.pk)).status_code == 404


def test_the_second_press_of_a_step_is_told_the_state(client, w):
    row = factories.transfer(w.town, to_office=w.office)
    enter(client, w.department)
    for _ in range(2):
        answer = client.post(url("transfer_step", row.pk, "receive"), {"receiver": "周一", "row_version": 1}, follow=True)
    assert "当前状态是“已接收”" in answer.content.decode()
    assert row.log.filter(action="receive").count() == 1


def test_an_unknown_enterprise_is_told(client, w):
    answer = enter(client, w.officer).post(
        url("transfer_new"), NEW | {"to_office": w.office.pk, "enterprise_name": "没有这家"}
    )
    assert "名册里没有这家企业" in answer.content.decode() and not Transfer.objects.exists()


@pytest.mark.parametrize("query", ["hazard=0", "hazard=abc", "case=99999999999999999999", "hazard=-1"])
def test_a_wrong_address_is_no_error(client, w, query):
    assert enter(client, w.officer).get(f"{url('transfer_new')}?{query}").status_code == 404


def test_the_letter_is_one_click_and_can_be_printed(client, w):
    row = factories.transfer(w.town, to_body="县公安局", kind="crime")
    answer = enter(client, w.officer).post(url("transfer_letter", row.pk))
    paper = Paper.objects.get()
    assert answer.url == reverse("notices:detail", args=[paper.pk])
    assert client.get(reverse("notices:edit", args=[paper.pk])).status_code == 200
    assert "县公安局" in paper.content["to"]
    typeset_check(paper)


def test_the_register_filters_pages_and_exports(client, w):
    rows = [factories.transfer(w.town, to_office=w.office, matter=f"第{n}件") for n in range(3)]
    enter(client, w.department)
    assert "共 3 条" in client.get(url("transfers")).content.decode()
    assert "共 1 条" in client.get(url("transfers"), {"q": "第2件"}).content.decode()
    assert "共 3 条" in client.get(url("transfers"), {"mine": "1"}).content.decode()
    assert "共 0 条" in client.get(url("transfers"), {"late": "1"}).content.decode()
    assert "spreadsheet" in client.get(url("transfers"), {"export": "xlsx"})["Content-Type"]
    assert "共 0 条" in enter(client, w.officer).get(url("transfers"), {"mine": "1"}).content.decode()
    assert len(rows) == 3


@pytest.mark.parametrize("name", ["transfers", "trades", "penalties", "powers"])
def test_a_list_asks_as_often_for_three_rows_as_for_one(client, w, name):
    def row():
        factories.transfer(w.town, to_office=w.office, from_office=w.safety_office, hazard=factories.hazard(w.village))
        factories.trade(w.town, office=w.office)
        factories.power(w.town)
        factories.penalty(factories.case(factories.enterprise(w.village), hazard=factories.hazard(w.village)), w.officer)

    enter(client, w.officer)
    counts = []
    for more in (1, 2):
        for _ in range(more):
            row()
        with CaptureQueriesContext(connection) as seen:
            client.get(url(name))
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_deadlines_name_the_people_in_as_many_queries_for_three_as_for_one(w, django_assert_num_queries):
    factories.transfer(w.town, to_office=w.office)
    for count in (1, 3):
        with django_assert_num_queries(3):
            dues = list(due_transfers(clock.today(), clock.today()))
        assert [due.people for due in dues] == [[w.department]] * count and "接收" in dues[0].title
        for _ in range(2):
            factories.transfer(w.town, to_office=w.office)
    assert dues[0].ladder == [[w.officer], [w.leader]]


def test_a_trade_nobody_claims_goes_to_the_offices_and_a_disputed_one_to_the_leaders(w):
    factories.trade(w.town)
    factories.trade(w.town, state="disputed")
    open_, disputed = list(due_trades(clock.today(), clock.today()))
    assert set(open_.people) == {w.officer, w.department} and disputed.people == [w.leader]


def test_today_shows_what_waits(w):
    factories.transfer(w.town, to_office=w.office)
    factories.trade(w.town, state="disputed")
    titles = lambda user: {box.title for box in today.boxes(today.WAITING, user)}  # noqa: E731
    assert "待办移送" in titles(w.department) and "待办移送" not in titles(w.officer)
    assert "待裁定新业态" in titles(w.leader)


def test_limits_are_set_by_the_safety_office(client, w):
    said = {"receive_within": 5, "answer_within": 20, "claim_within": 7}
    assert enter(client, w.department).post(url("transfer_limits"), said).status_code == 403
    assert enter(client, w.officer).post(url("transfer_limits"), said).status_code == 302
    assert 'value="20"' in client.get(url("transfer_limits")).content.decode()
    assert "min" in client.post(url("transfer_limits"), said | {"receive_within": 0}).content.decode()


def test_a_trade_is_asked_claimed_and_decided_by_pages(client, w):
    enter(client, w.officer).post(url("trade_new"), {"name": "露营营地", "what": "用火用气"})
    trade = Trade.objects.get()
    assert "已经发起认领" in client.post(url("trade_new"), {"name": "露营营地", "what": "再来"}).content.decode()
    client.post(url("trade_step", trade.pk, "dispute"), {"note": "没有站所愿意", "row_version": 1})
    said = {"office": w.office.pk, "basis": "main", "note": "经研究", "row_version": 2}
    assert enter(client, w.leader).post(url("trade_step", trade.pk, "decide"), said).status_code == 302
    trade.refresh_from_db()
    assert (trade.state, trade.office) == ("decided", w.office)


# powers and penalties


def test_without_the_power_the_page_offers_the_transfer(client, w):
    case = filed(w, hazard=found(w))
    page = enter(client, w.officer).get(url("case", case.pk)).content.decode()
    assert "本乡镇没有这些处罚权" in page and f"{url('transfer_new')}?case={case.pk}" in page
    said = {"target": "enterprise", "kind": "fine", "amount": "3000", "decided_on": clock.today(), "document": "罚1号"}
    refused = client.post(url("case_step", case.pk, "punish"), said | {"row_version": 1}).content.decode()
    assert "没有“罚款”的赋权" in refused and "罚1号" in refused
    client.post(f"{url('transfer_new')}?case={case.pk}", NEW | {"kind": "power", "to_body": "县应急管理局"})
    case.refresh_from_db()
    assert case.state == "transferred" and Transfer.objects.get().case == case


def test_the_two_times_stand_side_by_side_and_are_not_asked(client, w):
    case = filed(w, hazard=self_reported(w, 2))
    page = enter(client, w.officer).get(url("case", case.pk)).content.decode()
    assert "企业报告时间" in page and "检查时间" in page and "报告在先且在改，不予处罚" in page
    form = client.get(url("case_new"), {"enterprise": w.firm.pk}).content.decode()
    assert "inspected_at" not in form and "told_at" not in form
    client.post(url("case_step", case.pk, "exempt"), {"row_version": 1})
    assert Case.objects.get().state == "exempt"


def test_a_case_is_filed_once_from_a_hazard(client, w):
    hazard = found(w)
    enter(client, w.officer)
    for _ in range(2):
        client.post(f"{url('case_new')}?hazard={hazard.pk}", {"facts": "事实", "basis": "依据", "form_token": "t9"})
    assert Case.objects.get().hazard == hazard
    assert client.get(url("case_new")).status_code == 403


def test_a_warning_and_the_proposal_stand_on_the_enterprises_page(client, w):
    for _ in range(3):
        factories.penalty(factories.case(w.firm, state="decided"), w.officer)
    page = enter(client, w.officer).get(reverse("enterprises:detail", args=[w.firm.pk])).content.decode()
    assert url("penalty_warning", w.firm.pk) in page and "处罚" in page
    assert "180 日内受到行政处罚 3 次" in client.get(url("penalty_warning", w.firm.pk)).content.decode()
    assert client.get(url("penalty_warning", w.firm2.pk)).content.decode().strip() == ""
    assert w.firm.name in client.get(url("closures")).content.decode()
    assert client.post(url("closure_propose", w.firm2.pk)).status_code in (302, 403)
    client.post(url("closure_propose", w.firm.pk))
    paper = Paper.objects.get()
    typeset_check(paper)
    assert enter(client, w.department).post(url("closure_propose", w.firm.pk)).status_code in (403, 404)


def test_the_register_of_penalties_filters_and_exports(client, w):
    punished(w)
    filed(w, enterprise=w.firm2)
    enter(client, w.officer)
    assert "共 2 条" in client.get(url("penalties")).content.decode()
    for query in ({"half": "1"}, {"kind": "fine"}, {"decided_from": clock.today()}, {"q": "青应急罚"}, {"state": "filed"}):
        assert "共 1 条" in client.get(url("penalties"), query).content.decode(), query
    assert "spreadsheet" in client.get(url("penalties"), {"export": "xlsx"})["Content-Type"]


def test_powers_are_entered_and_taken_back_by_pages(client, w):
    said = {"kind": "fine", "from_on": clock.today(), "document": "青政发〔2026〕3号"}
    assert enter(client, w.department).post(url("power_new"), said).status_code == 403
    assert (
        "失效日期不能早于生效日期"
        in enter(client, w.officer).post(url("power_new"), said | {"to_on": "2020-01-01"}).content.decode()
    )
    client.post(url("power_new"), said)
    power = Power.objects.get()
    assert "有效" in client.get(url("powers")).content.decode()
    client.post(url("power_withdraw", power.pk), {"note": "上级收回"})
    assert "已收回" in client.get(url("powers")).content.decode()
    assert enter(client, w.other_officer).get(url("power_withdraw", power.pk)).status_code == 404


# three ways at once, and the ways of problems that are not mended on the spot

WAYS = {"matter": "某所放任无证生产", "facts": "三次检查没有处理", "discipline": "县纪委监委", "personnel": "县委组织部",
        "police": "县公安局", "form_token": "w1"}  # fmt: skip


def test_one_matter_goes_three_ways_in_one_step_and_twice_is_once(w):
    client, url = as_user(w.officer), reverse("hazards:transfer_ways")
    for _ in range(2):
        answer = client.post(url, WAYS)
    rows = Transfer.objects.order_by("pk")
    assert [(row.kind, row.to_body) for row in rows] == [
        ("discipline", "县纪委监委"), ("personnel", "县委组织部"), ("police", "县公安局"),
    ]  # fmt: skip
    page = client.get(answer.url).content.decode()
    assert "同时移送" in page and all(row.number in page for row in rows)


def test_sublet_works_are_told_to_whoever_is_over_the_contractor_and_to_discipline(w):
    client, url = as_user(w.officer), reverse("hazards:transfer_ways") + "?kind=sublet"
    assert "违法分包转包通报" in client.get(url).content.decode()
    client.post(url, {name: WAYS[name] for name in ("matter", "facts")} | {"sublet": "县住建局", "discipline": "县纪委监委"})
    told, other = Transfer.objects.order_by("pk")
    assert [(row.kind, row.to_body) for row in (told, other)] == [("sublet", "县住建局"), ("discipline", "县纪委监委")]
    page = client.get(reverse("hazards:transfer", args=[other.pk])).content.decode().split("<main")[1]
    assert "移送纪检监察" in page and "放水" not in page
    client.post(reverse("hazards:transfer_letter", args=[told.pk]))
    paper = services.letters_on(told).get()
    assert paper.title == "关于通报违法分包转包问题的函" and "建筑法" in paper.content["basis"]


def test_a_way_left_empty_is_not_gone_and_none_is_refused_with_the_words_kept(w):
    client, url = as_user(w.officer), reverse("hazards:transfer_ways")
    client.post(url, WAYS | {"police": "", "personnel": " "})
    assert [row.kind for row in Transfer.objects.all()] == ["discipline"]
    page = client.post(url, WAYS | {"police": "", "personnel": "", "discipline": "", "form_token": "w2"}).content.decode()
    assert "请至少保留一个移送方向" in page and WAYS["facts"] in page and Transfer.objects.count() == 1


@pytest.mark.parametrize("who", ["department", "leader", "discipline", "supervisor", "cadre", "boss"])
def test_only_the_safety_office_goes_three_ways(w, who):
    assert as_user(getattr(w, who)).post(reverse("hazards:transfer_ways"), WAYS).status_code == 403
    assert not Transfer.objects.exists()


@pytest.mark.parametrize(
    "problem, kind", [("system", "system"), ("mechanism", "mechanism"), ("enforcement", None), ("", None)]
)
def test_a_problem_goes_its_own_way_and_is_listed_until_it_went(w, problem, kind):
    hazard = graded(w, problem_kind=problem)
    client, listed = as_user(w.officer), {"unrouted": "1"}
    where = reverse("hazards:list")
    assert (hazard.number in client.get(where, listed).content.decode()) is bool(kind)
    page = client.get(reverse("hazards:detail", args=[hazard.pk])).content.decode()
    assert ("还没有分流" in page) is bool(kind)
    if kind:
        form = client.get(reverse("hazards:transfer_new"), {"hazard": hazard.pk, "kind": kind}).context["form"]
        assert form.initial["kind"] == kind and (form.initial["to_body"] == "中共云溪镇委员会") is (kind == "system")
        services.send(by=w.officer, kind=kind, hazard=hazard, matter="修订", facts="情况", to_body="镇党委")
        assert hazard.number not in client.get(where, listed).content.decode()
        assert "还没有分流" not in client.get(reverse("hazards:detail", args=[hazard.pk])).content.decode()
