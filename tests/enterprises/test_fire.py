"""Tickets for work with fire: every state × every action, who may, what the standard demands, the print."""

import io
from datetime import timedelta

import pytest
from django.urls import reverse
from pypdf import PdfReader

from core import clock
from core.errors import Refused
from enterprises.enums import FireState
from enterprises.fire import rules, services
from enterprises.models import FireTicket
from evidence.models import Attachment
from tests import factories
from tests.enterprises import rows
from tests.evidence.makers import data_url, signature, upload

HOUR = timedelta(hours=1)
MOVES = {
    "approve": {FireState.ASKED: FireState.APPROVED},
    "refuse": {FireState.ASKED: FireState.REFUSED},
    "start": {FireState.APPROVED: FireState.WORKING},
    "close": {FireState.WORKING: FireState.CLOSED},
    "watch": {FireState.WORKING: FireState.WORKING},
    "cancel": {FireState.ASKED: FireState.CANCELLED, FireState.APPROVED: FireState.CANCELLED},
}
FORMS = {
    "approve": {"approver": "阮国良"},
    "refuse": {"approver": "阮国良", "note": "现场可燃物没清"},
    "start": {"gas_at": "", "gas_result": ""},
    "close": {"ended_at": "2026-01-01 09:00", "note": "已清理，留守 30 分钟无火种"},
    "watch": {"note": "监护人在场，火花落点无可燃物"},
    "cancel": {"note": "改期"},
}


@pytest.fixture
def worker(w):
    return rows.make("operators", w.firm)


@pytest.fixture
def head(w):
    """A second account of the enterprise."""
    return factories.user("enterprise", w.village, enterprise=w.firm, name="阮国良")


def asked(w, worker, **fields):
    now = clock.now()
    given = {
        "level": "second", "place": "二车间", "work": "焊接", "method": "电焊", "worker": worker, "guardian": "裘海燕",
        "applicant": "麻庆丰", "starts_at": now, "ends_at": now + 4 * HOUR, "measures": "清理可燃物",
    }  # fmt: skip
    return services.ask(firm=w.firm, by=w.boss, **{**given, **fields})


def sent(worker, **fields):
    now = clock.now().astimezone()
    given = {
        "level": "first", "place": "锅炉房", "work": "补焊", "method": "电焊", "worker": worker.pk, "guardian": "裘海燕",
        "applicant": "麻庆丰", "measures": "清理", "starts_at": now.strftime("%Y-%m-%dT%H:%M"),
        "ends_at": (now + 3 * HOUR).strftime("%Y-%m-%dT%H:%M"),
    }  # fmt: skip
    return {**given, **fields}


def step(client, ticket, action, **data):
    address = reverse("enterprises:fire_step", args=[ticket.enterprise_id, ticket.pk, action])
    return client.post(address, {**FORMS[action], **data})


@pytest.mark.parametrize("state", FireState)
@pytest.mark.parametrize("action", MOVES)
def test_each_action_moves_only_from_its_states(client, w, worker, head, state, action):
    ticket = rows.ticket(w.firm, worker, state=state, created_by=w.boss, began_at=clock.now() - HOUR)
    client.force_login(head)
    now = (clock.now().astimezone()).strftime("%Y-%m-%d %H:%M")
    step(client, ticket, action, **({"ended_at": now} if action == "close" else {}))
    ticket.refresh_from_db()
    assert ticket.state == MOVES[action].get(state, state)
    assert ticket.log.count() == (1 if state in MOVES[action] else 0)


@pytest.mark.parametrize("role", ["officer", "leader", "department", "liaison", "cadre", "supervisor", "discipline"])
@pytest.mark.parametrize("action", MOVES)
def test_only_the_enterprise_runs_its_tickets(client, w, worker, role, action):
    type(w.firm).objects.filter(pk=w.firm.pk).update(supervising_office=w.office)
    ticket = rows.ticket(w.firm, worker)
    client.force_login(getattr(w, role))
    assert client.get(reverse("enterprises:fire", args=[w.firm.pk, ticket.pk])).status_code == 200
    answer = step(client, ticket, action)
    assert answer.status_code == 403 and "由企业自己" in answer.content.decode()
    ticket.refresh_from_db()
    assert ticket.state == FireState.ASKED


