"""Lists of powers and duties: versions in force by the day, a published one never changes, rows come in from Excel."""

from datetime import timedelta

import pytest
from django.urls import reverse

from core import clock, imports
from core.errors import Refused
from mandates import imports as own
from mandates.holders import Holder
from mandates.models import Mandate
from mandates.services import lists

from .conftest import a_list


def test_the_version_in_force_is_the_last_published_that_has_begun(w):
    first = a_list(w)
    later = lists.new(holder=Holder(office=first.office), valid_from=clock.today() + timedelta(days=10), by=w.officer)
    assert [item.text for item in later.items.all()] == ["监督检查", "建立台账"]
    assert list(Mandate.objects.in_force()) == [first]
    lists.publish(mandate=later, by=w.leader)
    assert list(Mandate.objects.in_force()) == [first]
    assert list(Mandate.objects.in_force(clock.today() + timedelta(days=10))) == [later]


def test_a_published_list_takes_no_more_words(w):
    row = a_list(w)
    for act in (
        lambda: lists.add(mandate=row, kind="duty", text="再加一项", by=w.officer),
        lambda: lists.drop_item(item=row.items.first(), by=w.officer),
    ):
        with pytest.raises(Refused, match="公布过的清单不能改"):
            act()
    assert row.items.count() == 2


@pytest.mark.parametrize(("kind", "text", "why"), [("task", "完成一轮检查", "完成时限"), ("duty", " ", "事项"),
                                                   ("duty", "监督检查", "已有这一项")])  # fmt: skip
def test_what_a_line_needs(w, kind, text, why):
    with pytest.raises(Refused, match=why):
        lists.add(mandate=a_list(w, publish=False), kind=kind, text=text, by=w.officer)


def test_an_office_writes_its_own_list_only_and_does_not_publish_it(w):
    row = lists.draft_of(holder=Holder(office=w.department.membership.office), by=w.department)
    lists.add(mandate=row, kind="duty", text="巡查", by=w.department)
    with pytest.raises(Refused, match="公布"):
        lists.publish(mandate=row, by=w.department)
    with pytest.raises(Refused, match="本单位"):
        lists.draft_of(holder=Holder(office=w.safety_office), by=w.department)


def test_rows_of_a_workbook_become_the_draft_of_their_holder(w):
    name = str(w.department.membership.office)
    rows = [{"单位或领导": name, "类别": "职责", "事项": "巡查"}, {"单位或领导": name, "类别": "任务", "事项": "排查", "完成时限": "2027-06-30"},
            {"单位或领导": "没有这家", "类别": "职责", "事项": "x"}, {"单位或领导": name, "类别": "职责", "事项": "巡查"}]  # fmt: skip
    verdicts = [verdict for verdict, _, _ in own.check(rows, w.officer)]
    assert verdicts == ["new", "new", "faulty", "faulty"]
    reader = imports.importer_of("mandates").aid(w.officer)
    for row in rows[:2]:
        own.commit(row, reader)
    draft = Mandate.objects.get()
    assert (draft.state, draft.office, draft.items.count()) == ("draft", w.department.membership.office, 2)
    assert own.check(rows[:1], w.officer)[0][0] == "same"
    assert own.check([{"单位或领导": str(w.safety_office), "类别": "职责", "事项": "x"}], w.department)[0][0] == "faulty"


def test_a_row_that_the_draft_would_refuse_is_judged_faulty(w):
    row = {"单位或领导": str(w.safety_office), "类别": "任务", "事项": "排查"}
    assert own.check([row], w.officer) == [("faulty", [["完成时限", "任务要写完成时限"]], [])]
    assert own.check([row | {"完成时限": "2027-06-30"}], w.officer)[0][0] == "new"


@pytest.mark.parametrize(("role", "status"), [
    ("officer", 200), ("leader", 200), ("department", 200), ("supervisor", 200), ("cadre", 403), ("other_officer", 404),
])  # fmt: skip
def test_who_reads_and_prints_it(client, w, role, status):
    row = a_list(w)
    client.force_login(getattr(w, role))
    assert client.get(reverse("mandates:list", args=[row.pk])).status_code == status
    answer = client.get(reverse("mandates:list_pdf", args=[row.pk]))
    assert answer.status_code == status and (status != 200 or answer.content[:5] == b"%PDF-")


def test_from_draft_to_print_on_its_pages(client, w):
    client.force_login(w.officer)
    office = w.department.membership.office
    client.post(reverse("mandates:list_new"), {"holder": f"o{office.pk}", "valid_from": clock.today().isoformat()})
    row = Mandate.objects.get()
    url = reverse("mandates:item_add", args=[row.pk])
    page = client.post(url, {"kind": "task", "text": "完成一轮检查"}).content.decode()
    assert "任务要写完成时限" in page
    client.post(url, {"kind": "duty", "text": "巡查"})
    client.post(reverse("mandates:list_step", args=[row.pk, "publish"]))
    assert "已公布" in client.get(reverse("mandates:list", args=[row.pk])).content.decode()
    assert office.name in client.get(reverse("mandates:lists"), {"now": "1", "q": "巡查"}).content.decode()


def test_a_search_counts_each_item_once(client, w):
    a_list(w, items=("监督检查", "监督整改", "建立台账"))
    client.force_login(w.officer)
    assert [row.lines for row in client.get(reverse("mandates:lists"), {"q": "监督"}).context["page"]] == [3]
