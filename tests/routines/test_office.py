"""The eight points of the office and the guide of its grid workers."""

import io
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook
from pypdf import PdfReader

from core import clock
from core.errors import Refused
from reminders.models import Message
from routines.deadlines import due_points
from routines.models import Guide, OfficeReview
from routines.services import guides, points
from tests import factories

TEXT = "一、走访\n网格员每周走访一遍。\n二、报告\n发现隐患当天上报。"


def said(w, lacking=("有装备",), staff=3):
    """A look in which all is there but what is named."""
    for _ in range(staff - points.staff_of(w.town)):
        factories.user("officer", w.town, office=w.safety_office)
    review = points.start(by=w.officer)
    for point in review.points.all():
        if point.name in lacking:
            points.say(point=point, met=False, lack="添置检测仪", due_on=clock.today() + timedelta(days=20), by=w.officer)
        else:
            points.say(point=point, met=True, fact="已有", by=w.officer)
    return review


def test_what_lacks_is_mended_by_a_day_and_then_complete(w):
    review = points.move(review=said(w), action="finish", by=w.officer)
    assert review.state == "mending"
    with pytest.raises(Refused, match="还缺：有装备"):
        points.move(review=review, action="complete", by=w.officer)
    [due] = due_points(clock.today(), clock.today() + timedelta(days=60))
    assert "有装备" in due.title and due.people[0] == w.officer and due.ladder == [[w.leader]]
    point = review.points.get(name="有装备")
    points.mend(point=point, mended="购置 2 台", by=w.officer)
    assert points.move(review=review, action="complete", by=w.officer).state == "complete"
    assert list(due_points(clock.today(), clock.today() + timedelta(days=60))) == []


def test_nothing_lacking_is_complete_at_once(w):
    assert points.move(review=said(w, lacking=()), action="finish", by=w.officer).state == "complete"


def test_too_few_people_cannot_be_said_to_be_enough(w):
    review = points.start(by=w.officer)
    assert review.staff == 1
    with pytest.raises(Refused, match="1 人，不到 3 人"):
        points.say(point=review.points.get(name="有人员"), met=True, fact="人够", by=w.officer)
    points.set_points(township=w.town, points=points.EIGHT, least=1, by=w.officer)
    points.say(point=review.points.get(name="有人员"), met=True, fact="人够", by=w.officer)


@pytest.mark.parametrize(("given", "why"), [
    ({"met": True}, "写明现状"), ({"met": False, "lack": "添置"}, "补齐期限"),
    ({"met": False, "lack": "添置", "due_on": date(2020, 1, 1)}, "不能早于今天"),
])  # fmt: skip
def test_what_a_point_needs(w, given, why):
    review = points.start(by=w.officer)
    with pytest.raises(Refused, match=why):
        points.say(point=review.points.get(name="有场所"), by=w.officer, **given)


def test_one_look_at_a_time_and_all_points_said(w):
    review = points.start(by=w.officer)
    with pytest.raises(Refused, match="已有一份自评"):
        points.start(by=w.officer)
    with pytest.raises(Refused, match="还没有评"):
        points.move(review=review, action="finish", by=w.officer)


def test_the_pages_of_a_look_and_its_sheet(client, w):
    client.force_login(w.officer)
    client.post(reverse("routines:review_new"))
    review = OfficeReview.objects.get()
    point = review.points.first()
    client.post(reverse("routines:point", args=[point.pk]), {"met": "1", "fact": "云编办 3 号"})
    assert "云编办 3 号" in client.get(reverse("routines:review", args=[review.pk])).content.decode()
    text = (
        PdfReader(io.BytesIO(client.get(reverse("routines:review_pdf", args=[review.pk])).content)).pages[0].extract_text()
    )
    assert "“八有”自查表" in text and "云编办 3 号" in text
    client.force_login(w.other_officer)
    assert client.get(reverse("routines:point", args=[point.pk])).status_code == 404
    client.force_login(w.cadre)
    assert client.get(reverse("routines:reviews")).status_code == 403