def test_tickets_of_others_are_out_of_sight(client, w, worker):
    beside = rows.ticket(w.firm2)
    client.force_login(w.boss)
    for firm in (w.firm2, w.firm):
        assert client.get(reverse("enterprises:fire", args=[firm.pk, beside.pk])).status_code == 404
    assert list(client.get(reverse("enterprises:fires")).context["page"]) == []
    client.force_login(w.officer)
    assert list(client.get(reverse("enterprises:fires")).context["page"]) == [beside]


def test_a_ticket_goes_from_the_phone_to_its_close(client, w, worker, head):
    client.force_login(w.boss)
    client.post(reverse("enterprises:fire_new", args=[w.firm.pk]), sent(worker))
    ticket = FireTicket.objects.get()
    assert ticket.number == f"DH{clock.today().year}-0001" and ticket.state == FireState.ASKED
    client.force_login(head)
    step(client, ticket, "approve")
    now = clock.now().astimezone().strftime("%Y-%m-%dT%H:%M")
    step(client, ticket, "start", gas_at=now, gas_result="可燃气 0.1% 合格")
    ended = (clock.now().astimezone() - timedelta(seconds=1)).strftime("%Y-%m-%d %H:%M")
    FireTicket.objects.update(began_at=clock.now() - HOUR)
    step(client, ticket, "close", ended_at=ended)
    ticket.refresh_from_db()
    assert ticket.state == FireState.CLOSED and ticket.approver == "阮国良" and ticket.approved_by == head
    assert [line.action for line in ticket.log.all()] == ["begin", "approve", "start", "close"]


def test_on_the_applicants_account_the_approver_signs_by_finger(client, w, worker):
    ticket = asked(w, worker)
    client.force_login(w.boss)
    assert "手写签名" in step(client, ticket, "approve").content.decode()
    assert FireTicket.objects.get().state == FireState.ASKED
    step(client, ticket, "approve", signature=data_url(signature()))
    ticket.refresh_from_db()
    page = client.get(reverse("enterprises:fire", args=[w.firm.pk, ticket.pk]))
    assert ticket.state == FireState.APPROVED and page.context["signature"] is not None and page.context["photos"] == []


def test_the_work_is_watched_with_notes_and_photos_as_often_as_wanted(client, w, worker):
    ticket = rows.ticket(w.firm, worker, state=FireState.WORKING, created_by=w.boss, began_at=clock.now() - HOUR)
    client.force_login(w.boss)
    url = reverse("enterprises:fire", args=[w.firm.pk, ticket.pk])
    assert "作业中照片" in client.get(url, {"do": "watch"}).content.decode()
    for said, colour in (("九点：无异常", "grey"), ("十点：移开纸箱", "red")):
        step(client, ticket, "watch", note=said, files=upload(colour=colour))
    ticket.refresh_from_db()
    assert ticket.state == FireState.WORKING and Attachment.objects.of(ticket).count() == 2
    assert [line.note for line in ticket.log.filter(action="watch")] == ["九点：无异常", "十点：移开纸箱"]
    step(client, ticket, "watch", note="")
    assert ticket.log.count() == 2 and "十点：移开纸箱" in client.get(url).content.decode()


