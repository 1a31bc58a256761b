"""Looking back: what a trace of an enterprise says, who may see and print it, what a print keeps."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from checks.models import Answer
from core import clock
from core.errors import Refused
from hazards.models import TraceSheet
from hazards.trace import sheet as paper_of
from hazards.trace.gather import trace
from hazards.trace.services import print_sheet
from tests import factories

from .looking import at, checked, day, handed_down, visited
from .test_views import SEATS, as_user

pytestmark = pytest.mark.django_db


def looked_back(w, by=None, until=0):
    return trace(w.firm, day(365), day(until), by or w.discipline)


def test_every_look_is_there_with_who_signed_and_what_was_seen(w):
    visited(w, 40, seen=["配电箱没有盖"], team=("周文", "林一"))
    checked(w, 20)
    factories.inspection(w.village, w.officer, enterprise=w.firm, held_on=day(5))
    found = looked_back(w)
    first, second, third = (told.look for told in found.looks)
    assert first.seen == ("配电箱没有盖",) and first.signed[0].startswith("检查人员 周文、林一，")
    assert second.clean and second.people == ("季长河",)
    assert not third.over and third.said == "检查中"
    assert found.held == 2


@pytest.mark.parametrize(
    "ago, source, recorded, missed",
    [
        (10, "handed-down", False, 1),  # ten days after the look
        (10, "tip", False, 1),
        (10, "self-check", False, 0),  # the unit told of it itself
        (10, "handed-down", True, 0),  # the look had recorded it
        (40, "handed-down", False, 0),  # the same day as the look
        (9, "handed-down", False, 0),  # one day past the span
    ],
)
def test_what_others_found_soon_after_was_missed(w, ago, source, recorded, missed):
    hazard = handed_down(w, ago, source=source)
    visited(w, 40, seen=[hazard] if recorded else ())
    assert [len(told.missed) for told in looked_back(w).looks] == [missed]


def test_a_hazard_missed_by_two_looks_is_one_missed_hazard(w):
    visited(w, 20, team=("周文", "林一"))
    visited(w, 15, team=("周文",))
    handed_down(w, 10)
    found = looked_back(w)
    assert len(found.missed) == 1
    assert [(one.name, one.looks, len(one.missed)) for one in found.people] == [("周文", 2, 1), ("林一", 1, 1)]


def test_it_stands_as_on_the_day(w):
    """What came afterwards is not there; a hazard has the state it had."""
    with clock.at(at(30)):
        hazard = handed_down(w, 30, state="found")
    hazard.log.create(action="begin", action_label="登记", to_state="found", at=at(30))
    hazard.log.create(action="order_plan", action_label="定级", to_state="planning", at=at(3))
    handed_down(w, 2)
    checked(w, 1)
    found = looked_back(w, until=10)
    assert [(one.row, one.state) for one in found.hazards] == [(hazard, "found")]
    assert [told.look.said for told in found.looks] == [] and not found.missed
    assert len(looked_back(w).hazards) == 2


def test_a_self_check_not_handed_in_shows_once_it_was_due(w):
    row = factories.check(factories.checklist(), w.village, enterprise=w.firm, due_on=day(10), sent_at=at(30))
    assert [told.look.said for told in looked_back(w, until=10).looks] == ["没有提交"]
    assert looked_back(w, until=11).looks == [] and row.state == "sent"


def test_reminders_and_papers_of_its_rows_and_nobody_elses(w):
    hazard = handed_down(w, 5)
    told = factories.message(w.boss, about=hazard, created_at=at(2))
    factories.message(w.boss, about=hazard, created_at=at(500))
    factories.message(w.boss, about=factories.hazard(w.village2, enterprise=w.firm2))
    issued = {"year": 2026, "number": 1, "issued_on": day(3), "issued_at": at(3), "state": "issued", "sha256": "1" * 64}
    paper = factories.paper(w.town, verify_code="TRACE1", **issued)
    factories.receipt(paper, w.village, enterprise=w.firm)
    found = looked_back(w)
    assert found.reminders == [told]
    assert [(row, copy.enterprise) for row, copy in found.papers] == [(paper, w.firm)]


def test_every_reminder_is_printed_under_its_day(w):
    hazard = handed_down(w, 5)
    for n in range(205):
        factories.message(w.boss, about=hazard, created_at=at(4 if n < 203 else 2), title=f"催办{n}")
    rows = paper_of._reminders(looked_back(w))
    assert len(rows) == 205 and "催办0" in str(rows[0]) and "催办204" in str(rows[-1])
    heads = [row[0] for row in rows if row[0]]
    assert [head.split("，")[1] for head in heads] == ["203 次", "2 次"]


def test_confidential_answers_are_told_to_nobody(w):
    """The discipline body does not hear of a confidential self-check; the office and leaders hear of it, not what it says."""
    checked(w, 5, "no", confidential=True)
    Answer.objects.update(note="有人死在车间")
    assert looked_back(w, w.discipline).looks == []
    for reader in (w.officer, w.leader):
        found = looked_back(w, reader)
        assert [(told.look.hidden, told.look.seen) for told in found.looks] == [(True, ())]
        assert "涉密问题另存" in str(paper_of._looks(found)) and "有人死在车间" not in str(paper_of._looks(found))
    page = as_user(w.leader).get(reverse("hazards:trace", args=[w.firm.pk])).content.decode()
    assert "涉密问题另存" in page and "有人死在车间" not in page


def test_a_kept_paper_that_tells_confidential_answers_is_opened_by_nobody(w):
    row = printing(w, by=w.leader)
    TraceSheet.objects.update(shut=True)
    for reader in (w.leader, w.officer, w.discipline):
        client = as_user(reader)
        answer = client.get(reverse("hazards:trace_file", args=[row.pk]))
        assert answer.status_code == 403 and "已停止查阅" in answer.content.decode()
        page = client.get(reverse("hazards:trace_sheet", args=[row.pk])).content.decode()
        assert "已停止查阅" in page and "打开 PDF" not in page


ALLOWED = {"officer", "leader", "discipline"}


@pytest.mark.parametrize("who", SEATS)
def test_who_may_look_back(w, who):
    client = as_user(getattr(w, who))
    codes = {
        client.get(reverse("hazards:traces")).status_code, client.get(reverse("hazards:trace", args=[w.firm.pk])).status_code,
    }  # fmt: skip
    assert codes == {200} if who in ALLOWED else codes <= {403, 404}


def printing(w, by=None, **values):
    given = {"since": day(365), "day": day(0), "reason": "县里检出重大隐患"}
    return print_sheet(firm=w.firm, by=by or w.discipline, **(given | values))


def test_a_print_is_numbered_kept_and_written_down(w):
    visited(w, 20)
    handed_down(w, 10)
    row = printing(w)
    assert row.number.endswith("1号") and row.looks == 1 and row.missed == 1
    client = as_user(w.leader)
    answer = client.get(reverse("hazards:trace_file", args=[row.pk]))
    assert b"".join(answer)[:5] == b"%PDF-"
    assert [(line.actor, line.action) for line in row.log.all()] == [(w.discipline, "print"), (w.leader, "open")]
    with row.file.open("rb") as kept:
        assert kept.read(5) == b"%PDF-"


def test_a_print_sent_twice_is_one(w):
    url, token = reverse("hazards:trace_print", args=[w.firm.pk]), "t" * 8
    client = as_user(w.officer)
    for _ in range(2):
        client.post(url, {"since": day(90), "day": day(0), "reason": "倒查", "form_token": token})
    assert TraceSheet.objects.count() == 1 and TraceSheet.objects.get().log.count() == 1


@pytest.mark.parametrize(
    "values, said",
    [({"reason": " "}, "倒查事由"), ({"day": day(-1)}, "不能晚于今天"), ({"since": day(0), "day": day(3)}, "开始日期")],
)
def test_what_is_refused_is_said_and_nothing_is_kept(w, values, said):
    with pytest.raises(Refused, match=said):
        printing(w, **values)
    assert not TraceSheet.objects.exists()


def test_the_page_says_what_is_wrong_and_keeps_what_was_typed(w):
    url = reverse("hazards:trace_print", args=[w.firm.pk])
    text = as_user(w.officer).post(url, {"since": day(9), "day": day(0), "reason": ""}).content.decode()
    assert str(day(9)) in text and "invalid-feedback" in text
    begin = as_user(w.officer).get(
        reverse("hazards:trace_begin"), {"enterprise_name": "没有这家", "day": day(0), "since": day(1)}
    )
    assert "没有找到这家企业" in begin.content.decode()


def test_from_the_form_to_the_page(w):
    asked = {"enterprise_name": w.firm.name, "day": day(0), "since": day(30)}
    page = as_user(w.officer).get(reverse("hazards:trace_begin"), asked, follow=True)
    assert page.redirect_chain and w.firm.name in page.content.decode()


def test_the_register_asks_no_more_for_more_rows(w):
    counts = []
    for _ in range(2):
        printing(w)
        with CaptureQueriesContext(connection) as asked:
            as_user(w.leader).get(reverse("hazards:traces"))
        counts.append(len(asked))
    assert counts[0] == counts[1]
