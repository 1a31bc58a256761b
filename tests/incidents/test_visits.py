"""走访: kept by the team before the report, covered on the screen, in the case's line of time, printed by two people."""

from datetime import timedelta

import pytest
from django.urls import reverse

from core import clock
from core.errors import Refused
from incidents import services
from incidents.models import AccessLog, Visit
from tests.notices.conftest import text_of as pdf_text

from .conftest import SECRET, TALKER, as_user, printed, reported, started, text_of, url

PLACE = f"{SECRET}家中"


def visited(row, by, **changes):
    given = {
        "at": clock.now(),
        "place": PLACE,
        "visitors": "季长河、鲍国良",
        "met": TALKER,
        "learnt": f"{SECRET}当天没有回家",
    }
    return services.add_visit(verification=row, by=by, **(given | changes))


def form(**changes):
    at = clock.now().strftime("%Y-%m-%dT00:00")
    given = {"at": at, "place": PLACE, "visitors": "季长河、鲍国良", "met": TALKER, "learnt": "无人在家", "form_token": "t1"}
    return given | changes


def test_the_team_keeps_a_visit_and_it_stands_in_the_line_of_time(w):
    row = started(w)
    kept = visited(row, w.officer)
    assert (kept.verification, kept.by, kept.visitors, kept.met) == (row, w.officer, "季长河、鲍国良", TALKER)
    line = row.log.last()
    assert (line.action_label, line.actor, line.note) == ("走访", w.officer, PLACE)
    shown = text_of(as_user(w.officer).get(url("detail", row.lead)))
    assert '走访 <span class="num">1</span>' in shown and "打印走访记录" in shown and "<b>走访</b>" in shown


@pytest.mark.parametrize("who", ["third", "leader", "fourth", "liaison", "boss", "other_officer"])
def test_nobody_but_the_team_writes_one(w, who):
    row = started(w)
    with pytest.raises(Refused):
        visited(row, getattr(w, who))
    status = as_user(getattr(w, who)).post(url("visit_new", row.lead, row.pk), form()).status_code
    assert status in (403, 404) and not Visit.objects.exists()


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"visitors": "季长河"}, "不得少于两人"), ({"visitors": "季长河、季长河"}, "不得少于两人"),
        ({"at": clock.now() + timedelta(days=1)}, "不能晚于现在"), ({"learnt": "  "}, "了解的情况"), ({"place": " "}, "走访地点"),
    ],
)  # fmt: skip
def test_a_faulty_visit(w, changes, reason):
    with pytest.raises(Refused, match=reason):
        visited(started(w), w.officer, **changes)
    assert not Visit.objects.exists()


def test_a_visit_comes_before_the_report(w):
    row = reported(w)
    with pytest.raises(Refused, match="核查报告已提交"):
        visited(row, row.team.first())


def test_the_form_sent_twice_keeps_one_and_says_what_is_wrong(w):
    row = started(w)
    client, to = as_user(w.officer), url("visit_new", row.lead, row.pk)
    assert "走访记录" in text_of(client.get(to)) and w.officer.name in text_of(client.get(to))
    assert "走访人不得少于两人" in text_of(client.post(to, form(visitors="季长河")))
    for _ in range(2):
        assert client.post(to, form()).status_code == 302
    assert Visit.objects.get().learnt == "无人在家"
    assert client.post(to, form(form_token="t2", more="1")).url == to


def test_what_was_learnt_is_covered_until_opened_with_a_reason(w):
    row = started(w)
    kept = visited(row, w.officer, learnt=f"{TALKER}说{SECRET}当天没有回家，电话13900001111")
    client = as_user(w.officer)
    shown = text_of(client.get(url("detail", row.lead)))
    assert SECRET not in shown and TALKER not in shown and "13900001111" not in shown
    opened = client.post(url("open", row.lead), {"what": f"visit-{kept.pk}-learnt", "reason": "核对走访"})
    assert SECRET in text_of(opened) and "13900001111" in text_of(opened)
    assert AccessLog.objects.get(action="opened").detail == "了解的情况：核对走访"


def test_it_is_printed_once_a_second_person_allowed_it(w):
    row = started(w)
    kept = visited(row, w.officer)
    to = url("visit_print", row.lead, kept.pk)
    assert as_user(w.officer).get(to)["Content-Type"].startswith("text/html")
    answer = printed(w, w.officer, to)
    said = pdf_text(answer.content)
    assert (
        "走访记录" in said
        and SECRET in said
        and "季长河（签名）" in said
        and "鲍国良（签名）" in said
        and w.officer.name in said
    )
    line = AccessLog.objects.get(action="print")
    assert line.lead == row.lead and line.detail.startswith("走访记录")
    assert SECRET not in answer["Content-Disposition"]


def test_a_visit_of_another_case_is_not_found_under_this_one(w):
    kept = visited(started(w), w.officer)
    other = started(w).lead
    assert as_user(w.officer).get(reverse("incidents:visit_print", args=[other.pk, kept.pk])).status_code == 404
