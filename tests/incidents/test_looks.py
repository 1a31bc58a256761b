"""The record of looks and refusals, exports with their purpose, the viewer's mark."""

import re
from urllib.parse import unquote

import pytest
from django.urls import reverse

from accounts.models import User
from core import clock
from incidents.briefs import services as briefs
from incidents.guard import exporting
from incidents.models import AccessLog, Lead
from incidents.services import referrals

from .conftest import (
    as_user,
    conclusion_form,
    confirmed,
    later,
    opened,
    started,
    text_of,
    url,
)


def looks(**given):
    return list(AccessLog.objects.filter(**given).order_by("pk").values_list("user", "action", "detail"))


def test_each_view_and_act_leaves_a_line(w):
    lead = opened(w)
    client = as_user(w.leader)
    client.get(url("detail", lead))
    client.get(url("dismiss", lead))
    client.post(url("dismiss", lead), {"note": "不在本镇"})
    assert looks(lead=lead) == [
        (w.leader.pk, "view", ""), (w.leader.pk, "view", "不予受理"), (w.leader.pk, "work", "不予受理"),
    ]  # fmt: skip
    assert AccessLog.objects.first().user_title == w.leader.title


@pytest.mark.parametrize("who", ["second", "department", "other_officer", "other_leader"])
def test_an_attempt_out_of_sight_is_404_and_leaves_a_line(w, who):
    lead, person = opened(w), getattr(w, who)
    assert as_user(person).get(url("detail", lead)).status_code == 404
    assert as_user(person).post(url("conclude", lead), {}).status_code == 404
    assert looks(lead=lead) == [(person.pk, "refused", "不是经办人")] * 2


@pytest.mark.parametrize("who", ["cadre", "boss", "liaison", "supervisor"])
def test_an_attempt_from_a_seat_without_access_is_403_and_leaves_a_line(w, who):
    lead, person = opened(w), getattr(w, who)
    assert as_user(person).get(url("detail", lead)).status_code == 403
    assert looks(lead=lead) == [(person.pk, "refused", "身份不能进入")]


def test_an_act_beyond_ones_rights_is_403_with_the_reason_and_leaves_a_line(w):
    lead = confirmed(w).lead
    page = as_user(w.officer).post(url("conclude", lead), conclusion_form(lead))
    assert page.status_code == 403 and "由乡镇领导作出结论" in text_of(page)
    assert looks(lead=lead, action="refused") == [(w.officer.pk, "refused", "由乡镇领导作出结论")]


def test_an_address_without_a_lead_leaves_a_line_without_one(w):
    address = reverse("incidents:detail", args=["00000000-0000-0000-0000-000000000001"])
    assert as_user(w.leader).get(address).status_code == 404
    assert as_user(w.cadre).get(address).status_code == 403
    assert not AccessLog.objects.exclude(lead=None, action="refused").exists() and AccessLog.objects.count() == 2


def test_leaders_read_who_looked_and_filter_it(w):
    lead, other = opened(w), opened(w)
    as_user(w.officer).get(url("detail", lead))
    as_user(w.second).get(url("detail", other))
    client = as_user(w.leader)

    def shown(**query):
        return [(line.user_id, line.lead_id, line.action) for line in client.get(url("accesses"), query).context["page"]]

    view, refused = (w.officer.pk, lead.pk, "view"), (w.second.pk, other.pk, "refused")
    assert shown() == [refused, view]
    assert shown(user=w.officer.pk) == [view]
    assert shown(action="refused") == [refused]
    assert shown(number=lead.number) == [view]
    today = clock.today().isoformat()
    assert shown(since=today, until=today) == [refused, view]
    assert shown(until=later(-1).isoformat()) == [] and shown(since=later(1).isoformat()) == []
    assert "没有符合条件的查阅记录" in text_of(client.get(url("accesses"), {"action": "export"}))


