"""联络表 and 任务分解表: what they list, who sees them, how they are printed and issued."""

from datetime import date
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from campaigns import breakdown, contacts
from campaigns.models import TaskUnit
from core.errors import Refused
from notices.models import Paper
from notices.typeset import render
from tests import factories
from tests.notices.conftest import text_of

from . import makers

PHONE = "13911112222"


def campaign_of(w):
    campaign = makers.draft(w)
    factories.member(campaign, role="组长", name=w.leader.name, post="镇党委书记")
    factories.member(campaign, role="成员", name="离任人", left_on=date(2026, 11, 1))
    return campaign


def broken_down(w):
    campaign = campaign_of(w)
    task = makers.task(campaign, due_on=date(2026, 12, 20), units=False, title="排查危房\t和隐患")
    TaskUnit.objects.create(task=task, name="规划办", office=w.office)
    TaskUnit.objects.create(task=task, name="各村", group="villages", role="joint")
    makers.task(campaign, every="month", title="召开例会")
    makers.task(campaign, due_on=date(2026, 12, 1), title="不做的事", dropped=True, drop_reason="由县里办")
    return campaign


def test_the_contacts_are_the_group_the_office_the_liaisons_and_the_offices(w):
    type(w.leader).objects.filter(pk__in=[w.leader.pk, w.liaison.pk]).update(phone=PHONE)
    found = contacts.contacts_of(campaign_of(w))
    by_section = {(one.section, one.name): one for one in found}
    assert by_section[("领导小组", w.leader.name)].phone == "139****2222"
    assert by_section[("包村干部", w.liaison.name)].unit == w.village.name
    assert by_section[("站所", w.department.name)].unit == w.office.name
    assert ("办公室", w.officer.name) in by_section
    assert {one.name for one in found}.isdisjoint({"离任人", w.other_officer.name, w.cadre.name, w.boss.name})


def test_namesakes_have_no_phone_of_another(w):
    twin = factories.user("department", w.town, office=w.office)
    type(twin).objects.filter(pk__in=[twin.pk, w.leader.pk]).update(phone=PHONE, name="重名人")
    campaign = makers.draft(w)
    factories.member(campaign, role="组长", name="重名人")
    assert contacts.contacts_of(campaign)[0].phone == ""


def test_the_phone_is_nowhere_in_full(w, login):
    type(w.leader).objects.filter(pk=w.leader.pk).update(phone=PHONE)
    campaign, client = campaign_of(w), login(w.officer)
    to = reverse("campaigns:contacts", args=[campaign.pk])
    page = client.get(to).content.decode()
    assert "139****2222" in page and PHONE not in page
    sheet = load_workbook(BytesIO(client.get(to, {"export": "xlsx"}).content)).active
    words = [str(cell) for row in sheet.values for cell in row]
    assert "139****2222" in words and PHONE not in "".join(words)
    printed = text_of(client.get(reverse("campaigns:contacts_pdf", args=[campaign.pk])).content)
    assert "2222" in printed and PHONE not in printed and w.leader.name in printed


def test_the_contacts_of_one_section(w, login):
    to = reverse("campaigns:contacts", args=[campaign_of(w).pk])
    rows = login(w.officer).get(to, {"section": "包村干部"}).context["page"].object_list
    assert [row.name for row in rows] == [w.liaison.name]


@pytest.mark.parametrize(
    ("who", "status"),
    [("leader", 200), ("department", 200), ("liaison", 200), ("cadre", 403), ("boss", 403), ("other_officer", 404)],
)
def test_who_sees_the_contacts(w, login, who, status):
    campaign, client = campaign_of(w), login(getattr(w, who))
    assert client.get(reverse("campaigns:contacts", args=[campaign.pk])).status_code == status
    assert client.get(reverse("campaigns:contacts_pdf", args=[campaign.pk])).status_code == status


def test_the_breakdown_names_task_units_and_limit_of_what_is_dispatched(w):
    head, *rows = breakdown.table_of(broken_down(w))
    assert head == ["序号", "任务", "牵头单位", "配合、督促单位", "完成时限"]
    assert rows == [
        ["1", "排查危房 和隐患", "规划办", "各村", "2026年12月20日前"],
        ["2", "召开例会", "villages", "", "每月至少一次"],
    ]


def test_the_breakdown_is_shown_printed_and_taken_out(w, login):
    campaign, client = broken_down(w), login(w.officer)
    to = reverse("campaigns:breakdown", args=[campaign.pk])
    assert "规划办" in client.get(to).content.decode()
    assert "任务分解表" in client.get(reverse("campaigns:detail", args=[campaign.pk])).content.decode()
    printed = text_of(client.get(reverse("campaigns:breakdown_pdf", args=[campaign.pk])).content)
    assert "任务分解表" in printed and "规划办" in printed and "不做的事" not in printed
    sheet = load_workbook(BytesIO(client.get(to, {"export": "xlsx"}).content)).active
    assert any("规划办" in row for row in sheet.values)


def test_an_empty_campaign_has_nothing_to_print_or_issue(w, login):
    campaign, client = makers.draft(w), login(w.officer)
    answer = client.get(reverse("campaigns:breakdown_pdf", args=[campaign.pk]))
    assert answer["Content-Type"] != "application/pdf"
    with pytest.raises(Refused, match="还没有可以分解的任务"):
        breakdown.draft(campaign=campaign, units=[], by=w.officer)


def test_the_table_is_the_attachment_of_a_red_headed_paper(w, login):
    campaign, client = broken_down(w), login(w.officer)
    to = reverse("campaigns:breakdown_issue", args=[campaign.pk])
    for _ in range(2):
        assert client.post(to, {"form_token": "t1"}).status_code == 302
    paper = Paper.objects.get()
    assert paper.kind == "circular" and paper.state == "draft" and paper.receipts.count() == 3
    said = text_of(render(paper)[0])
    assert "附件" in said and "规划办" in said and "2026年12月20日前" in said.replace("\n", "")
    assert login(w.leader).post(to).status_code == 403 and login(w.other_officer).post(to).status_code == 404
