"""What is ordered on the spot: signed with the record, printed, found by filter, carried out on the page it leads to."""

from datetime import timedelta

import pytest
from django.urls import reverse

from checks import record
from checks.disposals import papers_for
from checks.models import Inspection
from checks.services import inspecting
from checks.services.inspected import hazards_of
from core import clock
from core.errors import Refused
from hazards.models import Case, Hazard
from notices.models import Paper
from tests import factories

from .visits import begun, fresh, own, presented, signed


def ordered(w, kinds, by=None):
    by = by or w.officer
    if "stop" in kinds:
        factories.power(w.town, kind="stop")
    row = begun(w, by)
    row = inspecting.change(inspection=row, by=by, seen=row.version, disposals=kinds)
    return signed(fresh(row), by, "no")


def test_it_is_written_on_the_page_of_the_head_and_only_from_the_choices(client, w):
    row = begun(w)
    client.force_login(w.officer)
    url = reverse("checks:inspection_edit", args=[row.pk])
    sent = {"begun": "09:00", "location": "一号车间", "row_version": row.version, "opinions": "甲" * 5}
    page = client.post(url, sent | {"disposals": ["limit", "炸掉"]}).content.decode()
    assert "甲甲甲甲甲" in page and fresh(row).disposals == ""
    factories.power(w.town, kind="stop")
    client.post(url, sent | {"disposals": ["limit", "stop"]})
    assert [kind.label for kind in fresh(row).disposed] == ["责令限期整改", "责令停产停业整顿或停止使用"]
    assert client.get(url).content.decode().count("checked") == 2


def test_it_is_part_of_what_is_signed_and_printed(w):
    row = ordered(w, "limit,transfer")
    assert "现场处置：责令限期整改、移送有权部门。" in "".join(
        getattr(b, "text", "") for b in record.document_of(row).blocks
    )
    assert record.is_whole(row)
    Inspection.objects.filter(pk=row.pk).update(disposals="mended")
    assert not record.is_whole(fresh(row))


def test_a_record_from_before_there_were_disposals_is_still_whole(w):
    row = signed(begun(w), w.officer)
    assert "disposals" not in row.record and record.is_whole(row)


@pytest.mark.parametrize(("kinds", "who", "labels"), [
    ("limit", "officer", ["起草责令限期整改指令书"]), ("limit", "leader", []), ("mended", "officer", []),
    ("stop,close", "officer", ["登记处罚案件（停产停业）", "起草提请关闭函"]), ("transfer", "officer", ["移送 ", "移送 "]),
])  # fmt: skip
def test_each_leads_to_its_page_for_who_may(client, w, kinds, who, labels):
    row = ordered(w, kinds)
    client.force_login(getattr(w, who))
    papers = client.get(reverse("checks:inspection", args=[row.pk])).context["papers"]
    assert len(papers) == len(labels) and all(
        said.startswith(label) for (said, _), label in zip(papers, labels, strict=True)
    )
    for _, url in papers:
        assert client.get(url).status_code == 200


def test_the_list_finds_and_names_it(client, w):
    row = ordered(w, "stop")
    other = signed(begun(w, firm=w.firm2), w.officer)
    client.force_login(w.officer)
    page = client.get(reverse("checks:inspections"), {"disposal": "stop"}).content.decode()
    assert reverse("checks:inspection", args=[row.pk]) in page and "停产停业" in page
    assert reverse("checks:inspection", args=[other.pk]) not in page


def test_stopping_needs_the_power_on_the_day_of_the_visit(client, w):
    row = begun(w)
    client.force_login(w.officer)
    url = reverse("checks:inspection_edit", args=[row.pk])
    sent = {"begun": "09:00", "location": "一号车间", "row_version": row.version, "disposals": ["stop"]}
    page = client.post(url, sent).content.decode()
    assert "没有“责令停产停业”的赋权" in page and reverse("hazards:transfer_new") in page
    assert fresh(row).disposals == ""
    power = factories.power(w.town, kind="stop", from_on=clock.today() + timedelta(days=1))
    with pytest.raises(Refused, match="请移送有权机关"):
        inspecting.change(inspection=row, by=w.officer, seen=row.version, disposals="stop")
    type(power).objects.update(from_on=clock.today())
    assert reverse("hazards:transfer_new") not in client.get(url).content.decode()
    row = inspecting.change(inspection=row, by=w.officer, seen=row.version, disposals="stop")
    assert signed(fresh(row), w.officer).state == "signed"