def test_leaders_of_another_township_read_nothing_of_it(w):
    as_user(w.officer).get(url("detail", opened(w)))
    page = as_user(w.other_leader).get(url("accesses"))
    assert page.context["total"] == 0 and "还没有人查阅过" in text_of(page)
    assert w.officer.name not in text_of(page)


def test_a_get_exports_nothing(w):
    opened(w)
    client = as_user(w.leader)
    assert client.get(url("list"), {"export": "xlsx"})["Content-Type"].startswith("text/html")
    assert "申请导出" in text_of(client.get(url("export")))
    assert not AccessLog.objects.filter(action="export").exists()


def test_pages_with_a_lead_bear_the_viewers_mark_and_are_not_cached(w):
    row = started(w)
    for address in (url("detail", row.lead), url("interview_new", row.lead, row.pk)):
        page = as_user(w.officer).get(address)
        mark = re.search(r'src="(data:image/svg\+xml,[^"]+)"', text_of(page))[1]
        assert f"{w.officer.name} {clock.today().isoformat()}" in unquote(mark)
        assert page["Cache-Control"] == "no-store"
        assert "style=" not in text_of(page)


def test_a_hostile_name_does_not_break_out_of_the_mark(w):
    User.objects.filter(pk=w.officer.pk).update(name='"><script>x')
    lead = opened(w)
    assert "<script>x" not in text_of(as_user(User.objects.get(pk=w.officer.pk)).get(url("detail", lead)))


def test_hostile_text_is_shown_as_text(w):
    lead = opened(w, summary="<script>alert(1)</script>", person="<b>x")
    text = text_of(as_user(w.leader).get(url("detail", lead)))
    assert "<script>alert" not in text and "&lt;script&gt;" in text and "<b>x" not in text


@pytest.mark.parametrize("name", ["again", "handler_add"])
def test_acts_without_a_form_are_posts_only(w, name):
    assert as_user(w.leader).get(url(name, opened(w))).status_code == 405


LISTS = (
    "incidents:list incidents:again_list incidents:accidents incidents:grants incidents:exports incidents:accesses".split()
)
LISTS += "incidents:matching incidents:briefs incidents:statistics tips:list tips:rewards".split()


@pytest.mark.parametrize("name", LISTS)
def test_lists_of_the_room_bear_the_mark_and_are_kept_by_no_cache(w, name):
    opened(w)
    page = as_user(w.leader).get(reverse(name))
    assert page.status_code == 200 and page["Cache-Control"] == "no-store"
    assert w.leader.name in unquote(re.search(r'class="lead-mark"[^>]* src="([^"]+)"', page.content.decode())[1])


def bears_the_mark(page, person):
    found = re.search(r'class="lead-mark"[^>]* src="([^"]+)"', page.content.decode())
    return page.status_code == 200 and "no-store" in page["Cache-Control"] and person.name in unquote(found[1])


FORMS = (
    "incidents:new incidents:export incidents:brief_new incidents:names_new tips:settings tips:rules tips:budgets".split()
)
FORMS += "incidents:reviews incidents:review incidents:keys".split()


@pytest.mark.parametrize("name", FORMS)
def test_forms_and_reviews_of_the_room_bear_the_mark_and_are_kept_by_no_cache(w, name):
    opened(w)
    assert bears_the_mark(as_user(w.leader).get(reverse(name)), w.leader)


def test_what_was_typed_comes_back_under_the_mark(w):
    page = as_user(w.officer).post(reverse("incidents:new"), {"summary": "有人从架上坠落"})
    assert "有人从架上坠落" in text_of(page) and bears_the_mark(page, w.officer)


