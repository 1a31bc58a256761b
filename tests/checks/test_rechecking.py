"""A recheck goes through what the visit before left open: mended comes to acceptance, unmended stays the same row."""

import json
from datetime import timedelta

import pytest
from django.urls import reverse

from checks.models import RecheckLine
from checks.record import document_of
from checks.services import inspecting, rechecking
from core import clock
from core.errors import Refused
from evidence.models import Attachment
from hazards import services as hazard_services
from hazards.models import Hazard

from .conftest import a_list, photo_id
from .visits import begun, filled, fresh, own, presented, sign_next, signed


def ordered(w, hazard, **values):
    given = {"grade": "ordinary", "grade_basis": "现场检查", "at_once": True, "responsible": "季长河"}
    due = clock.today() + timedelta(days=3)
    return hazard_services.grade(hazard=hazard, by=w.officer, **(given | {"due_on": due} | values))


@pytest.fixture
def first(w):
    """A visit that found two problems, both being mended since."""
    row = signed(begun(w), w.officer, "no")
    for hazard in Hazard.objects.all():
        ordered(w, hazard)
    return row


def again(w, first, by=None, **values):
    return begun(w, by, **({"kind": "recheck", "first": first, "checklist": None} | values))


def say(w, line, seen, by=None, **values):
    given = {"note": "货还堆着" if seen == "unmended" else "", "photos": () if seen == "unmended" else [photo_id(w.officer)]}
    return inspecting.recheck(line=line, seen=seen, by=by or w.officer, **(given | values))


def over(w, row, by=None, value="yes"):
    by = by or w.officer
    row = presented(row, by, value) if row.checklist_id else presented(row, by)
    while row.state == "signing":
        row = sign_next(row, by)
    return row


def states():
    return list(Hazard.objects.order_by("pk").values_list("state", flat=True))


def test_a_recheck_asks_about_what_is_still_open(w, first):
    one, two = Hazard.objects.order_by("pk")
    Hazard.objects.filter(pk=one.pk).update(state="closed", accepted_by=w.officer, closed_at=clock.now())
    assert [line.hazard for line in again(w, first).lines.all()] == [two]
    assert not begun(w).lines.exists()
    assert not again(w, first, firm=w.firm2).lines.exists()


def test_mended_comes_to_acceptance_and_unmended_stays_the_same_hazard(w, first):
    row = again(w, first)
    one, two = row.lines.all()
    say(w, one, "mended")
    say(w, two, "unmended")
    over(w, row)
    assert Hazard.objects.count() == 2 and states() == ["reported", "rectifying"]
    mended, unmended = Hazard.objects.order_by("pk")
    assert (mended.rectified_on, mended.rectified_by) == (clock.today(), None)
    assert mended.result.endswith("复查（云溪镇应急管理办公室）：已改")
    assert Attachment.objects.of(mended).filter(slot="after").count() == 1
    assert (unmended.log.last().action_label, unmended.log.last().note[-4:]) == ("复查仍未改", "货还堆着")
    hazard_services.accept(hazard=mended, by=w.officer, no_before="旧照片丢失")
    assert states() == ["closed", "rectifying"]


def test_one_reported_done_that_is_not_goes_back(w, first):
    one = Hazard.objects.order_by("pk").first()
    done = {"result": "已清理", "rectified_on": clock.today(), "photos": [photo_id(w.boss)]}
    hazard_services.report_done(hazard=one, by=w.boss, **done)
    row = again(w, first)
    for line in row.lines.all():
        say(w, line, "unmended")
    over(w, row)
    assert states() == ["rectifying", "rectifying"]
    assert one.log.last().action == "send_back" and "货还堆着" in one.log.last().note