def test_a_power_taken_back_before_the_signing_stops_it(w):
    power = factories.power(w.town, kind="stop")
    row = begun(w)
    row = inspecting.change(inspection=row, by=w.officer, seen=row.version, disposals="stop")
    power.delete()
    with pytest.raises(Refused, match="没有“责令停产停业”的赋权"):
        presented(fresh(row), w.officer)


def test_the_upper_level_stops_by_its_own_right(w):
    row = begun(w, w.supervisor, kind="unannounced")
    row = inspecting.change(inspection=row, by=w.supervisor, seen=row.version, disposals="stop")
    assert signed(fresh(row), w.supervisor).state == "signed"


@pytest.mark.parametrize("kind", ["principal", "village", "recheck"])
def test_a_firm_and_a_village_order_nothing(client, w, kind):
    by = w.boss if kind == "principal" else w.cadre
    row = own(w) if by == w.boss else begun(w, by, kind=kind)
    client.force_login(by)
    assert "现场处置" not in client.get(reverse("checks:inspection_edit", args=[row.pk])).content.decode()
    with pytest.raises(Refused, match="站所和应急办"):
        inspecting.change(inspection=row, by=by, seen=row.version, disposals="stop")


def test_the_proposal_to_close_begins_with_the_hazards_of_the_visit(client, w):
    row = ordered(w, "close")
    ((_, url),) = papers_for(row, w.officer)
    client.force_login(w.officer)
    found = [hazard.pk for hazard in hazards_of(row)]
    other = factories.hazard(w.village, enterprise=w.firm)
    form = client.get(url).context["form"]
    assert form.initial["hazards"] == found and other in form.fields["hazards"].queryset
    assert "请" in client.post(url, {"hazards": found, "reason": ""}).content.decode() and not Paper.objects.exists()
    for _ in range(2):
        client.post(url, {"hazards": found, "reason": "经整顿仍不具备条件", "form_token": "c1"})
    paper = Paper.objects.get()
    assert paper.title == f"关于提请关闭{w.firm.name}的函" and paper.content["to"] == "青禾县人民政府"
    body = paper.content["body"]
    assert all(hazard.description in body for hazard in hazards_of(row)) and other.description not in body
    assert "经整顿仍不具备条件" in body
    assert client.get(reverse("notices:edit", args=[paper.pk])).status_code == 200
    client.force_login(w.department)
    assert client.get(url).status_code in (403, 404)
    client.force_login(w.leader)
    assert client.get(url).status_code == 403


def test_the_order_begins_with_the_hazards_of_the_visit(client, w):
    row = ordered(w, "limit")
    ((_, url),) = papers_for(row, w.officer)
    client.force_login(w.officer)
    page = client.get(url)
    first, second = hazards_of(row)
    assert {hazard.pk for hazard, on in page.context["rows"] if on} == {first.pk, second.pk}
    Hazard.objects.update(state="cancelled")
    ((_, url),) = papers_for(row, w.officer)
    assert url.startswith(reverse("notices:new"))


def test_the_case_of_a_stop_begins_with_the_visit_and_its_hazards(client, w):
    row = ordered(w, "stop")
    ((_, url),) = papers_for(row, w.officer)
    client.force_login(w.officer)
    form = client.get(url).context["form"]
    found = hazards_of(row)
    assert len(found) > 1 and form.initial["facts"].split("\n") == [hazard.description for hazard in found]
    assert form.initial["visit"] == str(row.pk)
    client.post(
        url, {"facts": form.initial["facts"], "basis": "安全生产法第七十条", "visit": str(row.pk), "form_token": "s1"}
    )
    case = Case.objects.get()
    assert case.hazard == found[0] and case.inspection and case.inspected_at


def test_hazards_of_others_do_not_get_into_a_case(client, w):
    own, foreign = factories.hazard(w.village, enterprise=w.firm), factories.hazard(w.village2, enterprise=w.firm2)
    client.force_login(w.officer)
    query = {"hazard": own.pk, "also": [foreign.pk, "x"], "visit": "7'"}
    form = client.get(reverse("hazards:case_new"), query).context["form"]
    assert form.initial["facts"] == own.description and form.initial.get("visit") in (None, "")
