"""Mother and child cases: one mother, no circle, taken apart again, nothing told of a case out of sight."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from core import clock
from core.errors import Refused
from incidents import rules
from incidents import services as leads
from incidents.deaths import links
from incidents.models import CaseLink, Lead
from tests import factories
from tests.incidents.conftest import as_user, opened, text_of


def tied(w, mother, child, by=None, **more):
    given = {"tie": "crew", "reason": "同一包工队", "by": by or w.officer}
    return links.link(mother=mother, child=child, **(given | more))


def trio(w):
    """A mother, her child, and the child's child."""
    a, b, c = (opened(w, enterprise=w.firm) for _ in range(3))
    tied(w, a, b)
    tied(w, b, c)
    return a, b, c


def numbers(lead, user):
    return [(depth, one.number) for depth, one, _ in links.tree(lead, user)]


def test_the_tree_is_the_same_from_wherever_one_looks(w):
    a, b, c = trio(w)
    for lead in (a, b, c):
        assert numbers(lead, w.leader) == [(0, a.number), (1, b.number), (2, c.number)]


def test_one_mother_no_circle_not_oneself_and_not_without_reason(w):
    a, b, c = trio(w)
    for mother, child, more, words in (
        (opened(w), b, {}, "已归入"), (c, a, {}, "不能互为母案"), (b, a, {}, "不能互为母案"), (a, a, {}, "不能归入自己"),
        (a, opened(w), {"reason": " "}, "写明关联依据"),
    ):  # fmt: skip
        with pytest.raises(Refused, match=words):
            tied(w, mother, child, **more)


def test_taken_apart_with_a_reason_and_linked_anew(w):
    a, b, _ = trio(w)
    row = CaseLink.objects.get(mother=a)
    with pytest.raises(Refused, match="写明解除原因"):
        links.unlink(row=row, reason="", by=w.officer)
    links.unlink(row=row, reason="不是同一队人", by=w.officer)
    with pytest.raises(Refused, match="已经解除"):
        links.unlink(row=row, reason="再按一次", by=w.officer)
    assert links.tree(a, w.leader) == [] and len(links.tree(b, w.leader)) == 2
    tied(w, a, b)


def test_a_case_out_of_sight_is_neither_shown_nor_counted_nor_hinted_at(w):
    a, b, c = trio(w)  # the first officer's
    for lead in (a, c):
        leads.name_handler(lead=lead, user=w.second, by=w.leader)
    assert links.tree(a, w.second) == [] and links.tree(c, w.second) == []
    mine = opened(w, by=w.second)
    for mother, child in ((mine, c), (c, a)):  # c has a mother unseen; a is above c through a case unseen
        with pytest.raises(Refused, match=links.HIDDEN):
            tied(w, mother, child, by=w.second)
    with pytest.raises(Refused, match=links.HIDDEN):
        tied(w, mine, b, by=w.second)
    page = text_of(as_user(w.second).get(reverse("incidents:links", args=[a.pk])))
    assert b.number not in page and "还没有关联的案件" in page


def test_a_number_out_of_sight_and_one_that_is_not_there_read_the_same(w):
    mine, unseen, client = opened(w, by=w.second), opened(w), as_user(w.second)
    told = set()
    for number in (unseen.number, "XS999999999-2026-0001"):
        form = {"number": number, "side": "child", "tie": "site", "reason": "同一工地"}
        told.add(
            text_of(client.post(reverse("incidents:link_add", args=[mine.pk]), form)).count(
                "没有这条线索，或者您不是它的经办人"
            )
        )
    assert told == {1}


def test_officers_and_leaders_link_others_do_not(w):
    a, b = opened(w), opened(w)
    for lead in (a, b):
        leads.name_handler(lead=lead, user=w.third, by=w.leader)
    with pytest.raises(Refused, match="应急办或乡镇领导"):
        tied(w, a, b, by=w.third)


def test_cases_of_the_same_enterprise_and_principal_are_proposed_until_linked(w):
    a, b = (opened(w, enterprise=w.firm, person="") for _ in range(2))
    other = opened(w, enterprise=w.firm2, village=w.village2)
    assert dict(links.alike(a, w.leader)) == {b: "enterprise", other: "boss"}
    tied(w, a, b)
    assert dict(links.alike(a, w.leader)) == {other: "boss"}
    assert links.alike(a, w.second) == []


def test_cases_that_seem_to_tell_of_one_death_are_proposed_first(w):
    day = clock.today() - timedelta(days=40)
    a = opened(w, person="卞秘安", enterprise=w.firm, happened_on=day)
    named = opened(w, person=" 卞 秘安")
    same_day = opened(w, person="", enterprise=w.firm, happened_on=day)
    other_day = opened(w, person="", enterprise=w.firm, happened_on=day - timedelta(days=1))
    for person, village in (("卞秘安", w.village2), ("邰不知", w.village)):
        opened(w, person=person, village=village)
    assert dict(links.alike(a, w.leader)) == {same_day: "same", named: "same", other_day: "enterprise"}
    assert [tie for _, tie in links.alike(a, w.leader)] == ["same", "same", "enterprise"]
    assert links.alike(a, w.second) == []


@pytest.mark.parametrize("person", ["", "不详", "无名氏"])
def test_the_unnamed_are_not_alike(w, person):
    a, _ = opened(w, person=person), opened(w, person=person)
    assert links.alike(a, w.leader) == []


def test_one_press_makes_of_two_tellings_a_death_told_of_again(w):
    a, b = opened(w, person="卞秘安"), opened(w, person="卞秘安")
    page = text_of(as_user(w.officer).get(here := reverse("incidents:links", args=[a.pk])))
    form = page[page.index("可能有关联") :].split("<form")[1].split("</form>")[0]
    typed = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))
    assert b.number in form and "合并为多次反映" in form and "卞秘安" not in page
    as_user(w.officer).post(here + "add/", {name: typed[name] for name in ("number", "side", "tie", "reason")})
    assert CaseLink.objects.get().tie == "same"
    ended = {"state": "concluded", "conclusion": "not-accident", "concluded_at": clock.now() - timedelta(days=90)}
    ended |= {"deciding_authority": "青禾县应急管理局", "deciding_number": "青应急〔2026〕3号"}
    Lead.objects.filter(pk=a.pk).update(**ended)
    campaign = factories.campaign(w.town)
    assert list(Lead.objects.to_verify_again(campaign)) == [a]
    a.refresh_from_db()
    assert rules.why_again(a) == "多次反映（1 件关联）"
    links.unlink(row=CaseLink.objects.get(), reason="不是同一人", by=w.officer)
    assert not Lead.objects.to_verify_again(campaign).exists() and rules.why_again(Lead.objects.get(pk=a.pk)) == ""


def test_on_the_page_linked_listed_and_undone(w):
    a, b, client = opened(w, enterprise=w.firm), opened(w), as_user(w.officer)
    here = reverse("incidents:links", args=[a.pk])
    client.post(here + "add/", {"number": b.number, "side": "mother", "tie": "boss", "reason": "同一老板"})
    assert numbers(a, w.officer) == [(0, b.number), (1, a.number)]
    assert b.number in text_of(client.get(here))
    row = CaseLink.objects.get()
    client.post(reverse("incidents:link_undo", args=[a.pk, row.pk]), {"reason": "查明不是"})
    assert "查明不是" in text_of(client.get(here))
