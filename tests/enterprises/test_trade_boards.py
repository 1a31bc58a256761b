"""行业责任牌: made by the safety office, hung by the office with a photo, looked at by others; which trades have none."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from core import clock
from core.errors import Refused
from enterprises.models import TradeBoard
from enterprises.trade_boards import services
from places.models import Office
from tests.hazards.conftest import photo_ids
from tests.hazards.test_views import as_user

LIST, NEW = reverse("enterprises:trade_boards"), reverse("enterprises:trade_board_new")
ROLES = ("officer", "leader", "discipline", "supervisor", "department", "liaison", "cadre", "boss")


def said(w, **fields):
    return {
        "office": w.office.pk, "sector": w.firm.sector_id, "leader": "尹国良", "head": "卓明达", "official": "柏志远",
        "phone": "0351-7000123", "duties": "每季度检查一遍", "where": "",
    } | fields  # fmt: skip


def made(w, **fields):
    given = {"office": w.office, "sector": w.firm.sector, "leader": "尹国良", "head": "卓明达", "official": "柏志远"}
    return services.make(by=w.officer, **given | {"phone": "7000123", "duties": "检查"} | fields)


def hung(w, by=None):
    by = by or w.officer
    return services.hang(board=made(w), by=by, hung_on=clock.today(), where="一楼大厅", photos=photo_ids(by))


def url(name, board, *more):
    return reverse(f"enterprises:{name}", args=[board.pk, *more])


def test_trades_with_enterprises_and_no_board_are_named_until_they_have_one(w):
    client = as_user(w.officer)
    assert w.firm.sector in client.get(LIST).context["lacking"]
    client.post(NEW, said(w))
    page = client.get(LIST)
    assert w.firm.sector not in page.context["lacking"] and "尹国良" in page.content.decode()
    assert w.firm.sector in as_user(w.other_officer).get(LIST).context["lacking"]


def test_a_trade_of_an_office_has_one_board(w):
    client = as_user(w.officer)
    client.post(NEW, said(w))
    assert "已有责任牌" in client.post(NEW, said(w)).content.decode() and TradeBoard.objects.count() == 1
    services.withdraw(board=TradeBoard.objects.get(), by=w.officer, note="换牌")
    assert client.post(NEW, said(w)).status_code == 302


def test_from_made_to_hung_to_checked_on_its_pages(w):
    board = made(w)
    office, leader = as_user(w.department), as_user(w.leader)
    form = {"hung_on": clock.today(), "where": "一楼大厅"}
    step = url("trade_board_step", board, "hang")
    assert "照片" in office.post(step, form).content.decode()
    office.post(step, form | {"photos": photo_ids(w.department)})
    board.refresh_from_db()
    assert (board.state, board.where) == ("hung", "一楼大厅")
    leader.post(url("trade_board_step", board, "check"), {"checked_on": clock.today(), "note": "牌完好"})
    leader.post(url("trade_board_step", board, "check"), {"checked_on": clock.today(), "note": "换了责任人"})
    board.refresh_from_db()
    assert board.state == "checked" and [line.note for line in board.log.filter(action="check")] == ["牌完好", "换了责任人"]
    assert "挂牌照片" in leader.get(url("trade_board", board)).content.decode()


# action → (states it starts from, roles that may)
STEPS = {
    "hang": ({"made"}, {"officer", "department"}),
    "check": ({"hung", "checked"}, {"officer", "leader", "discipline"}),
    "withdraw": ({"made", "hung", "checked"}, {"officer"}),
}


@pytest.mark.parametrize("action", STEPS)
def test_each_step_starts_where_and_by_whom_the_table_says(w, action):
    board, (states, roles) = made(w), STEPS[action]
    assert set(STEPS) == set(board.workflow.steps)
    for state in ("made", "hung", "checked", "withdrawn"):
        board.state = state
        for role in ROLES:
            may = not board.workflow.refusal(board, action, getattr(w, role))
            assert may is (state in states and role in roles), (state, role)


def test_the_office_of_another_board_does_not_hang_it(w):
    other = Office.objects.create(township=w.town, name="供电所")
    assert made(w, office=other).workflow.refusal(TradeBoard.objects.get(), "hang", w.department)


def test_days_that_cannot_be_are_refused(w):
    board, tomorrow = made(w), clock.today() + timedelta(days=1)
    with pytest.raises(Refused, match="不能晚于今天"):
        services.hang(board=board, by=w.officer, hung_on=tomorrow, where="大厅", photos=["x"])
    board = services.hang(board=board, by=w.officer, hung_on=clock.today(), where="大厅", photos=photo_ids(w.officer))
    with pytest.raises(Refused, match="不能早于挂牌日期"):
        services.check(board=board, by=w.officer, checked_on=timezone.localdate() - timedelta(days=3), note="x")


@pytest.mark.parametrize("who, status", [("supervisor", 200), ("department", 200), ("cadre", 403), ("boss", 403)])
def test_who_reads_them(w, who, status):
    assert as_user(getattr(w, who)).get(LIST).status_code == status


def test_another_township_sees_none(w):
    board = made(w)
    client = as_user(w.other_officer)
    assert client.get(url("trade_board", board)).status_code == 404
    assert client.post(url("trade_board_step", board, "withdraw"), {"note": "x"}).status_code == 404
    assert not list(client.get(LIST).context["page"])


def test_a_change_made_meanwhile_is_told_and_a_board_taken_down_is_not_changed(w):
    board, client = made(w), as_user(w.officer)
    assert (
        "刚被别人改过" in client.post(url("trade_board_edit", board), said(w, head="他人", row_version=9)).content.decode()
    )
    client.post(url("trade_board_edit", board), said(w, head="颜文斌", row_version=board.version))
    board.refresh_from_db()
    assert board.head == "颜文斌"
    services.withdraw(board=board, by=w.officer, note="合并站所")
    client.post(url("trade_board_edit", board), said(w, head="x", row_version=board.version))
    board.refresh_from_db()
    assert board.head == "颜文斌"


def test_it_is_printed_and_exported(w):
    board, client = hung(w), as_user(w.officer)
    assert client.get(url("trade_board_print", board)).content[:5] == b"%PDF-"
    assert client.get(LIST, {"export": "xlsx", "state": "hung", "q": "尹国良"}).status_code == 200
    assert list(client.get(LIST, {"q": "无此人"}).context["page"]) == []