def test_the_same_question_answered_badly_makes_no_second_hazard(w):
    of = a_list().current
    first = signed(begun(w, checklist=of), w.officer, "no")
    for hazard in Hazard.objects.all():
        ordered(w, hazard)
    row = again(w, first, checklist=of)
    for line in row.lines.all():
        say(w, line, "unmended")
    row = over(w, row, value="no")
    assert Hazard.objects.count() == 2
    assert set(row.answers.values_list("hazard", flat=True)) == set(Hazard.objects.values_list("pk", flat=True))
    third = again(w, row, checklist=of)
    assert third.lines.count() == 2, "what a recheck left open is asked again by the next"


def test_a_new_problem_of_a_recheck_is_a_new_hazard(w, first):
    row = again(w, first)
    for line in row.lines.all():
        say(w, line, "mended")
    inspecting.add_finding(inspection=row, by=w.officer, description="地沟没有盖板")
    over(w, row)
    assert Hazard.objects.count() == 3


def test_nobody_signs_while_a_line_is_silent_or_says_the_contrary_of_an_answer(w):
    of = a_list("通道是否畅通").current
    first = signed(begun(w, checklist=of), w.officer, "no")
    ordered(w, Hazard.objects.get())
    row = filled(again(w, first, checklist=of), w.officer, "no")
    assert "还有 1 条上次的隐患没有写明已改还是未改" in rechecking.unready(row)
    say(w, row.lines.get(), "mended")
    assert "却写了已改" in rechecking.unready(row)
    say(w, row.lines.get(), "unmended")
    assert rechecking.unready(row) == ""


@pytest.mark.parametrize(
    "values, said",
    [({"seen": "mended", "photos": ()}, "拍一张整改后的照片"), ({"seen": "unmended", "note": " "}, "写明现在的情况"), ({"seen": "?"}, "请选择")],
)  # fmt: skip
def test_a_line_wants_a_photo_or_a_word(w, first, values, said):
    row = again(w, first)
    with pytest.raises(Refused, match=said):
        say(w, row.lines.first(), **values)
    assert row.lines.exclude(seen="").count() == 0


def test_what_a_cadre_sees_waits_for_who_judges(w, first):
    row = again(w, first, w.cadre, team=[(w.cadre, w.cadre.name, "", "lead")])
    one, two = row.lines.all()
    say(w, one, "mended", by=w.cadre, photos=[photo_id(w.cadre)])
    say(w, two, "unmended", by=w.cadre)
    over(w, row, w.cadre)
    assert states() == ["rectifying", "rectifying"]
    assert [h.log.last().action_label for h in Hazard.objects.order_by("pk")] == ["复查看到已改", "复查仍未改"]


def test_the_record_says_and_seals_what_was_seen(w, first):
    row = again(w, first)
    one, two = row.lines.all()
    say(w, one, "mended")
    say(w, two, "unmended")
    row = over(w, row)
    said = json.loads(row.record)["rechecked"]
    assert [line[:2] for line in said] == [[one.hazard.number, "mended"], [two.hazard.number, "unmended"]]
    assert "未改。货还堆着" in str(document_of(row).blocks)
    with pytest.raises(Refused, match="不能再改"):
        say(w, two, "mended")


def test_the_pages(client, w, first):
    client.force_login(w.officer)
    row = again(w, first)
    line = row.lines.first()
    page = client.get(reverse("checks:inspection", args=[row.pk])).content.decode()
    assert "上次检查的隐患" in page and line.hazard.number in page and "没有写明已改还是未改" in page
    url = reverse("checks:recheck", args=[line.pk])
    assert "请写明" not in client.get(url).content.decode()
    assert "未改的请写明现在的情况" in client.post(url, {"seen": "unmended", "note": ""}).content.decode()
    assert client.post(url, {"seen": "unmended", "note": "还堆着"}).status_code == 302
    line.refresh_from_db()
    assert (line.seen, line.by) == ("unmended", w.officer)
    client.force_login(w.boss)
    assert client.get(url).status_code in (403, 404)
    assert fresh(row).state == "open" and RecheckLine.objects.count() == 2


def test_an_enterprises_own_check_asks_nothing_again(w, first):
    assert not own(w).lines.exists()