def test_numbers_run_by_enterprise(w, worker):
    first, second = asked(w, worker), asked(w, worker)
    assert (first.number[-4:], second.number[-4:]) == ("0001", "0002")
    assert rows.ticket(w.firm2).number.endswith("0001")


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"guardian": "裘永泉"}, "要由另一个人担任"),
        ({"ends_at": -1}, "计划结束要晚于计划开始"),
        ({"level": "special", "ends_at": 9}, "不超过 8 小时"),
        ({"level": "first", "ends_at": 9}, "不超过 8 小时"),
        ({"ends_at": 73}, "不超过 72 小时"),
        ({"starts_at": -9, "ends_at": -5}, "计划结束已经过去"),
    ],
)
def test_an_application_against_the_rules_is_refused(w, worker, fields, said):
    now = clock.now()
    given = {name: now + value * HOUR if name.endswith("_at") else value for name, value in fields.items()}
    with pytest.raises(Refused, match=said):
        asked(w, worker, **given)
    assert not FireTicket.objects.exists()


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"expires_on": -1}, "已过期"),
        ({"number": "", "expires_on": None}, "没有登记"),
        ({"left_on": 0}, "已离岗"),
    ],
)
def test_nobody_works_with_fire_without_a_valid_certificate(w, fields, said):
    day = timedelta(days=1)
    given = {n: clock.today() + v * day if isinstance(v, int) else v for n, v in fields.items()}
    with pytest.raises(Refused, match=said):
        asked(w, rows.make("operators", w.firm, **given))


def test_a_certificate_that_ends_before_the_work_is_refused(w):
    worker = rows.make("operators", w.firm, expires_on=clock.today())
    with pytest.raises(Refused, match="结束前到期"):
        asked(w, worker, ends_at=clock.now() + 60 * HOUR)


def test_a_worker_of_another_enterprise_is_refused_and_not_offered(client, w):
    foreign = rows.make("operators", w.firm2, name="外厂焊工")
    with pytest.raises(Refused, match="不是本企业"):
        asked(w, foreign)
    client.force_login(w.boss)
    body = client.get(reverse("enterprises:fire_new", args=[w.firm.pk])).content.decode()
    assert "外厂焊工" not in body and "请先" in body


@pytest.mark.parametrize(("name", "part"), [("麻庆丰", "申请人"), ("裘永泉", "动火人"), (" 麻庆丰 ", "申请人")])
def test_applicant_and_worker_cannot_approve(w, worker, head, name, part):
    ticket = asked(w, worker)
    with pytest.raises(Refused, match=part):
        services.approve(ticket=ticket, approver=name, by=head)


@pytest.mark.parametrize(
    ("level", "minutes", "result", "said"),
    [
        ("first", None, "", "要先做气体分析"), ("special", None, "", "要先做气体分析"), ("second", None, "", ""),
        ("second", 5, "", "一起填"), ("second", None, "合格", "一起填"), ("first", 5, "合格", ""), ("first", 29, "合格", ""),
        ("first", 31, "合格", "超过 30 分钟"), ("first", -5, "合格", "不能晚于现在"),
    ],
)  # fmt: skip
def test_the_air_is_tested_fresh(level, minutes, result, said):
    tested = None if minutes is None else clock.now() - timedelta(minutes=minutes)
    reason = rules.stale_gas(level, tested, result)
    assert said in reason and bool(said) == bool(reason)


def test_work_does_not_begin_early_or_after_its_time(w, worker, head):
    early = asked(w, worker, starts_at=clock.now() + 2 * HOUR, ends_at=clock.now() + 5 * HOUR)
    services.approve(ticket=early, approver="阮国良", by=head)
    with pytest.raises(Refused, match="还没到"):
        services.start(ticket=early, gas_at=None, gas_result="", by=head)
    late = rows.ticket(w.firm, worker, starts_at=clock.now() - 5 * HOUR, ends_at=clock.now() - HOUR, state="approved")
    with pytest.raises(Refused, match="时间已过"):
        services.start(ticket=late, gas_at=None, gas_result="", by=head)


def test_the_close_lies_between_begin_and_now(w, worker):
    ticket = rows.ticket(w.firm, worker, state="working", began_at=clock.now() - HOUR)
    for moment, said in ((clock.now() - 2 * HOUR, "早于"), (clock.now() + HOUR, "晚于")):
        with pytest.raises(Refused, match=said):
            services.close(ticket=ticket, ended_at=moment, note="清理完", by=w.boss)