def test_what_two_mend_at_once_is_kept_as_the_first_said(w):
    review = points.move(review=said(w), action="finish", by=w.officer)
    point, stale = review.points.get(name="有装备"), review.points.get(name="有装备")
    points.mend(point=point, mended="购置 2 台", by=w.officer)
    with pytest.raises(Refused, match="这一项不缺"):
        points.mend(point=stale, mended="调剂 1 台", by=w.officer)
    assert review.points.get(name="有装备").mended == "购置 2 台"


def test_proofs_of_all_points_are_read_at_once(client, w, django_assert_num_queries):
    review = said(w)
    client.force_login(w.officer)
    page = reverse("routines:review", args=[review.pk])
    client.get(page)
    with CaptureQueriesContext(connection) as without:
        client.get(page)
    for point in review.points.all():
        factories.photo(point, by=w.officer)
    with django_assert_num_queries(len(without)):
        assert client.get(page).content.decode().count("照片1") == 8


def test_a_township_sets_its_own_points(client, w):
    client.force_login(w.officer)
    url = reverse("routines:review_setting")
    assert "写成“名称 要求”" in client.post(url, {"points": "有车", "least": 3}).content.decode()
    client.post(url, {"points": "有车 检查用车一辆\n有人员 专人", "least": 2})
    assert points.points_of(w.town) == [("有车", "检查用车一辆"), ("有人员", "专人")] and points.least_of(w.town) == 2
    assert points.points_of(w.other_town)[0] == points.EIGHT[0]


def a_guide(w, body=TEXT):
    return guides.keep(guide=Guide(township=w.town, title="网格员工作指南", body=body), by=w.officer)


def test_a_new_version_replaces_the_one_in_force_and_cadres_are_told(w):
    first = guides.publish(guide=a_guide(w), by=w.officer)
    second = guides.publish(guide=a_guide(w, TEXT + "\n三、培训"), by=w.officer)
    first.refresh_from_db()
    assert (first.state, second.state, second.number) == ("replaced", "in_force", 2)
    assert Message.objects.filter(recipient=w.cadre, title__contains="第2版").count() == 1
    with pytest.raises(Refused, match="不能再改"):
        guides.keep(guide=second, by=w.officer)


def test_the_versions_are_exported(client, w):
    guides.publish(guide=a_guide(w), by=w.officer)
    client.force_login(w.officer)
    answer = client.get(reverse("routines:guides"), {"export": "xlsx"})
    lines = list(load_workbook(io.BytesIO(answer.content)).active.values)
    assert lines[0][:2] == ("版次", "名称") and lines[1][:2] == ("第1版", "网格员工作指南")


def test_cadres_read_what_is_published_only(client, w):
    draft = a_guide(w)
    client.force_login(w.cadre)
    page = reverse("routines:guide", args=[draft.pk])
    assert client.get(page).status_code == 404
    guides.publish(guide=draft, by=w.officer)
    assert "每周走访" in client.get(page).content.decode()
    text = PdfReader(io.BytesIO(client.get(reverse("routines:guide_pdf", args=[draft.pk])).content)).pages[0].extract_text()
    assert "网格员工作指南" in text and "当天上报" in text
    client.force_login(w.boss)
    assert client.get(page).status_code == 403


def test_writing_starts_from_the_text_in_force(client, w):
    guides.publish(guide=a_guide(w), by=w.officer)
    client.force_login(w.officer)
    assert "每周走访" in client.get(reverse("routines:guide_new")).content.decode()
    client.post(reverse("routines:guide_new"), {"title": "网格员工作指南", "body": TEXT, "changed": "增加夜查"})
    draft = Guide.objects.get(state="draft")
    client.post(reverse("routines:guide_step", args=[draft.pk, "publish"]))
    assert Guide.objects.get(state="in_force") == draft
