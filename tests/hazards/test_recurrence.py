"""A hazard that comes back is a new row, linked to the first and counted; offered where one is registered."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from core.errors import Refused
from hazards import services
from hazards.models import Hazard
from tests import factories

from .conftest import found, graded, in_state, reported
from .test_views import as_user, detail_url, report_form, step_url


def closed(w, **values):
    return services.accept(hazard=reported(w, graded(w, found(w, **values))), by=w.officer, no_before="登记时没有拍照")


@pytest.fixture
def earlier(w):
    return closed(w)


def test_registering_again_links_to_the_first_and_counts(w, earlier):
    second = found(w, description="冲床防护罩又缺失", recurs=earlier)
    assert (second.first, second.occurrence) == (earlier, 2)
    assert second.log.last().note == f"与 {earlier.number} 同类，第 2 次发现"
    assert earlier.log.last().action_label == "再次发现"
    earlier.refresh_from_db()
    assert earlier.state == "closed"


def test_the_third_time_is_counted_from_the_first(w, earlier):
    second = found(w, recurs=earlier)
    second = services.accept(hazard=reported(w, graded(w, second)), by=w.officer, no_before="登记时没有拍照")
    third = found(w, recurs=second)
    assert (third.first, third.occurrence) == (earlier, 3)
    page = as_user(w.officer).get(detail_url(third))
    assert [row.occurrence for row in page.context["occurrences"]] == [1, 2, 3]
    assert "第 3 次发现" in page.content.decode()
    assert [row.occurrence for row in as_user(w.boss).get(detail_url(earlier)).context["occurrences"]] == [1, 2, 3]


def test_a_hazard_that_never_came_back_shows_nothing(w, earlier):
    assert as_user(w.officer).get(detail_url(earlier)).context["occurrences"] == []


def test_only_a_closed_hazard_of_the_same_unit_comes_back(w, earlier):
    with pytest.raises(Refused, match="已销号的隐患"):
        found(w, recurs=in_state(w, "rectifying"))
    with pytest.raises(Refused, match="同一单位"):
        found(w, village=w.village2, enterprise=w.firm2, recurs=earlier)
    assert not Hazard.objects.filter(occurrence__gt=1).exists()


def test_what_is_out_of_sight_does_not_come_back(w):
    foreign = factories.hazard(w.other_village)
    with pytest.raises(Refused, match="没有找到"):
        found(w, recurs=foreign)


def test_the_database_counts_only_what_has_a_first(w, earlier):
    with pytest.raises(IntegrityError), transaction.atomic():
        Hazard.objects.filter(pk=earlier.pk).update(occurrence=2)


@pytest.mark.parametrize(
    "text, like",
    [
        ("冲床防护罩缺失", True), ("二车间冲床的防护罩缺失了", True), ("冲床没有防护罩", True), ("仓库灭火器过期", False),
        ("", False), ("冲", False), ("。，！", False),
    ],
)  # fmt: skip
def test_similar_words_of_the_same_unit_are_found(w, earlier, text, like):
    rows = services.similar(by=w.officer, enterprise=w.firm, village=w.village, text=text)
    assert rows == ([earlier] if like else [])
    assert services.similar(by=w.officer, enterprise=w.firm2, village=w.village2, text=text) == []


def test_places_without_enterprise_are_compared_within_their_village(w):
    factories.hazard(w.village, state="cancelled", description="村口护栏断裂")
    assert services.similar(by=w.officer, enterprise=None, village=w.village, text="村口护栏断裂") == []
    values = {"grade": "ordinary", "accepted_by": w.officer, "closed_at": "2026-01-05T08:00+08:00", "state": "closed"}
    row = factories.hazard(w.village, description="村口护栏断裂", **values)
    assert services.similar(by=w.officer, enterprise=None, village=w.village, text="村口护栏又断裂") == [row]
    assert services.similar(by=w.officer, enterprise=None, village=w.village2, text="村口护栏又断裂") == []


def test_a_department_is_not_shown_what_it_cannot_see(w, earlier):
    hazard = found(w, office=w.office)
    assert services.similar(by=w.department, enterprise=w.firm, village=w.village, text=hazard.description) == []
    page = as_user(w.department).get(detail_url(hazard), {"do": "recur"})
    assert page.status_code == 200 and earlier.number not in page.content.decode()


def offered(user, **query):
    answer = as_user(user).get(reverse("hazards:similar"), query)
    return answer.content.decode() if answer.status_code == 200 else answer.status_code


def test_the_form_offers_the_like_of_the_named_unit_only(w, earlier):
    words = {"description": "冲床防护罩缺失"}
    assert earlier.number in offered(w.boss, **words)
    assert earlier.number in offered(w.officer, enterprise=w.firm.pk, **words)
    assert earlier.number in offered(w.officer, enterprise_name=w.firm.name, **words)
    for query in ({}, {"enterprise": w.firm2.pk}, {"enterprise": "x"}, {"enterprise_name": "没有这家"}, {"village": "x"}):
        assert earlier.number not in offered(w.officer, **words, **query)
    assert earlier.number not in offered(w.other_officer, enterprise=w.firm.pk, **words)
    assert offered(w.leader, **words) == 403


def test_the_ticked_one_stays_ticked(w, earlier):
    text = offered(w.boss, description="冲床防护罩缺失", recurs=earlier.pk)
    assert f'value="{earlier.pk}" checked' in text


@pytest.mark.parametrize("who", ["boss", "officer"])
def test_registering_by_the_form_links(w, earlier, who):
    values = report_form(description="冲床防护罩缺失", recurs=earlier.pk)
    values |= {"enterprise_name": w.firm.name, "source": "inspection"} if who == "officer" else {}
    assert as_user(getattr(w, who)).post(reverse("hazards:new"), values).status_code == 302
    assert Hazard.objects.latest("pk").first == earlier


def test_a_foreign_one_cannot_be_posted(w):
    row = factories.hazard(w.other_village)
    page = as_user(w.boss).post(reverse("hazards:new"), report_form(recurs=row.pk))
    assert page.status_code == 200 and "没有找到所选的前一次隐患" in page.content.decode()
    assert Hazard.objects.count() == 1


def test_the_judge_marks_it_afterwards(w, earlier):
    hazard = found(w, description="冲床防护罩缺失")
    client = as_user(w.officer)
    form = client.get(detail_url(hazard), {"do": "recur"}).context["form"]
    assert earlier.number in str(form["earlier"])
    client.post(step_url(hazard, "recur"), {"earlier": earlier.pk})
    hazard.refresh_from_db()
    assert hazard.occurrence == 2
    again = client.post(step_url(hazard, "recur"), {"earlier": earlier.pk})
    assert again.status_code == 403 and "已经标记复发" in again.content.decode()


def test_without_anything_like_it_marking_is_not_offered(w):
    page = as_user(w.officer).post(step_url(found(w), "recur"), {"earlier": 1})
    assert page.status_code == 403 and "没有类似的已销号隐患" in page.content.decode()


def test_the_register_lists_what_came_back(w, earlier):
    second = found(w, recurs=earlier)
    rows = as_user(w.officer).get(reverse("hazards:list"), {"again": "1"}).context["page"]
    assert [row.pk for row in rows] == [second.pk]