def test_pages_of_one_row_without_a_case_of_its_own_page_bear_the_mark(w):
    lead, brief = opened(w), briefs.write(by=w.officer, kind="thematic", title="情况", text="甲")
    handed = referrals.refer(lead=lead, kind="discipline", to_body="云溪镇纪委", facts="失职", materials="", by=w.officer)
    referrals.step(referral=handed, action="send", by=w.officer, sent_on=clock.today(), answer_by=later(9))
    asked = exporting.ask(kind="register", rows=Lead.objects.filter(pk=lead.pk), by=w.officer, reason="向县局报送")
    for person, address in (
        (w.officer, reverse("incidents:brief_step", args=[brief.pk, "submit"])),
        (w.discipline, reverse("incidents:handed_step", args=[handed.pk, "receive"])),
        (w.leader, reverse("incidents:export_row", args=[asked.pk])),
        (w.leader, url("accident", lead)),
    ):
        assert bears_the_mark(as_user(person).get(address), person), address


def lists_looked_at():
    return list(AccessLog.objects.filter(action="view", lead=None).order_by("pk").values_list("detail", flat=True))


@pytest.mark.parametrize(
    "name,line",
    [
        ("incidents:list", "线索台账 第 1 页 2 条"),
        ("incidents:accidents", "事故登记 第 1 页 0 条"),
        ("incidents:briefs", "情况报告 第 1 页 0 条"),
        ("incidents:matching", "比对名单登记 第 1 页 0 条"),
        ("tips:list", "群众举报登记 第 1 页 0 条"),
        ("tips:rewards", "举报奖励登记 第 1 页 0 条"),
    ],
)
def test_a_list_looked_through_without_a_search_leaves_a_line_too(w, name, line):
    opened(w), opened(w)
    client, to = as_user(w.leader), reverse(name)
    client.get(to)
    client.get(to, headers={"HX-Request": "true"})
    assert lists_looked_at() == [line], "a part of the page fetched anew is the same look"
    client.get(to)
    assert lists_looked_at() == [line] * 2


def test_each_page_of_a_list_leaves_its_line_and_a_search_one_for_each_hit(w):
    for _ in range(51):
        lead = opened(w)
    client, to = as_user(w.leader), url("list")
    client.get(to)
    client.get(to, {"page": 2}, headers={"HX-Request": "true"})
    assert lists_looked_at() == ["线索台账 第 1 页 50 条", "线索台账 第 2 页 1 条"]
    client.get(to, {"number": lead.number})
    assert len(lists_looked_at()) == 2 and looks(lead=lead, action="hit") == [(w.leader.pk, "hit", "台账筛选")]


def test_discipline_leaves_a_line_with_the_list_of_what_was_handed_to_it(w):
    as_user(w.discipline).get(reverse("incidents:handed"))
    assert lists_looked_at() == ["移交纪检 第 1 页 0 条"]


@pytest.mark.parametrize(
    ("name", "query", "line"),
    [
        ("incidents:accidents", {"grade": "ordinary", "found": "0"}, "事故登记 按事故等级、未认定筛选 0 条 第 1 页"),
        ("incidents:briefs", {"kind": "urgent", "waiting": "1"}, "情况报告 按类别、待办筛选 1 条 第 1 页"),
        ("incidents:matching", {"kind": "deaths"}, "比对名单登记 按名单类别筛选 0 条 第 1 页"),
        ("incidents:referrals", {"number": "卞秘安", "state": ""}, "移交台账 按线索编号筛选 0 条 第 1 页"),
        ("tips:list", {"village": "卞秘安", "state": "received"}, "群众举报登记 按状态、所在村筛选 0 条 第 1 页"),
        ("tips:rewards", {"year": "2026"}, "举报奖励登记 按年度筛选 0 条 第 1 页"),
    ],
)
def test_a_search_of_other_lists_leaves_its_filters_and_how_many_were_found(w, name, query, line):
    row = briefs.write(by=w.officer, kind="urgent", title="甲", text="乙")
    briefs.step(brief=row, action="submit", by=w.officer)
    client = as_user(w.leader)
    client.get(reverse(name), query)
    client.get(reverse(name), query, headers={"HX-Request": "true"})
    assert looks(action="hit") == [(w.leader.pk, "hit", line)] and not lists_looked_at()
    client.get(reverse(name), query)
    assert len(looks(action="hit")) == 2
    assert not AccessLog.objects.filter(detail__contains="卞秘安").exists()