def test_two_who_approve_at_once_leave_one_line(w, worker, head):
    ticket = asked(w, worker)
    again = FireTicket.objects.get(pk=ticket.pk)
    services.approve(ticket=ticket, approver="阮国良", by=head)
    with pytest.raises(Refused, match="已批准"):
        services.approve(ticket=again, approver="尹国良", by=head)
    assert FireTicket.objects.get().approver == "阮国良"


def test_overdue_tickets_are_found_and_marked(client, w, worker):
    late = rows.ticket(w.firm, worker, state="working", starts_at=clock.now() - 5 * HOUR, ends_at=clock.now() - HOUR)
    rows.ticket(w.firm, worker, state="closed", starts_at=clock.now() - 5 * HOUR, ends_at=clock.now() - HOUR)
    rows.ticket(w.firm, worker)
    client.force_login(w.officer)
    answer = client.get(reverse("enterprises:fires"), {"late": "1"})
    assert list(answer.context["page"]) == [late] and "逾期未关" in answer.content.decode()


def test_a_ticket_is_printed_on_one_page(client, w, worker):
    ticket = asked(w, worker, measures="\n".join(["清理可燃物并配灭火器"] * 12))
    client.force_login(w.boss)
    answer = client.get(reverse("enterprises:fire_print", args=[w.firm.pk, ticket.pk]))
    pages = PdfReader(io.BytesIO(answer.content)).pages
    text = pages[0].extract_text()
    assert len(pages) == 1 and ticket.number in text and "裘海燕" in text
    assert abs(float(pages[0].mediabox.width) * 25.4 / 72 - 210) < 1


def test_the_register_goes_out_as_a_workbook(client, w, worker):
    asked(w, worker)
    client.force_login(w.officer)
    data = client.get(reverse("enterprises:fires"), {"export": "xlsx"}).content
    from tests.enterprises.test_files import cells_of

    assert "裘永泉" in cells_of(data) and "待批准" in cells_of(data)


def test_the_print_bears_the_name_that_the_approver_drew(client, w, worker):
    drawn, typed = asked(w, worker), asked(w, worker)
    services.approve(ticket=drawn, approver="阮国良", by=w.boss, signature=data_url(signature()))
    client.force_login(w.boss)
    pictures = [
        PdfReader(io.BytesIO(client.get(reverse("enterprises:fire_print", args=[w.firm.pk, row.pk])).content))
        .pages[0]
        .images
        for row in (drawn, typed)
    ]
    assert [len(found) for found in pictures] == [1, 0]


def test_work_that_ended_within_the_minute_it_began_is_closed(w, worker):
    ticket = asked(w, worker)
    services.approve(ticket=ticket, approver="阮国良", by=w.boss, signature=data_url(signature()))
    services.start(ticket=ticket, gas_at=None, gas_result="", by=w.boss)
    minute = ticket.began_at.replace(second=0, microsecond=0)
    with pytest.raises(Refused, match="不能早于实际开始"):
        services.close(ticket=ticket, ended_at=minute - timedelta(minutes=1), note="已清理", by=w.boss)
    assert services.close(ticket=ticket, ended_at=minute, note="已清理", by=w.boss).state == FireState.CLOSED


def test_a_request_that_came_too_late_says_so_and_offers_the_way_out(client, w, worker):
    ticket = rows.ticket(w.firm, worker, starts_at=clock.now() - 5 * HOUR, ends_at=clock.now() - HOUR)
    client.force_login(w.boss)
    page = client.get(reverse("enterprises:fire", args=[w.firm.pk, ticket.pk]))
    assert "计划的动火时间已过，请作废后重新申请" in page.content.decode() and page.context["offer"].action == "cancel"
    assert [other.action for other in page.context["others"]] == ["refuse"]
