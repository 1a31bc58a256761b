"""A list composed of several, and lists that change while they are being filled in."""

import pytest
from django.urls import reverse

from checks import services
from checks.models import Checklist
from checks.services import inspecting
from checks.services.composing import by_part, compose, merged, once, plain
from core.errors import Refused
from tests import factories

from .conftest import a_check, a_list, fill, hand_in, shipped
from .visits import begun, signed


def test_equal_questions_come_once_and_name_their_origin(w):
    one, two = a_list("通道是否畅通", "灭火器是否有效"), a_list("通道是否畅通？", "电线是否破损")
    row, doubles = compose(name="冬季检查", lists=[one, two], by=w.officer, campaign=factories.campaign(w.town))
    texts = list(row.draft.items.values_list("text", flat=True))
    assert texts == ["通道是否畅通", "灭火器是否有效", "电线是否破损"] and doubles == 1
    assert row.draft.items.first().origin == one.current.items.first() and row.campaign and row.current is None


def test_single_items_can_be_left_out(w):
    one = a_list("通道是否畅通", "灭火器是否有效")
    row, _ = compose(name="甲", lists=[one], by=w.officer, without=[one.current.items.first().pk])
    assert [item.text for item in row.draft.items.all()] == ["灭火器是否有效"]


def test_nothing_comes_of_nothing_or_of_a_confidential_list(w):
    with pytest.raises(Refused, match="至少一张"):
        compose(name="甲", lists=[shipped()], by=w.officer)
    one = a_list("通道是否畅通")
    with pytest.raises(Refused, match="至少留下一项"):
        compose(name="甲", lists=[one], by=w.officer, without=[one.current.items.get().pk])


def test_marks_and_width_do_not_make_a_question_new():
    assert plain("通道，是否畅通？") == plain("通道是否畅通")


def test_composing_on_the_page(client, w):
    client.force_login(w.officer)
    lists = [a_list("通道是否畅通").pk, Checklist.objects.get(key="lib-exits").pk]
    sent = {"name": "元旦检查", "lists": lists, "act": "look"}
    page = client.post(reverse("checks:compose"), sent).content.decode()
    assert "通道是否畅通" in page and not Checklist.objects.filter(name="元旦检查").exists()
    keep = [item.pk for item in Checklist.objects.get(key="lib-exits").current.items.all()]
    client.post(reverse("checks:compose"), sent | {"act": "keep", "items": keep})
    assert Checklist.objects.get(name="元旦检查").draft.items.count() == len(keep)


@pytest.mark.parametrize("who", ["leader", "liaison", "cadre"])
def test_only_offices_compose(client, w, who):
    client.force_login(getattr(w, who))
    assert client.get(reverse("checks:compose")).status_code == 403


def changed(w, of):
    """A newer version is published while the old one is being filled in."""
    of.township = w.town
    of.save()
    draft = services.new_draft(checklist=of, by=w.officer)
    services.add_item(version=draft, text="新增的一项", by=w.officer)
    services.publish(version=draft, by=w.officer)


def test_the_old_list_that_is_being_filled_in_is_kept_and_accepted(w):
    of = a_list("通道是否畅通")
    check = a_check(w, of)
    changed(w, of)
    fill(check, w.boss)
    row = services.accept(check=hand_in(check, w.boss), by=w.officer)
    assert row.state == "accepted" and row.version.number == 1 and row.answers.count() == 1


def test_a_visit_goes_on_with_the_version_it_began_with(w):
    of = a_list("通道是否畅通")
    row = begun(w, checklist=of.current)
    changed(w, of)
    row = signed(row, w.officer)
    assert row.state == "signed" and row.checklist.number == 1 and row.answers.count() == 1


def test_an_item_of_the_newer_version_is_not_answered_in_the_old_one(w):
    of = a_list("通道是否畅通")
    row = begun(w, checklist=of.current)
    changed(w, of)
    newest = Checklist.objects.get(pk=of.pk).current.items.last()
    with pytest.raises(Refused, match="不在这次检查的检查表里"):
        inspecting.answer(inspection=row, item=newest, value="yes", by=w.officer)


def two_lists(w):
    """Two lists of two campaigns that share a question; the second wants a photo of it."""
    one = a_list("通道是否畅通", "灭火器是否有效")
    two = a_list("通道，是否畅通？", "电线是否破损", photo_when_bad=True)
    for row, name in ((one, "消防"), (two, "用电")):
        row.campaign, row.name = factories.campaign(w.town, name=name), f"{name}检查表"
        row.save()
    return one, two


def test_a_visit_with_several_lists_asks_each_question_once_and_counts_in_each_campaign(w):
    one, two = two_lists(w)
    row = begun(w, checklist=one.current, also=[two.current])
    assert [item.text for item in row.checklist.items.all()] == ["通道，是否畅通？", "灭火器是否有效", "电线是否破损"]
    assert {campaign.name for campaign in row.campaigns.all()} == {"消防", "用电"}
    shared, _, third = row.checklist.items.all()
    inspecting.answer(inspection=row, item=shared, value="no", by=w.officer)
    inspecting.answer(inspection=row, item=third, value="yes", by=w.officer)
    assert [(part.checklist, *rest) for part, *rest in by_part(row)] == [(one, 2, 1, 1), (two, 2, 2, 1)]


def test_the_same_lists_are_merged_once_and_stay_out_of_the_library(w):
    one, two = two_lists(w)
    first = merged(versions=[one.current, two.current], by=w.officer)
    assert merged(versions=[one.current, two.current], by=w.leader) == first
    assert first.checklist not in Checklist.objects.visible_to(w.officer)
    assert first.checklist not in Checklist.objects.for_inspections(w.officer)
    assert merged(versions=[one.current, one.current], by=w.officer) == one.current
    assert merged(versions=[one.current, two.current], by=w.other_officer) != first


def test_of_equal_questions_the_stricter_one_is_asked_and_a_reversed_one_stays(w):
    mild, strict = a_list("甲是否合格"), a_list("甲是否合格", grade="major", basis="判定标准")
    turned = a_list("甲是否合格", bad_answer="yes")
    items = [row.current.items.get() for row in (mild, strict, turned)]
    assert once(items) == [items[1], items[2]]


def test_a_confidential_list_is_never_merged(w):
    with pytest.raises(Refused, match="保密"):
        merged(versions=[a_list("甲是否合格").current, shipped().current], by=w.officer)


def test_merging_on_the_page_of_a_new_visit(client, w):
    one, two = two_lists(w)
    client.force_login(w.officer)
    sent = {
        "kind": "office", "enterprise": w.firm.pk, "enterprise_name": w.firm.name, "held_on": "2026-01-05",
        "begun": "09:00", "lead": w.officer.name, "also": [two.pk],
    }  # fmt: skip
    answer = client.post(reverse("checks:inspection_new"), sent)
    assert "请先在这里选一张" in answer.content.decode() and f'value="{two.pk}"' in answer.content.decode()
    answer = client.post(reverse("checks:inspection_new"), sent | {"checklist": one.pk}, follow=True)
    page = answer.content.decode()
    assert "消防检查表、用电检查表" in page and "合并的检查表" in page and "一次" in page
    client.force_login(w.cadre)
    assert f'name="also" value="{two.pk}"' in client.get(reverse("checks:inspection_new")).content.decode()
